"""Where the bot is installed on Slack, and which deliveries were acted on."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Installations, whose secrets stand in one value that may be encrypted, and the keys of deliveries seen."""
    db.execute("""
        CREATE TABLE slack_installations (
            team TEXT PRIMARY KEY, secret BLOB NOT NULL, encrypted INTEGER NOT NULL,
            installed_at INTEGER NOT NULL, changed_at INTEGER NOT NULL) WITHOUT ROWID""")
    db.execute("CREATE TABLE slack_seen (key TEXT PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID")
