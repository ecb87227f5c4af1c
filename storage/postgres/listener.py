"""A version number for caches, raised by every write.

Own ones, those NOTIFY brings, and those a read finds. The server counts the writes in a row. Whoever commits sends the
count along, so that a write which is heard of in several ways is counted once.
"""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import Any

import psycopg

from storage.postgres.connections import connect, simply

CHANNEL = "spudwatch"
AGAIN = 1.0  # seconds between attempts to listen again after the server was away


class WriteListener:
    """A listening thread, started at the first question.

    While listening is impossible every answer is a new number, so that no cache is trusted unnoticed.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._count, self._written = 0, 0
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._connection: psycopg.Connection[Any] | None = None
        self._closing = threading.Event()
        self._hears = threading.Event()

    def version(self) -> int:
        """Return the version; an unused one while not listening."""
        self.start()
        with self._lock:
            if not self._hears.is_set():
                self._count += 1
            return self._count

    def wrote(self, written: int | None) -> int:
        """Note the server's count of writes, and return the version.

        None is a write by a process of an earlier version, which does not count.
        """
        with self._lock:
            if written is None:
                self._count += 1
            elif written != self._written:
                self._written = written
                self._count += 1
            return self._count

    def start(self) -> None:
        """Listen from now on."""
        with self._lock:
            if self._thread is None and not self._closing.is_set():
                self._thread = threading.Thread(target=self._listen, name="spudwatch-listener", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        self._closing.set()
        with self._lock:
            connection, thread = self._connection, self._thread
        if connection is not None and not connection.closed:
            with suppress(OSError), socket.socket(fileno=connection.fileno()) as line:
                try:
                    line.shutdown(socket.SHUT_RDWR)
                finally:
                    line.detach()
        if thread is not None:
            thread.join()

    def _listen(self) -> None:
        while not self._closing.is_set():
            try:
                with connect(self._address) as connection:
                    simply(connection, f"LISTEN {CHANNEL}")
                    with self._lock:
                        self._connection = connection
                        self._count += 1
                        self._hears.set()
                    if self._closing.is_set():
                        break
                    for notice in connection.notifies():
                        self.wrote(int(notice.payload) if notice.payload.isdecimal() else None)
            except psycopg.Error:
                pass  # reported by whoever reads or writes
            finally:
                with self._lock:
                    self._hears.clear()
                    self._connection = None
                    self._count += 1
            self._closing.wait(AGAIN)
