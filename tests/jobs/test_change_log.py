"""Nothing that changed is lost, whatever falls between two looks; and each is told to whom it is for."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from bot import ledger
from bot.commands.catchup import BEGINS, UNFINISHED
from bot.domain.catalogs.listings import Listing, Snapshot
from bot.domain.notify.change_log import ChangeRow
from bot.domain.notify.changes import Change
from bot.domain.notify.digest_sections import ChangeKind
from bot.jobs.list_poll import take
from bot.notifications.change_recorder import LONG, record_changes
from bot.ports.changes import ChangeBatch, ChangeMark, LogFilter
from bot.queries.changes.change_feed import read
from bot.queries.time_range import TimeRange
from storage import STORES
from storage.changes import touch
from tests.jobs.channels import PLACE, AlertChannel

OTHERS = tuple(Listing(f"someone/else-{number}", context=1_000, price_in=1.0, price_out=2.0) for number in range(40))
STEALTH = Listing("stealth/lantern-alpha", name="Lantern Alpha", context=256_000, price_in=0.0, price_out=0.0)


@pytest.fixture
def channel(talk):
    return AlertChannel(talk("2026-06-09T12:00Z", recorded="2026-06-01T12:00Z"))


async def shows(channel, *listings: Listing, at: datetime | None = None) -> None:
    """A public list is read; the reading may be older than the moment it is written down."""
    snapshot = Snapshot("openrouter", at or channel.clock.now(), (*OTHERS, *listings))
    await take(channel.ports.listings, snapshot, "https://openrouter.example/models")


def later(channel, **by: float) -> None:
    channel.clock.move(channel.clock.now() + timedelta(**by))


async def test_an_alert_look_between_the_answer_and_its_write_loses_nothing(channel):
    await shows(channel)
    await channel.alert(ChangeKind.SIGHTING)
    later(channel, minutes=30)
    answered = channel.clock.now()
    later(channel, seconds=1)
    await channel.delivery.tick()  # looks after the time stamp and before the write
    later(channel, seconds=1)
    await shows(channel, STEALTH, at=answered)
    await channel.until("2026-06-09T14:00Z")
    assert [title for title in channel.titles if "lantern-alpha" in title.casefold()]


async def test_those_who_ask_at_once_all_wait_for_one_look(channel):
    ports, now = channel.ports, channel.clock.now()
    assert ports.changes.due(now, 1)

    async def asked() -> int:
        count = await record_changes(ports, now)
        assert not ports.changes.due(now, 1)
        return count

    counts = await asyncio.gather(*(asked() for _ in range(8)))
    assert sorted(counts)[:7] == [0] * 7
    assert max(counts) > 0


async def test_a_watched_label_is_told_of_its_sighting_and_of_its_name(channel):
    await shows(channel)
    await channel.say("checkpoint watch lantern-alpha", actor="discord:ben", place=PLACE)
    await channel.delivery.tick()
    later(channel, hours=1)
    await shows(channel, STEALTH)
    await channel.until("2026-06-09T14:00Z")
    mine = [post.title for post in channel.server.posts.values() if post.place == "discord:@ben"]
    assert len(mine) == 1
    assert "lantern-alpha" in mine[0].casefold()
    named = Listing("google/gemini-4-pro", name="Gemini 4 Pro (was lantern-alpha)", context=256_000, price_in=1.0)
    for _ in range(3):
        later(channel, hours=2)
        await shows(channel, named)
    await channel.delivery.tick()
    mine = [post.title for post in channel.server.posts.values() if post.place == "discord:@ben"]
    assert len(mine) >= 2


async def test_a_flood_of_rows_between_two_looks_hides_nothing_that_came_before_it(channel):
    await shows(channel)
    await channel.alert(ChangeKind.SIGHTING)
    later(channel, hours=1)
    await shows(channel, STEALTH)
    now = channel.clock.now()
    await record_changes(channel.ports, now)
    kind, about = ChangeKind.LIMIT, ("zai/glm-6",)
    flood = [
        ChangeRow(Change(f"limit|list/{n}|{n}", kind, f"list/{n}", about, "A list", "", f"{n}", now))
        for n in range(4_100)
    ]
    await channel.ports.changes.append(ChangeBatch(flood), now)
    await channel.until("2026-06-09T17:00Z")
    assert [title for title in channel.titles if "lantern-alpha" in title.casefold()]
    assert channel.ports.subscriptions.position("alerts") == f"{channel.ports.changes.head()}"


async def test_what_a_tenant_filed_changes_what_that_tenant_is_told_and_nobody_else(channel):
    ports = channel.ports
    await record_changes(ports, channel.clock.now())
    head = ports.changes.head()
    later(channel, hours=1)
    await channel.say("desk resolve CL-0003 outcome:mixed source:https://example.org/a", place=PLACE)
    await record_changes(ports, channel.clock.now())
    told = [row.change.ref for row in ports.changes.read(LogFilter("discord:7", after=head))]
    assert told == ["CL-0003"]
    assert ports.changes.read(LogFilter("discord:8", after=head)) == ()
    assert ports.changes.read(LogFilter("", after=head)) == ()
    assert ports.changes.tenants() == {"discord:7"}


async def test_looking_again_writes_nothing_and_two_that_look_at_once_write_once(channel):
    ports, now = channel.ports, channel.clock.now()
    assert await record_changes(ports, now)
    head = ports.changes.head()
    later(channel, hours=1)
    await channel.say("desk resolve CL-0003 outcome:mixed source:https://example.org/a", place=PLACE)
    marks = ports.changes.due(channel.clock.now())
    assert await record_changes(ports, channel.clock.now()) == 1
    assert await record_changes(ports, channel.clock.now()) == 0
    assert ports.changes.head() == head + 1
    assert not await ports.changes.append(ChangeBatch(done=marks), channel.clock.now())


async def test_a_ledger_that_is_loaded_again_tells_nothing_twice(channel):
    ports, now = channel.ports, channel.clock.now()
    await record_changes(ports, now)
    head, database = ports.changes.head(), ports.changes._db
    for name in STORES:
        if hasattr(getattr(ports, name), "load"):
            await database.write(lambda db, kind=name: getattr(ports, kind).load(db, ledger.tables()))
    assert ports.changes.due(now)
    later(channel, minutes=1)
    assert await record_changes(ports, channel.clock.now()) == 0
    assert ports.changes.head() == head
    span = TimeRange(now - timedelta(days=60), now)
    assert read(ports, span).changes


async def much_to_look_at(channel, count: int) -> None:
    """Mark so many things that may have changed."""
    marks = [ChangeMark("", "retirement", f"lab/model-{number}", channel.clock.now()) for number in range(count)]
    await channel.ports.changes._db.write(lambda db: touch(db, marks))


async def test_who_asks_during_a_long_look_gets_what_is_recorded_and_is_told_that_it_is_a_part(channel):
    ports, now = channel.ports, channel.clock.now()
    await record_changes(ports, now)
    await much_to_look_at(channel, LONG + 1)
    async with ports.changes.looking:  # a job's, after the first start
        early = await channel.say("catchup")
    assert UNFINISHED in early.plain
    assert early.note == ""
    assert ports.changes.waiting(now) == LONG + 1
    whole = await channel.say("catchup")
    assert ports.changes.waiting(now) == 0
    assert whole.title == early.title, "the first look did not count"
    assert UNFINISHED not in whole.plain
    assert whole.note == BEGINS


async def test_a_long_look_tells_how_far_it_is(channel):
    ports, now, told = channel.ports, channel.clock.now(), []
    await record_changes(ports, now)
    ports.changes.progress = lambda done, of: told.append((done, of))
    await much_to_look_at(channel, 250)
    await record_changes(ports, now)
    assert told == [(100, 250), (200, 250), (250, 250)]
    await much_to_look_at(channel, 3)
    await record_changes(ports, now)
    assert len(told) == 3, "a short one is not worth a word"
