"""Alerts and corrections: from what changed to who asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.markets.quotes import Quote, VenueMarket, VenueRung
from bot.domain.notify.changes import Change
from bot.domain.notify.digest_sections import ChangeKind
from bot.jobs.correction_job import corrected
from bot.jobs.wiring import NotificationJobs
from bot.messages.codec import decode_reply, encode_reply
from bot.messages.reply import Outcome, Reply, Text
from bot.messages.request import View
from bot.messages.words import TELL_ME_CHANGES
from bot.ports.notifications.outbox import MessageState, Post
from bot.ports.notifications.subscriptions import Mode
from tests.jobs.channels import PLACE, AlertChannel
from tests.platforms import LikeDiscord

HOUR = timedelta(hours=1)


@pytest.fixture
def channel(talk):
    return AlertChannel(talk("2026-04-23T12:00Z"))


async def test_a_release_is_told_when_it_becomes_known_and_says_why(channel):
    alert = await channel.alert(ChangeKind.RELEASE, about=("openai/spud",))
    titles = await channel.until("2026-04-23T19:00Z")
    assert titles == ["Release: GPT-5.5 in ChatGPT and Codex"]
    said = channel.page().plain
    assert "OpenAI releases GPT-5.5" in said
    assert f"Why this alert: {alert.id}: release about Spud." in said
    assert "decodethefuture.org" in said
    assert [action.run.line for action in channel.page().actions][1] == 'alerts pause id:AL-01 until:"1 day"'


async def test_what_was_before_the_alert_is_not_told_and_nothing_twice(channel):
    channel.clock.move(datetime(2026, 4, 23, 19, tzinfo=UTC))
    await channel.alert(ChangeKind.RELEASE, about=("openai/gpt-5.5",))
    await channel.until("2026-04-23T23:00Z")
    assert channel.titles == []
    await channel.until("2026-04-24T19:00Z")
    assert [title for title in channel.titles if "API" in title or "api" in title]
    assert len(channel.titles) == len(set(channel.titles))


@pytest.mark.parametrize("claim", ["CL-0002", "CL-0003"])  # one comes true, one does not
async def test_who_watches_a_claim_is_told_what_becomes_of_it_and_of_no_other(channel, claim):
    await channel.delivery.tick()
    card = await channel.say(f"claimcheck show {claim}", actor="discord:42", place=PLACE)
    watch = next(button.run.line for button in card.actions if getattr(button, "label", "") == TELL_ME_CHANGES)
    added = await channel.say(watch, actor="discord:42", place=PLACE)
    assert "when the claim is decided" in added.plain
    await channel.until("2026-04-24T12:00Z")
    assert {post.place for post in channel.server.posts.values()} == {"discord:@42"}
    told = [channel.page(number).plain for number in range(len(channel.titles))]
    assert told
    assert all(claim in page for page in told)


async def test_a_move_of_the_odds_is_told_once_two_readings_agree(channel):
    await channel.alert(ChangeKind.ODDS, about=("openai/spud",), threshold=5)
    for cents in (70, 70, 77, 77, 77):
        await channel.price(cents)
    assert channel.titles == ["Odds: Spud by...?: 70 % → 77 %"]
    assert "+7 points since" in channel.page().plain
    assert "in two readings" in channel.page().plain


async def test_a_spike_of_one_reading_is_not_told(channel):
    await channel.alert(ChangeKind.ODDS, about=("openai/spud",), threshold=5)
    for cents in (70, 78, 70, 71, 70):
        await channel.price(cents)
    assert channel.titles == []


async def test_a_paused_alert_is_silent(channel):
    alert = await channel.alert(ChangeKind.RELEASE)
    paused = replace(alert, mode=Mode.PAUSED, paused_until=channel.clock.now() + timedelta(days=2))
    await channel.ports.subscriptions.keep(paused, channel.clock.now())
    assert await channel.until("2026-04-23T23:00Z") == []


async def test_a_restart_forgets_nothing_of_what_an_alert_waits_for(channel):
    await channel.alert(ChangeKind.ODDS, about=("openai/spud",), threshold=5)
    await channel.price(70)
    await channel.price(77)
    channel.delivery = NotificationJobs(channel.ports, {"discord": LikeDiscord(channel.server)})
    await channel.price(77)
    assert channel.titles == ["Odds: Spud by...?: 70 % → 77 %"]


async def test_a_personal_watch_of_a_market_is_told_to_its_person_alone(channel):
    await channel.price(45)
    known = channel.ports.markets.of_subject("openai/spud", _view(channel))
    market = next(market for market in known if market.key == "spud")
    await channel.ports.markets.watch(
        market.number, tenant="discord:7", actor="discord:42", place=PLACE, when="crosses", points=50,
        at=channel.clock.now(),
    )  # fmt: skip
    for cents in (45, 52, 53, 53):
        await channel.price(cents)
    assert [(post.place, post.title) for post in channel.server.posts.values()] == [
        ("discord:@42", "Odds: Spud by...?: 45 % → 53 %")
    ]
    assert "you watch it" in channel.page().plain


async def test_a_watched_label_is_told_of_when_its_grade_changes(channel):
    text = "The picker listed it between 5.4 and 5.4 Pro, I chose it and the header said so; gone after reload."
    report = 'checkpoint report label:"Crest Ultra" surface:"ChatGPT picker" how:"own account" step:save '
    await channel.delivery.tick()
    channel.clock.move(channel.clock.now() + timedelta(minutes=1))
    filed = await channel.say(f'{report} text:"{text}"', actor="discord:ana", place=PLACE)
    assert filed.outcome is Outcome.ANSWERED
    await channel.say('checkpoint watch "Crest Ultra"', actor="discord:ben", place=PLACE)
    channel.clock.move(channel.clock.now() + timedelta(minutes=1))
    await channel.delivery.tick()
    told = [(post.place, post.title) for post in channel.server.posts.values()]
    assert ("discord:@ben", "Sighting: “Crest Ultra” on ChatGPT picker: NEEDS CORROBORATION") in told
    channel.clock.move(channel.clock.now() + timedelta(hours=2))
    await channel.say(f"checkpoint withdraw {filed.data['id']}", actor="discord:ana", place=PLACE)
    channel.clock.move(channel.clock.now() + timedelta(minutes=1))
    await channel.delivery.tick()
    assert [post.place for post in channel.server.posts.values()].count("discord:@ben") == 2


async def test_what_one_tenant_saw_is_told_in_no_other(channel):
    await channel.alert(ChangeKind.SIGHTING)
    text = "The picker listed it between 5.4 and 5.4 Pro, I chose it and the header said so; gone after reload."
    channel.clock.move(channel.clock.now() + timedelta(minutes=1))
    report = 'checkpoint report label:"Crest Ultra" surface:"ChatGPT picker" how:"own account" step:save '
    await channel.say(f'{report} text:"{text}"', actor="discord:ana", place="discord:8/1")
    channel.clock.move(channel.clock.now() + timedelta(minutes=1))
    await channel.delivery.tick()
    assert {post.place for post in channel.server.posts.values()} <= {"discord:@ana"}  # who told it may hear of it


async def test_a_market_that_settles_is_told_to_who_waits_for_that(channel):
    await channel.price(45)
    known = channel.ports.markets.of_subject("openai/gpt-5.5", _view(channel))
    market = next(market for market in known if "by" in market.title)
    await channel.ports.markets.watch(
        market.number, tenant="discord:7", actor="discord:42", place=PLACE, when="settles", points=0,
        at=channel.clock.now(),
    )  # fmt: skip
    titles = await channel.until("2026-04-24T12:00Z")
    assert titles == ["Odds: GPT-5.5 released by...?: settled: April 23 yes, April 30 yes, June 30 yes"]


def _view(channel):
    return View("discord:7", channel.clock.now())


async def test_an_alert_that_was_told_is_left_out_of_the_digest(channel, talk):
    await channel.alert(ChangeKind.RELEASE, about=("openai/spud",))
    await channel.until("2026-04-23T19:00Z")
    told = channel.ports.outbox.reported([PLACE], datetime(2026, 4, 23, tzinfo=UTC))
    assert len(told[PLACE]) == 1


async def test_a_shared_card_is_edited_once_and_its_sharer_is_told(channel):
    await channel.delivery.tick()
    card = Reply(title="“Spud is GPT-5.5”", parts=(Text("SPECULATION"),), shows=("CL-0002",), private=False)
    answered = await channel.delivery.sender.posters["discord"].send(PLACE, card, "answer|1")
    await channel.ports.outbox.remember(Post(PLACE, answered.message, card, "discord:42", channel.clock.now()))
    await channel.until("2026-04-25T12:00Z")
    post, note = list(channel.server.posts.values())
    assert (post.edits, note.place, note.title) == (1, "discord:@42", "Changed since you asked: “Spud is GPT-5.5”")
    edit = next(message for message in _messages(channel) if message.key.startswith("correction"))
    page = channel.ports.outbox.body(edit).plain
    assert "Changed 23 Apr 2026 18:00 UTC: CL-0002 SPECULATION → SUPPORTED, it turned out true" in page
    assert page.endswith("SPECULATION")


async def test_who_does_not_want_to_be_told_is_not(channel):
    await channel.delivery.tick()
    await channel.say("catchup tell:no", actor="discord:42", place=PLACE)
    card = Reply(title="“Spud is GPT-5.5”", shows=("CL-0002",), private=False)
    answered = await channel.delivery.sender.posters["discord"].send(PLACE, card, "answer|1")
    await channel.ports.outbox.remember(Post(PLACE, answered.message, card, "discord:42", channel.clock.now()))
    await channel.until("2026-04-24T00:00Z")
    assert [post.edits for post in channel.server.posts.values()] == [1]


async def test_a_card_that_was_deleted_is_let_go(channel):
    await channel.delivery.tick()
    card = Reply(title="“Spud is GPT-5.5”", shows=("CL-0002",), private=False)
    await channel.ports.outbox.remember(Post(PLACE, "gone", card, "", channel.clock.now()))
    await channel.until("2026-04-24T00:00Z")
    assert channel.titles == []
    assert channel.ports.outbox.totals().states == {MessageState.DEAD: 1}
    assert channel.ports.outbox.missed([PLACE], channel.clock.now() - timedelta(days=2)) == {}


def _messages(channel):
    rows = channel.ports.outbox._db.read("SELECT key FROM outbox")
    return [channel.ports.outbox.get(row["key"]) for row in rows]


async def test_a_watch_on_a_market_that_no_subject_claims_hears_its_moves_and_its_end(channel):
    async def seen(price: float, status: str = "open", resolution: str | None = None) -> None:
        now = channel.clock.now() + timedelta(minutes=5)
        channel.clock.move(now)
        quote = Quote(now, price - 0.01, price + 0.01, price, now, None, None) if status == "open" else None
        rung = VenueRung("r", "", "Next one out?", None, status, resolution, False, quote, "token")
        url = "https://m.example/n"
        market = VenueMarket("manifold", "n", "n", "Next one out?", url, "", (rung,), (), "play", None, False, now)
        await channel.ports.markets.record([(market, None)])
        await channel.delivery.tick()

    await seen(0.78)
    (market,) = channel.ports.markets.search("Next one", _view(channel))
    for when, points in (("moves by", 5), ("settles", 0)):
        await channel.ports.markets.watch(
            market.number, tenant="discord:7", actor="discord:42", place=PLACE, when=when, points=points,
            at=channel.clock.now(),
        )  # fmt: skip
    for price in (0.78, 0.97, 0.97):
        await seen(price)
    assert channel.titles == ["Odds: Next one out?: 78 % → 97 %"]
    await seen(1.0, "resolved", "yes")
    assert {post.place for post in channel.server.posts.values()} == {"discord:@42"}
    assert "settled: yes" in channel.titles[-1]


async def test_a_card_that_is_corrected_again_keeps_the_title_that_it_was_posted_with(channel):
    news = [_change(channel, after) for after in ("rumoured", "released")]
    card = Reply(title="Spud today", parts=(Text(("Posted as: ", "an example")),))
    once = decode_reply(encode_reply(corrected(card, news[:1])))
    twice = corrected(once, news[1:])
    assert (once.posted_as, twice.posted_as) == ("Spud today", "Spud today")
    assert [reply.plain.count("Posted as: Spud today") for reply in (once, twice)] == [1, 1]


def _change(channel: AlertChannel, after: str) -> Change:
    return Change(after, ChangeKind.RELEASE, "openai/spud", ("openai/spud",), "Spud", "", after, channel.clock.now())
