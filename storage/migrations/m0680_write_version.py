"""Add a version number for caches, changed by every write a look-up may show."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """At most one row, which the writing thread of a file counts up."""
    db.execute("CREATE TABLE write_version (id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER NOT NULL)")
