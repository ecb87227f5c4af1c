"""Clocks: the system clock, and one that is set by hand."""

import asyncio
from datetime import UTC, datetime


class SystemClock:
    """The machine's time, in UTC."""

    def now(self) -> datetime:
        """The present moment."""
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """Wait on the event loop."""
        await asyncio.sleep(seconds)


class StandingClock:
    """A clock that moves only when set: the demo's, and the one behind ``--at``."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        """The moment it was last put to."""
        return self._at

    def move(self, to: datetime) -> None:
        """Set it to another moment."""
        self._at = to

    async def sleep(self, seconds: float) -> None:
        """Yield to other tasks; the clock does not advance."""
        del seconds
        await asyncio.sleep(0)
