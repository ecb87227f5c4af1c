"""Pool of worker processes, so that no text answer waits for other work.

See `adapters.workers.worker`. On a thread, drawing held Python's lock in turns and made every concurrent answer up to
five times slower. The standard library's pool does not fit: its workers hold both ends of their queue and so outlive a
killed parent, cannot be ended when they hang, and inherit an environment with our tokens in it.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from typing import Final
from weakref import WeakValueDictionary

import msgspec

from adapters.net.message_delivery import DeliveryResult, ServiceMessage
from adapters.workers.orders import LENGTH, SECONDS, Upload, WorkerAnswer, WorkerOrder, framed
from bot.messages import reply
from bot.messages.errors import BadArgument, OurFault, SourceChanged, TooMuch
from bot.pages.page import PreviewCard
from bot.ports.pictures import Picture
from bot.sources.feeds.syndication import FeedDocument, ParsedFeed

log = logging.getLogger(__name__)

WORKERS: Final = 2  # one that hangs leaves the other
LARGEST: Final = 64 << 20  # bytes of an answer; a kept picture of the largest side has 26 MB of pixels
PROGRAM: Final = (sys.executable, "-m", "adapters.workers.worker")
HOME: Final = Path(__file__).resolve().parents[2]
ENVIRONMENT: Final = ("PATH", "LD_LIBRARY_PATH", "PYTHONHOME", "PYTHONPATH")  # what Python may need to start
REFUSALS: Final = {kind.__name__: kind for kind in (BadArgument, TooMuch)}
LOST: Final = (TimeoutError, OSError, asyncio.IncompleteReadError, msgspec.MsgspecError, ValueError)


class WorkerPool:
    """Draws pictures, decodes uploads, parses feeds and sends messages, two at a time.

    Implements `bot.ports.pictures.Pictures`. A process is started on demand, kept for the next order, and killed
    after ten seconds without a result. `close` ends them all.
    """

    def __init__(self, limit: Callable[[], asyncio.Timeout] = lambda: asyncio.timeout(SECONDS)) -> None:
        self._limit = limit
        self._places = asyncio.Semaphore(WORKERS)
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._free: list[Process] = []
        self._started: set[Process] = set()
        self._closed = False

    async def draw(self, picture: reply.Picture | PreviewCard) -> bytes:
        """Render a picture as PNG.

        See `adapters.images.line_chart` and `adapters.images.preview_card`.

        Raises:
            OurFault: it took too long, or its process ended or could not start; the next one gets another process.
        """
        order = WorkerOrder(
            chart=picture if isinstance(picture, reply.Chart) else None,
            spread=picture if isinstance(picture, reply.DotPlot) else None,
            tree=picture if isinstance(picture, reply.Tree) else None,
            card=picture if isinstance(picture, PreviewCard) else None,
        )
        return (await self._made_in_turn(order)).content

    async def read(self, content: bytes, name: str = "") -> Picture:
        """The picture in a file, as the port promises."""
        try:
            made = await self._made_in_turn(WorkerOrder(upload=Upload(content, name)))
        except OurFault:
            raise BadArgument(
                "I could not read that picture.", why="It was not stored.", todo="Save it again, or send a link."
            ) from None
        if made.refused is not None:
            kind, what, why, todo = made.refused
            raise REFUSALS.get(kind, BadArgument)(what, why=why, todo=todo)
        return Picture(made.content, made.media_type, made.width, made.height, int(made.drawn, 16))

    async def parse_feed(self, document: FeedDocument) -> ParsedFeed:
        """Parse a feed within the worker's limits of time and memory.

        Raises:
            SourceChanged: it is no feed, or it could not be parsed within the limits.
        """
        try:
            made = await self._made_in_turn(WorkerOrder(feed=document))
        except OurFault:
            raise SourceChanged("It could not be read.", why="It is not a valid feed.") from None
        if made.refused is not None:
            _, what, why, todo = made.refused
            raise SourceChanged(what, why=why, todo=todo)
        assert made.feed is not None  # noqa: S101 - a worker answers what it was asked
        return made.feed

    async def deliver(self, message: ServiceMessage, sender: str = "", wait: float | None = None) -> DeliveryResult:
        """Make one attempt to send a message to a message service.

        Each ``sender`` has one worker at a time, so that slow services of one leave the others' alone. A worker is
        waited for ``wait`` seconds at most.

        Raises:
            OurFault: no answer within the limits; whether it arrived is unknown.
        """
        async with AsyncExitStack() as held:
            try:
                async with asyncio.timeout(wait):
                    await held.enter_async_context(self._turns.setdefault(sender, asyncio.Lock()))
                    await held.enter_async_context(self._places)
            except TimeoutError:
                return DeliveryResult.BUSY
            made = await self._made(WorkerOrder(message=message))
        assert made.delivery is not None  # noqa: S101 - a worker answers what it was asked
        return made.delivery

    async def _made_in_turn(self, order: WorkerOrder) -> WorkerAnswer:
        async with self._places:
            return await self._made(order)

    async def _made(self, order: WorkerOrder) -> WorkerAnswer:
        try:
            answer = await self._asked(order)
        except LOST as error:
            log.error("worker order failed", extra={"why": repr(error)})  # noqa: TRY400 - all there is to know
            raise OurFault(order.lost) from error
        if answer.broken:
            log.error("worker order failed", extra={"why": answer.broken})
            raise OurFault(order.lost)
        return answer

    async def _asked(self, order: WorkerOrder) -> WorkerAnswer:
        """Send an order to a process; one that does not finish is killed."""
        worker = await self._worker()
        try:
            async with self._limit():
                answer = await _answered(worker, order)
        except BaseException:
            _end(worker)
            raise
        self._free.append(worker)
        return answer

    async def _worker(self) -> Process:
        """A process that waits for an order."""
        if self._closed:
            raise ConnectionAbortedError("we are stopping")
        self._started = {worker for worker in self._started if worker.returncode is None}
        while self._free:
            if (worker := self._free.pop()) in self._started:
                return worker
        environment = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
        worker = await asyncio.create_subprocess_exec(*PROGRAM, stdin=PIPE, stdout=PIPE, cwd=HOME, env=environment)
        self._started.add(worker)
        return worker

    async def close(self) -> None:
        """End every process and wait for it; nothing can be drawn afterwards."""
        self._closed = True
        for worker in self._started:
            _end(worker)
        await asyncio.gather(*(worker.wait() for worker in self._started))


async def _answered(worker: Process, order: WorkerOrder) -> WorkerAnswer:
    assert worker.stdin is not None  # noqa: S101 - piped, as it was started
    assert worker.stdout is not None  # noqa: S101 - as above
    worker.stdin.write(framed(order))
    await worker.stdin.drain()
    (length,) = LENGTH.unpack(await worker.stdout.readexactly(LENGTH.size))
    if length > LARGEST:
        raise ValueError("an answer larger than any picture")
    return msgspec.msgpack.decode(await worker.stdout.readexactly(length), type=WorkerAnswer)


def _end(worker: Process) -> None:
    """Kill a process that has not ended.

    Not by `worker.kill()`: before Python 3.14 that collects the exit status of a process that has just died, so that
    asyncio's watcher, which comes second, reports 255 (https://github.com/python/cpython/issues/127049).
    """
    if sys.platform == "win32":
        with suppress(ProcessLookupError):
            worker.kill()
    elif worker.returncode is None:
        with suppress(ProcessLookupError):
            os.kill(worker.pid, signal.SIGKILL)
