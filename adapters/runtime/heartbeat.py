"""Heartbeats of the leader's lock, on a thread of their own.

A start, or a job that reads much, can hold the event loop for longer than the server waits for a heartbeat, and a
leader that lost its place for being busy would be followed by another as busy. So the loop need not be there for each
one, only now and then: a process whose loop stands still for good gives its place up.
"""

import asyncio
import logging
import threading
import time
from contextlib import suppress

from adapters.runtime.lock import Lock

log = logging.getLogger(__name__)

BEAT = 1.0  # seconds between heartbeats
STUCK = 30.0  # seconds after which an event loop that did not turn counts as standing still


class Heartbeat:
    """Keeps a lock from now on, until `end`."""

    def __init__(self, lock: Lock, beat: float = BEAT, stuck: float = STUCK) -> None:
        self._lock, self._period, self._stuck = lock, beat, stuck
        self._loop, self._lost = asyncio.get_running_loop(), asyncio.Event()
        self._ending, self._turned = threading.Event(), time.monotonic()
        threading.Thread(target=self._run, name="spudwatch-heartbeat", daemon=True).start()

    async def lost(self) -> None:
        """Return once the lock is lost: another process may have begun to serve."""
        while not self._lost.is_set():
            self._turned = time.monotonic()
            with suppress(TimeoutError):
                async with asyncio.timeout(self._period):
                    await self._lost.wait()
        log.error("database lock lost: stopping for a restart")

    def end(self) -> None:
        """Send no more; the lock can be released."""
        self._ending.set()

    def _run(self) -> None:
        while self._lock.held():
            if time.monotonic() - self._turned > self._stuck:
                log.error("the event loop stands still")
                break
            if self._ending.wait(self._period):
                return
        with suppress(RuntimeError):  # the loop has closed: nobody waits for this any more
            self._loop.call_soon_threadsafe(self._lost.set)
