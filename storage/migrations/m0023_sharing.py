"""Tenants whose admins let others count the reports made there."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """A view of the tenants that share now: the latest word of each counts, and one that left shares nothing."""
    db.execute(
        "CREATE INDEX tenant_settings_sharing ON tenant_settings (tenant, id, value) WHERE key = 'sightings_shared'"
    )
    db.execute("""
        CREATE VIEW sharing_tenants AS
        SELECT tenant FROM (SELECT tenant, value, MAX(id) FROM tenant_settings
                            WHERE key = 'sightings_shared' GROUP BY tenant)
        WHERE value = 'true' AND tenant NOT IN (SELECT tenant FROM departures)""")
