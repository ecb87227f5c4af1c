"""The feed's own promises; what it tells of Spud is told in the demo's days."""

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.notify.digest import DigestFilter, DigestPlace, DigestRun, IfQuiet, decide, select
from bot.domain.notify.digest_sections import ChangeKind
from bot.messages.errors import StoreBusy
from bot.notifications.change_recorder import record_changes
from bot.notifications.digest_builder import sections_of
from bot.queries.changes import change_feed
from bot.queries.changes.change_feed import read
from bot.queries.time_range import TimeRange

START = datetime(2026, 4, 20, 12, tzinfo=UTC)


@pytest.fixture
def recorded(talk):
    """Ports whose changes are recorded up to 26 April, which the spans only read."""
    ports = talk("2026-04-26T12:00Z").ports
    asyncio.run(record_changes(ports, ports.clock.now()))
    return ports


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.lists(st.integers(1, 119), max_size=4, unique=True))
def test_cut_anywhere_two_spans_tell_no_release_or_sighting_twice_and_lose_none(recorded, cuts):
    edges = [0, *sorted(cuts), 120]
    moments = [START + timedelta(hours=edge) for edge in edges]
    kinds = (ChangeKind.RELEASE, ChangeKind.SIGHTING, ChangeKind.REVEAL)

    def told(since, until):
        changes = read(recorded, TimeRange(since, until), ("openai/spud",)).changes
        return [change.title for change in changes if change.kind in kinds and not change.before]

    pieces = [title for since, until in pairwise(moments) for title in told(since, until)]
    whole = told(moments[0], moments[-1])
    assert sorted(set(pieces)) == sorted(set(whole))
    assert whole


async def test_nothing_is_told_before_it_was_known(talk):
    ports = talk("2026-04-26T12:00Z").ports
    assert await record_changes(ports, ports.clock.now())
    for day in range(6):
        until = START + timedelta(days=day)
        changes = read(ports, TimeRange(until - timedelta(days=1), until)).changes
        assert all(change.at <= until for change in changes)


async def test_what_cannot_be_looked_at_costs_its_lines_is_named_as_trouble_and_is_told_later(talk, monkeypatch):
    chat = talk("2026-04-24T12:00Z")
    ports, market = chat.ports, type(chat.ports.markets).market

    def broken(*_: object) -> None:
        raise StoreBusy

    monkeypatch.setattr(type(ports.markets), "market", broken)
    await record_changes(ports, ports.clock.now())
    part = read(ports, TimeRange(START, ports.clock.now()), ("openai/spud",))
    assert [source.name for source in part.sources if source.trouble] == ["the record of markets"]
    on = DigestRun("x", "UTC", START, ports.clock.now(), ports.clock.now())
    assert decide(select([], DigestFilter(), DigestPlace()), part.sources, DigestFilter(if_quiet=IfQuiet.SKIP), on).send
    monkeypatch.setattr(type(ports.markets), "market", market)
    chat.at("2026-04-24T12:05Z")
    await record_changes(ports, ports.clock.now())
    whole = read(ports, TimeRange(START, ports.clock.now()), ("openai/spud",))
    told = {change.id for change in part.changes}
    assert {change.kind for change in whole.changes if change.id not in told} == {ChangeKind.ODDS}
    assert not [source.name for source in whole.sources if source.trouble]


def test_who_follows_a_codename_follows_what_it_may_be(talk):
    ports = talk().ports
    span = TimeRange(START, ports.clock.now())
    assert set(change_feed.same_as(ports, span.after, ("openai/spud",))) >= {"openai/spud", "openai/gpt-5.5"}


def test_a_subject_nobody_listed_is_followed_all_the_same(talk):
    assert read(talk().ports, TimeRange(START, START + timedelta(days=1)), ("lab/unheard-of",)).changes == ()


async def test_a_name_that_was_revealed_is_news(talk):
    ports = talk("2026-04-22T12:00Z").ports
    await record_changes(ports, ports.clock.now())
    changes = read(ports, TimeRange(START, ports.clock.now())).changes
    revealed = [change for change in changes if change.kind is ChangeKind.REVEAL and "elephant-alpha" in change.title]
    assert [change.after for change in revealed] == ["it was Ling-2.6-flash"]


@pytest.mark.parametrize(
    ("text", "count"), [("", 9), ("all", 9), ("sightings", 2), ("odds, checklist", 3), ("five waits", 2), ("grade", 2)]
)
def test_sections_are_named_by_their_words_and_corrections_are_always_among_them(text, count):
    assert len(sections_of(text)) == count


@pytest.mark.parametrize("since", ["2026-04-14T12:00Z", "2026-04-18T00:00Z", "2026-04-20T12:00Z"])
async def test_a_change_is_the_same_change_in_every_span_that_holds_it(talk, since):
    chat = talk("2026-04-22T12:00Z")
    await record_changes(chat.ports, chat.clock.now())
    ids = set()
    for until in ("2026-04-21T12:00Z", "2026-04-21T17:30Z", "2026-04-22T09:00Z"):
        span = TimeRange(datetime.fromisoformat(since), datetime.fromisoformat(until))
        ids |= {change.id for change in read(chat.ports, span).changes if change.ref == "CL-0007"}
    assert len(ids) == 1, ids


async def test_a_move_of_a_price_is_dated_by_its_reading_and_not_by_the_question(talk):
    ports = talk().ports
    await record_changes(ports, ports.clock.now())
    span = TimeRange(datetime(2026, 4, 20, 12, tzinfo=UTC), datetime(2026, 4, 21, 12, tzinfo=UTC))
    (move,) = (change for change in read(ports, span, ("openai/spud",)).changes if change.kind is ChangeKind.ODDS)
    assert (move.before, move.after, move.at) == ("85 %", "74 %", datetime(2026, 4, 21, 11, 0, 55, tzinfo=UTC))
