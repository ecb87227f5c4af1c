"""Watch the served database: whether it is writable, and still the same file.

A process can keep writing to a file that was moved or replaced, where nobody will find its data, and a copy of a
database posts what the original posts. Both are detected by the file's inode, stored in the database itself.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from bot.messages.errors import SpudwatchError
from bot.ports import Clock
from storage.engines import Database
from storage.served_file import note_served, served_elsewhere

log = logging.getLogger(__name__)

EVERY: Final = timedelta(seconds=30)
MOVED: Final = "the database file was moved or replaced: what is saved now is lost; put it back and start again"
PULSE: Final = 1.0  # seconds between heartbeat queries
SILENT: Final = 2.0  # seconds after which one counts as unanswered
LARGEST: Final = 2**62  # largest inode that an integer column can store


class StorageWatch:
    """Periodic heartbeat write; ``trouble`` is '' while it succeeds, else a sentence.

    ``path`` is the database file; None on a server, where no file can be moved or copied.
    """

    def __init__(self, database: Database, path: Path | None, clock: Clock) -> None:
        self._database, self._path, self._clock = database, path, clock
        self._file = file_number(path) if path else 0
        self.trouble = ""

    def copied_from(self) -> datetime | None:
        """Return when the original of this file was last served; None if it is not a copy."""
        return served_elsewhere(self._database, self._file) if self._path else None

    async def look(self) -> None:
        """Try a write, and look whether the file is still there."""
        trouble = ""
        try:
            await note_served(self._database, self._file, self._clock.now())
        except SpudwatchError as error:
            trouble = f"{error.what} {error.why}".strip()
        if self._path and file_number(self._path) != self._file:
            trouble = MOVED
        if trouble and trouble != self.trouble:
            log.error("storage is failing", extra={"why": trouble})
        elif self.trouble and not trouble:
            log.info("storage recovered")
        self.trouble = trouble


def file_number(path: Path) -> int:
    """The number of a file on its disk; 0 if it is not there."""
    try:
        return path.stat().st_ino % LARGEST
    except OSError:
        return 0


class DatabasePulse:
    """Heartbeat query to a server, for load balancers and operators.

    ``ask`` makes a small read that may block; it runs on a thread.
    """

    def __init__(self, ask: Callable[[], object], clock: Clock) -> None:
        self._ask, self._clock = ask, clock
        self._asked = 0.0  # when the question that is not answered yet was asked; 0 while none is
        self._failed = False

    def word(self) -> str:
        """Return '' while it answers, else a sentence."""
        late = self._asked and asyncio.get_running_loop().time() - self._asked > SILENT
        return "the database does not answer" if late or self._failed else ""

    async def run(self) -> None:
        """Until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            self._asked = loop.time()
            try:
                await asyncio.to_thread(self._ask)
                self._failed = False
            except SpudwatchError:
                self._failed = True
            self._asked = 0.0
            await self._clock.sleep(PULSE)
