"""Rung states beyond the price, rules of single legs, and names of candidates.

``rung_state.told`` is 1 if the venue published when it settled (0: it was seen settled then, NULL: written before this
was stored). ``stage`` refines an open or closed rung (proposed, disputed, paused …), ``payout`` is what YES was paid if
that is neither all nor nothing, in ten-thousandths. ``market.event_id`` survives a change of the slug.
"""

from sqlite_utils import Database

STEPS = (
    "ALTER TABLE market ADD COLUMN event_id TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX market_event ON market (venue, event_id) WHERE event_id <> ''",
    "ALTER TABLE rung_state ADD COLUMN stage TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE rung_state ADD COLUMN payout INTEGER",
    "ALTER TABLE rung_state ADD COLUMN told INTEGER",
    """
    CREATE TABLE rung_rules (
        rung INTEGER NOT NULL REFERENCES rung (id), learned_at INTEGER NOT NULL, sha256 TEXT NOT NULL,
        text TEXT NOT NULL, PRIMARY KEY (rung, learned_at)) WITHOUT ROWID""",
    # the names a market is found by that belongs to no subject: what its question or its options name
    """
    CREATE TABLE market_candidate (
        subject TEXT NOT NULL, market INTEGER NOT NULL REFERENCES market (id), why TEXT NOT NULL,
        learned_at INTEGER NOT NULL, PRIMARY KEY (subject, market)) WITHOUT ROWID""",
    "CREATE INDEX market_candidate_market ON market_candidate (market)",
    "UPDATE market SET currency = 'forecast' WHERE venue = 'metaculus'",
)


def apply(db: Database) -> None:
    """Add the columns and tables."""
    for step in STEPS:
        db.execute(step)
