"""The desk's queue and decisions, and the audit trail, chained by hashes."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Create queue and trail.

    The chain holds a digest of the actor, who may be erased.
    """
    db.execute("""
        CREATE TABLE desk_items (
            tenant TEXT NOT NULL, number INTEGER NOT NULL, kind TEXT NOT NULL, about TEXT NOT NULL,
            title TEXT NOT NULL, why TEXT NOT NULL, person TEXT NOT NULL, body TEXT NOT NULL,
            learned_at INTEGER NOT NULL, state TEXT NOT NULL, decided_by TEXT NOT NULL, decided_at INTEGER,
            reason TEXT NOT NULL, PRIMARY KEY (tenant, number)) WITHOUT ROWID""")
    db.execute("CREATE INDEX desk_items_state ON desk_items (tenant, state, learned_at)")
    db.execute("CREATE INDEX desk_items_person ON desk_items (tenant, person, kind, decided_at)")
    db.execute("CREATE INDEX desk_items_about ON desk_items (tenant, about, kind)")
    db.execute("""
        CREATE TABLE audit (
            tenant TEXT NOT NULL, number INTEGER NOT NULL, at INTEGER NOT NULL, actor TEXT NOT NULL,
            action TEXT NOT NULL, about TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL,
            undo TEXT NOT NULL, undone_at INTEGER, actor_key TEXT NOT NULL, hash TEXT NOT NULL,
            PRIMARY KEY (tenant, number)) WITHOUT ROWID""")
