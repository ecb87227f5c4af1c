"""Dates as people type them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.time.dates import Deadline, NoSuchDayError, day_of, days_of, end_of_day, examples, said
from bot.messages.errors import BadArgument
from bot.messages.request import RequestContext

TODAY = date(2026, 4, 21)  # a Tuesday
NOW = datetime(2026, 4, 21, 12, tzinfo=UTC)


def asked(zone="UTC", now=NOW):
    return RequestContext("console:you", "console:local/here", now, now, zone=zone)


@pytest.mark.parametrize(
    ("typed", "last"),
    [
        ("30 Apr", "2026-04-30"),
        ("30 April 2026", "2026-04-30"),
        ("Apr 30th", "2026-04-30"),
        ("April 30, 2026", "2026-04-30"),
        ("the 30th of April", "2026-04-30"),
        ("by 30 Apr", "2026-04-30"),
        ("2026-04-30", "2026-04-30"),
        ("2026/4/30", "2026-04-30"),
        ("30.4.", "2026-04-30"),
        ("30.4.2026", "2026-04-30"),
        ("4/30", "2026-04-30"),
        ("30/4/2026", "2026-04-30"),
        ("２０２６-０４-３０", "2026-04-30"),
        ("end of Q2", "2026-06-30"),
        ("Q3", "2026-09-30"),
        ("q1", "2026-03-31"),
        ("H1 2027", "2027-06-30"),
        ("in 2 weeks", "2026-05-05"),
        ("in two weeks", "2026-05-05"),
        ("2w", "2026-05-05"),
        ("in 10 days", "2026-05-01"),
        ("in a month", "2026-05-21"),
        ("in a year", "2027-04-21"),
        ("tomorrow", "2026-04-22"),
        ("day after tomorrow", "2026-04-23"),
        ("today", "2026-04-21"),
        ("before May", "2026-04-30"),
        ("before 1 May", "2026-04-30"),
        ("before next week", "2026-04-26"),
        ("this week", "2026-04-26"),
        ("next week", "2026-05-03"),
        ("friday", "2026-04-24"),
        ("next friday", "2026-05-01"),
        ("next Tuesday", "2026-04-28"),
        ("by end of June", "2026-06-30"),
        ("mid April", "2026-04-20"),
        ("early May", "2026-05-10"),
        ("May", "2026-05-31"),
        ("June 2027", "2027-06-30"),
        ("end of the month", "2026-04-30"),
        ("next month", "2026-05-31"),
        ("this quarter", "2026-06-30"),
        ("EOY", "2026-12-31"),
        ("eom", "2026-04-30"),
        ("2027", "2027-12-31"),
        ("1 Jan", "2027-01-01"),
        ("29 Feb", "2028-02-29"),
        ("1 week ago", "2026-04-14"),
    ],
)
def test_a_phrase_is_the_last_day_it_covers(typed, last):
    span = days_of(typed, TODAY)
    assert span is not None
    assert span.last == date.fromisoformat(last)
    assert span.first <= span.last


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "end of quater",
        "🥔",
        '" OR 1=1 --',
        "NEAR(",
        "\ud800",
        "יום",
        "x" * 1_000_000,
        "0",
        "-1",
        "now()",
        "30 Foo",
        "Apri",
    ],
)
def test_what_is_no_date_is_said_to_be_none(typed):
    assert days_of(typed, TODAY) is None


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("31 Feb", "no 31 February"),
        ("2026-13-01", "no month 13"),
        ("30 Feb 2026", "no 30 February 2026"),
        ("31 Dec 9999", "9999"),
        ("9999", "9999"),
        ("year 9999", "9999"),
        ("12026-01-01", "12026"),
        ("in 9999 years", "12025"),
        ("in 9999 months", "outside"),
        ("4/5", "day/month or month/day"),
        ("Q7", "no Q7"),
    ],
)
def test_a_day_that_does_not_exist_says_why(typed, why):
    with pytest.raises(NoSuchDayError, match=why):
        days_of(typed, TODAY)


@pytest.mark.parametrize("typed", ["end of quater", "31 Feb", "31 Dec 9999", "z" * 200])
def test_a_refused_date_repeats_it_and_gives_three_examples(typed):
    with pytest.raises(BadArgument) as caught:
        Deadline.parse(typed, asked())
    assert typed[:20] in caught.value.what
    assert len(caught.value.what) < 200
    for example in examples(TODAY):
        assert example in str(caught.value.todo)


def test_today_is_the_readers_today():
    late = datetime(2026, 4, 21, 23, 30, tzinfo=UTC)
    assert Deadline.parse("today", asked("UTC", late)).day == date(2026, 4, 21)
    assert Deadline.parse("today", asked("Asia/Tokyo", late)).day == date(2026, 4, 22)


def test_a_deadline_ends_at_midnight_in_new_york_and_prints_as_a_date_that_cannot_shift():
    made = Deadline.parse("30 Apr", asked())
    assert made.at == datetime(2026, 5, 1, 3, 59, 59, tzinfo=UTC)
    assert str(made) == "2026-04-30"
    assert Deadline.parse(str(made), asked()).day == made.day
    assert day_of(made.at) == made.day
    assert end_of_day(date(2026, 12, 31)) == datetime(2027, 1, 1, 4, 59, 59, tzinfo=UTC)


def test_dates_are_said_with_their_year_unless_it_is_this_one():
    assert said(date(2026, 4, 30), TODAY) == "30 Apr"
    assert said(date(2027, 4, 30), TODAY) == "30 Apr 2027"
    assert said(date(2026, 4, 30)) == "30 Apr 2026"


def test_every_example_it_offers_reads_back():
    for day in (TODAY, date(2026, 12, 31), date(2028, 2, 29)):
        for example in examples(day):
            assert days_of(example, day) is not None


@given(st.text(max_size=60))
def test_nothing_typed_breaks_the_grammar(typed):
    try:
        span = days_of(typed, TODAY)
    except NoSuchDayError:
        return
    assert span is None or span.first <= span.last


@given(st.dates(date(2026, 1, 1), date(2099, 12, 31)))
def test_every_iso_day_and_its_words_read_back(day):
    assert days_of(day.isoformat(), TODAY).last == day
    assert days_of(f"{day.day} {day:%B} {day.year}", TODAY).last == day
