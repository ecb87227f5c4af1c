"""One process a database: a lock that dies with its holder, however it dies."""

import fcntl
import os
from pathlib import Path

TAKEN = 75  # EX_TEMPFAIL of sysexits.h: a supervisor may try again later


class InstanceLock:
    """Holds ``<database>.lock`` while it lives.

    Raises:
        BlockingIOError: another process holds it.
    """

    def __init__(self, database: Path) -> None:
        database.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(database.with_name(database.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._file)
            raise

    def release(self) -> None:
        """Let another process have it."""
        os.close(self._file)
