"""Which markets to read, and the health of the sources."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.source_state import MarketToPoll, SourceState


class Sources(Protocol):
    """The poller's state, kept in storage so that any process can take over."""

    def to_read(self, now: datetime, limit: int = 5000) -> Sequence[MarketToPoll]:
        """Return markets in use with an open rung, longest unread first.

        In use means mapped (in any tenant), watched, linked to a claim, or a candidate whose name can be read.
        """

    def imminent(self, venue: str, now: datetime, limit: int = 100) -> Sequence[str]:
        """Return keys of mapped markets that end within a fortnight, nearest first.

        Only those with an open rung that ends by then count.
        """

    def states(self) -> Sequence[SourceState]:
        """Return the result of each source's last attempt, by name."""

    def state(self, source: str) -> SourceState | None:
        """Return a source's state; None if it was never tried."""

    async def note(self, states: Sequence[SourceState]) -> None:
        """Store source states; an attempt older than the stored one is ignored."""
