"""Facts of vendors' pages with their periods, and validators per page."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Create one row per fact, ended when the page changed, and one row per page."""
    db.execute("""
        CREATE TABLE vendor_facts (
            number INTEGER PRIMARY KEY, reader TEXT NOT NULL, page TEXT NOT NULL, vendor TEXT NOT NULL,
            model TEXT NOT NULL, slug TEXT NOT NULL, kind TEXT NOT NULL, surface TEXT NOT NULL, day TEXT NOT NULL,
            certainty TEXT NOT NULL, url TEXT NOT NULL, body TEXT NOT NULL, read_at INTEGER NOT NULL,
            learned_at INTEGER NOT NULL, until INTEGER)""")
    db.execute("CREATE INDEX vendor_facts_slug ON vendor_facts (slug)")
    db.execute("CREATE INDEX vendor_facts_page ON vendor_facts (reader, page) WHERE until IS NULL")
    db.execute("CREATE INDEX vendor_facts_kind ON vendor_facts (kind, day)")
    db.execute("""
        CREATE TABLE vendor_pages (
            reader TEXT NOT NULL, page TEXT NOT NULL, etag TEXT NOT NULL, modified TEXT NOT NULL,
            first_at INTEGER NOT NULL, read_at INTEGER NOT NULL, PRIMARY KEY (reader, page)) WITHOUT ROWID""")
