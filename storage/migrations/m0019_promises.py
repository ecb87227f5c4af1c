"""Answers a platform was told to wait for, until they are given: what a restart has to hand back."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """One row an answer under way; what it holds is sealed by the platform."""
    db.execute("""
        CREATE TABLE promises (
            id TEXT PRIMARY KEY, tenant TEXT NOT NULL, actor TEXT NOT NULL, sealed TEXT NOT NULL,
            until INTEGER NOT NULL) WITHOUT ROWID""")
