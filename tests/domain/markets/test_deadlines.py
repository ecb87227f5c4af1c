"""What a rung's words say about its date."""

import csv
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.markets.deadlines import read_rung
from bot.domain.time import NEW_YORK, day_of
from tests.shared import shared_data


def at(text):
    return datetime.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("question", "label", "end", "title", "kind", "last"),
    [
        ("Will X be released by August 31, 2026?", "August 31", "2026-09-01T03:59:00Z", "", "by", "2026-08-31"),
        (
            "Next Grok (4.7+) released by September 12, 2026?",
            "September 12",
            "2026-10-12T23:59:00Z",
            "",
            "by",
            "2026-09-12",
        ),
        (
            "Will X be released on or prior to September 24, 2026?",
            "",
            "2026-09-25T03:59:00Z",
            "on...?",
            "by",
            "2026-09-24",
        ),
        ("Will X be released on September 25, 2026?", "September 25", "2026-09-26T03:59:00Z", "", "on", "2026-09-25"),
        ("", "September 25", "2026-09-26T03:59:00Z", "Next Claude Sonnet released on...?", "on", "2026-09-25"),
        ("", "September 25", "2026-09-26T03:59:00Z", "Next Claude Sonnet released by...?", "by", "2026-09-25"),
        ("", "Sept 28-Oct 4", "2026-10-05T03:59:00Z", "", "window", "2026-10-04"),
        ("", "September 21–27", "2026-09-28T03:59:00Z", "", "window", "2026-09-27"),
        ("", "December 28–January 3", "2027-01-04T03:59:00Z", "", "window", "2027-01-03"),
        ("Will it launch between September 1 and September 7, 2026?", "", None, "", "window", "2026-09-07"),
        ("Will Grok 5 launch in Q3 2026?", "", None, "", "window", "2026-09-30"),
        (
            "Will OpenAI release GPT-6 before Sep 1, 2026?",
            "Before September",
            "2026-09-01T14:00:00Z",
            "",
            "by",
            "2026-08-31",
        ),
        ("", "Before September", "2026-09-01T14:00:00Z", "", "by", "2026-08-31"),
        ("Will GPT-6 be out before 2027?", "", None, "", "by", "2026-12-31"),
        ("GPT-5.5 released by end of June 2026?", "", None, "", "by", "2026-06-30"),
        ("Will GPT-5.5 (announced April 2, 2026) be released by April 30, 2026?", "", None, "", "by", "2026-04-30"),
        ("", " August 5", "2025-08-05T12:00:00Z", "GPT-5 released by...?", "by", "2025-08-05"),
        ("", "December 31", "2025-06-30T12:00:00Z", "GPT-5 by", "by", "2025-12-31"),
        ("Another strike by March 31?", "March 31", "2026-01-31T00:00:00Z", "", "by", "2026-03-31"),
        ("GPT-7 released?", "", "2026-09-26T03:59:00Z", "GPT-7 released by...?", "by", "2026-09-25"),
        ("Released by 2026-09-30?", "", None, "", "by", "2026-09-30"),
        ("Released by 9/30/2026?", "", None, "", "by", "2026-09-30"),
        ("Released by 30/09/2026?", "", None, "", "by", "2026-09-30"),
        ("Released by 9/10/2026?", "", "2026-09-11T03:59:00Z", "", "by", "2026-09-10"),
        ("Will X be out by EOY 2026?", "", None, "", "by", "2026-12-31"),
        ("Will X be out by EOY?", "", "2026-10-01T03:59:00Z", "", "by", "2026-12-31"),
        ("Released in H2 2026?", "", None, "", "window", "2026-12-31"),
        ("Released in the first half of 2026?", "", None, "", "window", "2026-06-30"),
        ("Released by H1?", "", "2026-07-01T03:59:00Z", "", "by", "2026-06-30"),
        ("Released by mid-October 2026?", "", None, "", "by", "2026-10-20"),
        ("", "Week of Sep 21", "2026-09-28T03:59:00Z", "", "window", "2026-09-27"),
        ("Released by summer 2026?", "", "2026-09-01T03:59:00Z", "", "by", "2026-08-31"),
        ("", "2026", "2027-01-01T04:59:00Z", "", "window", "2026-12-31"),
        ("", "End of October", "2026-11-01T03:59:00Z", "", "by", "2026-10-31"),
        ("", "December 28, 2026 - January 3, 2026", None, "", "window", "2026-01-03"),
        ("Will X be out in calendar year 2026?", "", None, "", "window", "2026-12-31"),
    ],
)
def test_kind_and_day_come_from_the_words(question, label, end, title, kind, last):
    found = read_rung(question, label, at(end), title=title)
    assert (found.kind, found.last) == (kind, date.fromisoformat(last))
    assert found.deadline is not None
    assert found.deadline.astimezone(UTC).second == 59


