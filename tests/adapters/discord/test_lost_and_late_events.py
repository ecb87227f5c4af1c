"""Events and answers that are dropped, refused, limited, slow, too late, and two of us at once."""

import asyncio

import pytest

from adapters.discord import limits
from adapters.discord.handler import EXPIRED, PATIENCE
from adapters.discord.platform import DiscordPlatform
from bot.dispatch.app import App
from bot.dispatch.registry import CommandRegistry
from bot.messages.request import Request
from tests.adapters.discord.conftest import SAMPLE, platform, shown, texts, waits
from tests.adapters.discord.interactions import slash
from tests.adapters.discord.local import CHANNEL, Fault, LocalDiscord, Told
from tests.adapters.discord.sample.thing.slow import Slow
from tests.clocks import settle, until
from tests.no_names import no_names

SHOW = slash("thing", "show", about="spud")


@pytest.fixture(autouse=True)
def gate():
    Slow.gate = asyncio.Event()
    return Slow.gate


async def heard(bot: DiscordPlatform, discord: LocalDiscord, data=SHOW, **more) -> Told:
    """An interaction given to the platform, and answered as far as it will be."""
    payload, told = discord.make(2, data, **more)
    bot.on_interaction(payload)
    await asyncio.gather(*bot._tasks)
    return told


@pytest.mark.parametrize("does", ["drop before", "drop after", "500", "502", "503"])
async def test_a_lost_callback_is_tried_again_within_the_three_seconds(app, discord, clock, does):
    discord.faults.append(Fault("/callback", does))
    async with platform(app, discord, clock) as bot:
        told = await heard(bot, discord)
    assert "Thing spud" in texts(told.message)
    assert len(discord.requests("POST", "/callback")) == 2


async def test_a_callback_is_not_tried_for_ever(app, discord, clock, caplog):
    discord.faults.append(Fault("/callback", "drop before", times=99))
    async with platform(app, discord, clock) as bot:
        told = await heard(bot, discord)
    assert told.message is None
    assert 2 <= len(discord.requests("POST", "/callback")) <= 5
    assert sum(clock.slept) < limits.FIRST_ANSWER
    assert "answer not taken" in caplog.text


async def test_a_429_is_waited_for_if_the_time_allows(app, discord, clock):
    discord.faults.append(Fault("/callback", "429", body={"message": "limited", "retry_after": 0.4, "global": False}))
    async with platform(app, discord, clock) as bot:
        told = await heard(bot, discord)
    assert "Thing spud" in texts(told.message)
    assert 0.4 in clock.slept


@pytest.mark.parametrize("headers", [{"Via": "1.1"}, {"X-Nothing": "here"}])
async def test_a_429_of_minutes_is_left_alone(app, discord, clock, headers):
    body = {"retry_after": 600} if "Via" in headers else "error code: 1015"
    discord.faults.append(Fault("/callback", "429", times=9, body=body, headers=headers))
    counted = []
    async with platform(app, discord, clock) as bot:
        bot.rest._limited = counted.append
        await heard(bot, discord)
        assert bot.rest.limiter.invalid == 1
    assert counted == ["discord"]
    assert len(discord.requests("POST", "/callback")) == 1


async def test_a_second_instance_with_our_token_is_noticed_and_not_fought(app, discord, clock, caplog):
    async with platform(app, discord, clock) as one, platform(app, discord, clock) as two:
        payload, told = discord.make(2, SHOW)
        one.on_interaction(payload)
        await asyncio.gather(*one._tasks)
        two.on_interaction(payload)
        await asyncio.gather(*two._tasks)
    assert [got.status for got in discord.requests("POST", "/callback")] == [204, 400]
    assert "answer not taken" in caplog.text
    assert told.followups == []


async def test_what_takes_longer_than_patience_is_deferred_and_then_edited(bot, discord, clock, gate):
    told = await discord.send(2, slash("thing", "slow"))
    await waits(clock)
    await clock.advance(PATIENCE)
    await until(lambda: told.answer is not None)
    assert told.answer == {"type": 5}
    gate.set()
    message = await shown(told)
    assert "Slowly: x" in texts(message)
    assert told.message is message
    assert [post.message for post in bot.remembered] == [message["id"]]


