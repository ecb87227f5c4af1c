"""Tenants whose admins share counts of their reports."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Create a view of tenants that share now.

    The latest setting counts, if they stayed.
    """
    db.execute(
        "CREATE INDEX tenant_settings_sharing ON tenant_settings (tenant, id, value) WHERE key = 'sightings_shared'"
    )
    db.execute("""
        CREATE VIEW sharing_tenants AS
        SELECT tenant FROM (SELECT tenant, value, MAX(id) FROM tenant_settings
                            WHERE key = 'sightings_shared' GROUP BY tenant)
        WHERE value = 'true' AND tenant NOT IN (SELECT tenant FROM departures)""")
