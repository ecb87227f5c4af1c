"""What was queued for somebody who then ended it: taken back where that can be done."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.domain.notify.alerts import AlertSubscription
from bot.domain.notify.digest_sections import ChangeKind
from bot.domain.notify.timetable import QuietHours
from bot.jobs.digest_job import resumes_at
from bot.messages.request import View
from bot.ports.notifications.outbox import MessageState
from bot.ports.notifications.subscriptions import Alert, Mode
from tests.jobs.channels import AlertChannel, DigestChannel

SLACK = "slack:T1/C2"


@pytest.fixture
def channel(talk):
    return DigestChannel(talk("2026-04-21T12:00Z"))


async def at(channel, *clocks: str) -> None:
    """The jobs at these times of 22 April (UTC); the digest is due at 07:00."""
    for clock in clocks:
        hour, minute = clock.split(":")
        channel.clock.move(datetime(2026, 4, 22, int(hour), int(minute), tzinfo=UTC))
        await channel.delivery.tick()


async def become(channel, digest, mode: Mode) -> None:
    now = channel.clock.now()
    kept = channel.ports.subscriptions.digest(digest.tenant, digest.number)
    changed = replace(kept, mode=mode)
    await channel.ports.subscriptions.keep(replace(changed, next_at=resumes_at(changed, now)), now)


def states(channel, digest) -> list[MessageState]:
    return [message.state for message in channel.ports.outbox.recent(digest.key)]


@pytest.mark.parametrize("place", ["discord:7/9", SLACK])
@pytest.mark.parametrize("mode", [Mode.DELETED, Mode.PAUSED, Mode.OFF])
async def test_what_is_queued_is_taken_back_when_its_digest_is_ended(channel, mode, place):
    digest = await channel.digest(place=place)
    channel.server.fault = "too many requests"
    await at(channel, "7:00")
    assert states(channel, digest) == [MessageState.READY]
    await become(channel, digest, mode)
    await at(channel, "7:01", "9:00")
    assert channel.server.posts == {}
    assert states(channel, digest) == [MessageState.WITHDRAWN]
    assert channel.ports.outbox.missed([place], datetime(2026, 4, 21, tzinfo=UTC)) == {}


async def test_an_alert_that_waited_for_a_platform_is_not_posted_after_it_was_removed(channel):
    now = channel.clock.now()
    place = "discord:7/9"
    alert = Alert(
        number=1,
        tenant="discord:7",
        place=place,
        owner="discord:42",
        wish=AlertSubscription(ChangeKind.RELEASE, ("openai/gpt-5.5",)),
        made_at=now,
    )
    await channel.ports.subscriptions.keep(alert, now)
    channel.server.down = True
    await channel.until("2026-04-23T19:00Z")
    assert channel.ports.outbox.recent(alert.key)[0].state is MessageState.AMBIGUOUS
    kept = channel.ports.subscriptions.alert("discord:7", 1)
    await channel.ports.subscriptions.keep(replace(kept, mode=Mode.DELETED), channel.clock.now())
    channel.server.down = False
    await channel.until("2026-04-24T03:00Z")
    assert not channel.server.posts
    assert channel.ports.outbox.recent(alert.key)[0].state is MessageState.WITHDRAWN


async def test_a_pause_that_is_over_holds_nothing_back(channel):
    digest = await channel.digest()
    until = datetime(2026, 4, 22, 3, tzinfo=UTC)
    paused = replace(digest, mode=Mode.PAUSED, paused_until=until)
    await channel.ports.subscriptions.keep(paused, channel.clock.now())
    assert channel.ports.subscriptions.mode(digest.key, until - timedelta(seconds=1)) is Mode.PAUSED
    assert channel.ports.subscriptions.mode(digest.key, until) is Mode.ACTIVE
    assert channel.ports.subscriptions.mode("discord:7|DG-99", until) is Mode.DELETED
    assert channel.ports.subscriptions.mode("watch|discord:7|discord:42|MK-0001", until) is None


async def test_what_an_alert_holds_back_is_not_told_once_its_part_is_switched_off(talk):
    channel = AlertChannel(talk("2026-04-23T12:00Z"))
    quiet = QuietHours(time(11), time(16), "UTC")
    await channel.alert(ChangeKind.ODDS, about=("openai/spud",), threshold=5, quiet=quiet)
    for cents in (70, 70, 77, 77):
        await channel.price(cents)
    await channel.say("spudwatch-admin switch part:odds on:no", place="discord:7/9")
    assert not [title for title in await channel.until("2026-04-23T17:00Z") if "Spud by" in title]
    await channel.say("spudwatch-admin switch part:odds on:yes", place="discord:7/9")
    assert not [title for title in await channel.until("2026-04-23T18:00Z") if "Spud by" in title]


@pytest.mark.parametrize(("part", "posted"), [("odds", 0), ("real money", 0), ("checkpoint", 1), ("", 1)])
async def test_a_queued_alert_is_not_posted_once_its_part_is_switched_off(talk, part, posted):
    channel = AlertChannel(talk("2026-04-23T12:00Z"))
    await channel.alert(ChangeKind.ODDS, about=("openai/spud",), threshold=5)
    for cents in (70, 70, 77):
        await channel.price(cents)
    channel.server.fault = "too many requests"
    await channel.price(77)
    assert channel.titles == []
    if part:
        await channel.say(f'spudwatch-admin switch part:"{part}" on:no', place="discord:7/9")
    titles = await channel.until("2026-04-23T12:40Z")
    assert len([title for title in titles if "Spud by" in title]) == posted


@pytest.mark.parametrize(
    ("part", "told"), [("real money", {"manifold"}), ("venue links", {"manifold", "polymarket"}), ("odds", set())]
)
async def test_of_a_queued_alert_only_what_is_switched_off_is_left_out(talk, part, told):
    channel = AlertChannel(talk("2026-04-23T12:00Z"))
    venues = ("polymarket", "manifold")
    await channel.alert(ChangeKind.ODDS, about=("openai/spud",), threshold=5)
    for cents in (70, 70, 77):
        await channel.price(cents, *venues)
    channel.server.fault = "too many requests"
    await channel.price(77, *venues)
    assert channel.titles == []
    await channel.say(f'spudwatch-admin switch part:"{part}" on:no', place="discord:7/9")
    await channel.until("2026-04-23T13:30Z")
    known = {
        one.id: one.venue for one in channel.ports.markets.of_subject("openai/spud", View("", channel.clock.now()))
    }
    pages = [page for number in range(len(channel.titles)) if "Spud by" in (page := channel.page(number)).plain]
    assert {known[ref] for page in pages for ref in page.shows} == told
    assert len(pages) == bool(told)
    assert ("example.org" in "".join(page.plain for page in pages)) is (part == "real money")
