"""What was promised and cut off: by a stop, by a kill, or by nothing at all."""

import asyncio
from typing import Any

import pytest

from adapters.discord.deferred_responses import DeferredResponses
from adapters.discord.handler import PATIENCE
from adapters.discord.platform import HAND_BACK, DiscordPlatform
from adapters.runtime.restart_notice import WITHOUT_FILE
from bot.dispatch.app import App
from storage.accounts.privacy import declared
from tests.adapters.discord.conftest import controls, platform, shown, texts, waits
from tests.adapters.discord.interactions import slash
from tests.adapters.discord.local import Fault, LocalDiscord, Told
from tests.adapters.discord.sample.thing.slow import Slow
from tests.clocks import FakeClock, settle, until

AGAIN = "I am restarting; ask again in a moment."


@pytest.fixture(autouse=True)
def gate(clock: FakeClock) -> asyncio.Event:
    Slow.gate = asyncio.Event()
    clock.auto = False
    return Slow.gate


async def thinking(bot: DiscordPlatform, discord: LocalDiscord, clock: FakeClock, data: Any = None) -> Told:
    """A command whose answer was deferred and is still being made."""
    payload, told = discord.make(2, data or slash("thing", "slow"))
    bot.on_interaction(payload)
    await waits(clock)
    await clock.advance(PATIENCE)
    await until(lambda: told.answer is not None)
    assert told.answer["type"] == 5
    return told


def kept(app: App, clock: FakeClock) -> tuple:
    app.ports.promises._db.write_now(lambda _db: None)  # what was written behind is there
    return app.ports.promises.open("discord", clock.now())


async def test_a_stop_hands_back_what_it_cuts_off(app, discord, clock):
    async with platform(app, discord, clock, later=clock.call_later) as bot:
        told = await thinking(bot, discord, clock)
        await bot.drain(HAND_BACK)
        message = await shown(told)
        assert AGAIN in texts(message)
        assert controls(message) == {"Ask again": "!thing slow"}
    assert kept(app, clock) == ()


async def test_an_answer_that_still_comes_is_not_handed_back(app, discord, clock, gate):
    async with platform(app, discord, clock, later=clock.call_later) as bot:
        told = await thinking(bot, discord, clock)
        assert len(kept(app, clock)) == 1
        gate.set()
        await bot.drain(5.0)
        assert "Slowly: x" in texts(await shown(told))
    assert kept(app, clock) == ()
    assert len(discord.requests("PATCH", "/webhooks/")) == 1


async def test_an_answer_that_arrived_is_not_taken_back_by_a_stop(app, discord, clock, gate):
    """It was there already, and only its note for corrections was still being written."""
    async with platform(app, discord, clock, later=clock.call_later) as bot:
        bot.responder._remember = lambda _post: asyncio.Event().wait()
        told = await thinking(bot, discord, clock)
        gate.set()
        assert "Slowly: x" in texts(await shown(told))
        await bot.drain(HAND_BACK)
    assert "Slowly: x" in texts(told.shown)
    assert kept(app, clock) == ()


async def test_what_discord_is_still_being_told_to_wait_for_is_handed_back_behind_that(app, discord, clock):
    """An edit that overtakes "thinking…" is refused, and that would stay."""
    arrived, let = asyncio.Event(), asyncio.Event()
    answer = discord._answer

    async def held(request, got):
        if got.path.endswith("/callback"):
            arrived.set()
            await let.wait()
        return await answer(request, got)

    discord._answer = held
    async with platform(app, discord, clock, later=clock.call_later) as bot:
        payload, told = discord.make(2, slash("thing", "slow"))
        bot.on_interaction(payload)
        await waits(clock)
        await clock.advance(PATIENCE)
        await arrived.wait()
        stopping = asyncio.create_task(bot.drain(HAND_BACK))
        await settle(1_000)
        let.set()
        await stopping
        assert AGAIN in texts(await shown(told))
    assert kept(app, clock) == ()


