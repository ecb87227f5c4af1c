"""The gateway: what discord.py does for us, what we keep it from doing, and when it is given up."""

import asyncio
import contextlib

import discord as library
import pytest

from adapters.discord.platform import DiscordRefused
from adapters.discord.transport.gateway import WANTED, Gateway, point
from adapters.discord.transport.watchdog import BETWEEN, DEAD_AFTER, PER_DAY, Watchdog
from tests.adapters.discord.conftest import platform, shown, texts
from tests.adapters.discord.interactions import slash
from tests.adapters.discord.local import Fault, LocalDiscord
from tests.clocks import settle, until

SHOW = slash("thing", "show", about="spud")


@contextlib.asynccontextmanager
async def living(discord: LocalDiscord, gateway: Gateway):
    """A gateway by itself, closed however the test ends."""
    point(discord.api, discord.ws)
    life = asyncio.create_task(gateway.start("token"))
    try:
        yield gateway
    finally:
        await gateway.close()
        life.cancel()
        await asyncio.gather(life, return_exceptions=True)


async def works(discord: LocalDiscord) -> bool:
    return "Thing spud" in texts(await shown(await discord.send(2, SHOW)))


async def test_op_7_is_resumed_and_what_was_missed_is_answered(bot, discord: LocalDiscord):
    session = discord.gateway.latest
    discord.gateway.greets.clear()
    await discord.gateway.op(7)
    await discord.gateway.until(lambda: session.socket is None)
    told = await discord.send(2, SHOW)  # while nobody listens; replayed to the resumed session
    discord.gateway.greets.set()
    await discord.gateway.until(lambda: discord.gateway.resumed)
    assert "Thing spud" in texts(await shown(told))
    assert len(discord.gateway.identified) == 1


async def test_op_9_that_may_be_resumed_is_resumed(bot, discord: LocalDiscord):
    await discord.gateway.op(9, True)
    await discord.gateway.until(lambda: discord.gateway.resumed)
    assert await works(discord)
    assert len(discord.gateway.identified) == 1


async def test_op_9_that_may_not_be_resumed_begins_a_new_session(bot, discord: LocalDiscord):
    await discord.gateway.op(9, False)
    await discord.gateway.until(lambda: len(discord.gateway.sessions) == 2)
    assert await works(discord)


async def test_a_session_refused_on_resume_begins_a_new_one(bot, discord: LocalDiscord):
    discord.gateway.invalidates = False
    await discord.gateway.op(7)
    await discord.gateway.until(lambda: len(discord.gateway.sessions) == 2)
    assert await works(discord)


async def test_a_closed_socket_is_resumed(bot, discord: LocalDiscord):
    await discord.gateway.latest.socket.close(code=4000)
    await discord.gateway.until(lambda: discord.gateway.resumed)
    assert await works(discord)


async def test_a_wedged_connection_is_replaced_by_a_new_session_within_five_minutes(bot, discord: LocalDiscord, clock):
    """The resume address answers 503 for ever, and discord.py goes on believing that it is ready."""
    first = bot.platform.gateway
    await until(first.alive)
    discord.gateway.answers_heartbeats = False
    for shard in first._AutoShardedClient__shards.values():
        shard.ws._keep_alive.latency = float("inf")  # what discord.py shows once a heartbeat stays unanswered
    assert not bot.platform.alive
    discord.gateway.answers_heartbeats = True
    await clock.advance(DEAD_AFTER + 30)
    await discord.gateway.until(lambda: len(discord.gateway.sessions) == 2)
    await until(lambda: bot.platform.alive)
    assert bot.platform.gateway is not first
    assert await works(discord)
    assert bot.platform.watchdog.spent == 1


@pytest.mark.parametrize("code", [4004, 4013, 4014])
async def test_a_refusal_for_good_ends_the_platform_with_a_reason(app, discord: LocalDiscord, clock, code: int):
    discord.gateway.close_with = code
    async with platform(app, discord, clock) as bot:
        with pytest.raises(DiscordRefused, match=r"for good|token"):
            await asyncio.wait_for(bot.run(), 10)
    assert len(discord.gateway.identified) == 1


