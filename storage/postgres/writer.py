"""The writing connection on PostgreSQL, translating every statement."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import psycopg

from storage.postgres.connections import simply
from storage.postgres.dialect import SqlStatement, Translator

_ONWARD = """
    SELECT setval(counted, greatest((SELECT max("{column}") FROM "{table}"), pg_sequence_last_value(counted)))
    FROM (SELECT pg_get_serial_sequence('"{table}"', '{column}')::regclass AS counted) AS one
"""
_DEFERRED = "SET CONSTRAINTS ALL DEFERRED"


class PostgresWriter:
    """Implements `storage.engines.Writer` inside a transaction."""

    def __init__(self, connection: psycopg.Connection[Any], translator: Translator) -> None:
        self.connection, self._translator = connection, translator
        self._deferred = False
        self._numbered: set[tuple[str, str]] = set()

    def execute(self, sql: str, parameters: Any = None, /) -> psycopg.Cursor[Any]:
        """Run a statement."""
        cursor = self.connection.cursor()
        for statement in self._translator.statements(sql):
            self._note(statement)
            cursor.execute(statement.sql, statement.arguments(parameters) or None)
        return cursor

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> psycopg.Cursor[Any]:
        """Run a statement once for each set of parameters."""
        cursor = self.connection.cursor()
        for statement in self._translator.statements(sql):
            self._note(statement)
            cursor.executemany(statement.sql, [statement.arguments(each) for each in parameters])
        return cursor

    def _note(self, statement: SqlStatement) -> None:
        self._deferred |= statement.sql == _DEFERRED
        if statement.numbers is not None:
            self._numbered.add(statement.numbers)

    def settle(self) -> None:
        """Check deferred constraints within their write, and advance identity columns."""
        while self._numbered:
            table, column = self._numbered.pop()
            self.connection.execute(_ONWARD.format(table=table, column=column))
        if self._deferred:
            self._deferred = False
            simply(self.connection, "SET CONSTRAINTS ALL IMMEDIATE")
