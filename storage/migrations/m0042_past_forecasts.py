"""Settled questions of the ledger with prices 1, 7 and 30 days before the end."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Create one row per question, and one per published bin; prices are 0..1."""
    db.execute("""
        CREATE TABLE past_forecasts (
            number INTEGER PRIMARY KEY, venue TEXT NOT NULL, money TEXT NOT NULL, event INTEGER NOT NULL,
            title TEXT NOT NULL, url TEXT NOT NULL, topic TEXT NOT NULL, release TEXT NOT NULL, label TEXT NOT NULL,
            kind TEXT NOT NULL, ends_at INTEGER, settled_at INTEGER NOT NULL, came_true INTEGER NOT NULL, d1 REAL,
            d7 REAL, d30 REAL, source TEXT NOT NULL)""")
    db.execute("CREATE INDEX past_forecasts_url ON past_forecasts (url)")
    db.execute("""
        CREATE TABLE published_records (
            number INTEGER PRIMARY KEY, what TEXT NOT NULL, kind TEXT NOT NULL, hours INTEGER NOT NULL,
            low REAL NOT NULL, high REAL NOT NULL, n INTEGER NOT NULL, hits INTEGER NOT NULL, mean REAL,
            publisher TEXT NOT NULL, learned_at INTEGER NOT NULL, source TEXT NOT NULL)""")
