"""Requests for pasted market addresses: implements `bot.ports.market_requests`."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.markets.markets import MarketRequest
from storage.accounts.personal_data import PersonalTable
from storage.engines import Database, DbRow, Writer
from storage.rows import from_db, maybe_from_db, maybe_to_db, queries, to_db

_SQL = queries("market_requests")


class MarketRequestStore:
    """One row per request; a person's name can be erased, the tenant's request stays."""

    KEEPS = (PersonalTable("market_requests", ("by",), things=True),)

    def __init__(self, database: Database) -> None:
        self._db = database

    def of(self, tenant: str, venue: str, key: str) -> MarketRequest | None:
        """A tenant's request for a market."""
        return next((_request(row) for row in self._db.read(_SQL["of"], [tenant, venue, key])), None)

    def waiting(self, limit: int = 50) -> Sequence[MarketRequest]:
        """Requests still to be read, the longest untried first."""
        return tuple(_request(row) for row in self._db.read(_SQL["waiting"], [limit]))

    def pending(self, tenant: str) -> int:
        """How many requests of a tenant are still to be read."""
        return int(self._db.read(_SQL["pending"], [tenant])[0]["count"])

    async def ask(self, request: MarketRequest) -> None:
        """Store a request."""
        row = _row(request)
        await self._db.write(lambda db: _write(db, "ask", row))

    async def settle(self, request: MarketRequest) -> bool:
        """Record a request's result."""
        row = _row(request)
        return await self._db.write(lambda db: _write(db, "settle", row)) > 0


def _write(db: Writer, query: str, row: dict[str, object]) -> int:
    return int(db.execute(_SQL[query], row).rowcount)


def _row(request: MarketRequest) -> dict[str, object]:
    return {
        "tenant": request.tenant,
        "venue": request.venue,
        "key": request.key,
        "url": request.url,
        "subject": request.subject,
        "by": request.by,
        "at": to_db(request.at),
        "state": request.state,
        "tried_at": maybe_to_db(request.tried_at),
        "why": request.why[:300],
        "market": request.market,
    }


def _request(row: DbRow) -> MarketRequest:
    return MarketRequest(
        row["tenant"],
        row["venue"],
        row["key"],
        row["url"],
        row["subject"],
        row["by"],
        from_db(row["at"]),
        row["state"],
        maybe_from_db(row["tried_at"]),
        row["why"],
        row["market"],
    )
