"""Changes of settings form a chain, so that a line altered afterwards is found."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Add the author as a digest, which survives an erasure, and the hash chain."""
    db.execute("ALTER TABLE tenant_settings ADD COLUMN actor_key TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE tenant_settings ADD COLUMN chain TEXT NOT NULL DEFAULT ''")
