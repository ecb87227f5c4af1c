"""The writing connection on SQLite, with the tables of sqlite-utils."""

import sqlite3
from collections.abc import Iterable
from typing import Any

from sqlite_utils import Database


class SqliteWriter(Database):
    """Implements `storage.engines.Writer`: statements go straight to the connection."""

    conn: sqlite3.Connection

    def execute(self, sql: str, parameters: Any = None, /) -> sqlite3.Cursor:
        """Run a statement."""
        return self.conn.execute(sql, () if parameters is None else parameters)

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> sqlite3.Cursor:
        """Run a statement once for every set of parameters."""
        return self.conn.executemany(sql, parameters)