async def test_a_wrong_token_ends_the_platform_and_is_tried_once(app, discord: LocalDiscord, clock):
    discord.faults.append(Fault("GET /users/@me", "401", times=99))
    async with platform(app, discord, clock) as bot:
        with pytest.raises(DiscordRefused, match="token"):
            await asyncio.wait_for(bot.run(), 10)
    assert len(discord.requests("GET", "/users/@me")) == 1


async def test_shards_start_together_as_far_as_discord_allows(discord: LocalDiscord):
    discord.shards, discord.concurrency = 4, 4
    async with living(discord, Gateway(lambda _: None, lambda *_: None, identify_every=60.0)) as gateway:
        await discord.gateway.until(lambda: len(discord.gateway.sessions) == 4)
        assert [identify["shard"] for identify in discord.gateway.identified] == [[n, 4] for n in range(4)]
        assert gateway.identifies == 4


async def test_shards_of_one_bucket_wait_for_one_another(monkeypatch: pytest.MonkeyPatch):
    gateway = Gateway(lambda _: None, lambda *_: None)
    gateway.concurrency = 2
    slept = []

    async def sleep(seconds: float) -> None:
        slept.append(round(seconds))

    monkeypatch.setattr("adapters.discord.transport.gateway.asyncio.sleep", sleep)
    for shard in range(4):
        await gateway.before_identify_hook(shard)
    assert slept == [5, 5]


async def test_nothing_of_a_server_is_kept_but_its_id(discord: LocalDiscord):
    discord.gateway.guilds = [str(10**17 + n) for n in range(50)]
    heard = []
    async with living(discord, Gateway(heard.append, lambda *_: None, identify_every=0.0)) as gateway:
        await discord.gateway.until(lambda: len(discord.gateway.sessions) == 1)
        big = {
            "id": discord.gateway.guilds[0],
            "name": "x",
            "channels": [{"id": str(n), "type": 0} for n in range(500)],
        }
        await discord.gateway.dispatch("GUILD_CREATE", big)
        await discord.gateway.dispatch("INTERACTION_CREATE", {"id": "1"})
        await until(lambda: heard)
        assert len(gateway.servers) == 50
        assert list(gateway.guilds) == []
        assert list(gateway.cached_messages) == []


def test_the_library_still_has_the_doors_we_use():
    gateway = Gateway(lambda _: None, lambda *_: None)
    assert set(WANTED) == set(gateway._connection.parsers)
    assert library.version_info >= (2, 7)
    assert gateway.intents.value == 1 | 1 << 12  # guilds, direct messages
    assert Gateway(lambda _: None, lambda *_: None, mentions=True).intents.value == 1 | 1 << 9 | 1 << 12


def test_the_watchdog_waits_three_minutes_keeps_apart_and_spares_the_budget():
    dog = Watchdog(0.0)
    assert not dog.look(DEAD_AFTER - 1, alive=False)
    assert dog.look(DEAD_AFTER, alive=False)
    dog.replaced(DEAD_AFTER)
    assert not dog.look(DEAD_AFTER + BETWEEN, alive=False)  # the new one has its own three minutes
    assert dog.look(2 * DEAD_AFTER, alive=False)
    dog.look(500.0, alive=True)
    assert not dog.look(510.0, alive=False)
    dog.spent = PER_DAY
    assert not dog.look(1_000.0, alive=False)
    assert dog.look(90_000.0, alive=False)  # another day


async def test_a_stop_is_heard_while_an_old_connection_comes_to_its_end(app, discord, clock, monkeypatch):
    ending = asyncio.Event()

    async def start(_gateway, _token):
        try:
            await asyncio.Event().wait()
        finally:
            ending.set()
            await asyncio.Event().wait()

    async def wedged(*_):
        await asyncio.sleep(0)

    monkeypatch.setattr(Gateway, "start", start)
    async with platform(app, discord, clock) as bot:
        monkeypatch.setattr(bot, "_watch", wedged)
        connecting = asyncio.create_task(bot._connect())
        await ending.wait()
        monkeypatch.setattr(bot, "_watch", lambda *_: asyncio.Event().wait())
        await settle()
        connecting.cancel()
        await asyncio.wait({connecting}, timeout=60)
        assert connecting.cancelled()
