"""Time words of people and labs about what they would release, and when it came."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """One row a promise of the public ledger; moments in seconds, empty where no day follows or nothing came."""
    db.execute("""
        CREATE TABLE time_promises (
            number INTEGER PRIMARY KEY, who TEXT NOT NULL, reported_by TEXT NOT NULL, said_at INTEGER NOT NULL,
            words TEXT NOT NULL, about TEXT NOT NULL, thing TEXT NOT NULL, implied_at INTEGER, came_at INTEGER,
            source TEXT NOT NULL, seen INTEGER NOT NULL)""")
