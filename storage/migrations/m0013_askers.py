"""Look-up history: one row per person and object, with the latest time."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Create the table, indexed by object and by time."""
    db.execute("""
        CREATE TABLE askers (
            tenant TEXT NOT NULL, person TEXT NOT NULL, object TEXT NOT NULL, asked_at INTEGER NOT NULL,
            PRIMARY KEY (tenant, person, object)) WITHOUT ROWID""")
    db.execute("CREATE INDEX askers_object ON askers (object, asked_at)")
    db.execute("CREATE INDEX askers_old ON askers (asked_at)")
