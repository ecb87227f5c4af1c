"""Times as people type them into an option."""

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.time import (
    Prefer,
    TimeForm,
    UnreadTimeError,
    day_of,
    end_of_day,
    examples,
    format_day,
    parse_time,
)

TODAY = date(2026, 4, 21)  # a Tuesday
NOW = datetime(2026, 4, 21, 12, tzinfo=UTC)


def last_day(typed, now=NOW, zone="UTC"):
    return parse_time(typed, now, TimeForm.DEADLINE, Prefer.FUTURE, zone).day


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
        ("q1", "2027-03-31"),
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
    assert last_day(typed) == date.fromisoformat(last)


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
def test_what_is_no_time_is_refused_without_a_reason(typed):
    with pytest.raises(UnreadTimeError, match="not a time"):
        last_day(typed)


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
        ("Q7", "no quarter 7"),
        ("2027+", "no last day"),
        ("after May", "no last day"),
    ],
)
def test_a_day_that_does_not_exist_says_why(typed, why):
    with pytest.raises(UnreadTimeError, match=why):
        last_day(typed)


def test_today_is_the_readers_today():
    late = datetime(2026, 4, 21, 23, 30, tzinfo=UTC)
    assert last_day("today", late) == date(2026, 4, 21)
    assert last_day("today", late, "Asia/Tokyo") == date(2026, 4, 22)


def test_a_deadline_ends_at_midnight_in_new_york():
    assert end_of_day(date(2026, 4, 30)) == datetime(2026, 5, 1, 3, 59, 59, tzinfo=UTC)
    assert end_of_day(date(2026, 12, 31)) == datetime(2027, 1, 1, 4, 59, 59, tzinfo=UTC)
    assert day_of(end_of_day(date(2026, 4, 30))) == date(2026, 4, 30)


def test_dates_are_said_with_their_year_unless_it_is_this_one():
    assert format_day(date(2026, 4, 30), TODAY) == "30 Apr"
    assert format_day(date(2027, 4, 30), TODAY) == "30 Apr 2027"
    assert format_day(date(2026, 4, 30)) == "30 Apr 2026"


def test_every_example_it_offers_reads_back():
    for day in (TODAY, date(2026, 12, 31), date(2028, 2, 29), date(2099, 6, 1)):
        now = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        for accept in (TimeForm.DEADLINE, TimeForm.DAY, TimeForm.SPAN, TimeForm.MOMENT):
            for example in examples(now, accept):
                prefer = Prefer.PAST if accept is TimeForm.MOMENT else Prefer.FUTURE
                assert parse_time(example, now, accept, prefer)


@given(st.text(max_size=60))
def test_nothing_typed_breaks_the_grammar(typed):
    for accept in TimeForm:
        with suppress(UnreadTimeError):
            reading = parse_time(typed, NOW, accept)
            assert reading.first is None or reading.last is None or reading.first <= reading.last


@given(st.dates(date(2026, 1, 1), date(2099, 12, 31)))
def test_every_iso_day_and_its_words_read_back(day):
    for form in ("%Y-%m-%d", "%d %B %Y", "%b %d, %Y", "%m/%d/%Y", "%d.%m.%Y", "%A, %d %b %Y"):
        assert last_day(f"{day:{form}}") == day
