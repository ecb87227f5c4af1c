"""Tenants that publish the counts of the reports made there."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Add a view of the tenants that publish now, and since when."""
    db.execute("""
        CREATE VIEW publishing_tenants AS
        SELECT tenant, set_at FROM tenant_settings
        WHERE key = 'sightings_published' AND value = 'true' AND tenant NOT IN (SELECT tenant FROM departures)
            AND id IN (SELECT MAX(id) FROM tenant_settings WHERE key = 'sightings_published' GROUP BY tenant)""")
