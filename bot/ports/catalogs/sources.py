"""What is to be read from outside, and how the sources are doing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.source_state import MarketToPoll, SourceState


class Sources(Protocol):
    """The poller's memory: nothing of it lives in the process, so any process may take over."""

    def to_read(self, now: datetime, limit: int = 5000) -> Sequence[MarketToPoll]:
        """Markets somebody relies on that still have an open rung, the longest unread first.

        These are the mapped (in any tenant), the watched, those linked to a claim, and candidates with a readable name.
        """

    def imminent(self, venue: str, now: datetime, limit: int = 100) -> Sequence[str]:
        """Keys of a venue's mapped markets with an open rung that ends within a fortnight, the nearest first."""

    def states(self) -> Sequence[SourceState]:
        """How each source did when it was last tried, by name."""

    def state(self, source: str) -> SourceState | None:
        """How one source did; None if it was never tried."""

    async def note(self, states: Sequence[SourceState]) -> None:
        """Keep how these sources did; an attempt older than the one kept changes nothing."""
