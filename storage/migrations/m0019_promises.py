"""Deferred answers until they are given, so that a restart can hand them back."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Create one row per pending answer, sealed by the platform."""
    db.execute("""
        CREATE TABLE promises (
            id TEXT PRIMARY KEY, tenant TEXT NOT NULL, actor TEXT NOT NULL, sealed TEXT NOT NULL,
            until INTEGER NOT NULL) WITHOUT ROWID""")
