"""The sender at its pace: under the platform's limit, urgent ones first, quiet while it is down."""

from __future__ import annotations

import asyncio
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from adapters.runtime.clock import StandingClock
from adapters.runtime.counted_poster import CountedPoster
from bot.jobs.outbox_worker import Sender
from bot.messages import words
from bot.messages.reply import Reply
from bot.notifications.posting_pace import BURST, LONGEST_PAUSE, ROW, PostingPace
from bot.ports.notifications.outbox import Delivered, DeliveryUnknown, MessageKind, MessageState, OutboxDraft, TryLater
from storage.sqlite import engine
from storage.sqlite.engine import Database
from tests.clocks import FakeClock
from tests.platforms import LikeDiscord, LikeSlack, Platform, Post, sender_of

NOON = datetime(2026, 4, 24, 12, tzinfo=UTC)


@pytest.fixture
def database(tmp_path):
    made = Database(tmp_path / "outbox.db")
    yield made
    made.close()


def draft(number: int, kind: MessageKind = MessageKind.DIGEST, place: str = "", **more: object) -> OutboxDraft:
    where = place or f"discord:{number}/1"
    return OutboxDraft(
        f"{kind}|{number}", where, kind, Reply(title=f"{kind} {number}"), NOON, NOON + timedelta(days=1), **more
    )


async def until(done) -> None:
    """Let the other tasks have their turns; no time passes but what they wait for."""
    while not done():  # noqa: ASYNC110 - there is nothing to wait for: the clock is ours
        await asyncio.sleep(0)


async def run_until(sender: Sender, done) -> None:
    task = asyncio.create_task(sender.run())
    await until(done)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_it_stays_under_the_platforms_limit_and_uses_nearly_all_of_it(database):
    clock = FakeClock(NOON)
    server = Platform(clock)
    sender = sender_of(database, clock, LikeDiscord(server))
    await sender.outbox.add([draft(number) for number in range(150)], NOON)
    await run_until(sender, lambda: len(server.posts) == 150)
    times = sorted(post.at for post in server.posts.values())
    busiest = max(sum(start <= at < start + timedelta(seconds=1) for at in times) for start in times)
    assert busiest <= 50
    assert (times[-1] - times[0]).total_seconds() < 150 / 50 / 0.95


async def test_the_pace_follows_a_platform_that_takes_more_after_the_start(database):
    clock = FakeClock(NOON)
    server = Platform(clock)
    poster = LikeDiscord(server, per_second=5)
    sender = sender_of(database, clock, CountedPoster(poster, lambda *_: None))
    await sender.outbox.add([draft(number) for number in range(100)], NOON)
    task = asyncio.create_task(sender.run())
    await until(lambda: len(server.posts) == 10)
    poster.per_second, since = 50, clock.now()
    await until(lambda: len(server.posts) == 100)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert clock.now() - since < timedelta(seconds=5)  # at five a second: 19


async def test_an_alert_overtakes_a_thousand_digests(database):
    clock = FakeClock(NOON)
    server = Platform(clock)
    sender = sender_of(database, clock, LikeDiscord(server))
    await sender.outbox.add([draft(number) for number in range(1000)], NOON)
    task = asyncio.create_task(sender.run())
    await until(lambda: len(server.posts) >= 20)
    asked = clock.now()
    await sender.outbox.add([draft(1, MessageKind.ALERT, "discord:a/1")], asked)
    sender.nudge()

    def alerts() -> list[Post]:
        return [post for post in server.posts.values() if post.title.startswith("alert")]

    await until(alerts)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert alerts()[0].at - asked < timedelta(seconds=0.3)
    assert len(server.posts) < 100


async def test_one_bad_message_does_not_stop_the_others(database):
    clock = FakeClock(NOON)
    server = Platform(clock)

    class Odd(LikeDiscord):
        async def send(self, place, reply, key, deadline=15.0):
            if key == "digest|0":
                raise RuntimeError("a fault of ours")
            return await super().send(place, reply, key, deadline)

    sender = sender_of(database, clock, Odd(server))
    await sender.outbox.add([draft(number) for number in range(5)], NOON)
    await run_until(sender, lambda: len(server.posts) == 4)
    assert sender.outbox.get("digest|0").state is MessageState.SENDING  # its lease decides


