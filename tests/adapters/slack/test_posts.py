"""Posting by ourselves: each call is one attempt, and what came of it is said exactly."""

import asyncio
from dataclasses import replace

import pytest
from pydantic import SecretStr

from bot.messages.order import order
from bot.messages.reply import Button, Chart, Reply, Source, Text
from bot.ports.notifications.outbox import (
    Delivered,
    DeliveryUnknown,
    GaveUp,
    TryLater,
    UnreadableMessage,
    reference,
)
from tests.adapters.slack.conftest import installation, running
from tests.clocks import NOON

CARD = Reply(
    title="Digest <!channel>",
    parts=(Text("two changes"),),
    sources=(Source("s", "https://s.example"),),
    actions=(Button("Odds", order("odds show", about="spud")),),
    private=False,
)
PLACE, KEY = "slack:T1/C1", "digest|DG-03|2026-04-21|slack:T1/C1"


@pytest.fixture
async def post(by_http):
    return by_http.platform.poster


async def test_a_post_is_there_with_its_reference_and_without_pings_or_previews(by_http, post):
    sent = await post.send(PLACE, CARD, KEY)
    (message,) = by_http.slack.messages
    assert sent == Delivered(message["ts"])
    assert reference(KEY) in message["text"]
    assert reference(KEY) in str(message["blocks"])
    assert "&lt;!channel&gt;" in message["text"]
    (args,) = by_http.calls("chat.postMessage")
    assert (args["unfurl_links"], args["unfurl_media"]) == (False, False)
    assert "metadata" not in args
    assert "link_names" not in args


async def test_a_person_gets_a_direct_message_that_can_be_edited(by_http, post):
    sent = await post.send("slack:T1/@U2", CARD, KEY)
    assert sent.message.startswith("D2:")
    edited = await post.edit("slack:T1/@U2", sent.message, replace(CARD, title="Corrected"), KEY)
    assert isinstance(edited, Delivered)
    assert "Corrected" in by_http.slack.messages[0]["text"]


async def test_a_correction_edits_the_message(by_http, post):
    sent = await post.send(PLACE, CARD, KEY)
    assert isinstance(await post.edit(PLACE, sent.message, replace(CARD, title="Corrected"), KEY), Delivered)
    assert "Corrected" in by_http.slack.messages[0]["text"]
    assert len(by_http.slack.messages) == 1
    assert await post.edit(PLACE, "9.9", CARD, KEY) == GaveUp("Slack says message_not_found.")


async def test_too_often_is_later_and_says_when_and_the_next_is_not_even_asked(by_http, post):
    told = []
    by_http.platform.web._limited = told.append
    by_http.slack.refuse("chat.postMessage", "ratelimited", 429, Retry_After="17")
    assert await post.send(PLACE, CARD, KEY) == TryLater(17.0, "ratelimited")
    again = await post.send(PLACE, CARD, KEY)
    assert isinstance(again, TryLater)
    assert 15 < again.after <= 17
    assert len(by_http.calls("chat.postMessage")) == 1
    assert told == ["slack"]
    await by_http.clock.advance(17.1)
    assert isinstance(await post.send(PLACE, CARD, KEY), Delivered)


@pytest.mark.parametrize(
    ("error", "gone"),
    [
        ("channel_not_found", True),
        ("is_archived", True),
        ("not_in_channel", True),
        ("restricted_action", True),
        ("missing_scope", True),
        ("invalid_blocks", False),
        ("msg_too_long", False),
        ("something_new", False),
    ],
)
async def test_a_definite_no_is_given_up(by_http, post, error, gone):
    by_http.slack.refuse("chat.postMessage", error)
    answer = await post.send(PLACE, CARD, KEY)
    assert isinstance(answer, GaveUp)
    assert answer.gone is gone
    assert "_" not in answer.why or not gone


