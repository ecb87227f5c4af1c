"""Health of the sources: one row per source, replaced by each attempt."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Make the table of sources."""
    db.execute("""
        CREATE TABLE source_state (
            source TEXT PRIMARY KEY, tried_at INTEGER NOT NULL, good_at INTEGER, trouble TEXT NOT NULL, since INTEGER,
            failures INTEGER NOT NULL, next_at INTEGER, items INTEGER NOT NULL, faults INTEGER NOT NULL)
        WITHOUT ROWID""")
