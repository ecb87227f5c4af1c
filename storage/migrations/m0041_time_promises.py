"""Release promises of people and labs, and when each came true."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Create one row per promise; times in seconds, NULL if none follows or none came."""
    db.execute("""
        CREATE TABLE time_promises (
            number INTEGER PRIMARY KEY, who TEXT NOT NULL, reported_by TEXT NOT NULL, said_at INTEGER NOT NULL,
            words TEXT NOT NULL, about TEXT NOT NULL, thing TEXT NOT NULL, implied_at INTEGER, came_at INTEGER,
            source TEXT NOT NULL, seen INTEGER NOT NULL)""")