def test_a_deadline_is_midnight_in_new_york_unless_the_rules_say_otherwise():
    assert read_rung("by April 30, 2026?", "", None).deadline == datetime(2026, 5, 1, 3, 59, 59, tzinfo=UTC)
    pacific = read_rung("by April 30, 2026?", "", None, rules='resolves "Yes" by April 30, 2026, 11:59 PM PT')
    assert pacific.deadline == datetime(2026, 5, 1, 6, 59, 59, tzinfo=UTC)
    utc = read_rung("by April 30, 2026?", "", None, rules="11:59 p.m. UTC")
    assert utc.deadline == datetime(2026, 4, 30, 23, 59, 59, tzinfo=UTC)


def test_words_and_end_date_more_than_36_hours_apart_keep_the_words_and_say_so():
    apart = read_rung("Next Grok released by September 12, 2026?", "", at("2026-10-12T23:59:00Z"))
    assert apart.last == date(2026, 9, 12)
    assert "12 Oct 2026" in apart.note
    for ends, said in (("2026-04-02T15:59:59Z", False), ("2026-04-02T16:00:00Z", True)):  # 36 h, and a second more
        assert bool(read_rung("released by March 31, 2026?", "", at(ends)).note) is said
    near = read_rung("released by March 31, 2026?", "", at("2026-03-31T00:00:00Z"))
    assert near.note == "", "an end date of midnight UTC is the evening before in New York"


@pytest.mark.parametrize(
    "label",
    [
        "No release by November 1",
        "No GPT-5.5 release by November 1",
        "Not released by November 1",
        "After November 1",
    ],
)
def test_a_complement_is_known_by_its_words(label):
    found = read_rung("", label, at("2026-11-02T03:59:00Z"))
    assert found.complement
    assert found.kind == "by"
    assert found.last == date(2026, 11, 1)


@pytest.mark.parametrize(
    ("question", "last"),
    [
        ("Will the lab fail to release X by October 31, 2026?", "2026-10-31"),
        ("Will there be no X by October 31, 2026?", "2026-10-31"),
        ("Will X be delayed past October 31, 2026?", "2026-10-31"),
        ("Will X be released later than October 31, 2026?", "2026-10-31"),
        ("X released November 1, 2026 or later?", "2026-10-31"),
        ("November 2026 or later", "2026-10-31"),
        ("Never / not before November 2026", "2026-10-31"),
        ("Not in 2026", "2026-12-31"),
    ],
)
def test_every_way_to_say_that_it_does_not_happen_by_then(question, last):
    for found in (read_rung(question, "", None), read_rung("", question, None)):
        assert (found.kind, found.complement, str(found.last)) == ("by", True, last)


def test_not_before_a_word_that_is_no_date_denies_nothing():
    assert not read_rung("Will X (not in beta) be released by October 31, 2026?", "", None).complement


def test_a_part_of_a_year_that_nobody_can_place_is_no_date():
    for words in ("by H2?", "by Q4?", "by EOY?", "by summer?", "by mid-October?", "by May 3?", "Sep 20 - 27"):
        assert read_rung(words, "", None).kind == "unbounded"


def test_no_later_than_denies_nothing():
    assert not read_rung("GPT-6: no later than the release day, November 1?", "", at("2026-11-02T03:59:00Z")).complement


@pytest.mark.parametrize("question", ["Will GPT-6 be released before GTA VI?", "Which company is best?", ""])
def test_what_has_no_date_is_unbounded(question):
    assert read_rung(question, "", None).kind == "unbounded"
    assert read_rung("Will GPT-6 be released before GTA VI?", "", at("2026-07-31T12:00:00Z")).kind == "unbounded"


def test_a_day_without_a_year_or_end_date_is_the_next_one_after_it_was_seen():
    assert read_rung("released by June 30?", "", None, seen=at("2026-04-10T00:00:00Z")).last == date(2026, 6, 30)
    assert read_rung("released by June 30?", "", None).kind == "unbounded"


def test_a_year_nobody_wrote_is_not_one_that_was_over_while_the_rung_traded():
    end = at("2026-01-31T00:00:00Z")
    words = ("Another strike by December 31?", "December 31")
    assert read_rung(*words, end).last == date(2025, 12, 31)
    assert read_rung(*words, end, traded=at("2026-02-16T00:00:00Z")).last == date(2026, 12, 31)
    stated = read_rung("by December 31, 2025?", "", end, traded=at("2026-02-16T00:00:00Z"))
    assert stated.last == date(2025, 12, 31), "a year that is written stands"


