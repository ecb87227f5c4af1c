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
BEHIND = 0.5  # seconds a deferred write waits for another one


@dataclass(slots=True)
class PendingWrite:
    """A function to run and whom to notify: an event loop, or the writing thread.

    ``quiet``: no look-up shows what it writes, so the database's version stays.
    """

    run: Callable[[Any], Any]
    done: Callable[[Any, BaseException | None], None]
    loop: asyncio.AbstractEventLoop | None = None
    quiet: bool = False


class _Later:
    """Marker in the queue: a deferred write is waiting."""


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
        self._queue: queue.SimpleQueue[PendingWrite | _Later | None] = queue.SimpleQueue()
        self._behind: list[PendingWrite] = []
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    async def write(self, run: Callable[[Any], T], *, quiet: bool = False) -> T:
        """Run a function in a transaction that is committed before this returns.

        Whatever the function raises is raised here, and what it wrote is undone.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._put(PendingWrite(run, partial(_settle, future), loop, quiet))
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

        Failures are logged and lost; only writes that a kill may lose and that no look-up shows belong here.
        """
        self._put(PendingWrite(run, _lost, quiet=True))

    def write_with_next(self, run: Callable[[Any], object]) -> None:
        """Run a deferred write before the next write, or half a second later."""
        with self._lock:
            self._behind.append(PendingWrite(run, _lost, quiet=True))
            if len(self._behind) == 1:
                self._start()
                self._queue.put(_Later())

    def close(self) -> None:
        """Finish queued writes and end the thread; another write would restart it."""
        if self._thread is not None:
            with self._lock:
                self._bring_behind()
                self._queue.put(None)
            self._thread.join()
            self._thread = None

    def _put(self, write: PendingWrite) -> None:
        with self._lock:
            self._start()
            self._bring_behind()
            self._queue.put(write)

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="spudwatch-writer", daemon=True)
            self._thread.start()

    def _bring_behind(self) -> None:
        """Queue the deferred writes before the next one, keeping their order."""
        for write in self._behind:
            self._queue.put(write)
        self._behind.clear()

    def _next(self) -> PendingWrite | None:
        """Return the next write, or None at the end; deferred writes wait here."""
        timeout = None
        while True:
            try:
                first = self._queue.get(timeout=timeout)
            except queue.Empty:
                timeout = None
                with self._lock:
                    self._bring_behind()
                continue
            if not isinstance(first, _Later):
                return first
            timeout = BEHIND

    def _run(self) -> None:
        while (first := self._next()) is not None:
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
            if isinstance(following, _Later):
                self._queue.put(following)
                break
            if following is None:
                return batch, True
            batch.append(following)
        return batch, False


def _lost(_result: Any, error: BaseException | None) -> None:
    if error is not None:
        log.warning("deferred write lost", extra={"why": str(error)})


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
