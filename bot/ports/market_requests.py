"""Requests for pasted market addresses, read at the next poll and mapped by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.domain.markets.markets import MarketRequest


class MarketRequests(Protocol):
    """One request per tenant, venue and pasted key.

    Kept, so that asking again shows its result.
    """

    def of(self, tenant: str, venue: str, key: str) -> MarketRequest | None:
        """Return a tenant's request for a market; None if there is none."""

    def waiting(self, limit: int = 50) -> Sequence[MarketRequest]:
        """Return unread requests of every tenant, longest untried first."""

    def pending(self, tenant: str) -> int:
        """Return how many requests of a tenant are unread."""

    async def ask(self, request: MarketRequest) -> None:
        """Store a request; it replaces an earlier one for the same market and its result."""

    async def settle(self, request: MarketRequest) -> bool:
        """Record a request's result; False if it was withdrawn or renewed in the meantime."""
