"""Answers kept by several processes on one database: a finished write of any of them ends them in all."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from adapters.runtime.bootstrap import RunningApp, build, threaded
from adapters.runtime.clock import StandingClock
from bot.messages.reply import Reply
from bot.messages.request import Request
from storage.engines import Database
from tests.postgres import BOTH

ENGINES = BOTH
NOW = datetime(2026, 4, 21, 12, tzinfo=UTC)
PATIENCE = 60.0  # seconds after which a test is wrong; nothing waits that long


async def ask(running: RunningApp, line: str = "odds spud") -> Reply:
    return await running.app.run(Request(line=line, actor="discord:1", place="discord:7/9"))


async def listening(database: Database) -> None:
    """Wait until a database hears of others' writes; until then its version is another at every look."""
    async with asyncio.timeout(PATIENCE):
        while database.version() != database.version():  # noqa: ASYNC110 - the server says nothing of it
            await asyncio.sleep(0.01)


@pytest.fixture
def pair(fresh) -> Iterator[tuple[RunningApp, RunningApp]]:
    """Two processes' stores, caches and apps on one database."""
    address, clock = fresh("ledger"), StandingClock(NOW)
    both = build(address, clock), build(address, clock)
    yield both
    for running in both:
        running.close()


async def test_what_another_process_wrote_is_in_the_next_answer(pair) -> None:
    here, there = pair
    await listening(here.store.database)
    before = await ask(here, "checkpoint show goldenduck")
    assert await ask(here, "checkpoint show goldenduck") is before
    text = "It stood between two known names, I chose it, the header said so, and after a reload it was gone."
    values = {"label": "goldenduck", "surface": "Arena battle", "how": "own account", "text": text, "step": "save"}
    report = Request(name="checkpoint report", values=values, actor="discord:1", place="discord:7/9")
    said = await there.app.run(report)
    after = await ask(here, "checkpoint show goldenduck")
    assert after.plain != before.plain, said.plain


async def test_every_finished_write_is_counted_by_the_time_it_is_asked(pair) -> None:
    here, there = (running.store.database for running in pair)
    seen = [here.current_version()]
    for _ in range(50):  # with no wait: the server's notices come when they come
        await there.write(lambda _db: None)
        seen.append(here.current_version())
    assert len(set(seen)) == len(seen)


async def test_a_write_that_no_answer_shows_leaves_them(pair) -> None:
    here, there = pair
    await listening(here.store.database)
    first = await ask(here)
    await there.store.database.write(lambda _db: None, quiet=True)
    await there.ports.tenants.choose_for_me("discord:7", "discord:1", "caught_up", "x", NOW)
    assert await ask(here) is first
    await there.ports.tenants.choose_for_me("discord:7", "discord:1", "zone", "Asia/Tokyo", NOW)
    assert here.ports.tenants.zone("discord:7", "discord:1", here.store.database.current_version()) == "Asia/Tokyo"
    assert await ask(here) is not first


async def test_the_threads_of_a_process_share_them(pair) -> None:
    here, _ = pair
    await listening(here.store.database)
    app = threaded(here, observers=(), pictures=SimpleNamespace(), pages="")
    try:
        first = await app.run(Request(line="odds spud", actor="discord:1", place="discord:7/9"))
        asked = (app.run(Request(line="odds spud", actor=f"discord:{n}", place="discord:7/9")) for n in range(40))
        assert all(reply is first for reply in await asyncio.gather(*asked))
        assert await ask(here) is first
    finally:
        await app.close()


async def test_what_one_thread_asked_another_one_does(pair) -> None:
    here, _ = pair
    app = threaded(here, observers=(), pictures=SimpleNamespace(), pages="")
    try:
        asked = await app.run(Request(line="let me know when spud is out", actor="discord:1", place="discord:7/9"))
        assert asked.title.endswith("?")
        yes = Request(line="yes", actor="discord:1", place="discord:7/9")
        others = (app.run(Request(line="hello", actor=f"discord:{n}", place="discord:7/9")) for n in range(2, 40))
        done, *_ = await asyncio.gather(app.run(yes), *others)
        assert done.title == "You now watch Spud."
        undone = await app.run(Request(line="undo", actor="discord:1", place="discord:7/9"))
        assert undone.title == "You no longer watch Spud."
    finally:
        await app.close()
