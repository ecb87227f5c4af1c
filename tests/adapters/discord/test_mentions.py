"""Messages that are said to the bot, directly or by a mention: which are left alone, and who sees the answer."""

from adapters.discord.transport.mentions import is_for
from tests.adapters.discord.conftest import texts
from tests.adapters.discord.interactions import DIRECT, message, said
from tests.adapters.discord.local import BOT, CHANNEL

SECRET = 'thing add label:secret how:"own account" saw:"a label in the picker"'


async def test_a_mention_is_answered_by_a_reply_for_all_to_see(bot, discord):
    answer = (await said(discord, CHANNEL, message(f"<@{BOT}> thing show spud")))[0]
    assert "Thing spud" in texts(answer)
    assert answer["message_reference"] == {"message_id": "1300000000000000001", "fail_if_not_exists": False}
    assert answer["allowed_mentions"] == {"parse": []}
    assert not answer["flags"] & 64  # a message has no answer for one person alone
    assert "Share in channel" not in texts(answer)


async def test_a_direct_message_is_answered_where_it_was_written(bot, discord):
    body = message("thing show spud", channel_id=DIRECT, mentions=[])
    del body["guild_id"], body["member"]
    assert "Thing spud" in texts((await said(discord, DIRECT, body))[0])


async def test_what_is_for_one_person_is_sent_to_them_and_only_that_is_said_in_the_channel(bot, discord):
    told = (await said(discord, CHANNEL, message(f"<@{BOT}> {SECRET}")))[0]
    assert "I wrote to you directly" in texts(told)
    assert "Kept secret" not in texts(told)
    assert "Kept secret" in texts(discord.channels[DIRECT][-1])


async def test_whoever_lets_nobody_write_to_them_is_told_to_use_the_command(bot, discord):
    discord.closed[DIRECT] = (403, 50007, "Cannot send messages to this user")
    told = (await said(discord, CHANNEL, message(f"<@{BOT}> {SECRET}")))[0]
    assert "I may not write to you directly" in texts(told)


async def test_a_mention_gives_nobody_a_role(bot, discord):
    told = (await said(discord, CHANNEL, message(f"<@{BOT}> control")))[0]
    assert "Control done" not in texts(told)


async def test_one_message_delivered_twice_is_answered_once(bot, discord):
    body = message(f"<@{BOT}> thing show spud")
    await said(discord, CHANNEL, body)
    await discord.gateway.dispatch("MESSAGE_CREATE", body)
    other = await said(discord, CHANNEL, message(f"<@{BOT}> thing show spud", id="1300000000000000002"))
    assert len(other) == 1


def test_what_is_not_said_to_us_is_left_alone():
    assert is_for(BOT, message("hi"))
    assert not is_for(BOT, message("hi", mentions=[]))
    assert not is_for(BOT, message("hi", mentions=[{"id": "1"}], mention_everyone=True))
    assert not is_for(BOT, message("hi", author={"id": "7", "bot": True}))
    assert not is_for(BOT, message("hi", author={"id": BOT}))
    assert not is_for(BOT, message("hi", webhook_id="5"))
    assert not is_for(BOT, message("joined", type=7))
