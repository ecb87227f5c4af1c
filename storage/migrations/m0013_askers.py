"""Who looked something up, so that they can be told when it changes: one row a person and object, the latest time."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Make the table of askers, found by what they asked about and forgotten by time."""
    db.execute("""
        CREATE TABLE askers (
            tenant TEXT NOT NULL, person TEXT NOT NULL, object TEXT NOT NULL, asked_at INTEGER NOT NULL,
            PRIMARY KEY (tenant, person, object)) WITHOUT ROWID""")
    db.execute("CREATE INDEX askers_object ON askers (object, asked_at)")
    db.execute("CREATE INDEX askers_old ON askers (asked_at)")
