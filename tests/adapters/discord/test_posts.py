"""Posting: once for a key, sorted into sent, later, never and nobody-knows; stopped where it is not wanted."""

from datetime import timedelta

import pytest

from adapters.discord.poster import LOCKED_OUT
from bot.ports.notifications.outbox import (
    Delivered,
    DeliveryUnknown,
    GaveUp,
    TryLater,
    UnreadableMessage,
    nonce,
    reference,
)
from tests.adapters.discord.conftest import platform, texts
from tests.adapters.discord.judge import judge
from tests.adapters.discord.local import CHANNEL, USER, Fault, LocalDiscord
from tests.gallery import CARD, GALLERY

PLACE = f"discord:7/{CHANNEL}"


@pytest.fixture
async def poster(app, discord, clock):
    async with platform(app, discord, clock) as bot:
        yield bot.poster


async def test_a_post_carries_its_nonce_its_reference_and_its_picture(poster, discord: LocalDiscord):
    posted = await poster.send(PLACE, CARD, "digest/1/2026-04-21")
    [message] = discord.channels[CHANNEL]
    assert posted == Delivered(message["id"])
    [got] = discord.requests("POST", "/messages")
    assert (got.body["nonce"], got.body["enforce_nonce"]) == (nonce("digest/1/2026-04-21"), True)
    assert reference("digest/1/2026-04-21") in texts(message)
    assert got.files == ["chart-1.png"]
    assert got.body["allowed_mentions"] == {"parse": []}
    assert not got.body["flags"] & 64


async def test_everything_that_was_posted_and_edited_passes_the_judges(poster, discord: LocalDiscord):
    for number, reply in enumerate(GALLERY.values()):
        posted = await poster.send(PLACE, reply, f"key {number}")
        assert isinstance(posted, Delivered)
        assert isinstance(await poster.edit(PLACE, posted.message, reply, f"key {number}"), Delivered)
    found = [judge().request(got.method, got.path, got.body, got.files) for got in discord.received]
    assert [one for one in found if one] == []


async def test_the_same_key_is_the_same_message(poster, discord: LocalDiscord):
    first, second = [await poster.send(PLACE, CARD, "key") for _ in range(2)]
    assert first == second
    assert len(discord.channels[CHANNEL]) == 1


async def test_a_lost_answer_is_ambiguous_and_the_next_try_finds_the_message(poster, discord: LocalDiscord, clock):
    discord.faults.append(Fault("/messages", "drop after"))
    began = clock.now()
    assert isinstance(await poster.send(PLACE, CARD, "key"), DeliveryUnknown)
    assert await poster.find(PLACE, "key", began) == Delivered(discord.channels[CHANNEL][0]["id"])
    assert isinstance(await poster.send(PLACE, CARD, "key"), Delivered)
    assert len(discord.channels[CHANNEL]) == 1


@pytest.mark.parametrize("status", ["500", "502", "503", "504"])
async def test_a_server_error_is_ambiguous_and_not_tried_again_here(poster, discord: LocalDiscord, status):
    discord.faults.append(Fault("/messages", status, times=9))
    assert isinstance(await poster.send(PLACE, CARD, "key"), DeliveryUnknown)
    assert len(discord.received) == 1


async def test_a_429_says_when(poster, discord: LocalDiscord):
    discord.faults.append(Fault("/messages", "429", body={"retry_after": 2.5, "message": "", "global": False}))
    assert await poster.send(PLACE, CARD, "key") == TryLater(2.5, "Discord asked for a pause.")


async def test_a_ban_without_via_shuts_everything_for_minutes(poster, discord: LocalDiscord):
    discord.faults.append(Fault("/messages", "429", body="error code: 1015", headers={"X-No": "via"}))
    first = await poster.send(PLACE, CARD, "key")
    second = await poster.send(PLACE, CARD, "other")
    assert isinstance(first, TryLater)
    assert first.after >= 600
    assert isinstance(second, TryLater)
    assert len(discord.received) == 1


@pytest.mark.parametrize(
    ("status", "code", "why"),
    [
        (404, 10003, "The channel was deleted."),
        (403, 50001, "The channel is closed to the bot: it lacks View Channel there."),
        (403, 50013, "The bot lacks Send Messages there."),
        (400, 50008, "Messages cannot be posted in that kind of channel."),
        (400, 50083, "The thread is archived."),
        (400, 220001, "The channel became a forum, and takes no plain messages."),
    ],
)
async def test_a_closed_channel_is_given_up_with_a_reason(poster, discord: LocalDiscord, status, code, why):
    discord.closed[CHANNEL] = (status, code, "words")
    assert await poster.send(PLACE, GALLERY["bare"], "key") == GaveUp(why, gone=True)
    assert len(discord.received) == 1


@pytest.mark.parametrize("status", [403, 404])
async def test_a_refusal_without_a_known_code_closes_no_channel(poster, discord: LocalDiscord, status):
    discord.closed[CHANNEL] = (status, 0, "words")
    assert await poster.send(PLACE, GALLERY["bare"], "key") == GaveUp("Discord refused it: words.", gone=False)