def test_an_impossible_day_falls_back_to_the_end_date():
    found = read_rung("Gemini released by ___?", "September 31", at("2026-10-01T00:00:00Z"))
    assert (found.last, found.read_from) == (date(2026, 9, 30), "end date")


@given(st.text(max_size=80), st.text(max_size=40))
def test_no_words_break_the_reading(question, label):
    found = read_rung(question, label, at("2026-10-01T00:00:00Z"))
    assert (found.deadline is None) == (found.last is None)


@given(st.dates(date(2025, 1, 1), date(2027, 12, 31)), st.sampled_from(["by", "on"]))
def test_every_day_in_words_is_that_day(day, word):
    found = read_rung(f"Will it be released {word} {day:%B} {day.day}, {day.year}?", "", None)
    assert (found.kind, found.last) == (word, day)


@pytest.mark.parametrize(
    ("label", "kind", "complement", "first", "last"),
    [
        ("Jan-Mar 2025", "window", False, "2025-01-01", "2025-03-31"),
        ("Jul-Sep 2026", "window", False, "2026-07-01", "2026-09-30"),
        ("Oct-Dec 2026", "window", False, "2026-10-01", "2026-12-31"),
        ("Before Apr 2026", "by", False, None, "2026-03-31"),
        ("2026-2028", "window", False, "2026-01-01", "2028-12-31"),
        ("2027+", "by", True, None, "2026-12-31"),
        ("2026 Q4", "window", False, "2026-10-01", "2026-12-31"),
        ("June 2026 or earlier", "by", False, None, "2026-06-30"),
        ("June 24, 2026 or prior", "by", False, None, "2026-06-24"),
        ("October 2026 - December 2026", "window", False, "2026-10-01", "2026-12-31"),
        ("Second quarter 2026", "window", False, "2026-04-01", "2026-06-30"),
        ("1st half of 2026", "window", False, "2026-01-01", "2026-06-30"),
    ],
)
def test_the_buckets_that_venues_write_are_read_whole(label, kind, complement, first, last):
    rung = read_rung("", label, None)
    assert (rung.kind, rung.complement, str(rung.last)) == (kind, complement, last)
    assert rung.first == (date.fromisoformat(first) if first else None)


def test_by_a_year_ends_on_its_eve_where_the_venue_closes_then():
    assert read_rung("Out by 2027?", "", at("2027-01-01T04:59:00Z")).last == date(2026, 12, 31)
    assert read_rung("Out by 2027?", "", at("2028-01-01T04:59:00Z")).last == date(2027, 12, 31)
    assert read_rung("Out by EOY?", "", at("2027-01-01T12:00:00Z")).last == date(2026, 12, 31)
    assert read_rung("Out by Friday?", "", at("2026-10-30T00:00:00Z")).last == date(2026, 10, 30)
    assert read_rung("", "10/31", at("2026-10-31T00:00:00Z")).last == date(2026, 10, 31)


def test_of_the_recorded_questions_the_day_and_the_kind_are_right():
    """Real questions; what is left are records of another convention ("before 2027" as 2 January)."""
    text = shared_data("ledger/calibration/resolved_questions.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    rows = [row for row in rows if row["kind"] in ("by", "on", "window") and row["deadline"]]
    days = kinds = 0
    for row in rows:
        closes = at(row["deadline"])
        end = closes if closes.tzinfo else datetime.combine(closes, time(23, 59, 59), NEW_YORK)
        rung = read_rung(row["question"], row["label"], end, title=row["event"])
        days += rung.last == day_of(end)
        kinds += rung.kind == row["kind"] or rung.complement  # the record calls "no release by D" a window
    assert len(rows) > 850
    assert days >= len(rows) * 0.98
    assert kinds >= len(rows) * 0.99


@pytest.mark.parametrize("moment", ["0001-01-01T00:00Z", "0001-01-02T09:00Z", "9999-12-30T00:00Z", "9999-12-31T23:59Z"])
@pytest.mark.parametrize("words", ["", "June 30", "tomorrow", "by June 30, 2026", "before 2027"])
def test_a_moment_that_stands_for_no_time_is_none(moment, words):
    odd = at(moment)
    none = read_rung(f"GPT-6 released {words}?", words, None)
    assert read_rung(f"GPT-6 released {words}?", words, odd, seen=odd, traded=odd) == none
