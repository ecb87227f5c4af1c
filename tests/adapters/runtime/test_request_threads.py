"""The threads that answer requests, and who is refused while too many wait."""

import asyncio
import threading
from typing import Any

from adapters.runtime.request_threads import THREADS, WAITING, ThreadedApp
from bot.dispatch.app import App
from bot.dispatch.registry import CommandRegistry
from bot.messages.reply import Outcome, Reply
from bot.messages.request import Request
from bot.ports import Ports

SAMPLE = "tests.adapters.discord.sample"
ASK = Request(line="thing show", actor="discord:1", place="discord:7/9")
EMPTY: dict[str, Any] = dict.fromkeys(Ports.__dataclass_fields__)


class SlowApp(App):
    """Answers when it is let."""

    def __init__(self, gate: threading.Event) -> None:
        super().__init__(Ports(**EMPTY), CommandRegistry(SAMPLE))
        self._gate = gate

    async def run(self, request: Request) -> Reply:
        self._gate.wait()
        return Reply(title=f"answered {request.line}")

    async def private(self, request: Request) -> bool:
        self._gate.wait()
        return False


async def test_who_asks_while_too_many_wait_is_told_at_once_and_the_others_are_answered() -> None:
    gate = threading.Event()
    app = ThreadedApp(SlowApp(gate), lambda: SlowApp(gate))
    under_way = [asyncio.create_task(app.run(ASK)) for _ in range(WAITING)]
    await asyncio.sleep(0)  # each has begun
    refused = await app.run(ASK)
    assert (refused.outcome, refused.private) == (Outcome.REFUSED, True)
    assert "Too many people ask" in refused.plain
    assert await app.private(ASK)
    assert await app.suggest(ASK, "about", "s") == ()
    gate.set()
    assert {reply.title for reply in await asyncio.gather(*under_way)} == {"answered thing show"}
    assert (await app.run(ASK)).title == "answered thing show"
    assert not await app.private(ASK)
    await app.close()


async def test_whatever_waits_for_a_thread_is_counted_until_the_thread_is_free() -> None:
    """Every command asks first whether its answer is private; a caller that left still keeps its thread."""
    gate = threading.Event()
    app = ThreadedApp(SlowApp(gate), lambda: SlowApp(gate))
    asked = [asyncio.create_task(app.private(ASK)) for _ in range(3 * WAITING)]
    await asyncio.sleep(0)
    left = [task for task in asked if not task.done()][:THREADS]
    for task in left:
        task.cancel()
    await asyncio.sleep(0)
    assert (await app.run(ASK)).outcome is Outcome.REFUSED
    gate.set()
    told = await asyncio.gather(*asked, return_exceptions=True)
    assert (told.count(True), told.count(False)) == (2 * WAITING, WAITING - THREADS)
    await app.close()


async def test_storage_is_read_on_a_thread_of_the_requests() -> None:
    gate = threading.Event()
    gate.set()
    app = ThreadedApp(SlowApp(gate), lambda: SlowApp(gate))
    assert (await app.read(lambda _ports: threading.current_thread().name)).startswith("request")
    assert await SlowApp(gate).read(lambda _ports: threading.current_thread()) is threading.current_thread()
    await app.close()
