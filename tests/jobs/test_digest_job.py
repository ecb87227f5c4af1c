"""Digests from their schedule to the channel, when platforms and sources answer and when they do not."""

from __future__ import annotations

import asyncio
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.domain.notify.digest import IfQuiet
from bot.jobs.digest_job import resumes_at
from bot.jobs.wiring import NotificationJobs
from bot.messages.errors import Conflict, StoreBusy, StoreFull
from bot.messages.reply import Outcome, Reply
from bot.ports.notifications.outbox import MessageKind, MessageState, OutboxDraft
from bot.ports.notifications.subscriptions import Advance, Mode
from storage.sqlite import engine
from tests.jobs.channels import PLACE, DigestChannel


@pytest.fixture
def channel(talk):
    return DigestChannel(talk("2026-04-21T12:00Z"))


async def test_a_digest_is_posted_each_day_at_its_time_and_covers_what_happened_since(channel):
    digest = await channel.digest()
    titles = await channel.until("2026-04-24T12:00Z")
    assert titles == [
        "22 07:00 Model watch — Wed 22 Apr, 09:00 Europe/Berlin",
        "23 07:00 Model watch — Thu 23 Apr, 09:00 Europe/Berlin",
        "24 07:00 Model watch — Fri 24 Apr, 09:00 Europe/Berlin",
    ]
    kept = channel.ports.subscriptions.digest("discord:7", digest.number)
    assert kept.covered == datetime(2026, 4, 24, 7, tzinfo=UTC)
    assert kept.next_at == datetime(2026, 4, 25, 7, tzinfo=UTC)


async def test_nothing_is_told_twice_and_nothing_between_two_digests_is_lost(channel):
    await channel.digest()
    await channel.until("2026-04-27T12:00Z")
    keys = [post.key for post in channel.server.posts.values()]
    bodies = [channel.ports.outbox.body(channel.ports.outbox.get(key)).plain for key in keys]
    assert sum("Six names in the Codex dropdown" in body for body in bodies) == 1
    assert sum("Crest Pro Alpha demos" in body for body in bodies) == 1
    assert sum("GPT-5.5 in ChatGPT and Codex" in body for body in bodies) == 1


async def test_a_channel_that_skips_quiet_days_hears_nothing_on_them(channel):
    await channel.digest(if_quiet=IfQuiet.SKIP, about=("anthropic/claude-opus-9",))
    assert await channel.until("2026-04-23T12:00Z") == []
    assert tuple(channel.ports.subscriptions.due("discord", channel.clock.now())) == ()


async def test_on_slack_it_is_posted_at_its_time_and_corrected_later(channel):
    await channel.digest(place="slack:T1/C2", about=("openai/spud",))
    for moment in ("22T06:51", "22T07:00"):
        assert not channel.server.posts
        channel.clock.move(datetime.fromisoformat(f"2026-04-{moment}Z"))
        await channel.delivery.tick()
    ((name, post),) = channel.server.posts.items()
    assert post.at == datetime(2026, 4, 22, 7, tzinfo=UTC)
    assert channel.ports.outbox.card("slack:T1/C2", post.key).message == name
    await channel.until("2026-04-30T12:00Z")
    assert post.edits


@pytest.mark.parametrize(
    ("start", "end", "due"),
    [
        ("2026-03-28T12:00Z", "2026-03-29T12:00Z", ["29 01:00 Model watch — Sun 29 Mar, 03:00 Europe/Berlin"]),
        ("2026-10-24T12:00Z", "2026-10-25T12:00Z", ["25 00:30 Model watch — Sun 25 Oct, 02:30 Europe/Berlin"]),
    ],
)
async def test_half_past_two_runs_once_on_both_nights(talk, start, end, due):
    channel = DigestChannel(talk(start))
    await channel.digest(at=time(2, 30))
    assert await channel.until(end) == due


