"""Instance lock in a server session, released when its holder's connection ends.

A frozen process keeps its connection open; the server ends it after some idle seconds (``idle_session_timeout``), so
that another can take over.
"""

from __future__ import annotations

from typing import Any

import psycopg

from storage.postgres.connections import connect, explain, name_of

SILENT = "4s"  # without a beat for so long, a holder is taken for gone
_TAKE = "SELECT pg_try_advisory_lock(hashtextextended('spudwatch serve', 0))"


class InstanceSession:
    """Holds the lock while it lives and sends heartbeats.

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
