"""Write queue: writes run one by one on one thread and are committed in groups.

The commit is nearly the whole cost of a small write, so waiting writes are committed together; an engine supplies its
``commit``.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

log = logging.getLogger(__name__)

T = TypeVar("T")
GROUP = 64  # writes committed together at the most


@dataclass(slots=True)
class PendingWrite:
    """A function to run and whom to notify: an event loop, or the writing thread."""

    run: Callable[[Any], Any]
    done: Callable[[Any, BaseException | None], None]
    loop: asyncio.AbstractEventLoop | None = None


WriteResult = tuple[PendingWrite, Any, BaseException | None]


class WriteQueue:
    """The writing thread, started with the first write.

    ``commit`` runs a group in one transaction and returns each result; an exception of it is passed to all of them.
    ``stop`` closes the thread's connection.
    """

    def __init__(
        self, commit: Callable[[list[PendingWrite]], Sequence[WriteResult]], stop: Callable[[], None] = lambda: None
    ) -> None:
        self._commit, self._stop = commit, stop
        self._queue: queue.SimpleQueue[PendingWrite | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    async def write(self, run: Callable[[Any], T]) -> T:
        """Run a function in a transaction that is committed before this returns.

        Whatever the function raises is raised here, and what it wrote is undone.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._put(PendingWrite(run, partial(_settle, future), loop))
        return await future

    def write_now(self, run: Callable[[Any], T]) -> T:
        """Write without an event loop: for opening, loading, and the command line."""
        finished = threading.Event()
        box: list[Any] = [None, None]

        def done(result: Any, error: BaseException | None) -> None:
            box[:] = [result, error]
            finished.set()

        self._put(PendingWrite(run, done))
        finished.wait()
        if box[1] is not None:
            raise box[1]
        return box[0]  # type: ignore[no-any-return]

    def write_behind(self, run: Callable[[Any], object]) -> None:
        """Queue a write that nobody waits for, done at the latest on closing.

        Failures are logged and lost; only writes that a kill may lose belong here.
        """

        def done(_result: Any, error: BaseException | None) -> None:
            if error is not None:
                log.warning("deferred write lost", extra={"why": str(error)})

        self._put(PendingWrite(run, done))

    def close(self) -> None:
        """Finish queued writes and end the thread; another write would restart it."""
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join()
            self._thread = None

    def _put(self, write: PendingWrite) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="spudwatch-writer", daemon=True)
                self._thread.start()
        self._queue.put(write)

    def _run(self) -> None:
        while (first := self._queue.get()) is not None:
            batch, last = self._drain(first)
            try:
                results = self._commit(batch)
            except BaseException as error:  # noqa: BLE001 - the thread must survive, and all waiters must be notified
                results = [(write, None, error) for write in batch]
            _tell(results)
            if last:
                break
        self._stop()

    def _drain(self, first: PendingWrite) -> tuple[list[PendingWrite], bool]:
        batch = [first]
        while len(batch) < GROUP:
            try:
                following = self._queue.get_nowait()
            except queue.Empty:
                break
            if following is None:
                return batch, True
            batch.append(following)
        return batch, False


def _tell(results: Sequence[WriteResult]) -> None:
    """Deliver all results, waking each loop once, since each wake-up takes its lock."""
    told: dict[asyncio.AbstractEventLoop | None, list[WriteResult]] = {}
    for each in results:
        told.setdefault(each[0].loop, []).append(each)
    for loop, heard in told.items():
        if loop is None:
            _hear(heard)
        else:
            with suppress(RuntimeError):  # the loop has closed: nobody waits for this any more
                loop.call_soon_threadsafe(_hear, heard)


def _hear(heard: Sequence[WriteResult]) -> None:
    for write, result, error in heard:
        write.done(result, error)


def _settle(future: asyncio.Future[Any], result: object, error: BaseException | None) -> None:
    if future.cancelled():
        return
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)
