"""What counts as a change, of which kind, and what counts as a correction."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.evidence.evidence import ClaimOutcome
from bot.domain.names.subjects import Subject, SubjectEvent, SubjectState, SubjectStateRow
from bot.domain.notify.changes import Change, ClaimState, in_order, of_claim, of_event, of_states
from bot.domain.notify.digest_sections import ChangeKind, Section
from bot.messages.change_line import change_line, change_source
from bot.messages.reply import plain

SINCE = datetime(2026, 4, 22, 12, tzinfo=UTC)
UNTIL = SINCE + timedelta(days=1)
NOON = SINCE + timedelta(hours=6)


def became(before: str | None, after: str, *, was=ClaimOutcome.OPEN, now=ClaimOutcome.OPEN) -> Change | None:
    standing = ClaimState(before, was) if before else None
    return of_claim("CL-0001", "Spud exists", ("openai/spud",), standing, ClaimState(after, now), NOON)


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("SPECULATION", "CONFIRMED", ChangeKind.GRADE),
        ("SPECULATION", "CONTRADICTED", ChangeKind.GRADE),  # nobody had said more than that it was a rumour
        ("REPORTED", "UNCONFIRMED", ChangeKind.CORRECTION),
        ("REPORTED", "CONTRADICTED", ChangeKind.CORRECTION),
        ("SUPPORTED", "MIXED", ChangeKind.CORRECTION),
        ("CONTRADICTED", "MIXED", ChangeKind.CORRECTION),
    ],
)
def test_a_grade_that_falls_is_a_correction(before, after, kind):
    change = became(before, after)
    assert (change.kind, change.before, change.after) == (kind, before, after)
    assert change.revises


def test_an_outcome_other_than_the_grade_let_expect_is_a_correction():
    assert became("REPORTED", "REPORTED", now=ClaimOutcome.FALSE).kind is ChangeKind.CORRECTION
    assert became("CONTRADICTED", "CONTRADICTED", now=ClaimOutcome.FALSE).kind is ChangeKind.GRADE
    true = became("REPORTED", "REPORTED", now=ClaimOutcome.TRUE)
    assert (true.kind, true.after) == (ChangeKind.GRADE, "REPORTED, it turned out true")


def test_nothing_is_no_change_and_a_new_claim_is_news_only_once_something_supports_it():
    assert became("REPORTED", "REPORTED") is None
    assert became(None, "SPECULATION") is None
    assert became(None, "REPORTED").kind is ChangeKind.GRADE


def test_the_same_span_gives_the_same_names():
    assert became("REPORTED", "CONFIRMED").id == became("REPORTED", "CONFIRMED").id


def test_a_grade_that_fades_without_having_fallen_is_not_formed():
    change = became("CONFIRMED", "CONFIRMED", was=ClaimOutcome.OPEN, now=ClaimOutcome.TRUE)
    assert change.formed


@pytest.mark.parametrize(
    ("kind", "told", "sure"),
    [
        ("release", ChangeKind.RELEASE, "SUPPORTED"),
        ("sighting", ChangeKind.SIGHTING, "UNCONFIRMED"),
        ("statement", ChangeKind.REVEAL, "REPORTED"),
        ("claim", None, ""),
        ("market", None, ""),
    ],
)
def test_of_the_ledgers_history_rumours_are_no_news(kind, told, sure):
    event = SubjectEvent(
        "spud-20", "openai/gpt-5.5", NOON, NOON, kind, "GPT-5.5 is out", "In words.", "https://www.example.org/a"
    )
    change = of_event(event, "SUPPORTED")
    assert (change.kind if change else None) == told
    if change:
        assert (
            plain(change_line(change))
            == f"GPT-5.5 is out — In words. · {sure} · 22 Apr 2026 18:00 UTC · example.org (https://www.example.org/a)"
        )
        assert change_source(change).label == "example.org"


def test_states_reached_together_are_one_change_and_later_ones_are_their_own():
    later = NOON + timedelta(hours=1)
    rows = (
        SubjectStateRow(SubjectState.RUMOURED, SINCE - timedelta(days=9), SINCE - timedelta(days=9)),
        SubjectStateRow(SubjectState.RELEASED, NOON, NOON, "app", "https://example.org"),
        SubjectStateRow(SubjectState.RELEASED, NOON, NOON, "codex", "https://example.org"),
        SubjectStateRow(SubjectState.RELEASED, NOON, later, "api", "https://example.org"),
        SubjectStateRow(SubjectState.TESTING, NOON, later, "arena", "https://example.org"),  # no step back
        SubjectStateRow(SubjectState.CANCELLED, UNTIL, UNTIL + timedelta(hours=1)),
    )
    words = {NOON: "CONFIRMED", later: "SUPPORTED"}
    subject = Subject("openai/spud", "Spud", "openai", states=rows)
    changes = list(of_states(subject, UNTIL, words.__getitem__))
    assert [(one.before, one.after, one.kind, one.at, one.grade) for one in changes[1:]] == [
        ("rumoured", "RELEASED (app, codex)", ChangeKind.RELEASE, NOON, "CONFIRMED"),
        ("", "RELEASED (api)", ChangeKind.RELEASE, later, "SUPPORTED"),
    ]


def test_releases_come_first_then_what_changed_then_what_is_new_each_once():
    def made(number, kind=ChangeKind.GRADE, before="", grade="CONFIRMED"):
        return Change(f"c{number}", kind, f"CL-{number:04d}", (), "t", before, "x", NOON, grade=grade)

    new, small, large = made(1), made(2, before="SUPPORTED"), made(3, before="SPECULATION")
    out, back = made(4, ChangeKind.RELEASE), made(5, ChangeKind.CORRECTION)
    assert [c.id for c in in_order([new, small, large, out, back, new])] == ["c5", "c4", "c3", "c2", "c1"]
    assert [c.section for c in (out, back)] == [Section.RELEASES, Section.CORRECTIONS]
    assert (large.step, small.step, new.step) == (4, 1, 0)
    assert change_source(new) is None


def test_what_is_still_so_is_said_once():
    told = became("SPECULATION", "CONTRADICTED", was=ClaimOutcome.FALSE, now=ClaimOutcome.FALSE)
    assert told.transition == "SPECULATION → CONTRADICTED, it turned out false"
    settled = became("REPORTED", "REPORTED", now=ClaimOutcome.TRUE)
    assert settled.transition == "REPORTED, it turned out true"
    assert became(None, "REPORTED").transition == "REPORTED"
