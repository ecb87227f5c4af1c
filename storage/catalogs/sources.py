"""Markets to read and source health: implements `bot.ports.catalogs.sources`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.source_state import MarketToPoll, SourceState
from storage.engines import Database, DbRow, Writer
from storage.rows import from_db, maybe_from_db, maybe_to_db, queries, to_db

_SQL = queries("sources")
SOON, LATE = timedelta(days=14), timedelta(days=2)  # before its end, and after it while it is being settled


class SourceStore:
    """One row per source.

    The markets to read come from `storage.markets.store`'s tables.
    """

    def __init__(self, database: Database) -> None:
        self._db = database

    def to_read(self, now: datetime, limit: int = 5000) -> Sequence[MarketToPoll]:
        """Return unsettled markets in use, longest unread first."""
        rows = self._db.read(_SQL["to_read"], {"now": to_db(now), "limit": limit})
        return tuple(MarketToPoll(row["venue"], row["key"], row["event_id"], bool(row["mapped"])) for row in rows)

    def imminent(self, venue: str, now: datetime, limit: int = 100) -> Sequence[str]:
        """Return keys of mapped markets that end within a fortnight, nearest first."""
        since, until = to_db(now - LATE), to_db(now + SOON)
        asked = {"venue": venue, "now": to_db(now), "since": since, "until": until, "limit": limit}
        return tuple(row["key"] for row in self._db.read(_SQL["imminent"], asked))

    def states(self) -> Sequence[SourceState]:
        """How each source did."""
        return tuple(_state(row) for row in self._db.read(_SQL["states"], []))

    def state(self, source: str) -> SourceState | None:
        """How one source did."""
        return next((_state(row) for row in self._db.read(_SQL["state"], [source])), None)

    async def note(self, states: Sequence[SourceState]) -> None:
        """Store source states."""
        rows = [
            {
                "source": state.source,
                "tried_at": to_db(state.tried_at),
                "good_at": maybe_to_db(state.good_at),
                "trouble": state.trouble[:500],
                "since": maybe_to_db(state.since),
                "failures": state.failures,
                "next_at": maybe_to_db(state.next_at),
                "items": state.items,
                "faults": state.faults,
            }
            for state in states
        ]

        def write(db: Writer) -> None:
            db.executemany(_SQL["note"], rows)

        if rows:
            await self._db.write(write)


def _state(row: DbRow) -> SourceState:
    return SourceState(
        row["source"],
        from_db(row["tried_at"]),
        maybe_from_db(row["good_at"]),
        row["trouble"],
        maybe_from_db(row["since"]),
        row["failures"],
        maybe_from_db(row["next_at"]),
        row["items"],
        row["faults"],
    )
