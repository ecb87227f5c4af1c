"""One serving process a database: a lock that goes with its holder, however it ends."""

from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout

from storage.engines import is_server

TAKEN = 75  # EX_TEMPFAIL of sysexits.h: a supervisor may try again later


class Lock(Protocol):
    """What only one process has at a time."""

    def held(self) -> bool:
        """Whether this process still has it; on a server this is also the sign of life that keeps it."""

    def lead(self) -> int:
        """A number higher than that of every earlier holder, by which those are refused; 0 where none can be left."""

    def release(self) -> None:
        """Let another process have it."""


def instance_lock(address: str | Path) -> Lock:
    """The lock of a database: a file beside it, or a session on its server.

    Raises:
        BlockingIOError: another process holds it.
    """
    if is_server(address):
        from storage.postgres.instance import InstanceSession  # noqa: PLC0415 - an extra

        return InstanceSession(str(address))
    return InstanceLock(Path(address))


class InstanceLock:
    """Holds ``<database>.lock`` while it lives: the operating system lets go of it with its holder.

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
        """None of the earlier holders lives."""
        return 0

    def release(self) -> None:
        """Let another process have it."""
        self._lock.release(force=True)
