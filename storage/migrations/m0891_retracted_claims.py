"""When a claim that was filed here was taken back."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Add the moment; from then on no view has the claim."""
    db.execute("ALTER TABLE claims ADD COLUMN retracted_at INTEGER")
