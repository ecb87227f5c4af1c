"""Index for the claims that were taken back."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Index them by when: the next one is found without reading all claims."""
    db.execute("CREATE INDEX claims_retracted ON claims (retracted_at) WHERE retracted_at IS NOT NULL")
