"""Which report has a picture: found by the picture, not by reading every report of the tenant."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Find reports by their picture."""
    db.execute("CREATE INDEX reports_picture ON reports (tenant, picture) WHERE picture <> ''")