async def test_the_clock_jumps_a_day_forward_and_back(channel):
    await channel.digest()
    await channel.until("2026-04-22T07:30Z")
    channel.clock.move(datetime(2026, 4, 23, 7, 30, tzinfo=UTC))
    await channel.delivery.tick()
    channel.clock.move(datetime(2026, 4, 22, 7, 31, tzinfo=UTC))
    await channel.delivery.tick()
    await channel.until("2026-04-24T12:00Z")
    days = [post.key.split("|")[3] for post in channel.server.posts.values()]
    assert sorted(days) == ["2026-04-22", "2026-04-23", "2026-04-24"]


async def test_asleep_for_a_week_it_is_sent_once_late_and_says_so(channel):
    await channel.digest()
    await channel.until("2026-04-21T13:00Z")
    channel.clock.move(datetime(2026, 4, 28, 10, 15, tzinfo=UTC))
    await channel.delivery.tick()
    (post,) = channel.server.posts.values()
    page = channel.ports.outbox.body(channel.ports.outbox.get(post.key)).plain
    assert "Late by 3 h 15 min." in page
    assert post.title.startswith("Model watch — Tue 28 Apr")
    assert "GPT-5.5 in ChatGPT and Codex" in page


async def test_a_zone_that_no_longer_exists_switches_the_digest_off_and_tells_its_owner_once(channel, monkeypatch):
    digest = await channel.digest()
    monkeypatch.setattr("bot.domain.time.zones.ZoneInfo", _no_zone)
    monkeypatch.setattr("bot.domain.notify.timetable.zone_of", _no_zone)
    channel.clock.move(datetime(2026, 4, 22, 7, 0, tzinfo=UTC))
    await channel.delivery.tick()
    monkeypatch.undo()
    await channel.until("2026-04-24T12:00Z")
    assert [(post.place, post.title) for post in channel.server.posts.values()] == [
        ("discord:@42", "DG-01 “Model watch” was switched off.")
    ]
    assert channel.ports.subscriptions.digest("discord:7", digest.number).mode is Mode.OFF


def _no_zone(name: str) -> None:
    raise LookupError(name)


async def test_a_channel_that_is_gone_is_switched_off_with_one_message_to_the_owner(channel):
    digest = await channel.digest()
    channel.server.gone.add(PLACE)
    await channel.until("2026-04-25T12:00Z")
    assert [(post.place, post.title) for post in channel.server.posts.values()] == [
        ("discord:@42", "DG-01 “Model watch” was switched off.")
    ]
    kept = channel.ports.subscriptions.digest("discord:7", digest.number)
    assert (kept.mode, kept.why) == (Mode.OFF, "the channel was deleted")


async def test_a_platform_that_is_down_for_an_hour_gets_it_afterwards_once(channel):
    await channel.digest()
    await channel.until("2026-04-22T06:59Z")
    channel.server.down = True
    await channel.until("2026-04-22T08:00Z")
    assert not channel.server.posts
    channel.server.down = False
    titles = await channel.until("2026-04-22T12:00Z")
    assert len(titles) == 1
    assert channel.ports.outbox.totals().states == {MessageState.SENT: 1}


async def test_what_could_not_be_posted_in_time_is_listed_in_the_next_digest(channel):
    await channel.digest()
    now = channel.clock.now()
    alert = OutboxDraft(
        "alert|1", PLACE, MessageKind.ALERT, Reply(title="Odds: 71 % → 78 %"), now, now + timedelta(hours=6)
    )
    await channel.ports.outbox.add([alert], now)
    channel.clock.move(now + timedelta(hours=7))
    await channel.until("2026-04-22T12:00Z")
    (post,) = channel.server.posts.values()
    page = channel.ports.outbox.body(channel.ports.outbox.get(post.key)).plain
    assert "Could not be posted in time\n• Odds: 71 % → 78 %" in page


