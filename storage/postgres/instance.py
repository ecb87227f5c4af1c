"""One serving process a database: a lock of a session, which the server lets go of with its holder.

A process that is frozen keeps its connection open; the server ends it after some seconds without a word
(``idle_session_timeout``), so that another can take its place. Each that leads has a higher number than those before,
kept in the database: by it a process that wakes up late is told apart, and writes nothing any more.
"""

from __future__ import annotations

from typing import Any

import psycopg

from storage.postgres import schema
from storage.postgres.connections import connect, explain, name_of, simply

SILENT = "4s"  # without a beat for so long, a holder is taken for gone
LEADER = "leader"  # the counter of those who led
_NEXT = (
    "INSERT INTO counters VALUES ($1, 1) ON CONFLICT (name) DO UPDATE SET value = counters.value + 1 RETURNING value"
)
_TAKE = "SELECT pg_try_advisory_lock(hashtextextended('spudwatch serve', 0))"


class InstanceSession:
    """Holds the lock while it lives and beats.

    Raises:
        BlockingIOError: another process holds it.
    """

    def __init__(self, address: str) -> None:
        try:
            self._connection: psycopg.Connection[Any] = connect(address, idle_session_timeout=SILENT)
            taken = self._connection.execute(_TAKE).fetchall()[0][0]
        except psycopg.Error as error:
            raise explain(error) from error
        if not taken:
            self._connection.close()
            raise BlockingIOError(f"{name_of(address)} is in use")

    def lead(self) -> int:
        """The number of this holder; what those with a lower one write from now on is refused.

        Raises:
            StoreBusy: the lock was lost meanwhile, or others write for longer than ten seconds.
        """
        try:
            with self._connection.transaction():
                simply(self._connection, f"SELECT pg_advisory_xact_lock({schema.LANE})")
                return int(self._connection.execute(_NEXT, [LEADER]).fetchall()[0][0])
        except psycopg.Error as error:
            raise explain(error) from error

    def held(self) -> bool:
        """Beat; False once the lock is lost."""
        try:
            self._connection.execute("SELECT 1")
        except psycopg.Error:
            return False
        return True

    def release(self) -> None:
        """Let another process have it."""
        self._connection.close()
