"""Settings of tenants and people, and the edition of the loaded public ledger."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Create append-only settings, personal settings, and the ledger's editions.

    The latest row of a key counts.
    """
    db.execute("""
        CREATE TABLE tenant_settings (
            id INTEGER PRIMARY KEY, tenant TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
            set_at INTEGER NOT NULL, set_by TEXT NOT NULL)""")
    db.execute("CREATE INDEX tenant_settings_key ON tenant_settings (tenant, key, id)")
    db.execute("""
        CREATE TABLE people (
            tenant TEXT NOT NULL, person TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
            set_at INTEGER NOT NULL, PRIMARY KEY (tenant, person, key)) WITHOUT ROWID""")
    db.execute("CREATE TABLE editions (ledger TEXT PRIMARY KEY, edition TEXT NOT NULL, loaded_at INTEGER NOT NULL)")
    db.execute("CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID")
    db.execute("""
        CREATE TABLE lines (key TEXT PRIMARY KEY, line TEXT NOT NULL, kept_at INTEGER NOT NULL) WITHOUT ROWID""")
