"""Run a coroutine at once up to its first wait, and the rest as a task.

Most answers come from storage without any wait, and a task of their own would cost as much as the answer. Until that
first wait the work runs in the caller's task, so whatever takes hold of the current task (``asyncio.timeout``, an HTTP
client's timers) awaits `own_task` before; no command does such a thing, and a test looks.
"""

from __future__ import annotations

import asyncio
import threading
import types
from collections.abc import Callable, Coroutine, Generator
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class _Here(threading.local):
    """Of each thread: whether what runs is the first step of something begun."""

    first = False


_here = _Here()


@dataclass(slots=True)
class StartedTask(Generic[T]):
    """What was begun: its value if it is done already, else its task."""

    value: T | None = None
    task: asyncio.Task[T] | None = None


def begin(work: Coroutine[Any, Any, T], start: Callable[[Coroutine[Any, Any, T]], asyncio.Task[T]]) -> StartedTask[T]:
    """Run something up to its first wait.

    ``start`` makes the task in which the rest of it runs.
    """
    outside, _here.first = _here.first, True
    try:
        waiting = work.send(None)
    except StopIteration as done:
        return StartedTask(value=done.value)
    finally:
        _here.first = outside

    async def rest() -> T:
        return await _continued(work, waiting)

    try:
        task = start(rest())
    except BaseException:
        work.close()
        raise
    task.add_done_callback(lambda _: work.close())  # one that is cancelled before it ran leaves nothing half done
    return StartedTask(task=task)


async def own_task() -> None:
    """Leave the task of whoever began this work, if it still runs there."""
    if _here.first:
        await asyncio.sleep(0)


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
