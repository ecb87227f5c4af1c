"""Markets somebody pasted the address of, to be read at the next round and mapped by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.domain.markets.markets import MarketRequest


class MarketRequests(Protocol):
    """One request a tenant, venue and pasted key; it stays, so that asking again tells what became of it."""

    def of(self, tenant: str, venue: str, key: str) -> MarketRequest | None:
        """A tenant's request for a market; None if nobody asked there."""

    def waiting(self, limit: int = 50) -> Sequence[MarketRequest]:
        """Requests of every tenant still to be read, the longest untried first."""

    def pending(self, tenant: str) -> int:
        """How many requests of a tenant are still to be read."""

    async def ask(self, request: MarketRequest) -> None:
        """Keep a request; the same market asked for again replaces it and what became of it."""

    async def settle(self, request: MarketRequest) -> bool:
        """Note what became of a request, unless it was withdrawn or asked anew meanwhile (False)."""
