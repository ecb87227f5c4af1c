"""The chain of public ledger editions that a database has held."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Create one row per edition; the next load of the ledger begins the chain."""
    db.execute("""
        CREATE TABLE edition_chain (
            number INTEGER PRIMARY KEY, edition TEXT NOT NULL, made_at INTEGER NOT NULL, digest TEXT NOT NULL,
            previous TEXT NOT NULL, chain TEXT NOT NULL, content BLOB)""")
    db.execute("DELETE FROM editions WHERE ledger = 'public'")
