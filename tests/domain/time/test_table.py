"""Every row of the pattern table reads its own example, and the examples of the grammar's rules read as they say."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.time import TimeForm, TimeRole, UnreadTimeError, find_times, may_name_a_time, parse_time
from bot.domain.time.calendar import DaySpan
from bot.domain.time.lexicon import lexicon
from bot.domain.time.patterns import parse_phrases, passes
from bot.domain.time.phrases.compounds import READERS
from bot.domain.time.placing import part_of_span
from bot.domain.time.tokens import tokenize

NOW = datetime(2026, 4, 21, 12, tzinfo=UTC)  # a Tuesday
ROWS = [pattern for step in passes() for pattern in step.patterns]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.example)
def test_a_row_takes_its_own_example(row):
    items = parse_phrases(tokenize(row.example))
    assert len(items) == 1, items
    assert items[0].reads == row.reads
    assert row.reads in READERS or row.makes in ("OFFSET", "LENGTH", "CLOCKTIME", "VAGUETIME")


@pytest.mark.parametrize("text", ["it costs $2.50 in and $10.25 out", "82.7% on it", "a 256k window", "30B weights"])
def test_a_sentence_without_a_sign_of_a_time_is_not_looked_through(text):
    assert not may_name_a_time(text)
    assert find_times(text, NOW) == ()


@pytest.mark.parametrize(
    "example", [row.example for row in ROWS if row.reads != "spaced_day"] + ["2day", "may5", "out q3", "'26", "on 5.6."]
)
def test_a_sign_of_a_time_is_seen_in_whatever_is_read_as_one(example):
    assert may_name_a_time(f"it ships {example}, they say")


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("mid-May", "2026-05-11", "2026-05-20"),
        ("summer", "2026-06-01", "2026-08-31"),
        ("5/1", "2026-05-01", "2026-05-01"),
        ("first week of May", "2026-05-01", "2026-05-07"),
        ("last Tuesday", "2026-04-14", "2026-04-14"),
        ("next Friday", "2026-05-01", "2026-05-01"),
        ("2 weeks ago", "2026-04-07", "2026-04-07"),
        ("the 30th", "2026-04-30", "2026-04-30"),
        ("Apr 30 2026 11:59 PM ET", "2026-04-30", "2026-04-30"),
        ("Q3 to Q4 2026", "2026-07-01", "2026-12-31"),
        ("December 28–January 3", "2026-12-28", "2027-01-03"),
        ("June 2026 or earlier", None, "2026-06-30"),
        ("2027+", "2027-01-01", None),
        ("before May", None, "2026-04-30"),
    ],
)
def test_a_phrase_gives_its_days(typed, first, last):
    reading = parse_time(typed, NOW, TimeForm.SPAN)
    assert [day and day.isoformat() for day in (reading.first, reading.last)] == [first, last]


@pytest.mark.parametrize(("typed", "why"), [("31 April", "no 31 April"), ("20266", "20266"), ("potato", "potato")])
def test_a_text_that_is_no_time_is_refused_with_examples_that_work(typed, why):
    with pytest.raises(UnreadTimeError, match=why) as caught:
        parse_time(typed, NOW)
    assert caught.value.typed == typed
    assert all(parse_time(example, NOW).last for example in caught.value.examples)


def test_tense_decides_the_year_that_nobody_wrote_and_it_is_marked():
    (past,) = find_times("OpenAI launched it on August 7.", NOW)
    (ahead,) = find_times("OpenAI will launch it by August 7.", NOW)
    assert (past.first, past.year_supplied) == (date(2025, 8, 7), True)
    assert (ahead.first, ahead.role, ahead.year_supplied) == (date(2026, 8, 7), TimeRole.BY, True)
    (written,) = find_times("OpenAI will launch it by August 7, 2026.", NOW)
    assert (written.year_supplied, written.year_written) == (False, True)


WORDS = [words for rows in lexicon().phrases.values() for words in (" ".join(row[0]) for row in rows)]
NUMBERS = [
    "5",
    "31",
    "0",
    "2026",
    "20266",
    "13/13/2026",
    "2026-02-30",
    "25:00",
    "Q5",
    "1st",
    "9999d",
    "<t:99999999999>",
    "+",
]
EDGES = [
    datetime(2000, 1, 1, tzinfo=UTC),
    NOW,
    datetime(2024, 2, 29, tzinfo=UTC),
    datetime(2100, 12, 31, 23, tzinfo=UTC),
]


@settings(max_examples=500)
@given(st.lists(st.sampled_from(WORDS + NUMBERS), min_size=1, max_size=6).map(" ".join), st.sampled_from(EDGES))
def test_no_words_of_time_in_any_order_break_the_grammar(text, now):
    for accept in TimeForm:
        with suppress(UnreadTimeError):
            parse_time(text, now, accept)
    for mention in find_times(text, now):
        assert mention.first <= mention.last


@given(st.integers(1, 800), st.sampled_from(EDGES[:3]))
def test_every_part_of_a_period_is_inside_it_and_in_order(days, now):
    whole = DaySpan(now.date(), now.date() + timedelta(days=days - 1))
    for part in ("early", "early-to-mid", "mid", "mid-to-late", "late", "end", "first half"):
        cut = part_of_span(whole, part)
        assert whole.first <= cut.first <= cut.last <= whole.last


def test_the_middle_of_a_weekend_is_both_its_days():
    (mention,) = find_times("mid weekend", datetime(2000, 1, 1, tzinfo=UTC))
    assert (mention.first, mention.last) == (date(2000, 1, 1), date(2000, 1, 2))