@pytest.mark.parametrize(
    "error", ["fatal_error", "internal_error", "service_unavailable", "request_timeout", "duplicate_message_not_found"]
)
async def test_an_answer_that_leaves_it_open_is_ambiguous(by_http, post, error):
    by_http.slack.refuse("chat.postMessage", error)
    assert isinstance(await post.send(PLACE, CARD, KEY), DeliveryUnknown)
    assert len(by_http.calls("chat.postMessage")) == 1


@pytest.mark.parametrize(("fault", "there"), [("drop after", 1), ("500 after", 1), ("drop before", 0)])
async def test_no_answer_is_ambiguous_and_nobody_repeats_it(by_http, post, fault, there):
    by_http.slack.faults["chat.postMessage"].append(fault)
    assert isinstance(await post.send(PLACE, CARD, KEY), DeliveryUnknown)
    assert len(by_http.slack.messages) == there
    assert len(by_http.calls("chat.postMessage")) == 1


async def test_no_connection_is_later(by_http, post):
    by_http.platform.web.client.base_url = "http://127.0.0.1:9/api/"
    answer = await post.send(PLACE, CARD, KEY)
    assert isinstance(answer, TryLater)
    assert answer.after <= 10


async def test_a_token_revoked_while_posting_is_erased_and_not_used_again(tmp_path):
    async with running(tmp_path, "http", bot_token=SecretStr("")) as world:
        await world.platform.book.keep(installation("T2"), NOON)
        answer = await world.platform.poster.send("slack:T2/C1", CARD, KEY)
        assert answer == GaveUp("I am no longer installed in that workspace.", gone=True)
        assert world.store.find("T2") is None
        again = await world.platform.poster.send("slack:T2/C1", CARD, KEY)
        assert again == answer
        assert len(world.calls("chat.postMessage")) == 1


async def test_ratelimited_in_the_middle_of_a_digest_loses_and_doubles_nothing(by_http, post):
    waiting = [f"key {n}" for n in range(12)]
    by_http.slack.channels |= {("T1", f"C{n}"): {"member": True, "archived": False, "public": True} for n in range(12)}
    for _ in range(4):
        by_http.slack.faults["chat.postMessage"].append(None)
    for _ in range(3):
        by_http.slack.refuse("chat.postMessage", "ratelimited", 429, Retry_After="3")
    done = []
    while waiting:
        key = waiting.pop(0)
        sending = asyncio.ensure_future(post.send(f"slack:T1/C{key.split()[1]}", CARD, key))
        while not sending.done():
            await asyncio.sleep(0.001)
            await by_http.clock.advance(0.1)
        answer = await sending
        if isinstance(answer, TryLater):
            waiting.append(key)
            await by_http.clock.advance(answer.after)
        else:
            assert isinstance(answer, Delivered)
            done.append(key)
    assert len(done) == 12
    assert len(by_http.slack.messages) == 12
    assert len({message["channel"] for message in by_http.slack.messages}) == 12


async def test_a_post_carries_its_picture_or_its_words(by_http, post):
    chart = replace(CARD, parts=(Chart("Odds", (), alt="flat at 40 %"),))
    assert isinstance(await post.send(PLACE, chart, KEY), Delivered)
    assert "image" in [block["type"] for block in by_http.slack.messages[0]["blocks"]]
    by_http.slack.scopes["T1"] = "commands,chat:write"
    by_http.platform.web.installations.fix(installation("T1", token="xoxb-1", scopes=frozenset({"chat:write"})))
    await by_http.clock.advance(2)
    assert isinstance(await post.send(PLACE, chart, KEY), Delivered)
    assert "[chart: flat at 40 %]" in str(by_http.slack.messages[1]["blocks"])


async def test_everything_a_poster_promises_is_there(by_http, post):
    assert (post.platform, post.remembers) == ("slack", 0.0)
    with pytest.raises(UnreadableMessage):
        await post.find(PLACE, KEY, NOON)
    assert post.per_second == 5.0