class UndecidedApp(App):
    """Knows for whom an answer is when it is let."""

    async def private(self, request: Request) -> bool:
        await Slow.gate.wait()
        return await super().private(request)


async def test_discord_is_told_in_time_even_if_nobody_knows_yet_for_whom_the_answer_is(ports, discord, clock, gate):
    clock.auto = False
    app = UndecidedApp(ports, CommandRegistry(SAMPLE), plain=no_names)
    async with platform(app, discord, clock, later=clock.call_later) as bot:
        payload, told = discord.make(2, slash("thing", "slow"))
        bot.on_interaction(payload)
        await waits(clock)
        await clock.advance(PATIENCE)
        await until(lambda: told.answer is not None)
        assert told.answer == {"type": 5, "data": {"flags": limits.EPHEMERAL}}
        gate.set()
        message = await shown(told)
        assert "Slowly: x" in texts(message)
        assert message["flags"] == message["flags"] | limits.EPHEMERAL
        await asyncio.gather(*bot._tasks)
    assert discord.channels[CHANNEL] == []


async def test_a_public_answer_that_fails_takes_its_placeholder_away_and_says_so_privately(bot, discord, clock, gate):
    told = await discord.send(2, slash("thing", "slow", about="unknown"))
    await waits(clock)
    await clock.advance(PATIENCE)
    await until(lambda: told.answer is not None)
    gate.set()
    message = await shown(told)
    assert told.deleted
    assert message["flags"] & limits.EPHEMERAL
    assert "I do not know that." in texts(message)


async def test_an_edit_is_tried_again_and_a_dropped_one_is_harmless(bot, discord, clock, gate):
    told = await discord.send(2, slash("thing", "slow"))
    await waits(clock)
    await clock.advance(PATIENCE)
    await until(lambda: told.answer is not None)
    discord.faults += [Fault("PATCH", "drop after"), Fault("PATCH", "500")]
    clock.auto = True
    gate.set()
    assert "Slowly: x" in texts(await shown(told))
    await until(lambda: bot.remembered)


async def test_after_fifteen_minutes_a_public_answer_is_posted_as_a_message(bot, discord, clock, gate):
    told = await discord.send(2, slash("thing", "slow"))
    await waits(clock)
    await clock.advance(PATIENCE)
    await until(lambda: told.answer is not None)
    await clock.advance(limits.TOKEN_LIFE + 1)
    gate.set()
    await until(lambda: discord.channels[CHANNEL])
    assert "Slowly: x" in texts(discord.channels[CHANNEL][-1])


async def test_after_fifteen_minutes_a_private_answer_stays_private(bot, discord, clock, gate):
    told = await discord.send(2, slash("thing", "slow", about="unknown"))
    await waits(clock)
    await clock.advance(PATIENCE)
    await until(lambda: told.answer is not None)
    await clock.advance(limits.TOKEN_LIFE + 1)
    gate.set()
    await until(lambda: discord.channels[CHANNEL])
    assert texts(discord.channels[CHANNEL][-1]) == EXPIRED


async def test_where_we_may_not_write_nothing_is_said_too_late(bot, discord, clock, gate):
    told = await discord.send(2, slash("thing", "slow"), authorizing_integration_owners={"1": "5"})
    await waits(clock)
    await clock.advance(PATIENCE)
    await until(lambda: told.answer is not None)
    await clock.advance(limits.TOKEN_LIFE + 1)
    gate.set()
    await until(lambda: discord.requests("PATCH", told.token))
    await settle(50)
    assert discord.channels[CHANNEL] == []


async def test_names_with_markup_direction_marks_and_stacked_accents_come_back_harmless(app, discord, clock):
    async with platform(app, discord, clock) as bot:
        told = await heard(bot, discord, slash("thing", "show", about="\u202e**@everyone** Z" + "\u0301" * 50))
    title = texts(told.message).splitlines()[0]
    assert title.startswith("### Thing \\*\\*\\@everyone\\*\\* Z")
    assert len(title) < 60


async def test_a_stop_lets_answers_under_way_finish(app, discord, clock):
    async with platform(app, discord, clock) as bot:
        payload, told = discord.make(2, SHOW)
        bot.on_interaction(payload)
    assert "Thing spud" in texts(told.message)
