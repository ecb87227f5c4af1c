"""What writes on PostgreSQL: the writing connection, with every statement translated."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import psycopg

from storage.postgres.connections import simply
from storage.postgres.dialect import Translator

_DEFERRED = "SET CONSTRAINTS ALL DEFERRED"


class PostgresWriter:
    """Implements `storage.engines.Writer` inside a transaction."""

    def __init__(self, connection: psycopg.Connection[Any], translator: Translator) -> None:
        self.connection, self._translator = connection, translator
        self._deferred = False

    def execute(self, sql: str, parameters: Any = None, /) -> psycopg.Cursor[Any]:
        """Run a statement."""
        cursor = self.connection.cursor()
        for statement in self._translator.statements(sql):
            self._deferred |= statement.sql == _DEFERRED
            cursor.execute(statement.sql, statement.arguments(parameters) or None)
        return cursor

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> psycopg.Cursor[Any]:
        """Run a statement once for every set of parameters."""
        cursor = self.connection.cursor()
        for statement in self._translator.statements(sql):
            cursor.executemany(statement.sql, [statement.arguments(each) for each in parameters])
        return cursor

    def settle(self) -> None:
        """Check now what was put off to the end, so that it fails the write that did it."""
        if self._deferred:
            self._deferred = False
            simply(self.connection, "SET CONSTRAINTS ALL IMMEDIATE")
