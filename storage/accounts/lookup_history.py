"""Look-up history: implements `bot.ports.accounts.lookup_history.LookupHistory`."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.ports.accounts.lookup_history import TELL, Lookup
from storage.accounts.personal_data import PersonalTable
from storage.engines import Database, Writer
from storage.rows import from_db, queries, to_db

AGAIN = timedelta(minutes=1)  # repeats within this count as one look-up
REMEMBERED = 10_000  # look-ups held in memory to know that

_SQL = queries("askers")


class LookupHistoryStore:
    """Deferred storage of look-ups: a commit each half second, or the next write.

    No answer waits for it.
    """

    KEEPS = (PersonalTable("askers", ("person",), drop=True),)

    def __init__(self, database: Database) -> None:
        self._db = database
        self._lock = threading.Lock()
        self._waiting: dict[tuple[str, str, str], int] = {}
        self._lately: dict[tuple[str, str, tuple[str, ...]], datetime] = {}

    def note(self, tenant: str, person: str, shown: Sequence[str], at: datetime) -> None:
        """Remember a look-up within half a second."""
        key = (tenant, person, tuple(shown))
        before = self._lately.get(key)
        if before is not None and timedelta() <= at - before < AGAIN:
            return
        if len(self._lately) >= REMEMBERED:
            self._lately.clear()
        self._lately[key] = at
        with self._lock:
            first = not self._waiting
            self._waiting.update({(tenant, person, one): to_db(at) for one in shown})
        if first:
            self._db.write_with_next(self._write)

    def _write(self, db: Writer) -> None:
        with self._lock:
            taken, self._waiting = self._waiting, {}
        for (tenant, person, shown), at in taken.items():
            row = {"tenant": tenant, "person": person, "object": shown, "at": at, "choice": TELL}
            db.execute(_SQL["note"], row)

    def of(self, objects: Sequence[str], since: datetime) -> tuple[Lookup, ...]:
        """Return who was shown any of these objects since a moment."""
        rows = self._db.read(_SQL["of"], {"objects": json.dumps(list(objects)), "since": to_db(since)})
        return tuple(Lookup(row["tenant"], row["person"], row["object"], from_db(row["asked_at"])) for row in rows)

    def any(self, since: datetime) -> bool:
        """Whether anybody looked anything up since a moment."""
        return bool(self._db.read("SELECT 1 FROM askers WHERE asked_at > ? LIMIT 1", [to_db(since)]))

    async def forget(self, tenant: str, person: str) -> None:
        """Delete a person's look-ups in a tenant."""
        self._lately.clear()
        await self._db.write(
            lambda db: db.execute("DELETE FROM askers WHERE tenant = ? AND person = ?", [tenant, person])
        )
