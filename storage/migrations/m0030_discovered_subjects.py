"""Tenants' subjects with public slugs, the origin of subjects, and name versions."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Key subjects by tenant and slug, with origin and last check; count name changes.

    The public rows are reloaded after the steps, so that only a tenant's own are copied.
    """
    db.execute("ALTER TABLE subjects RENAME TO subjects_before")
    db.execute("""
        CREATE TABLE subjects (
            slug TEXT NOT NULL, name TEXT NOT NULL, vendor TEXT NOT NULL, family TEXT NOT NULL, note TEXT NOT NULL,
            tenant TEXT NOT NULL, learned_at INTEGER NOT NULL, source TEXT NOT NULL, origin TEXT NOT NULL,
            known_up_to INTEGER NOT NULL, PRIMARY KEY (slug, tenant)) WITHOUT ROWID""")
    db.execute("""
        INSERT INTO subjects SELECT slug, name, vendor, family, note, tenant, learned_at, source,
        CASE tenant WHEN '' THEN 'ledger' ELSE 'desk' END, learned_at FROM subjects_before""")
    db.execute("DROP TABLE subjects_before")
    for table in ("subject_states", "aliases"):
        db.execute(f"ALTER TABLE {table} ADD COLUMN origin TEXT NOT NULL DEFAULT 'ledger'")
    db.execute("""
        CREATE TABLE name_changes (
            seq INTEGER PRIMARY KEY AUTOINCREMENT, tenant TEXT NOT NULL, slug TEXT NOT NULL)""")
    db.execute("CREATE INDEX name_changes_tenant ON name_changes (tenant, seq)")
