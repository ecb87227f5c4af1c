"""Index for the claims that were taken back."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Index them by when, so that the next one after a moment is found without reading all claims."""
    db.execute("CREATE INDEX claims_retracted ON claims (retracted_at) WHERE retracted_at IS NOT NULL")
