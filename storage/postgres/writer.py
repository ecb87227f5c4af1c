"""The writing connection on PostgreSQL, translating every statement."""

from __future__ import annotations

import select
from collections.abc import Iterable, Sequence
from typing import Any

import psycopg

from storage.postgres.connections import connect, explain, gone, simply
from storage.postgres.dialect import SqlStatement, Translator
from storage.write_queue import PendingWrite, WriteResult

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


class ApartWriter:
    """Commits each write by itself, on a connection of its own and without the lane.

    With several statements in one transaction two processes could wait for each other.
    """

    def __init__(self, address: str, patience: float | None) -> None:
        self._address, self._patience = address, patience
        self._connection: psycopg.Connection[Any] | None = None

    def commit(self, batch: Sequence[PendingWrite], translator: Translator) -> list[WriteResult]:
        """Run each write.

        Once the server does not answer, the rest of the batch fails with the first.
        """
        results: list[WriteResult] = []
        for write in batch:
            try:
                results.append((write, write.run(PostgresWriter(self._open(), translator)), None))
            except psycopg.Error as error:
                results.append((write, None, explain(error)))
                if self._connection is None or gone(self._connection, error):
                    self.stop()
                    return results + [(other, None, explain(error)) for other in batch[len(results) :]]
            except Exception as error:  # noqa: BLE001 - its own write's, raised where that is awaited
                results.append((write, None, error))
        return results

    def stop(self) -> None:
        """Close the connection; another write opens one."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open(self) -> psycopg.Connection[Any]:
        if self._connection is not None and (self._connection.closed or _spoken_to(self._connection)):
            self.stop()
        if self._connection is None:
            self._connection = connect(self._address, patience=self._patience)
        return self._connection


def _spoken_to(connection: psycopg.Connection[Any]) -> bool:
    """Whether the server said something to an idle connection: that it ends."""
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return bool(poll.poll(0))
