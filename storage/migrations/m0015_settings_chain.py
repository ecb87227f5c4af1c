"""Changes of settings form a chain, so that a line altered afterwards is found."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Who as a digest (it outlives a request to be forgotten), and the hash over the line and the one before it."""
    db.execute("ALTER TABLE tenant_settings ADD COLUMN actor_key TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE tenant_settings ADD COLUMN chain TEXT NOT NULL DEFAULT ''")
