"""Index for the claims that were decided last."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Index when outcomes became known."""
    db.execute("CREATE INDEX claim_outcomes_learned ON claim_outcomes (learned_at)")
