"""One process a database: a lock that the operating system lets go of with its holder, however it ends."""

from pathlib import Path

from filelock import FileLock, Timeout

TAKEN = 75  # EX_TEMPFAIL of sysexits.h: a supervisor may try again later


class InstanceLock:
    """Holds ``<database>.lock`` while it lives.

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

    def release(self) -> None:
        """Let another process have it."""
        self._lock.release(force=True)
