"""The stages of a digest, each with its reason, and the page they make."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.notify.changes import Change
from bot.domain.notify.digest import DigestFilter, DigestPlace, DigestRun, IfQuiet, SourceHealth, decide, select, walk
from bot.domain.notify.digest_sections import ChangeKind, Section
from bot.messages.reply import Text
from bot.notifications.digest_page import compose, health_line, span

NOON = datetime(2026, 4, 24, 7, tzinfo=UTC)
WELL = (SourceHealth("polymarket", NOON - timedelta(minutes=2)), SourceHealth("kalshi", NOON - timedelta(minutes=4)))
BROKEN = (*WELL, SourceHealth("the arena list", None, "HTTP 403", NOON - timedelta(days=2, hours=19)))
KINDS = (ChangeKind.GRADE, ChangeKind.SIGHTING, ChangeKind.ODDS, ChangeKind.WAIT, ChangeKind.CLOSING)


def change(number: int, kind: ChangeKind = ChangeKind.GRADE, **more: object) -> Change:
    made = Change(
        f"c{number}", kind, f"CL-{number:04d}", ("openai/spud",), f"“claim {number}”", "REPORTED", "CONFIRMED",
        NOON - timedelta(hours=number % 20), "https://example.org/a", grade="CONFIRMED",
    )  # fmt: skip
    return replace(made, **more)


def on(**more: object) -> DigestRun:
    return replace(DigestRun("Model watch", "Europe/Berlin", NOON - timedelta(days=1), NOON, NOON), **more)


@pytest.mark.parametrize(
    ("made", "wish", "place", "stage"),
    [
        (change(1), DigestFilter(), DigestPlace(), ""),
        (change(1), DigestFilter(about=("xai/grok-5",)), DigestPlace(), "matched"),
        (change(1), DigestFilter(about=("openai/spud",)), DigestPlace(), ""),
        (change(1), DigestFilter(about=("CL-0001",)), DigestPlace(), ""),
        (change(1), DigestFilter(sections=frozenset({Section.ODDS})), DigestPlace(), "matched"),
        (change(1, grade="SPECULATION"), DigestFilter(), DigestPlace(), "grade floor"),
        (change(1, grade="SPECULATION"), DigestFilter(min_grade="SPECULATION"), DigestPlace(), ""),
        (change(1), DigestFilter(), DigestPlace(told=frozenset({"c1"})), "already sent"),
        (change(1, ChangeKind.ODDS, points=4, grade=""), DigestFilter(), DigestPlace(), "below threshold"),
        (change(1, ChangeKind.ODDS, points=-5, grade=""), DigestFilter(), DigestPlace(), ""),
        (change(1), DigestFilter(), DigestPlace(muted=frozenset({"openai/spud"})), "muted"),
        (change(1), DigestFilter(), DigestPlace(muted=frozenset({"CL-0001"})), "muted"),
        # corrections are never filtered
        (change(1, ChangeKind.CORRECTION, grade="SPECULATION"), DigestFilter(min_grade="CONFIRMED"), DigestPlace(), ""),
        (change(1, ChangeKind.CORRECTION), DigestFilter(), DigestPlace(muted=frozenset({"CL-0001"})), ""),
        (change(1), DigestFilter(about=("xai/grok-5",)), DigestPlace(shown=frozenset({"CL-0001"})), ""),
    ],
)
def test_each_stage_says_why_it_stops_an_item(made, wish, place, stage):
    verdicts = walk(made, wish, place)
    assert all(verdict.why for verdict in verdicts)
    assert (verdicts[-1].stage if not verdicts[-1].passed else "") == stage


def test_the_cap_shares_the_room_between_sections_and_leaves_corrections_out_of_the_count():
    many = [change(n) for n in range(20)] + [
        change(50, ChangeKind.ODDS, points=9, grade=""),
        change(51, ChangeKind.SIGHTING),
    ]
    taken_back = [change(90 + n, ChangeKind.CORRECTION) for n in range(4)]
    chosen = select([*many, *taken_back], DigestFilter(max_items=4), DigestPlace())
    assert [c.kind for c in chosen.kept].count(ChangeKind.CORRECTION) == 4
    assert {c.id for c in chosen.kept} >= {"c50", "c51"}
    assert len(chosen.kept) == 8
    assert {verdict.stage for _, verdict in chosen.left} == {"cap"}


@given(st.lists(st.tuples(st.integers(0, 60), st.sampled_from(KINDS)), max_size=60), st.integers(3, 20))
def test_every_item_is_told_or_left_out_with_a_reason_and_never_both(items, cap):
    changes = [change(n, kind, id=f"{kind}{n}", points=n) for n, kind in items]
    chosen = select(changes, DigestFilter(max_items=cap), DigestPlace())
    told, left = {c.id for c in chosen.kept}, {c.id for c, _ in chosen.left}
    assert told | left == {c.id for c in changes}
    assert not told & left
    assert len(chosen.kept) <= cap
    assert select(list(reversed(changes)), DigestFilter(max_items=cap), DigestPlace()) == chosen


def test_ten_thousand_items_make_one_page_of_eight():
    chosen = select([change(n) for n in range(10_000)], DigestFilter(), DigestPlace())
    page = compose(chosen, WELL, DigestPlace(), on())
    assert len(chosen.kept) == 8
    assert len(page.plain) < 4_000
    assert "9992 more held back" in page.plain


@pytest.mark.parametrize(
    ("kept", "sources", "quiet", "sends", "words"),
    [
        ([change(1)], WELL, IfQuiet.SKIP, True, "grade changes: 1"),
        ([], WELL, IfQuiet.SKIP, False, "nothing new"),
        ([], WELL, IfQuiet.LINE, True, "nothing new, said in one line"),
        ([], BROKEN, IfQuiet.LINE, True, "not a quiet day: the arena list"),
        ([], BROKEN, IfQuiet.SKIP, False, "nothing new"),  # it was told when it broke
    ],
)
def test_it_says_why_it_is_sent_or_not(kept, sources, quiet, sends, words):
    reason = decide(select(kept, DigestFilter(), DigestPlace()), sources, DigestFilter(if_quiet=quiet), on())
    assert (reason.send, reason.words) == (sends, words)


def test_a_source_that_broke_since_the_last_digest_is_told_even_where_quiet_days_are_skipped():
    new = (SourceHealth("polymarket", None, "time-out", NOON - timedelta(hours=2)),)
    assert decide(select([], DigestFilter(), DigestPlace()), new, DigestFilter(if_quiet=IfQuiet.SKIP), on()).send


def test_the_page_leads_with_corrections_and_ends_with_the_health_of_the_sources():
    made = [change(1), change(2, ChangeKind.CORRECTION, after="CONTRADICTED"), change(3, ChangeKind.SIGHTING)]
    page = compose(select(made, DigestFilter(), DigestPlace()), WELL, DigestPlace(), on())
    assert page.title == "Model watch — Fri 24 Apr, 09:00 Europe/Berlin"
    headings = [part.heading for part in page.parts if hasattr(part, "heading")]
    assert headings == ["Corrections (1)", "Grade changes (1)", "Sightings (1)"]
    assert page.parts[-1] == Text("Checked 2 of 2 sources, last 08:58.", quiet=True)
    assert page.shows == ("CL-0002", "CL-0001", "CL-0003")
    assert not page.private


def test_a_card_that_stands_here_makes_its_change_a_correction():
    page = compose(
        select([change(1)], DigestFilter(), DigestPlace(shown=frozenset({"CL-0001"}))),
        WELL,
        DigestPlace(shown=frozenset({"CL-0001"})),
        on(),
    )
    assert "Corrections (1)" in page.plain


def test_a_quiet_day_and_a_broken_one_do_not_look_alike():
    quiet = compose(select([], DigestFilter(), DigestPlace()), WELL, DigestPlace(), on()).plain
    broken = compose(select([], DigestFilter(), DigestPlace()), BROKEN, DigestPlace(), on()).plain
    assert "Nothing new since Thu 23 Apr 09:00." in quiet
    assert (
        "Not everything could be read: the arena list has been unreadable since Tue 21 Apr 14:00 (HTTP 403)" in broken
    )
    assert "Nothing new since" not in broken
    assert "Checked 2 of 3 sources" in broken


def test_all_sources_down_is_said():
    down = tuple(replace(source, trouble="time-out", read_at=None) for source in WELL)
    page = compose(select([], DigestFilter(), DigestPlace()), down, DigestPlace(), on()).plain
    assert "Checked 0 of 2 sources." in page
    assert "polymarket has been unreadable (time-out); kalshi" in page


def test_of_many_sources_down_the_first_are_named_and_the_rest_counted():
    down = tuple(SourceHealth(f"list {n}", None, "no address " * 40, NOON) for n in range(24))
    page = compose(select([], DigestFilter(), DigestPlace()), down, DigestPlace(), on()).plain
    assert "list 2 has been unreadable since Fri 24 Apr " in page
    assert "list 3" not in page
    assert "so have 21 more, see /spudwatch status" in page
    assert "Checked 0 of 24 sources." in page
    assert len(page) < 700


def test_a_late_one_says_so_and_what_was_missed_is_listed():
    page = compose(
        select([], DigestFilter(), DigestPlace()),
        WELL,
        DigestPlace(),
        on(now=NOON + timedelta(hours=3), missed=("Odds: 71 → 78 %",)),
    ).plain
    assert "Late by 3 h." in page
    assert "Could not be posted in time" in page
    assert "Odds: 71 → 78 %" in page


def test_health_without_sources_says_what_is_read():
    assert "bundled ledger" in health_line((), "UTC")


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(days=2, hours=19, minutes=5), "2 d 19 h"),
        (timedelta(hours=3), "3 h"),
        (timedelta(minutes=12), "12 min"),
        (timedelta(seconds=5), "less than a minute"),
    ],
)
def test_lengths_are_said_in_two_units(length, words):
    assert span(length) == words
