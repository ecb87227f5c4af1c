"""Listed limits and prices per id: one row per change, so that corrections show."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Create the table of values, and the index of those awaiting a second reading."""
    db.execute("""
        CREATE TABLE listing_values (
            tenant TEXT NOT NULL, catalog TEXT NOT NULL, id TEXT NOT NULL, learned_at INTEGER NOT NULL,
            confirmed_at INTEGER, gone INTEGER NOT NULL, context INTEGER, output INTEGER, price_in REAL, price_out REAL,
            source TEXT NOT NULL, PRIMARY KEY (catalog, id, learned_at)) WITHOUT ROWID""")
    db.execute("CREATE INDEX listing_values_id ON listing_values (id, learned_at)")
    db.execute("CREATE INDEX listing_values_new ON listing_values (catalog) WHERE confirmed_at IS NULL")
