"""Addresses that digests and alerts are sent to over HTTP."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """One row a webhook; the address and the secret are encrypted together."""
    db.execute("""
        CREATE TABLE webhooks (
            tenant TEXT NOT NULL, name TEXT NOT NULL, host TEXT NOT NULL, sealed BLOB NOT NULL, by TEXT NOT NULL,
            at INTEGER NOT NULL, PRIMARY KEY (tenant, name)) WITHOUT ROWID""")
