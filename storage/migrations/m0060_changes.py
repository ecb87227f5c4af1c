"""One log of changes, and how far each digest has read in it."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Create the log with its index, the last state of each thing, and the marks."""
    db.execute("""
        CREATE TABLE changes (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, written INTEGER NOT NULL,
            tenant TEXT NOT NULL, id TEXT NOT NULL, thing TEXT NOT NULL, subject TEXT NOT NULL, kind TEXT NOT NULL,
            ref TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL, facts TEXT NOT NULL, UNIQUE (tenant, id))""")
    db.execute("CREATE INDEX changes_at ON changes (tenant, at)")
    db.execute("CREATE INDEX changes_thing ON changes (thing, tenant, sequence) WHERE thing <> ''")
    db.execute("""
        CREATE TABLE change_about (
            about TEXT NOT NULL, sequence INTEGER NOT NULL, PRIMARY KEY (about, sequence)) WITHOUT ROWID""")
    db.execute("CREATE INDEX change_about_sequence ON change_about (sequence)")
    db.execute("""
        CREATE TABLE change_states (
            thing TEXT NOT NULL, tenant TEXT NOT NULL, state TEXT NOT NULL, looked_at INTEGER NOT NULL,
            PRIMARY KEY (thing, tenant)) WITHOUT ROWID""")
    db.execute("""
        CREATE TABLE change_marks (
            id INTEGER PRIMARY KEY AUTOINCREMENT, tenant TEXT NOT NULL, kind TEXT NOT NULL, ref TEXT NOT NULL,
            at INTEGER NOT NULL, due INTEGER NOT NULL, why TEXT NOT NULL DEFAULT '', since INTEGER,
            UNIQUE (tenant, kind, ref, at))""")
    db.execute("CREATE INDEX change_marks_due ON change_marks (due, at, id)")
    db.execute("CREATE INDEX change_marks_why ON change_marks (kind) WHERE why <> ''")
    db.execute("CREATE INDEX label_watches_key ON label_watches (key)")
    db.execute("ALTER TABLE subscriptions ADD COLUMN told INTEGER NOT NULL DEFAULT 0")
    db.execute("ALTER TABLE outbox ADD COLUMN told INTEGER NOT NULL DEFAULT 0")
    # Whatever was loaded or filed before there was a log is looked at once; the public ledger marks itself when loaded.
    db.execute("DELETE FROM editions WHERE ledger = 'public'")
    mark = "INSERT OR IGNORE INTO change_marks (tenant, kind, ref, at, due)"
    for select in (
        """SELECT e.tenant, 'claims', s.subject, e.learned_at, e.learned_at FROM evidence e
        JOIN evidence_subjects s ON s.evidence = e.id WHERE e.tenant <> ''""",
        "SELECT tenant, 'claims', subject, learned_at, learned_at FROM claims WHERE tenant <> '' AND subject <> ''",
        """SELECT o.tenant, 'claims', c.subject, o.learned_at, o.learned_at FROM claim_outcomes o
        JOIN claims c ON c.id = o.claim WHERE o.tenant <> '' AND c.subject <> ''""",
        "SELECT tenant, 'label', key, learned_at, learned_at FROM label_events",
        "SELECT tenant, 'list', catalog, learned_at, learned_at FROM findings",
        "SELECT '', 'market', CAST(market AS TEXT), max(until), max(until) FROM market_read GROUP BY market",
    ):
        db.execute(f"{mark} {select}")
