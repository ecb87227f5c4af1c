"""Tenants that removed the bot, and when: they are erased thirty days later."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """One row a tenant that left."""
    db.execute("CREATE TABLE departures (tenant TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID")
