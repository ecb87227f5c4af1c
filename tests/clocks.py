"""The clock of the tests: time passes because a test says so. And turns for whoever has something to do."""

import asyncio
import heapq
import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 4, 21, 12, tzinfo=UTC)
AT_ONCE = 2_000  # turns given without a pause


class FakeClock:
    """Time that passes exactly as long as somebody sleeps, or (``auto=False``) only when it is told to."""

    def __init__(self, at: datetime = NOON, *, auto: bool = True) -> None:
        self.at, self.auto = at, auto
        self._sleepers: list[tuple[datetime, int, asyncio.Future[None], str]] = []
        self._count = itertools.count()
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self.at

    def move(self, to: datetime) -> None:
        """Put it to another moment; nobody who sleeps is woken."""
        self.at = to

    def steady(self) -> float:
        return (self.at - NOON).total_seconds() + 1_000.0

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        if self.auto or seconds <= 0:
            self.at += timedelta(seconds=max(seconds, 0))
            await asyncio.sleep(0)
            return
        task = asyncio.current_task()
        await self._sleeper(seconds, task.get_name() if task else "")

    def call_later(self, seconds: float, callback: Callable[[], object]) -> "asyncio.Future[None]":
        """Like the loop's: only `advance` makes it happen."""
        future = self._sleeper(seconds, "")
        future.add_done_callback(lambda done: None if done.cancelled() else callback())
        return future

    def _sleeper(self, seconds: float, name: str) -> "asyncio.Future[None]":
        future = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.at + timedelta(seconds=seconds), next(self._count), future, name))
        return future

    async def advance(self, seconds: float) -> None:
        """Let time pass; whoever's time comes is woken in order and may sleep again meanwhile."""
        end = self.at + timedelta(seconds=seconds)
        await settle()
        while self._sleepers and self._sleepers[0][0] <= end:
            at, _, future, _ = heapq.heappop(self._sleepers)
            self.at = max(self.at, at)
            if not future.done():
                future.set_result(None)
            await settle()
        self.at = end
        await settle()

    @property
    def next_in(self) -> float | None:
        """Seconds until the next sleeper wakes."""
        waiting = [entry for entry in self._sleepers if not entry[2].done()]
        return (min(waiting)[0] - self.at).total_seconds() if waiting else None

    @property
    def sleepers(self) -> list[str]:
        """The names of the tasks that wait for time to pass."""
        return [name for _, _, future, name in sorted(self._sleepers) if name and not future.done()]


async def settle(turns: int = 20) -> None:
    """Give every task its turn."""
    for _ in range(turns):
        await asyncio.sleep(0)


async def until(so: Callable[[], object]) -> None:
    """Wait for what another task, thread or process does: half a minute and more, for a machine that is slow."""
    for turn in range(30_000):
        if so():
            return
        await asyncio.sleep(0 if turn < AT_ONCE else 0.001)
        await asyncio.to_thread(lambda: None)
    raise AssertionError("it never came to be so")
