"""Instance lock in a server session, released when its holder's connection ends.

A frozen process keeps its connection open; the server ends it after some idle seconds (``idle_session_timeout``), so
that another can take over. Each leader has a higher number than those before it, kept in the database: a process that
wakes up late is recognised by its lower one, and its writes are refused.

Nor may a frozen process keep the write lane. Between two statements of a transaction the server ends its session
(``idle_in_transaction_session_timeout``). Inside a batch of statements that were sent without waiting for each answer,
or while an answer is too large for a client that does not read, no timeout of the server applies: the leader looks for
such sessions with every heartbeat, and ends them.
"""

from __future__ import annotations

from contextlib import ExitStack, suppress
from typing import Any

import psycopg

from storage.postgres import schema
from storage.postgres.connections import FROZEN_MS, LOCK_MS, connect, explain, name_of, simply

SILENT = "3s"  # without a heartbeat for so long, a holder counts as gone
LEADER = "leader"  # the counter of leader numbers
_NEXT = (
    "INSERT INTO counters VALUES ($1, 1) ON CONFLICT (name) DO UPDATE SET value = counters.value + 1 RETURNING value"
)
_FREE = f"""
    SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE locktype = 'advisory' AND classid = 0 AND objid = {schema.LANE} AND objsubid = 1 AND granted
        AND datname = current_database() AND database = datid AND state = 'active' AND wait_event_type = 'Client'
        AND state_change < clock_timestamp() - interval '{FROZEN_MS} ms'
"""  # noqa: S608 - constants of ours
_TAKE = "SELECT pg_try_advisory_lock(hashtextextended('spudwatch serve', 0))"


class InstanceSession:
    """Holds the lock while it lives and sends heartbeats.

    Raises:
        BlockingIOError: another process holds it.
    """

    def __init__(self, address: str) -> None:
        with ExitStack() as failing:
            try:
                self._connection: psycopg.Connection[Any] = connect(
                    address, idle_session_timeout=SILENT, idle_in_transaction_session_timeout=SILENT
                )
                failing.callback(self._connection.close)
                taken = self._connection.execute(_TAKE).fetchall()[0][0]
            except psycopg.Error as error:
                raise explain(error) from error
            if not taken:
                raise BlockingIOError(f"{name_of(address)} is in use")
            failing.pop_all()

    def lead(self) -> int:
        """Take the next leader number.

        Writes of processes with lower numbers are refused from then on.

        Raises:
            StoreBusy: the lock was lost meanwhile, or others write for longer than ten seconds.
        """
        try:
            for _ in range((LOCK_MS - 1) // FROZEN_MS):
                self._connection.execute(_FREE)
                with suppress(psycopg.errors.LockNotAvailable):
                    return self._next(FROZEN_MS)
            return self._next((LOCK_MS - 1) % FROZEN_MS + 1)  # the rest; 0 would wait for ever
        except psycopg.Error as error:
            raise explain(error) from error

    def _next(self, waits: int) -> int:
        with self._connection.transaction():
            simply(self._connection, f"SET LOCAL lock_timeout = {waits}; SELECT pg_advisory_xact_lock({schema.LANE})")
            return int(self._connection.execute(_NEXT, [LEADER]).fetchall()[0][0])

    def held(self) -> bool:
        """Send a heartbeat, and end sessions of frozen processes that hold the lane.

        Returns False once the lock is lost.
        """
        try:
            self._connection.execute(_FREE)
        except psycopg.Error:
            return False
        return True

    def release(self) -> None:
        """Release the lock."""
        self._connection.close()
