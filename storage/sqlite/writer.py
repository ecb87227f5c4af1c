"""The writing connection on SQLite."""

import sqlite3
from collections.abc import Iterable
from typing import Any


class SqliteWriter:
    """Implements `storage.engines.Writer`: statements go straight to the connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.conn = connection

    def execute(self, sql: str, parameters: Any = None, /) -> sqlite3.Cursor:
        """Run a statement."""
        return self.conn.execute(sql, () if parameters is None else parameters)

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> sqlite3.Cursor:
        """Run a statement once for every set of parameters."""
        return self.conn.executemany(sql, parameters)
