"""Options that take a time: what each makes of a phrase, and how a refusal reads."""

from datetime import UTC, date, datetime

import pytest

from bot.dispatch.date_arguments import Deadline, Since, parse_day, parse_moment
from bot.domain.time import examples
from bot.messages.errors import BadArgument
from bot.messages.request import RequestContext

NOW = datetime(2026, 4, 21, 12, tzinfo=UTC)


def asked(zone="UTC"):
    return RequestContext("console:you", "console:local/here", NOW, NOW, zone=zone)


@pytest.mark.parametrize("typed", ["end of quater", "31 Feb", "31 Dec 9999", "z" * 200, "2027 or later"])
def test_a_refused_date_repeats_it_and_gives_three_examples(typed):
    with pytest.raises(BadArgument) as caught:
        Deadline.parse(typed, asked())
    assert typed[:20] in caught.value.what
    assert len(caught.value.what) < 200
    for example in examples(NOW):
        assert example in str(caught.value.todo)


def test_a_deadline_prints_as_a_date_that_cannot_shift():
    made = Deadline.parse("30 Apr", asked())
    assert made.at == datetime(2026, 5, 1, 3, 59, 59, tzinfo=UTC)
    assert str(made) == "2026-04-30"
    assert Deadline.parse(str(made), asked()).day == made.day


def test_a_deadline_says_how_it_read_what_can_be_read_two_ways():
    assert Deadline.parse("5/1", asked()).note == "“5/1” is read as month/day: 1 May"
    assert Deadline.parse("1 March", asked()).note == "“1 March” is read as 1 Mar 2027"
    assert Deadline.parse("30 Apr", asked()).note == ""


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("now", "2026-04-21T12:00Z"),
        ("2 weeks ago", "2026-04-07T21:59:59Z"),
        ("2 hours ago", "2026-04-21T10:00Z"),
        ("21 Dec", "2025-12-21T22:59:59Z"),
        ("last week", "2026-04-19T21:59:59Z"),
        ("this week", "2026-04-21T21:59:59Z"),
        ("March", "2026-03-31T21:59:59Z"),
        ("yesterday 14:05", "2026-04-20T12:05Z"),
        ("Apr 20 2026 11:59 PM ET", "2026-04-21T03:59Z"),
        ("2026-04-20T10:00Z", "2026-04-20T10:00Z"),
        ("2026-04-20 10:00 UTC", "2026-04-20T10:00Z"),
        ("<t:1776600000:R>", "2026-04-19T12:00Z"),
    ],
)
def test_a_moment_is_on_the_readers_clock_and_of_a_day_its_end(typed, moment):
    assert parse_moment(typed, NOW, "Europe/Berlin") == datetime.fromisoformat(moment)


def test_a_day_is_one_day():
    assert parse_day("last Tuesday", NOW, "UTC") == date(2026, 4, 14)
    with pytest.raises(BadArgument, match="30 days"):
        parse_day("June", NOW, "UTC")


def test_since_begins_where_the_phrase_begins():
    assert Since.parse("last week", asked()).at == datetime(2026, 4, 13, tzinfo=UTC)
    assert Since.parse("yesterday", asked("Asia/Tokyo")).at == datetime(2026, 4, 19, 15, tzinfo=UTC)
    moment = Since.parse("2026-04-20T10:00Z", asked())
    assert Since.parse(str(moment), asked()) == moment
