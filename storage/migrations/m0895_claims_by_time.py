"""Index for the claims that became known last."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Index claims by when they became known, so that the latest few are not found by sorting all."""
    db.execute("CREATE INDEX claims_learned ON claims (learned_at DESC, number)")
