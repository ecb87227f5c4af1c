"""Locks of live sending processes, one file each, released on a process's death."""

import contextlib
import os
import secrets
from pathlib import Path

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows
    fcntl = None  # type: ignore[assignment]


class SenderFiles:
    """Lock files of senders, next to the database."""

    def __init__(self, database: Path) -> None:
        self._folder = database.with_name(database.name + ".senders")
        self._held: dict[str, int] = {}

    def enter(self, owner: str = "") -> str:
        """Take an unused name, and hold its lock while this process lives."""
        owner = owner or f"{os.getpid()}-{secrets.token_hex(4)}"
        if fcntl is not None:
            self._folder.mkdir(exist_ok=True)
            file = os.open(self._folder / owner, os.O_CREAT | os.O_RDWR, 0o600)
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._held[owner] = file
        return owner

    def leave(self, owner: str) -> None:
        """Release a name."""
        if (file := self._held.pop(owner, None)) is not None:
            with contextlib.suppress(FileNotFoundError):
                (self._folder / owner).unlink()
            os.close(file)

    def dead(self, owner: str) -> bool:
        """Whether a name's holder is known to be gone; False if it lives or is unknown."""
        if owner in self._held or fcntl is None:
            return False
        try:
            file = os.open(self._folder / owner, os.O_RDWR)
        except OSError:
            return False
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        else:
            with contextlib.suppress(FileNotFoundError):
                (self._folder / owner).unlink()
            return True
        finally:
            os.close(file)
