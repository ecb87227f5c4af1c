"""Work that goes on behind an acknowledgement: kept, named, waited for, and cut off at a stop."""

from __future__ import annotations

import asyncio
import logging
import types
from collections.abc import Coroutine, Generator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, Generic, TypeVar

from bot.ports import Clock

log = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass(slots=True)
class StartedTask(Generic[T]):
    """Something that was begun: its value if it is done already, else the task in which it goes on."""

    value: T | None = None
    task: asyncio.Task[T] | None = None


@types.coroutine
def _continued(work: Coroutine[Any, Any, T], waiting: Any) -> Generator[Any, Any, T]:
    """The rest of a coroutine that already waits for something."""
    while True:
        try:
            sent = yield waiting
        except GeneratorExit:
            work.close()
            raise
        except BaseException as error:  # noqa: BLE001 - handed to the work, which it is meant for
            resume = partial(work.throw, error)
        else:
            resume = partial(work.send, sent)
        try:
            waiting = resume()
        except StopIteration as done:
            return done.value  # type: ignore[no-any-return]


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

        Most answers come from storage without any wait, and a task of their own would cost as much as the answer. Until
        that first wait the work runs in the caller's task, so nothing before it may take hold of the current one
        (``asyncio.timeout``); no command does, and a test looks.
        """
        try:
            waiting = work.send(None)
        except StopIteration as done:
            return StartedTask(value=done.value)

        async def rest() -> T:
            return await _continued(work, waiting)

        return StartedTask(task=self.start(name, rest()))

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