async def test_editing_while_a_digest_is_being_sent_changes_the_next_one(channel):
    digest = await channel.digest()
    channel.clock.move(datetime(2026, 4, 22, 7, 0, tzinfo=UTC))
    await channel.delivery.digests.tick()
    queued = channel.ports.subscriptions.digest("discord:7", digest.number)
    await channel.ports.subscriptions.keep(replace(queued, name="Renamed"), channel.clock.now())
    titles = await channel.until("2026-04-23T12:00Z")
    assert [title[9:].partition(" —")[0] for title in titles] == ["Model watch", "Renamed"]


async def test_a_digest_edited_between_reading_and_queuing_is_read_again(channel):
    digest = await channel.digest()
    channel.clock.move(datetime(2026, 4, 22, 7, 0, tzinfo=UTC))
    stale = channel.ports.subscriptions.digest("discord:7", digest.number)
    await channel.ports.subscriptions.keep(replace(stale, name="Renamed"), channel.clock.now())
    step = Advance(stale, stale.next_at + timedelta(days=1))
    assert await channel.ports.subscriptions.advance([step], {}, channel.clock.now()) == 0
    with pytest.raises(Conflict):
        await channel.ports.subscriptions.keep(replace(stale, name="Other"), channel.clock.now())


async def test_two_schedulers_in_the_same_second_queue_one_message(channel):
    await channel.digest()
    other = NotificationJobs(channel.ports, channel.posters)
    channel.clock.move(datetime(2026, 4, 22, 7, 0, tzinfo=UTC))
    await asyncio.gather(channel.delivery.tick(), other.tick())
    assert len(channel.server.posts) == 1


async def test_a_locked_database_is_waited_for_and_then_said_so(channel, monkeypatch):
    await channel.digest()
    monkeypatch.setattr(engine, "BUSY_MS", 20)
    path = channel.ports.outbox._db.path
    channel.ports.outbox._db.close()
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    channel.clock.move(datetime(2026, 4, 22, 7, 0, tzinfo=UTC))
    with pytest.raises(StoreBusy):
        await channel.delivery.digests.tick()
    holder.execute("ROLLBACK")
    holder.close()
    await channel.delivery.tick()
    assert len(channel.server.posts) == 1


async def test_a_disk_that_is_full_between_queue_and_post_loses_and_doubles_nothing(channel, monkeypatch):
    await channel.digest()
    channel.clock.move(datetime(2026, 4, 22, 7, 0, tzinfo=UTC))
    await channel.delivery.digests.tick()
    sent = channel.ports.outbox.sent

    async def full(*_: object) -> bool:
        raise StoreFull

    monkeypatch.setattr(channel.ports.outbox, "sent", full)
    with pytest.raises(StoreFull):
        await channel.delivery.sender.drain()
    monkeypatch.setattr(channel.ports.outbox, "sent", sent)
    channel.clock.move(datetime(2026, 4, 22, 7, 2, tzinfo=UTC))
    await channel.delivery.sender.drain()
    assert len(channel.server.posts) == 1
    assert channel.ports.outbox.totals().states == {MessageState.SENT: 1}


async def test_a_digest_that_was_given_up_is_told_again_by_the_next(channel):
    digest = await channel.digest()
    await channel.until("2026-04-22T06:59Z")
    channel.server.down, channel.server.readable = True, False
    await channel.until("2026-04-23T06:59Z")
    channel.server.down = False
    await channel.until("2026-04-23T08:00Z")
    pages = [
        channel.ports.outbox.body(channel.ports.outbox.get(post.key)).plain for post in channel.server.posts.values()
    ]
    assert sum("Crest Pro Alpha demos" in page for page in pages) == 1
    assert channel.ports.subscriptions.digest("discord:7", digest.number).mode is Mode.ACTIVE


async def test_old_messages_are_forgotten_and_their_bodies_with_them(channel):
    await channel.digest()
    await channel.until("2026-04-23T12:00Z")
    channel.clock.move(datetime(2026, 8, 23, 12, tzinfo=UTC))
    await channel.delivery.tidy()
    assert channel.ports.outbox.totals().states == {}
    assert channel.ports.outbox._db.read("SELECT count(*) AS n FROM bodies")[0]["n"] == 0


