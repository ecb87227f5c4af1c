"""The same phrase gives the same day wherever it is read: options, market questions, sentences, reports."""

import tomllib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.commands.checkpoint._reports import whereabouts
from bot.dispatch.date_arguments import Deadline, parse_moment
from bot.domain.markets.deadlines import read_rung
from bot.domain.time import Prefer, TimeForm, TimeRole, find_durations, find_times, parse_time
from bot.domain.time.schedule import find_clock, find_weekdays
from bot.messages.request import RequestContext

NOW = datetime(2026, 4, 21, 12, tzinfo=UTC)
CTX = RequestContext("console:you", "console:local/here", NOW, NOW, zone="UTC")
PHRASES = tomllib.loads(Path(__file__).with_name("deadlines.toml").read_text("utf-8"))
LED = ("in ", "from ", "between ")


@pytest.mark.parametrize(
    ("text", "clock", "days"),
    [
        ("post it on mondays and thu at 9 pm", "9 pm", "mondays and thu"),
        ("a recap every weekday at half past six", "half past six", "weekday"),
        ("tues-fri 18h berlin", "18h", "tues-fri"),
        ("gpt-6 digest mon to wed 9:00", "9:00", "mon to wed"),
        ("weekly on fridays at nine", "nine", "fridays"),
        ("DG-01 to 7:15 tokyo", "7:15", None),
        ("the first of may at 5", "5", None),
        ("version 4 of grok 4 at 5%", None, None),
        ("every other day", None, "day"),
        ("wedding on sunshine", None, None),
    ],
)
def test_a_time_of_day_and_weekdays_are_found_in_a_sentence(text, clock, days):
    at, on = find_clock(text), find_weekdays(text)
    assert (text[at] if at else None, text[on] if on else None) == (clock, days)


def in_a_sentence(phrase):
    """Put the phrase behind "by", unless it brings a preposition of its own."""
    if find_durations(phrase):
        return f"in {phrase}"
    role = parse_time(phrase, NOW, TimeForm.SPAN).mention.role
    own = phrase.startswith((*LED, "by ")) or role not in (TimeRole.NONE, TimeRole.BY)
    own = own or phrase.endswith(("earlier", "latest")) or phrase.startswith(("no ", "not ", "on or"))
    return phrase if own else f"by {phrase}"


def readings(phrase):
    """Return the last day of a phrase as every caller reads it."""
    led = in_a_sentence(phrase)
    reading = parse_time(phrase, NOW, TimeForm.DEADLINE, Prefer.FUTURE)
    (mention,) = find_times(f"Spud will be released {led}.", NOW, UTC)
    return {
        "option": reading.day,
        "by": Deadline.parse(phrase, CTX).day,
        "moment": reading.day if reading.mention.moment else parse_moment(phrase, NOW, "UTC", Prefer.FUTURE).date(),
        "sentence": mention.deadline,
        "market": read_rung(f"Will Spud be released {led}?", "", None, seen=NOW).last,
    }


def test_there_are_at_least_150_phrases():
    assert len(PHRASES) >= 150


@pytest.mark.parametrize("phrase", PHRASES)
def test_every_caller_reads_the_same_day(phrase):
    assert set(readings(phrase).values()) == {PHRASES[phrase]}, readings(phrase)


@pytest.mark.parametrize(
    ("phrase", "day"),
    [
        ("yesterday", "2026-04-20"),
        ("last Tuesday", "2026-04-14"),
        ("last Friday", "2026-04-17"),
        ("2 weeks ago", "2026-04-07"),
        ("3 days ago", "2026-04-18"),
        ("a month ago", "2026-03-21"),
        ("21 Dec", "2025-12-21"),
        ("Mar 3", "2026-03-03"),
        ("4/20", "2026-04-20"),
        ("the 20th", "2026-04-20"),
        ("Monday", "2026-04-20"),
        ("2026-04-19", "2026-04-19"),
        ("day before yesterday", "2026-04-19"),
        ("last Christmas", "2025-12-25"),
    ],
)
def test_every_caller_reads_the_same_day_of_the_past(phrase, day):
    (mention,) = find_times(f"Spud was released on {phrase}.", NOW, UTC)
    read = {
        "option": parse_time(phrase, NOW, TimeForm.DAY, Prefer.PAST).day,
        "moment": parse_moment(phrase, NOW, "UTC").date(),
        "sentence": mention.last,
        "report": whereabouts.read(f"ChatGPT, {phrase}", CTX).seen.date(),
    }
    assert set(read.values()) == {date.fromisoformat(day)}, read
