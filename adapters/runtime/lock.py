"""Instance lock: one leading process per database, released however it ends."""

from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout

from storage.engines import is_server

TAKEN = 75  # EX_TEMPFAIL of sysexits.h: a supervisor may try again later


class Lock(Protocol):
    """A lock that one process at a time can hold."""

    def held(self) -> bool:
        """Whether this process still holds it; on a server this also keeps it alive."""

    def lead(self) -> int:
        """Take a number higher than every earlier holder's, by which their writes are refused; 0 for a file."""

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