async def test_a_pause_until_a_day_ends_by_itself_and_then_tells_what_happened_meanwhile(channel):
    digest = await channel.digest()
    paused = replace(digest, mode=Mode.PAUSED, paused_until=datetime(2026, 4, 24, tzinfo=UTC))
    paused = replace(paused, next_at=resumes_at(paused, channel.clock.now()))
    await channel.ports.subscriptions.keep(paused, channel.clock.now())
    titles = await channel.until("2026-04-24T12:00Z")
    assert [title[:8] for title in titles] == ["24 07:00"]
    (post,) = channel.server.posts.values()
    page = channel.ports.outbox.body(channel.ports.outbox.get(post.key)).plain
    assert "Six names in the Codex dropdown" in page
    assert channel.ports.subscriptions.digest("discord:7", digest.number).mode is Mode.ACTIVE


async def test_after_a_clock_was_put_back_a_day_what_becomes_known_is_told_and_nothing_twice(channel):
    digest = await channel.digest(min_grade="SPECULATION", max_items=40)
    await channel.until("2026-04-22T07:30Z")
    channel.clock.move(datetime(2026, 4, 23, 7, 30, tzinfo=UTC))
    await channel.delivery.tick()
    posts = len(channel.server.posts)
    subscriptions = channel.ports.subscriptions
    positions = [subscriptions.position(name) for name in ("alerts", "corrections")]
    channel.clock.move(datetime(2026, 4, 22, 7, 31, tzinfo=UTC))
    await channel.delivery.tick()
    assert len(channel.server.posts) == posts
    assert [subscriptions.position(name) for name in ("alerts", "corrections")] == positions
    await channel.say('claimcheck add "Spud costs 7 dollars per million input tokens"', place=PLACE)
    await channel.delivery.tick()
    done = await channel.say("desk resolve CL-1000 outcome:true source:https://example.org/price", place=PLACE)
    assert done.outcome is Outcome.ANSWERED
    await channel.until("2026-04-24T07:30Z")
    keys = [post.key for post in channel.server.posts.values()]
    bodies = [channel.ports.outbox.body(channel.ports.outbox.get(key)).plain for key in keys]
    assert sum("costs 7 dollars" in body for body in bodies) == 1
    assert sum("Six names in the Codex dropdown" in body for body in bodies) == 1
    assert subscriptions.digest("discord:7", digest.number).told


async def test_a_subscription_that_cannot_be_read_costs_only_itself(channel):
    broken, whole = await channel.digest(), await channel.digest()
    await channel.ports.subscriptions._db.write(
        lambda db: db.execute("UPDATE subscriptions SET wish = '{' WHERE number = ?", [broken.number])
    )
    await channel.until("2026-04-22T12:00Z")
    assert [post.key.split("|")[2] for post in channel.server.posts.values()] == [whole.id]


async def test_a_broken_record_costs_its_section_and_is_said(channel, monkeypatch):
    def broken(*_: object) -> object:
        raise KeyError("a row nobody can read")

    monkeypatch.setattr(type(channel.ports.ledger), "events", broken)
    await channel.digest()
    await channel.until("2026-04-23T12:00Z")
    *_, post = channel.server.posts.values()
    page = channel.ports.outbox.body(channel.ports.outbox.get(post.key)).plain
    assert "the history has been unreadable" in page
    assert "a record of it is broken" in page


async def test_a_digest_of_somebody_who_was_forgotten_goes_on_and_ends_without_a_message_to_nobody(channel):
    digest = await channel.digest()
    await channel.ports.privacy.forget("discord:7", "discord:42")
    await channel.until("2026-04-22T12:00Z")
    assert len(channel.server.posts) == 1
    channel.server.gone.add(PLACE)
    await channel.until("2026-04-23T12:00Z")
    kept = channel.ports.subscriptions.digest("discord:7", digest.number)
    assert (kept.mode, kept.why) == (Mode.OFF, "the channel was deleted")
    assert channel.ports.outbox.totals().oldest is None
