"""A clock for tests: time passes when it is told to, or (``auto``) exactly as long as somebody sleeps."""

import asyncio
import heapq
import itertools
from datetime import UTC, datetime, timedelta

START = datetime(2026, 4, 21, 12, tzinfo=UTC)


class FakeClock:
    def __init__(self, at: datetime = START, *, auto: bool = True) -> None:
        self._at, self.auto = at, auto
        self._sleepers: list[tuple[datetime, int, asyncio.Future[None]]] = []
        self._count = itertools.count()
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self._at

    def steady(self) -> float:
        return (self._at - START).total_seconds() + 1_000.0

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        if self.auto:
            self._at += timedelta(seconds=max(seconds, 0))
            await asyncio.sleep(0)
            return
        future = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._at + timedelta(seconds=seconds), next(self._count), future))
        await future

    def call_later(self, seconds: float, callback):
        """Like the loop's: only `advance` makes it happen."""
        future = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._at + timedelta(seconds=seconds), next(self._count), future))
        future.add_done_callback(lambda done: None if done.cancelled() else callback())
        return future

    async def advance(self, seconds: float) -> None:
        """Let time pass; whoever's time comes is woken in order and may sleep again meanwhile."""
        end = self._at + timedelta(seconds=seconds)
        await settle()
        while self._sleepers and self._sleepers[0][0] <= end:
            at, _, future = heapq.heappop(self._sleepers)
            self._at = max(self._at, at)
            if not future.done():
                future.set_result(None)
            await settle()
        self._at = end
        await settle()

    @property
    def next_in(self) -> float | None:
        """Seconds until the next sleeper wakes."""
        waiting = [entry for entry in self._sleepers if not entry[2].done()]
        return (min(waiting)[0] - self._at).total_seconds() if waiting else None


async def settle(turns: int = 20) -> None:
    """Give every task its turn."""
    for _ in range(turns):
        await asyncio.sleep(0)
