"""Deliveries of platforms that were handled, so that none is handled twice."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from storage.engines import Database, Writer
from storage.rows import from_db, queries, to_db

DROP_EVERY = timedelta(minutes=1)  # between two looks for deliveries that are remembered no longer


class SeenDeliveryStore:
    """Deliveries already handled."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._lock = threading.Lock()
        self._waiting: dict[str, int] = {}
        self._drop_at = datetime.min.replace(tzinfo=UTC)

    def recent(self, now: datetime) -> tuple[tuple[str, datetime], ...]:
        """Return the deliveries that are still remembered."""
        rows = self._db.read(queries("slack")["recent"], {"now": to_db(now)})
        return tuple((row["key"], from_db(row["until"])) for row in rows)

    @property
    def shared(self) -> bool:
        """Whether other processes handle deliveries, too."""
        return self._db.shared

    async def claim(self, key: str, until: datetime, now: datetime) -> bool:
        """Claim a delivery; True if no process claimed it before."""
        if now >= self._drop_at:
            self._drop_at = now + DROP_EVERY
            self._db.write_behind(lambda db: db.execute(queries("slack")["drop"], {"now": to_db(now)}))
        return await claim(self._db, key, until, now)

    def note_soon(self, key: str, until: datetime, now: datetime) -> None:
        """Record a delivery before the next write, within half a second."""
        with self._lock:
            first = not self._waiting
            self._waiting[key] = to_db(until)
        if first:
            self._db.write_with_next(partial(self._write, now))

    def _write(self, now: datetime, db: Writer) -> None:
        with self._lock:
            taken, self._waiting = self._waiting, {}
        db.executemany(queries("slack")["note"], list(taken.items()))
        db.execute(queries("slack")["drop"], {"now": to_db(now)})

    async def note(self, keys: Sequence[tuple[str, datetime]], now: datetime) -> None:
        """Store keys with their expiry, and drop expired ones."""
        rows = [(key, to_db(until)) for key, until in keys]

        def write(db: Writer) -> None:
            db.executemany(queries("slack")["note"], rows)
            db.execute(queries("slack")["drop"], {"now": to_db(now)})

        await self._db.write(write, quiet=True)


async def claim(database: Database, key: str, until: datetime, now: datetime) -> bool:
    """Claim a key until a moment; True if no process had it."""
    row = {"key": key, "until": to_db(until), "now": to_db(now)}
    return await database.write_apart(lambda db: bool(db.execute(queries("slack")["claim"], row).rowcount > 0))
