"""Times inside sentences: what is one, what only looks like one, its role, and the tense that places it."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.time import Tense, TimeRole, find_durations, find_times, find_vague_times, tense_of

NOW = datetime(2026, 4, 21, 12, tzinfo=UTC)  # a Tuesday


def bounds(sentence):
    """Return role and bounds of every time in a sentence, open ends as ..."""
    return [
        (mention.role.value, *(day.isoformat() if day else "..." for day in mention.bounds))
        for mention in find_times(sentence, NOW)
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It will ship by mid-May.", ("by", "...", "2026-05-20")),
        ("It will ship before July 1, 2026?", ("before", "...", "2026-06-30")),
        ("It will ship before the end of June", ("before", "...", "2026-06-29")),
        ("It will not ship until Q1 2027", ("not_before", "2027-01-01", "...")),
        ("It ships no earlier than 2027", ("not_before", "2027-01-01", "...")),
        ("It has been free since December", ("from", "2025-12-01", "...")),
        ("It is available from May 4", ("from", "2026-05-04", "...")),
        ("It will come after 4 May", ("after", "2026-05-05", "...")),
        ("It comes out in June or July", ("in", "2026-06-01", "2026-07-31")),
        ("It comes out sometime in June", ("in", "2026-06-01", "2026-06-30")),
        ("It comes out on 4 May 2026 or later", ("from", "2026-05-04", "...")),
        ("It comes out in H1 2026 at the latest", ("by", "...", "2026-06-30")),
        ("It will land within 30 days", ("within", "2026-04-21", "2026-05-21")),
        ("Expect it at the start of Q3", ("in", "2026-07-01", "2026-07-31")),
        ("Expect it by the start of Q3", ("by", "...", "2026-07-01")),
        ("The event runs May 14-15 in San Francisco", ("none", "2026-05-14", "2026-05-15")),
        ("They moved it to August", ("in", "2026-08-01", "2026-08-31")),
        ("What happened in the past month", ("in", "2026-03-21", "2026-04-21")),
        ("What happened this past week", ("none", "2026-04-14", "2026-04-21")),
        ("What happened in the last fortnight", ("in", "2026-04-07", "2026-04-21")),
        ("What happened over the past weekend", ("in", "2026-04-18", "2026-04-19")),
        ("What happened last month", ("none", "2026-03-01", "2026-03-31")),
        ("It came out this past Friday", ("none", "2026-04-17", "2026-04-17")),
        ("It came out this past summer", ("none", "2025-06-01", "2025-08-31")),
    ],
)
def test_a_preposition_gives_a_time_its_role(sentence, expected):
    assert bounds(sentence) == [expected]


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("OpenAI launched it on August 7.", "2025-08-07"),
        ("It has shipped on August 7.", "2025-08-07"),
        ("It came out on August 7.", "2025-08-07"),
        ("It was announced August 7", "2025-08-07"),
        ("It glorped on August 7", "2025-08-07"),  # a verb nobody lists is as past as a known one
        ("It splorked on December 7", "2025-12-07"),
        ("It will launch on August 7.", "2026-08-07"),
        ("It's launching on March 7.", "2027-03-07"),
        ("It launches on March 7.", "2027-03-07"),
        ("It is going to launch on March 7.", "2027-03-07"),
        ("It is expected to launch March 7.", "2027-03-07"),
        ("Launch date: March 7", "2026-03-07"),
        ("They said on Monday that it would be out by June", "2026-04-20"),
        ("It went live last Thursday", "2026-04-16"),
        ("It goes live Thursday", "2026-04-23"),
    ],
)
def test_tense_by_form_decides_the_year_and_the_week(sentence, day):
    assert find_times(sentence, NOW)[0].last == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("clause", "tense"),
    [
        ("has shipped", Tense.PAST),
        ("shipped", Tense.PAST),
        ("was shipped", Tense.PAST),
        ("went out", Tense.PAST),
        ("did not ship", Tense.PAST),
        ("will ship", Tense.FUTURE),
        ("won't have shipped", Tense.FUTURE),
        ("is shipping", Tense.FUTURE),
        ("is to be shipped", Tense.FUTURE),
        ("plans to ship", Tense.FUTURE),
        ("may ship", Tense.FUTURE),
        ("is available", Tense.PRESENT),
        ("is released", Tense.PRESENT),
        ("the ship", Tense.NONE),
        ("", Tense.NONE),
    ],
)
def test_the_form_of_a_clause_tells_its_tense(clause, tense):
    assert tense_of(clause) is tense


@pytest.mark.parametrize(
    "sentence",
    [
        "It may march on and fall again",
        "Sonnet 4.5 may be better",
        "claude-3-5-sonnet-20241022 and gpt-4o-2024-08-06 are pinned",
        "Version: 1.10.30 of the 2nd edition",
        "It costs $5/1M and scored 88.7% (24/7 support, 9:16 video)",
        "Jan Leike and June Paik sat in the sun",
        "The model was trained in 2 weeks",
        "2026 tokens, 30 days of logs, 5 of 10 tests",
        "Q* and H200s",
        "August company, a fall in price, the second model",
        "31 April",
        "soon",
    ],
)
def test_what_only_looks_like_a_time_is_none(sentence):
    assert bounds(sentence) == []


def test_offsets_point_into_the_text_as_it_was_written():
    text = "“Spud” — by the END of Q2 2026, or earlier"
    (mention,) = find_times(text, NOW)
    assert text[mention.lead_start : mention.end] == "by the END of Q2 2026"
    assert mention.text == "the END of Q2 2026"


def test_a_length_of_time_is_left_to_the_caller_with_what_it_is_counted_from():
    (gap,) = find_durations("It came 58 days after Opus 4.6")
    assert (gap.text, gap.count, gap.unit, gap.relation, gap.days) == ("58 days", 58, "day", "after", 58)
    (week,) = find_durations("a week before the launch")
    assert (week.days, week.relation) == (7, "before")
    assert find_durations("in two weeks, two weeks ago, within two weeks") == ()


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("It will be out soon.", [("soon", "")]),
        ("It comes in the coming weeks", [("in the coming weeks", "week")]),
        ("It is weeks away, or within days", [("weeks away", "week"), ("within days", "day")]),
        ("It comes in two weeks", []),
        ("It comes in the next two weeks", []),
    ],
)
def test_a_promise_without_a_date_is_vague(sentence, found):
    assert [(vague.text, vague.unit) for vague in find_vague_times(sentence)] == found
    assert not (found and bounds(sentence))


def test_a_zone_is_known_by_its_abbreviation():
    (mention,) = find_times("It will be out April 30, 2026 at 11:59 PM ET.", NOW)
    assert mention.moment == datetime(2026, 5, 1, 3, 59, tzinfo=UTC)
    assert mention.last == date(2026, 4, 30)


@given(st.text(max_size=200))
def test_no_text_breaks_the_search_and_mentions_never_overlap(text):
    end = 0
    for mention in find_times(text, NOW):
        assert end <= mention.start < mention.end <= len(text)
        assert mention.first <= mention.last
        end = mention.end
    assert all(each.role in TimeRole for each in find_times(text, NOW))
