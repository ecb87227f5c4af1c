"""Supervise long-running tasks and shut them down together."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from bot.messages.errors import OurFault, SpudwatchError

log = logging.getLogger(__name__)

Drain = Callable[[float], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class _Part:
    task: asyncio.Task[Any]
    drain: Drain | None


class TaskSupervisor:
    """Named tasks; an async context for the task to stop when one of them ends.

    No task ends by itself in normal operation, so the first that does ends the body of the context, and its cause is
    raised there: a bot that continues with half of its work would look healthy. At the end of the body all tasks are
    stopped in parallel, within a total time limit.

    Raises:
        SpudwatchError: the error that ended a task; `OurFault` with the task's name for any other exception.
    """

    def __init__(self, within: float) -> None:
        self._within = within
        self._parts: list[_Part] = []
        self._error: SpudwatchError | None = None
        self._ending = False

    async def __aenter__(self) -> Self:
        self._owner = asyncio.current_task()
        return self

    def add(self, name: str, work: Coroutine[Any, Any, object], drain: Drain | None = None) -> None:
        """Add a task.

        At the end it is cancelled and awaited; then ``drain(seconds)`` finishes its pending work.
        """
        task = asyncio.get_running_loop().create_task(work, name=name)
        task.add_done_callback(self._ended)
        self._parts.append(_Part(task, drain))

    def _ended(self, task: asyncio.Task[Any]) -> None:
        if task.cancelled() or self._ending:
            return
        error = task.exception()
        if isinstance(error, SpudwatchError):
            log.error("a task ended unexpectedly", extra={"part": task.get_name(), "why": str(error)})
        else:
            log.critical("a task ended unexpectedly", exc_info=error, extra={"part": task.get_name()})
            error = OurFault(f"A task ended unexpectedly: {task.get_name()}.", todo="The log says how. Start it again.")
        self._error, self._ending = error, True
        if self._owner is not None:
            self._owner.cancel()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ending = True
        if self._error is not None and self._owner is not None:
            self._owner.uncancel()
        await asyncio.gather(*(self._end(part) for part in self._parts))
        if self._error is not None:
            raise self._error from None

    async def _end(self, part: _Part) -> None:
        loop = asyncio.get_running_loop()
        until = loop.time() + self._within
        part.task.cancel()
        await asyncio.wait({part.task}, timeout=self._within)
        if part.drain is not None:
            await part.drain(max(0.0, until - loop.time()))
