"""One tick of a clock that is ahead silences no digest and no alert once the clock is right."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.notify.digest_sections import ChangeKind
from bot.domain.source_state import SourceState
from bot.jobs.retention import RetentionJob
from bot.jobs.wiring import NotificationJobs
from bot.messages.reply import Reply
from bot.ports.notifications.outbox import MessageKind, MessageState, OutboxDraft, Post
from bot.ports.notifications.subscriptions import Mode, Note
from tests.jobs.channels import PLACE, AlertChannel, DigestChannel

AHEAD = [timedelta(days=400), timedelta(days=3)]
HOUR = timedelta(hours=1)


async def once_ahead(channel, by: timedelta, *, posted: bool = True, restarted: bool = False) -> None:
    """One tick of every job under a clock that is ahead; ``posted``: what it queues is posted at once, too."""
    right = channel.clock.now()
    channel.clock.move(right + by)
    if posted:
        await channel.delivery.tick()
    else:
        for job in channel.delivery.jobs():
            await job.run()
    channel.clock.move(right)
    if restarted:
        channel.delivery = NotificationJobs(channel.ports, channel.delivery.sender.posters)


@pytest.mark.parametrize(("posted", "restarted"), [(True, False), (False, True)])
@pytest.mark.parametrize("ahead", AHEAD)
async def test_digests(channel, ahead, *, posted, restarted):
    await channel.digest(min_grade="SPECULATION", max_items=40)
    await channel.until("2026-04-22T07:30Z")
    await channel.say('claimcheck add "Spud costs 7 dollars per million input tokens"', place=PLACE)
    await once_ahead(channel, ahead, posted=posted, restarted=restarted)
    before = len(channel.server.posts)
    await channel.until("2026-04-24T12:00Z")
    await channel.say('claimcheck add "Spud costs 8 dollars per million input tokens"', place=PLACE)
    titles = await channel.until("2026-04-28T12:00Z")
    # One run a local date: the one that was posted too early is not repeated, and what it lacked is told the day after.
    days = [day for day in range(23, 29) if day != 25 or not posted or ahead > timedelta(days=9)]
    assert [title[:8] for title in titles[before:]] == [f"{day:02d} 07:00" for day in days]
    sent = [message for message in _messages(channel) if message.state is MessageState.SENT]
    pages = [channel.ports.outbox.body(message).plain for message in sent]
    assert any("costs 7 dollars" in page for page in pages[before:])
    assert sum("costs 8 dollars" in page for page in pages) == 1
    assert not any("Could not be posted in time" in page for page in pages)


def _messages(channel):
    rows = channel.ports.outbox._db.read("SELECT key FROM outbox ORDER BY id")
    return [channel.ports.outbox.get(row["key"]) for row in rows]


async def test_a_paused_digest_stays_paused_and_runs_when_its_pause_ends(channel):
    digest = await channel.digest()
    until = datetime(2026, 4, 25, tzinfo=UTC)
    paused = replace(digest, mode=Mode.PAUSED, paused_until=until, next_at=digest.table.next_after(until).at)
    await channel.ports.subscriptions.keep(paused, channel.clock.now())
    await channel.delivery.tick()
    assert channel.ports.subscriptions.digest("discord:7", 1).next_at == datetime(2026, 4, 25, 7, tzinfo=UTC)
    titles = await channel.until("2026-04-26T12:00Z")
    assert [title[:8] for title in titles] == ["25 07:00", "26 07:00"]


@pytest.mark.parametrize("ahead", AHEAD)
async def test_an_alert_that_spoke_then_is_not_held_back_now(alerting, ahead):
    await alerting.alert(ChangeKind.ODDS, about=("openai/spud",))
    for cents in (70, 70):
        await alerting.price(cents)
    right = alerting.clock.now()
    alerting.clock.move(right + ahead)
    for cents in (85, 85):
        await alerting.price(cents)
    alerting.clock.move(right)
    for cents in (60, 60, 60):
        await alerting.price(cents)
    assert len(alerting.titles) == 2, alerting.titles


@pytest.mark.parametrize("ahead", AHEAD)
async def test_moves_of_prices(alerting, ahead):
    await alerting.alert(ChangeKind.ODDS, about=("openai/spud",))
    await alerting.price(70)
    right = alerting.clock.now()
    alerting.clock.move(right + ahead)
    await alerting.price(70)
    alerting.clock.move(right)
    await alerting.delivery.tick()
    for cents in (85, 85):
        await alerting.price(cents)
        await alerting.delivery.tick()
    assert any("70 %" in title and "85 %" in title for title in alerting.titles), alerting.titles


@pytest.mark.parametrize("ahead", AHEAD)
async def test_messages_that_wait_alerts_that_sleep_and_cards_that_are_corrected(alerting, ahead):
    ports, right = alerting.ports, alerting.clock.now()
    later = right + ahead
    await alerting.delivery.tick()
    draft = OutboxDraft("alert|1", PLACE, MessageKind.ALERT, Reply(title="Soon"), later, later + 6 * HOUR)
    await ports.outbox.add([draft], later)
    await ports.subscriptions.conclude(
        ("corrections", ports.subscriptions.position("corrections"), ports.subscriptions.position("corrections")),
        [Note("watch|x", "itself", "{}", tenant="discord:7", person="discord:42", again_at=later)], (), later,
    )  # fmt: skip
    card = Reply(title="“Spud is GPT-5.5”", shows=("CL-0002",), private=False)
    answered = await alerting.delivery.sender.posters["discord"].send(PLACE, card, "answer|1")
    await ports.outbox.remember(Post(PLACE, answered.message, card, "discord:42", later))
    alerting.delivery = NotificationJobs(ports, alerting.delivery.sender.posters)  # as after a start
    await alerting.delivery.tick()
    assert ports.outbox.get("alert|1").state is MessageState.SENT
    assert ports.subscriptions.waking(right) == {"watch|x"}
    await alerting.until("2026-04-24T12:00Z")
    assert any(post.edits for post in alerting.server.posts.values())


async def test_how_a_source_did_is_noted_again(alerting):
    sources, now = alerting.ports.sources, alerting.clock.now()
    await sources.note([SourceState("kalshi", now + AHEAD[0], now + AHEAD[0])])
    await sources.note([SourceState("kalshi", now, now)])
    assert sources.state("kalshi").tried_at == now
    await sources.note([SourceState("kalshi", now - timedelta(seconds=5), None, "down")])  # an older look, noted late
    assert sources.state("kalshi").tried_at == now


@pytest.mark.parametrize("ahead", [timedelta(days=400)])
async def test_nothing_is_erased_that_is_not_old(channel, ahead):
    ports, right = channel.ports, channel.clock.now()
    retention = RetentionJob(ports)
    await ports.tenants.choose("discord:7", "zone", "Europe/Berlin", "discord:1", right)
    await ports.privacy.left("discord:7", right)
    await retention.tick()
    channel.clock.move(right + ahead)
    for hour in range(3):
        channel.clock.move(right + ahead + HOUR * hour)
        assert await retention.tick() == 0
    channel.clock.move(right + HOUR)
    await retention.tick()
    assert ports.tenants.settings("discord:7").zone == "Europe/Berlin"
    for day in range(2, 33):
        channel.clock.move(right + timedelta(days=day))
        await retention.tick()
    assert ports.tenants.settings("discord:7").zone == "UTC"


async def test_after_a_month_off_what_is_due_is_erased_a_day_later(channel):
    ports, before = channel.ports, channel.clock.now()
    retention = RetentionJob(ports)
    await ports.tenants.choose("discord:7", "zone", "Europe/Berlin", "discord:1", before)
    await ports.privacy.left("discord:7", before)
    await retention.tick()
    erased = []
    for hours in (0, 1, 23, 24):
        channel.clock.move(before + timedelta(days=40, hours=hours))
        erased.append(await retention.tick() > 0)
    assert erased == [False, False, False, True]


@pytest.fixture
def channel(talk):
    return DigestChannel(talk("2026-04-21T12:00Z"))


@pytest.fixture
def alerting(talk):
    return AlertChannel(talk("2026-04-21T12:00Z"))
