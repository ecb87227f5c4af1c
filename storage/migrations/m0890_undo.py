"""What an undo restores, and which switches hide a queued message."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Add a column to each; nothing is known of earlier changes and messages."""
    db.execute("ALTER TABLE subscriptions ADD COLUMN was TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE outbox ADD COLUMN parts TEXT NOT NULL DEFAULT ''")
