"""Index of reports by picture, instead of a scan of the tenant's reports."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Find reports by their picture."""
    db.execute("CREATE INDEX reports_picture ON reports (tenant, picture) WHERE picture <> ''")
