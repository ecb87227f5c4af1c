"""Locks of live sending processes, held by a session and released on its death."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from typing import Any

import psycopg

from storage.postgres.connections import connect, explain

_LOCK = "SELECT {}(hashtextextended('spudwatch sender ' || $1, 0))"


class SenderSessions:
    """Implements `storage.engines.SenderLocks`.

    One connection holds this process's names.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._connection: psycopg.Connection[Any] | None = None
        self._held: set[str] = set()

    def enter(self, owner: str = "") -> str:
        """Take an unused name, and hold its lock while this process lives."""
        owner = owner or f"{os.getpid()}-{secrets.token_hex(4)}"
        self._held.add(owner)
        self._ask("pg_try_advisory_lock", owner)
        return owner

    def leave(self, owner: str) -> None:
        """Release a name."""
        if owner in self._held:
            self._held.discard(owner)
            self._ask("pg_advisory_unlock", owner)

    def dead(self, owner: str) -> bool:
        """Whether a name's holder is known to be gone; False if it lives or is unknown."""
        return owner not in self._held and bool(self._ask("pg_try_advisory_xact_lock", owner))

    def close(self) -> None:
        """Release all names."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _ask(self, function: str, owner: str) -> int:
        """Query the server; after a reconnect the previous names are taken again."""
        try:
            if self._connection is None or self._connection.closed:
                self._connection = connect(self._address)
                for each in self._held:
                    self._connection.execute(_LOCK.format("pg_try_advisory_lock"), [each])
                if function == "pg_try_advisory_lock":
                    return 1
            return int(self._connection.execute(_LOCK.format(function), [owner]).fetchall()[0][0] or 0)
        except psycopg.Error as error:
            with suppress(psycopg.Error):
                self.close()
            if function != "pg_try_advisory_lock":
                return 0
            raise explain(error) from error
