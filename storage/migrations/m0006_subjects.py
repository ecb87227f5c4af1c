"""Subjects, their names and events, and when each was known."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Subjects with their states, aliases with the status of each, and dated events."""
    db.execute("""
        CREATE TABLE subjects (
            slug TEXT PRIMARY KEY, name TEXT NOT NULL, vendor TEXT NOT NULL, family TEXT NOT NULL, note TEXT NOT NULL,
            tenant TEXT NOT NULL, learned_at INTEGER NOT NULL, source TEXT NOT NULL) WITHOUT ROWID""")
    db.execute("""
        CREATE TABLE subject_states (
            slug TEXT NOT NULL, state TEXT NOT NULL, surface TEXT NOT NULL, so_at INTEGER NOT NULL,
            learned_at INTEGER NOT NULL, tenant TEXT NOT NULL, source TEXT NOT NULL,
            PRIMARY KEY (slug, learned_at, state, surface)) WITHOUT ROWID""")
    db.execute("""
        CREATE TABLE aliases (
            folded TEXT NOT NULL, text TEXT NOT NULL, slug TEXT NOT NULL, status TEXT NOT NULL, so_at INTEGER NOT NULL,
            learned_at INTEGER NOT NULL, tenant TEXT NOT NULL, source TEXT NOT NULL, why TEXT NOT NULL,
            PRIMARY KEY (folded, slug, learned_at, tenant)) WITHOUT ROWID""")
    db.execute("CREATE INDEX aliases_slug ON aliases (slug)")
    db.execute("""
        CREATE TABLE events (
            id TEXT PRIMARY KEY, slug TEXT NOT NULL, so_at INTEGER NOT NULL, learned_at INTEGER NOT NULL,
            kind TEXT NOT NULL, label TEXT NOT NULL, text TEXT NOT NULL, tenant TEXT NOT NULL, source TEXT NOT NULL)
        WITHOUT ROWID""")
    db.execute("CREATE INDEX events_slug ON events (slug, so_at)")
