"""Instance lock and heartbeats: one leading process per database.

The lock is released however the process ends. Heartbeats go out on a thread of their own. A start, or a job that reads
much, can hold the event loop for longer than the server waits for a heartbeat, and a leader that lost its place for
being busy would be followed by another as busy. So the loop need not be there for each one, only now and then: a
process whose loop stands still for good loses its place.
"""

import asyncio
import logging
import math
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout

from storage.engines import is_server

log = logging.getLogger(__name__)

BEAT = 1.0  # seconds between heartbeats
STUCK_SECONDS = 30.0  # seconds after which an event loop that did not turn counts as standing still
TAKEN = 75  # EX_TEMPFAIL of sysexits.h: a supervisor may try again later


class Lock(Protocol):
    """A lock that one process at a time can hold."""

    def held(self) -> bool:
        """Whether this process still holds it; on a server this also keeps it alive."""

    def lead(self) -> int:
        """Take the next leader number; 0 for a file.

        It is higher than every earlier holder's, whose writes are refused from then on.
        """

    def release(self) -> None:
        """Release the lock."""


def instance_lock(address: str | Path) -> Lock:
    """Acquire the lock of a database: a file next to it, or a session on its server.

    Raises:
        BlockingIOError: another process holds it.
    """
    if is_server(address):
        from storage.postgres.instance import InstanceSession  # noqa: PLC0415 - an extra

        return InstanceSession(str(address))
    return InstanceLock(Path(address))


class InstanceLock:
    """Lock on ``<database>.lock``, released by the operating system with its holder.

    Raises:
        BlockingIOError: another process holds it.
    """

    def __init__(self, database: Path) -> None:
        database.parent.mkdir(parents=True, exist_ok=True)
        self._lock = FileLock(database.with_name(database.name + ".lock"), mode=0o600, is_singleton=False)
        try:
            self._lock.acquire(blocking=False)
        except Timeout:
            raise BlockingIOError(f"{database.name} is in use") from None

    def held(self) -> bool:
        """True until it is released."""
        return self._lock.is_locked

    def lead(self) -> int:
        """Return 0: no earlier holder is alive."""
        return 0

    def release(self) -> None:
        """Release the lock."""
        self._lock.release(force=True)


class Heartbeat:
    """Keeps a lock from now on, until `end`."""

    def __init__(self, lock: Lock, beat: float = BEAT, stuck: float = STUCK_SECONDS) -> None:
        self._lock, self._period, self._stuck = lock, beat, stuck
        self._loop, self._lost = asyncio.get_running_loop(), asyncio.Event()
        self._ending, self._turned = threading.Event(), time.monotonic()
        threading.Thread(target=self._run, name="spudwatch-heartbeat", daemon=True).start()

    async def lost(self) -> None:
        """Return once the lock is lost: another process may have begun to serve."""
        try:
            while not self._lost.is_set():
                self._turned = time.monotonic()
                with suppress(TimeoutError):
                    async with asyncio.timeout(self._period):
                        await self._lost.wait()
        except asyncio.CancelledError:
            self._turned = math.inf  # a stop has begun: the loop may be busy for as long as that takes
            raise
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
