"""Instance lock in a server session, released when its holder's connection ends.

A frozen process keeps its connection open; the server ends it after some idle seconds (``idle_session_timeout``), so
that another can take over. Each leader has a higher number than those before it, kept in the database: a process that
wakes up late is recognised by its lower one, and its writes are refused.
"""

from __future__ import annotations

from typing import Any

import psycopg

from storage.postgres import schema
from storage.postgres.connections import connect, explain, name_of, simply

SILENT = "3s"  # without a heartbeat for so long, a holder counts as gone
LEADER = "leader"  # the counter of leader numbers
_NEXT = (
    "INSERT INTO counters VALUES ($1, 1) ON CONFLICT (name) DO UPDATE SET value = counters.value + 1 RETURNING value"
)
_TAKE = "SELECT pg_try_advisory_lock(hashtextextended('spudwatch serve', 0))"


class InstanceSession:
    """Holds the lock while it lives and sends heartbeats.

    Raises:
        BlockingIOError: another process holds it.
    """

    def __init__(self, address: str) -> None:
        try:
            self._connection: psycopg.Connection[Any] = connect(
                address, idle_session_timeout=SILENT, idle_in_transaction_session_timeout=SILENT
            )
            taken = self._connection.execute(_TAKE).fetchall()[0][0]
        except psycopg.Error as error:
            raise explain(error) from error
        if not taken:
            self._connection.close()
            raise BlockingIOError(f"{name_of(address)} is in use")

    def lead(self) -> int:
        """Take the next leader number.

        Writes of processes with lower numbers are refused from then on.

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
        """Send a heartbeat; False once the lock is lost."""
        try:
            self._connection.execute("SELECT 1")
        except psycopg.Error:
            return False
        return True

    def release(self) -> None:
        """Release the lock."""
        self._connection.close()
