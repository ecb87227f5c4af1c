"""Watch the database a process serves: whether it takes writes, and whether it is still the file it was.

A process can go on writing in a file that was moved or replaced, and what it saves there is found by nobody. A copy of
a database posts what the original posts. Both are known by the file's number (inode), kept in the database itself.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from bot.messages.errors import SpudwatchError
from bot.ports import Clock
from storage.engines import Database
from storage.sqlite.private_files import SERVED_AT, SERVED_FILE

log = logging.getLogger(__name__)

EVERY: Final = timedelta(seconds=30)
MOVED: Final = "the database file was moved or replaced: what is saved now is lost; put it back and start again"
PULSE: Final = 1.0  # seconds between two questions to a server
SILENT: Final = 2.0  # seconds after which one counts as not answered
LARGEST: Final = 2**62  # numbers of files that a column of integers takes


class StorageWatch:
    """Writes a sign of life; ``trouble`` is '' while that works, and a sentence while it does not.

    ``path`` is the file of the database; None where a server keeps it, which nobody moves or copies under us.
    """

    def __init__(self, database: Database, path: Path | None, clock: Clock) -> None:
        self._database, self._path, self._clock = database, path, clock
        self._file = file_number(path) if path else 0
        self.trouble = ""

    def copied_from(self) -> datetime | None:
        """When the file that this one is a copy of was last served; None if it is no copy of a served one."""
        return served_elsewhere(self._database, self._file) if self._path else None

    async def look(self) -> None:
        """Try a write, and look whether the file is still there."""
        trouble = ""
        now = int(self._clock.now().timestamp())
        try:
            await self._database.write(
                lambda db: db.execute(
                    "INSERT OR REPLACE INTO counters VALUES (?, ?), (?, ?)", [SERVED_FILE, self._file, SERVED_AT, now]
                ),
                quiet=True,
            )
        except SpudwatchError as error:
            trouble = f"{error.what} {error.why}".strip()
        if self._path and file_number(self._path) != self._file:
            trouble = MOVED
        if trouble and trouble != self.trouble:
            log.error("storage is in trouble", extra={"why": trouble})
        elif self.trouble and not trouble:
            log.info("storage is well again")
        self.trouble = trouble


def file_number(path: Path) -> int:
    """The number of a file on its disk; 0 if it is not there."""
    try:
        return path.stat().st_ino % LARGEST
    except OSError:
        return 0


def served_elsewhere(database: Database, file: int) -> datetime | None:
    """When a database was last served as another file than this number; None if it was not."""
    rows = database.read("SELECT name, value FROM counters WHERE name IN (?, ?)", [SERVED_FILE, SERVED_AT])
    kept = {row["name"]: int(row["value"]) for row in rows}
    if kept.get(SERVED_FILE, file) == file:
        return None
    return datetime.fromtimestamp(kept.get(SERVED_AT, 0), UTC)


class DatabasePulse:
    """Asks a server for a sign of life, so that a balancer and an operator know when it is away.

    ``ask`` reads something small, and may block; it is run on a thread.
    """

    def __init__(self, ask: Callable[[], object], clock: Clock) -> None:
        self._ask, self._clock = ask, clock
        self._asked = 0.0  # when the question that is not answered yet was asked; 0 while none is
        self._failed = False

    def word(self) -> str:
        """Say nothing while it answers, else a sentence."""
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
