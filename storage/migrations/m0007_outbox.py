"""The outbox, and subscriptions of channels and people."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Create the outbox with shared bodies, cards, digests, alerts and alert memory."""
    db.execute("""
        CREATE TABLE bodies (
            id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, reply TEXT NOT NULL, shows TEXT NOT NULL)""")
    # The key holds the local date. `next_at` is when an open row is due: its time, its lease's end, a retry.
    db.execute("""
        CREATE TABLE outbox (
            id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, tenant TEXT NOT NULL, person TEXT NOT NULL,
            platform TEXT NOT NULL, place TEXT NOT NULL, kind TEXT NOT NULL, urgency INTEGER NOT NULL,
            body INTEGER NOT NULL, subscription TEXT NOT NULL, edits TEXT NOT NULL, covers INTEGER NOT NULL,
            items TEXT NOT NULL,
            state TEXT NOT NULL, not_before INTEGER NOT NULL, deadline INTEGER NOT NULL, next_at INTEGER NOT NULL,
            attempt INTEGER NOT NULL DEFAULT 0, doubts INTEGER NOT NULL DEFAULT 0, first_attempt_at INTEGER,
            sender TEXT NOT NULL DEFAULT '', fence INTEGER NOT NULL DEFAULT 0, handle TEXT NOT NULL DEFAULT '',
            message TEXT NOT NULL DEFAULT '', error TEXT NOT NULL DEFAULT '', queued_at INTEGER NOT NULL,
            settled_at INTEGER)""")
    db.execute("""
        CREATE INDEX outbox_open ON outbox (platform, urgency, next_at, id)
        WHERE state IN ('ready', 'sending', 'scheduled', 'ambiguous')""")
    db.execute("CREATE INDEX outbox_sending ON outbox (place) WHERE state = 'sending'")
    db.execute("CREATE INDEX outbox_subscription ON outbox (subscription, id)")
    db.execute("CREATE INDEX outbox_body ON outbox (body)")
    db.execute("""
        CREATE TABLE cards (
            id INTEGER PRIMARY KEY, tenant TEXT NOT NULL, place TEXT NOT NULL, message TEXT NOT NULL, key TEXT NOT NULL,
            body INTEGER NOT NULL, posted_at INTEGER NOT NULL, asked_by TEXT NOT NULL,
            version INTEGER NOT NULL DEFAULT 0, UNIQUE (place, key))""")
    db.execute("CREATE INDEX cards_body ON cards (body)")
    db.execute("""
        CREATE TABLE card_objects (
            object TEXT NOT NULL, card INTEGER NOT NULL REFERENCES cards (id) ON DELETE CASCADE,
            PRIMARY KEY (object, card)) WITHOUT ROWID""")
    db.execute("CREATE INDEX card_objects_card ON card_objects (card)")
    # One row per digest or alert: its settings as JSON, and columns that queries need.
    db.execute("""
        CREATE TABLE subscriptions (
            id INTEGER PRIMARY KEY, tenant TEXT NOT NULL, kind TEXT NOT NULL, number INTEGER NOT NULL,
            platform TEXT NOT NULL, place TEXT NOT NULL, owner TEXT NOT NULL, state TEXT NOT NULL,
            paused_until INTEGER, why TEXT NOT NULL, wish TEXT NOT NULL, made_at INTEGER NOT NULL,
            changed_at INTEGER NOT NULL, version INTEGER NOT NULL,
            covered INTEGER NOT NULL, next_at INTEGER, UNIQUE (tenant, kind, number))""")
    db.execute("CREATE INDEX subscriptions_due ON subscriptions (kind, platform, next_at) WHERE next_at IS NOT NULL")
    db.execute("CREATE INDEX subscriptions_place ON subscriptions (place)")
    # An alert's last state of a thing, what it waits to see again, and when it last fired.
    db.execute("""
        CREATE TABLE alert_memory (
            holder TEXT NOT NULL, tenant TEXT NOT NULL, person TEXT NOT NULL, thing TEXT NOT NULL,
            memory TEXT NOT NULL, again_at INTEGER,
            PRIMARY KEY (holder, thing)) WITHOUT ROWID""")
    # A job's position: in the feed, and in what it reported.
    db.execute("CREATE TABLE positions (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID")
    db.execute("""
        CREATE TABLE mutes (
            tenant TEXT NOT NULL, place TEXT NOT NULL, thing TEXT NOT NULL, until INTEGER NOT NULL, by TEXT NOT NULL,
            PRIMARY KEY (place, thing)) WITHOUT ROWID""")