async def test_a_store_that_another_process_holds_stops_no_sender_and_is_logged_once(database, monkeypatch, caplog):
    monkeypatch.setattr(engine, "BUSY_MS", 5)
    clock = FakeClock(NOON)
    server = Platform(clock)
    sender = sender_of(database, clock, LikeDiscord(server))
    await sender.outbox.add([draft(1)], NOON)
    database.close()  # opened again by the next write, which waits that short a time
    holder = sqlite3.connect(database.path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    task = asyncio.create_task(sender.run())
    await until(lambda: clock.now() - NOON > timedelta(minutes=1) or task.done())
    assert not task.done()
    assert server.posts == {}
    holder.execute("ROLLBACK")
    holder.close()
    await until(lambda: server.posts)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    said = [record.message for record in caplog.records if record.name == "bot.jobs.outbox_worker"]
    assert said == ["posting waits for the store"]
    assert clock.now() - NOON < timedelta(minutes=2)


async def test_a_claim_that_was_lost_is_not_posted(database):
    clock = StandingClock(NOON)
    server = Platform(clock)
    sender = sender_of(database, clock, LikeDiscord(server))
    await sender.outbox.add([draft(1)], NOON)
    (mine,) = await sender.outbox.claim("slow", ["discord"], NOON, 1)
    clock.move(NOON + timedelta(seconds=61))
    await sender.outbox.claim("other", ["discord"], clock.now(), 1)
    await sender.attempt(mine)
    assert server.posts == {}


async def test_what_nobody_can_find_out_about_is_given_up_after_three_copies(database):
    clock = StandingClock(NOON)
    server = Platform(clock, readable=False)
    sender = sender_of(database, clock, LikeSlack(server, remembers=0.0))
    await sender.outbox.add([draft(1, MessageKind.ALERT, "slack:T1/C1")], NOON)
    for _ in range(8):
        server.fault = "time-out, taken"
        await sender.drain()
        clock.move(clock.now() + timedelta(hours=1))
    assert sender.outbox.get("alert|1").state is MessageState.DEAD
    assert [post.note for post in server.posts.values()] == ["", words.SENT_AGAIN, words.SENT_AGAIN]


async def test_a_correction_that_is_a_message_of_its_own_is_sent_three_times_at_most(database):
    """Where it replaces the card it is repeated until its deadline."""
    clock = StandingClock(NOON)
    tried = []

    class Separate(LikeDiscord):
        async def edit(self, place, message, reply, key, deadline=15.0):
            tried.append(clock.now() - NOON)
            return DeliveryUnknown("It did not answer.", copies=True)

    sender = sender_of(database, clock, Separate(Platform(clock)))
    card = replace(draft(1, place="discord:7/1"), reply=Reply(title="x", shows=("CL-0001",)))
    await sender.outbox.add([card], NOON)
    await sender.drain()
    await sender.outbox.add([draft(2, MessageKind.CORRECTION, "discord:7/1", edits=card.key)], NOON)
    for minute in range(60):
        clock.move(NOON + timedelta(minutes=minute))
        await sender.drain()
    assert tried == [timedelta(minutes=minute) for minute in (0, 1, 3)]
    assert sender.outbox.get("correction|2").state is MessageState.DEAD


@pytest.mark.parametrize(("found_in_time", "ends"), [(True, MessageState.SENT), (False, MessageState.DEAD)])
async def test_what_may_have_been_posted_before_its_alert_ended_is_neither_withdrawn_nor_posted_again(
    database, found_in_time, ends
):
    clock = StandingClock(NOON)
    server = Platform(clock, readable=False)
    server.fault = "time-out, taken"
    sender = sender_of(database, clock, LikeDiscord(server))
    await sender.outbox.add([draft(1, MessageKind.ALERT)], NOON)
    await sender.drain()
    database.write_now(
        lambda db: db.execute("UPDATE outbox SET subscription = 'discord:1|AL-09'")
    )  # of no row: it ended
    for hours in range(1, 30):
        clock.move(NOON + timedelta(hours=hours))
        server.readable = found_in_time and hours > 2
        await sender.drain()
    assert sender.outbox.get("alert|1").state is ends
    assert len(server.posts) == 1


def test_a_platform_that_fails_eight_times_in_a_row_is_left_alone_for_a_while():
    pace = PostingPace(50)
    assert pace.free(NOON) == BURST
    for _ in range(ROW - 1):
        pace.record(DeliveryUnknown("500"), NOON)
    assert pace.free(NOON) == BURST
    pace.record(TryLater(1), NOON)
    assert (pace.free(NOON), pace.wait(NOON)) == (0, 4.0)
    assert pace.free(NOON + timedelta(seconds=5)) > 0
    for _ in range(20):
        pace.record(DeliveryUnknown("500"), NOON)
    assert pace.wait(NOON) == LONGEST_PAUSE.total_seconds()
    pace.record(Delivered("m"), NOON)
    assert pace.wait(NOON) == 0


def test_the_pace_is_even():
    pace = PostingPace(10)
    pace.take(pace.free(NOON), NOON)
    assert pace.free(NOON) == 0
    assert 0 < pace.wait(NOON) < 0.2
    assert pace.free(NOON + timedelta(seconds=10)) == BURST
