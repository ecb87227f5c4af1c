"""Index for the claims that became known last."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Index claims by when they became known, so that none are sorted for the latest."""
    db.execute("CREATE INDEX claims_learned ON claims (learned_at DESC, number)")
