"""Messages that Slack was left to post at their time, which nothing does any more."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Count them as posted; the index of open messages has three states from then on."""
    db.execute("UPDATE outbox SET state = 'sent', settled_at = not_before WHERE state = 'scheduled'")
    db.execute("DROP INDEX outbox_open")
    db.execute("""
        CREATE INDEX outbox_open ON outbox (platform, urgency, next_at, id)
        WHERE state IN ('ready', 'sending', 'ambiguous')""")
