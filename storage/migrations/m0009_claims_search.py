"""Full-text index of claims: statement, other wordings and subject."""

import sqlite3

from sqlite_utils import Database

_SECURE_DELETE = (3, 42, 0)


def apply(db: Database) -> None:
    """Create the index without triggers; storage writes its rows.

    With ``trusted_schema=OFF`` a trigger may not touch a virtual table.
    """
    db.execute("CREATE VIRTUAL TABLE claims_search USING fts5(text, aliases, subject, tokenize='porter unicode61')")
    if sqlite3.sqlite_version_info >= _SECURE_DELETE:
        db.execute("INSERT INTO claims_search(claims_search, rank) VALUES ('secure-delete', 1)")
