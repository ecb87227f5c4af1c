"""Slack installations, and deliveries already handled."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Create installations, with secrets in one encryptable value, and delivery keys."""
    db.execute("""
        CREATE TABLE slack_installations (
            team TEXT PRIMARY KEY, secret BLOB NOT NULL, encrypted INTEGER NOT NULL,
            installed_at INTEGER NOT NULL, changed_at INTEGER NOT NULL) WITHOUT ROWID""")
    db.execute("CREATE TABLE slack_seen (key TEXT PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID")
