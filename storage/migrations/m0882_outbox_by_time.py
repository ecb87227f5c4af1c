"""Indexes for what the outbox and its jobs look up many times a minute."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Index the outbox by what is undelivered, what is settled and what wakes next.

    What was reported in a place is found by it, too.
    """
    db.execute("CREATE INDEX outbox_missed ON outbox (place, settled_at) WHERE state IN ('missed', 'dead')")
    db.execute("CREATE INDEX outbox_reported ON outbox (place, queued_at) WHERE kind = 'alert' AND items <> ''")
    db.execute("CREATE INDEX outbox_states ON outbox (state, not_before)")
    db.execute("CREATE INDEX outbox_settled ON outbox (settled_at) WHERE settled_at IS NOT NULL")
    db.execute("CREATE INDEX subscriptions_kind ON subscriptions (kind, state)")
    db.execute("CREATE INDEX alert_memory_waking ON alert_memory (again_at) WHERE again_at IS NOT NULL")
