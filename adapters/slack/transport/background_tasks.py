"""Tasks behind an acknowledgement: kept, named, waited for, cancelled at a stop."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar

from adapters.net.first_step import StartedTask, begin
from bot.ports import Clock

log = logging.getLogger(__name__)

T = TypeVar("T")


class Tasks:
    """The tasks of one platform."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self, name: str, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Run something; if it fails that is logged, and nobody else hears of it."""
        task = asyncio.get_running_loop().create_task(work, name=f"slack {name}")
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def begin(self, name: str, work: Coroutine[Any, Any, T]) -> StartedTask[T]:
        """Run something up to its first wait, at once; what has to wait goes on as a task.

        Until then it runs in the caller's task (`adapters.net.first_step`).
        """
        return begin(work, partial(self.start, name))

    async def within(self, task: asyncio.Task[Any], seconds: float) -> bool:
        """Whether a task ends in time; it goes on either way."""
        await asyncio.sleep(0)
        if task.done():
            return True
        timer = asyncio.get_running_loop().create_task(self._clock.sleep(seconds), name="slack patience")
        await asyncio.wait({task, timer}, return_when=asyncio.FIRST_COMPLETED)
        timer.cancel()
        return task.done()

    @property
    def busy(self) -> int:
        """How many are running."""
        return len(self._tasks)

    async def settle(self, within: timedelta) -> None:
        """Let them end, and what they start, for so long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within.total_seconds()):
                while self._tasks:
                    await asyncio.wait(set(self._tasks))

    async def stop(self, within: timedelta) -> None:
        """Let them end, and what they start, for so long; then cut them off."""
        await self.settle(within)
        left = tuple(self._tasks)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("slack task failed", exc_info=error, extra={"task": task.get_name()})
