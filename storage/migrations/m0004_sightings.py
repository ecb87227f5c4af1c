"""Labels and their events, reports, checks, attributions, pictures; model lists.

Reports are numbered by tenant, so that a number reveals nothing about others. The events of a label are append-only;
its grade is computed from them on every read, so that the two always agree.
"""

from sqlite_utils import Database

TABLES = (
    """
    CREATE TABLE labels (
        tenant TEXT NOT NULL, key TEXT NOT NULL, shown TEXT NOT NULL, surface TEXT NOT NULL, so_at INTEGER NOT NULL,
        learned_at INTEGER NOT NULL, changed_at INTEGER NOT NULL, source TEXT NOT NULL,
        PRIMARY KEY (tenant, key)) WITHOUT ROWID""",
    "CREATE INDEX labels_changed ON labels (tenant, changed_at)",
    # "from" is shown as "into" since at; undone merges keep their row, so that the past reads as it was
    """
    CREATE TABLE label_merges (
        tenant TEXT NOT NULL, key TEXT NOT NULL, into_key TEXT NOT NULL, at INTEGER NOT NULL, undone_at INTEGER,
        by TEXT NOT NULL, PRIMARY KEY (tenant, key, at)) WITHOUT ROWID""",
    """
    CREATE TABLE label_events (
        id INTEGER PRIMARY KEY, tenant TEXT NOT NULL, key TEXT NOT NULL, so_at INTEGER NOT NULL,
        learned_at INTEGER NOT NULL, kind TEXT NOT NULL, about TEXT NOT NULL, reason TEXT NOT NULL,
        other TEXT NOT NULL, report BLOB, by TEXT NOT NULL, source TEXT NOT NULL)""",
    "CREATE INDEX label_events_key ON label_events (tenant, key, learned_at, id)",
    """
    CREATE TABLE reports (
        tenant TEXT NOT NULL, number INTEGER NOT NULL, key TEXT NOT NULL, label TEXT NOT NULL, surface TEXT NOT NULL,
        how TEXT NOT NULL, plan TEXT NOT NULL, person TEXT NOT NULL, so_at INTEGER NOT NULL,
        learned_at INTEGER NOT NULL, text TEXT NOT NULL, link TEXT NOT NULL, picture TEXT NOT NULL,
        drawn TEXT NOT NULL, since INTEGER, named INTEGER NOT NULL, complete INTEGER NOT NULL, state TEXT NOT NULL,
        reason TEXT NOT NULL, gone_at INTEGER, edited_at INTEGER, source TEXT NOT NULL,
        PRIMARY KEY (tenant, number)) WITHOUT ROWID""",
    "CREATE INDEX reports_key ON reports (tenant, key, learned_at)",
    "CREATE INDEX reports_person ON reports (tenant, person, learned_at)",
    "CREATE INDEX reports_drawn ON reports (tenant, learned_at) WHERE drawn <> ''",
    """
    CREATE TABLE checks (
        id INTEGER PRIMARY KEY, tenant TEXT NOT NULL, key TEXT NOT NULL, person TEXT NOT NULL, plan TEXT NOT NULL,
        has INTEGER NOT NULL, note TEXT NOT NULL, so_at INTEGER NOT NULL, learned_at INTEGER NOT NULL,
        source TEXT NOT NULL)""",
    "CREATE INDEX checks_key ON checks (tenant, key, learned_at)",
    "CREATE INDEX checks_person ON checks (tenant, person, learned_at)",
    """
    CREATE TABLE attributions (
        tenant TEXT NOT NULL, number INTEGER NOT NULL, key TEXT NOT NULL, label TEXT NOT NULL, subject TEXT NOT NULL,
        method TEXT NOT NULL, by TEXT NOT NULL, why TEXT NOT NULL, link TEXT NOT NULL, so_at INTEGER NOT NULL,
        learned_at INTEGER NOT NULL, accepted_at INTEGER, gone_at INTEGER, source TEXT NOT NULL,
        PRIMARY KEY (tenant, number)) WITHOUT ROWID""",
    "CREATE INDEX attributions_key ON attributions (tenant, key, learned_at)",
    """
    CREATE TABLE truths (
        tenant TEXT NOT NULL, key TEXT NOT NULL, label TEXT NOT NULL, subject TEXT NOT NULL, outcome TEXT NOT NULL,
        how_known TEXT NOT NULL, so_at INTEGER NOT NULL, learned_at INTEGER NOT NULL, undone_at INTEGER,
        by TEXT NOT NULL, source TEXT NOT NULL, PRIMARY KEY (tenant, key, learned_at)) WITHOUT ROWID""",
    """
    CREATE TABLE pictures (
        tenant TEXT NOT NULL, id TEXT NOT NULL, content BLOB NOT NULL, media_type TEXT NOT NULL, width INTEGER NOT NULL,
        height INTEGER NOT NULL, drawn TEXT NOT NULL, person TEXT NOT NULL, learned_at INTEGER NOT NULL,
        PRIMARY KEY (tenant, id))""",
    """
    CREATE TABLE drafts (
        tenant TEXT NOT NULL, person TEXT NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL, at INTEGER NOT NULL,
        PRIMARY KEY (tenant, person, kind)) WITHOUT ROWID""",
    """
    CREATE TABLE label_watches (
        tenant TEXT NOT NULL, person TEXT NOT NULL, key TEXT NOT NULL, label TEXT NOT NULL, place TEXT NOT NULL,
        at INTEGER NOT NULL, PRIMARY KEY (tenant, person, key)) WITHOUT ROWID""",
    "CREATE TABLE guide (id INTEGER PRIMARY KEY CHECK (id = 1), body BLOB NOT NULL)",
    """
    CREATE TABLE listings (
        catalog TEXT NOT NULL, id TEXT NOT NULL, body BLOB NOT NULL, first_seen INTEGER NOT NULL, last_seen INTEGER,
        missed_at INTEGER, gone_at INTEGER, raised INTEGER NOT NULL, moved_to TEXT NOT NULL,
        PRIMARY KEY (catalog, id)) WITHOUT ROWID""",
    """
    CREATE TABLE catalogs (
        catalog TEXT PRIMARY KEY, read_at INTEGER, size INTEGER NOT NULL, prints TEXT NOT NULL, odd_since INTEGER,
        odd_reads INTEGER NOT NULL, verdict TEXT NOT NULL, tried_at INTEGER NOT NULL) WITHOUT ROWID""",
    # public rows of a list; a member's paste is stored under their tenant
    """
    CREATE TABLE findings (
        id INTEGER PRIMARY KEY, tenant TEXT NOT NULL, catalog TEXT NOT NULL, kind TEXT NOT NULL, listing TEXT NOT NULL,
        key TEXT NOT NULL, label TEXT NOT NULL, why TEXT NOT NULL, named TEXT NOT NULL, candidates TEXT NOT NULL,
        so_at INTEGER NOT NULL, learned_at INTEGER NOT NULL, source TEXT NOT NULL)""",
    "CREATE INDEX findings_key ON findings (key, learned_at)",
    "CREATE INDEX findings_time ON findings (learned_at)",
    """
    CREATE TABLE feeds (
        tenant TEXT NOT NULL, url TEXT NOT NULL, title TEXT NOT NULL, by TEXT NOT NULL, at INTEGER NOT NULL,
        etag TEXT NOT NULL DEFAULT '', modified TEXT NOT NULL DEFAULT '', read_at INTEGER,
        trouble TEXT NOT NULL DEFAULT '', PRIMARY KEY (tenant, url)) WITHOUT ROWID""",
    """
    CREATE TABLE leads (
        tenant TEXT NOT NULL, url TEXT NOT NULL, entry TEXT NOT NULL, learned_at INTEGER NOT NULL,
        PRIMARY KEY (tenant, url, entry)) WITHOUT ROWID""",
)


def apply(db: Database) -> None:
    """Every table of sightings."""
    for statement in TABLES:
        db.execute(statement)