async def test_a_file_that_does_not_survive_is_said(app, discord, clock, monkeypatch):
    monkeypatch.setattr(app, "run", lambda _request: asyncio.Event().wait())
    async with platform(app, discord, clock, later=clock.call_later) as bot:
        data = slash("thing", "add", label="x")
        data["options"][0]["options"].append({"name": "image", "type": 11, "value": "9"})
        data["resolved"] = {"attachments": {"9": {"filename": "a.png", "url": f"{discord.url}/cdn/a.png", "size": 1}}}
        discord.files["a.png"] = b"x"
        told = await thinking(bot, discord, clock, data)
        await bot.drain(HAND_BACK)
        message = await shown(told)
        assert WITHOUT_FILE in texts(message)
        assert controls(message) == {"Ask again": "!thing add label:x"}


async def killed(app: App, discord: LocalDiscord, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> Told:
    """As a kill leaves it: the promise is in storage, and nobody says anything."""
    with monkeypatch.context() as dead:
        dead.setattr(DeferredResponses, "hand_back", lambda *_: asyncio.sleep(0))
        async with platform(app, discord, clock, later=clock.call_later) as bot:
            told = await thinking(bot, discord, clock)
            await bot.drain(0.0)
    assert not told.done.is_set()
    assert len(kept(app, clock)) == 1
    return told


async def test_the_next_start_hands_back_what_a_kill_left(app, discord, clock, monkeypatch):
    told = await killed(app, discord, clock, monkeypatch)
    async with platform(app, discord, clock) as bot:
        await bot.promised.resume()
    assert AGAIN in texts(await shown(told))
    assert kept(app, clock) == ()


async def test_it_is_told_as_soon_as_discord_can_be_reached_again(app, discord, clock, monkeypatch):
    told = await killed(app, discord, clock, monkeypatch)
    discord.faults.append(Fault("/webhooks/", "503", times=2))
    clock.auto = True
    async with platform(app, discord, clock) as bot:
        await bot.promised.resume()
    assert AGAIN in texts(await shown(told))
    assert kept(app, clock) == ()


async def test_after_fifteen_minutes_nobody_waits_any_more(app, discord, clock, monkeypatch):
    await killed(app, discord, clock, monkeypatch)
    await clock.advance(900)
    async with platform(app, discord, clock) as bot:
        await bot.promised.resume()
    assert discord.requests("PATCH", "/webhooks/") == []


async def test_a_promise_of_another_token_is_forgotten(app, discord, clock, monkeypatch):
    await killed(app, discord, clock, monkeypatch)
    async with platform(app, discord, clock) as bot:
        await DeferredResponses(app, bot.rest, "another token").resume()
    assert discord.requests("PATCH", "/webhooks/") == []
    assert kept(app, clock) == ()


async def test_no_file_and_no_log_holds_the_token_or_the_order(app, discord, clock, monkeypatch, caplog):
    told = await killed(app, discord, clock, monkeypatch)
    [promise] = kept(app, clock)
    path = app.ports.promises._db.path
    for name in (path, path.with_name(path.name + "-wal")):
        content = name.read_bytes() if name.exists() else b""
        assert told.token.encode() not in content
        assert b"thing slow" not in content
    assert told.token not in caplog.text + repr(promise)
    assert promise.sealed not in repr(promise)


async def test_whoever_is_forgotten_leaves_no_promise(app, discord, clock, monkeypatch):
    await killed(app, discord, clock, monkeypatch)
    [promise] = kept(app, clock)
    [told] = [one for one in declared() if one.table == "promises"]
    assert (told.drop, told.people) == (True, ("actor",))
    assert (promise.tenant, promise.actor) == ("discord:333333333333333333", "discord:555555555555555555")


@pytest.mark.parametrize(("line", "changes"), [("thing show about:spud", False), ("thing add label:x", True)])
async def test_only_what_can_change_something_asks_for_a_look_first(app, discord, clock, line, changes):
    async with platform(app, discord, clock) as bot:
        assert bot.promised._changes(line) is changes