@pytest.mark.parametrize("status", ["403", "404"])
async def test_a_page_before_discord_is_no_word_about_the_message(poster, discord: LocalDiscord, status):
    discord.faults.append(Fault("/messages", status, body="<html>Attention Required!</html>"))
    assert isinstance(await poster.send(PLACE, CARD, "key"), TryLater)
    assert isinstance(await poster.send(PLACE, CARD, "key"), Delivered)


async def test_the_bot_removed_in_the_middle_of_a_digest_gives_the_place_up(poster, discord: LocalDiscord):
    assert isinstance(await poster.send(PLACE, CARD, "one"), Delivered)
    discord.closed[CHANNEL] = (403, 50001, "Missing Access")
    given_up = await poster.send(PLACE, CARD, "two")
    assert isinstance(given_up, GaveUp)
    assert given_up.gone


async def test_a_message_discord_does_not_like_is_ours_and_not_the_channels_fault(poster, discord: LocalDiscord):
    discord.closed[CHANNEL] = (400, 50035, "Invalid Form Body")
    assert await poster.send(PLACE, CARD, "key") == GaveUp("Discord refused it: Invalid Form Body.")


async def test_without_attach_files_the_words_go_alone(poster, discord: LocalDiscord):
    body = {"code": 50013, "message": "Missing Permissions"}
    discord.faults.append(Fault("/messages", "403", body=body))
    assert isinstance(await poster.send(PLACE, CARD, "key"), Delivered)
    first, second = discord.requests("POST", "/messages")
    assert (first.files, second.files) == (["chart-1.png"], [])
    assert "[chart: Polymarket rose" in texts(discord.channels[CHANNEL][0])


async def test_a_refused_token_stops_every_call(poster, discord: LocalDiscord, clock):
    discord.faults.append(Fault("/messages", "401", body={"message": "401: Unauthorized", "code": 0}, times=9))
    for key in ("one", "two", "three"):
        assert isinstance(await poster.send(PLACE, CARD, key), TryLater)
    assert len(discord.received) == 1
    await clock.sleep(LOCKED_OUT + 1)
    discord.faults.clear()
    assert isinstance(await poster.send(PLACE, CARD, "one"), Delivered)


async def test_a_person_is_written_to_in_a_room_opened_once(poster, discord: LocalDiscord):
    for key in ("one", "two"):
        assert isinstance(await poster.send(f"discord:@{USER}", CARD, key), Delivered)
    assert len(discord.requests("POST", "/users/@me/channels")) == 1


async def test_a_person_who_takes_no_messages_is_given_up(poster, discord: LocalDiscord):
    discord.closed["9" + USER[1:]] = (403, 50007, "Cannot send messages to this user")
    assert await poster.send(f"discord:@{USER}", CARD, "key") == GaveUp(
        "That person takes no direct messages from the bot.", gone=True
    )


async def test_editing_a_deleted_message_is_no_reason_to_leave_the_channel(poster, discord: LocalDiscord):
    assert await poster.edit(PLACE, "123", CARD, "key") == GaveUp("The message was deleted.")


async def test_what_was_never_sent_is_certainly_not_found(poster, discord: LocalDiscord, clock):
    began = clock.now()
    await poster.send(PLACE, CARD, "another key")
    assert await poster.find(PLACE, "key", began) is None


async def test_a_long_history_is_read_page_by_page_and_not_for_ever(poster, discord: LocalDiscord, clock):
    began = clock.now()
    for number in range(150):
        discord.channels[CHANNEL].append({"id": discord._snowflake(), "content": str(number)})
    await poster.send(PLACE, CARD, "key")
    assert isinstance(await poster.find(PLACE, "key", began), Delivered)
    for number in range(500):
        discord.channels[CHANNEL].append({"id": discord._snowflake(), "content": str(number)})
    with pytest.raises(UnreadableMessage):
        await poster.find(PLACE, "absent", began - timedelta(days=1))


async def test_a_history_that_may_not_be_read_says_so(poster, discord: LocalDiscord, clock):
    discord.closed[CHANNEL] = (403, 50001, "Missing Access")
    with pytest.raises(UnreadableMessage, match="Missing Access"):
        await poster.find(PLACE, "key", clock.now())


async def test_a_connection_never_made_is_certainly_nothing(app, discord: LocalDiscord, clock):
    async with platform(app, discord, clock) as bot:
        await discord.stop()
        assert isinstance(await bot.poster.send(PLACE, CARD, "key"), TryLater)


async def test_buckets_are_kept_so_that_a_channel_never_answers_429(poster, discord: LocalDiscord, clock):
    discord.limits_on = True
    for number in range(23):
        assert isinstance(await poster.send(PLACE, CARD, f"key {number}"), Delivered)
    assert discord.invalid == 0
