"""Requests for pasted market addresses, with their results."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Make the table of requested markets, and find those that wait."""
    db.execute("""
        CREATE TABLE market_requests (
            tenant TEXT NOT NULL, venue TEXT NOT NULL, key TEXT NOT NULL, url TEXT NOT NULL, subject TEXT NOT NULL,
            by TEXT NOT NULL, at INTEGER NOT NULL, state TEXT NOT NULL, tried_at INTEGER, why TEXT NOT NULL,
            market INTEGER, PRIMARY KEY (tenant, venue, key)) WITHOUT ROWID""")
    db.execute("CREATE INDEX market_requests_waiting ON market_requests (tried_at, at) WHERE state = 'waiting'")
