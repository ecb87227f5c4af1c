"""Run requests on threads, so that a slow database cannot block the event loop."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from bot.dispatch.app import App
from bot.dispatch.completions import Suggestion
from bot.dispatch.error_reply import error_reply
from bot.messages.errors import TooMuch
from bot.messages.reply import Reply
from bot.messages.request import Request
from bot.ports import Ports
from bot.ports.pictures import Picture, Pictures

T = TypeVar("T")
THREADS = 8  # requests answered at a time, each with a connection
WAITING = 64  # calls under way or waiting for a thread; more would wait longer than anybody does


class ThreadedApp(App):
    """The app on threads, each with its own event loop and stores.

    So no cache has two users. ``make`` builds a thread's app. A request whose caller no longer waits is still finished.
    While `WAITING` are under way, others are told at once to try again: they would be answered ever later.
    """

    def __init__(self, app: App, make: Callable[[], App]) -> None:
        super().__init__(app.ports, app.catalogue)
        self._make = make
        self._mine = threading.local()
        self._loops: list[asyncio.AbstractEventLoop] = []
        self._pool = ThreadPoolExecutor(THREADS, "request")
        self._waiting, self._counting = 0, threading.Lock()

    async def run(self, request: Request) -> Reply:
        """Answer a request. Every error becomes a reply."""
        if self._waiting >= WAITING:
            busy = TooMuch("Too many people ask at this moment.", todo="Try again in a few seconds.")
            return error_reply(busy, request.typed)
        return await self._beside(lambda app: app.run(request))

    async def private(self, request: Request) -> bool:
        """Whether only the requester sees the answer.

        An answer that only says to try again is private, too.
        """
        return self._waiting >= WAITING or await self._beside(lambda app: app.private(request))

    async def read(self, look: Callable[[Ports], T]) -> T:
        """Read from storage on a thread."""

        async def work(app: App) -> T:
            return look(app.ports)

        return await self._beside(work)

    async def suggest(self, request: Request, option: str, text: str) -> tuple[Suggestion, ...]:
        """At most 25 entries for an option while it is typed; none while too many ask."""
        if self._waiting >= WAITING:
            return ()
        return await self._beside(lambda app: app.suggest(request, option, text))

    async def close(self) -> None:
        """Finish running requests; queued ones are dropped."""
        await asyncio.to_thread(self._pool.shutdown, cancel_futures=True)
        for loop in self._loops:
            loop.close()
        self._loops.clear()

    async def _beside(self, work: Callable[[App], Coroutine[Any, Any, T]]) -> T:
        with self._counting:
            self._waiting += 1
        call = self._pool.submit(self._answer, work)
        call.add_done_callback(self._done)
        return await asyncio.wrap_future(call)

    def _done(self, _call: Future[Any]) -> None:
        """Count a call as done once its thread is free.

        Its caller may have stopped waiting before that.
        """
        with self._counting:
            self._waiting -= 1

    def _answer(self, work: Callable[[App], Coroutine[Any, Any, T]]) -> T:
        app: App | None = getattr(self._mine, "app", None)
        if app is None:
            app = self._mine.app = self._make()
            self._mine.loop = asyncio.new_event_loop()
            self._loops.append(self._mine.loop)
        answer: T = self._mine.loop.run_until_complete(work(app))
        return answer


class LoopPictures:
    """Decode pictures on the process's event loop, where their workers belong.

    Callers are on other threads.
    """

    def __init__(self, pictures: Pictures, loop: asyncio.AbstractEventLoop) -> None:
        self._pictures, self._loop = pictures, loop

    async def read(self, content: bytes, name: str = "") -> Picture:
        """The picture in a file, as `bot.ports.pictures` promises."""
        work = self._pictures.read(content, name)
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))
