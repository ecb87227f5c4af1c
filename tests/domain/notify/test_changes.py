"""What counts as a change, of which kind, and what counts as a correction."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.evidence.evidence import ClaimOutcome
from bot.domain.markets.markets import MarketReading, MarketRules, PriceRead, RungReading
from bot.domain.markets.quotes import Quote
from bot.domain.names.subjects import Subject, SubjectEvent, SubjectState, SubjectStateRow
from bot.domain.notify.changes import (
    Change,
    ChangeKind,
    ClaimState,
    Section,
    in_order,
    of_claim,
    of_event,
    of_market,
    of_states,
)
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
    assert (true.kind, true.after) == (ChangeKind.GRADE, "REPORTED, outcome true")


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
        ("release", ChangeKind.RELEASE, "CONFIRMED"),
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
    change = of_event(event)
    assert (change.kind if change else None) == told
    if change:
        assert (
            plain(change.words)
            == f"GPT-5.5 is out — In words. · {sure} · 22 Apr 2026 18:00 UTC · example.org (https://www.example.org/a)"
        )
        assert change.origin.label == "example.org"


def test_states_reached_together_are_one_change():
    rows = (
        SubjectStateRow(SubjectState.RUMOURED, SINCE - timedelta(days=9), SINCE - timedelta(days=9)),
        SubjectStateRow(SubjectState.RELEASED, NOON, NOON, "app", "https://example.org"),
        SubjectStateRow(SubjectState.RELEASED, NOON, NOON + timedelta(hours=1), "api", "https://example.org"),
        SubjectStateRow(SubjectState.CANCELLED, UNTIL, UNTIL + timedelta(hours=1)),
    )
    (change,) = of_states(Subject("openai/spud", "Spud", "openai", states=rows), SINCE, UNTIL)
    assert (change.before, change.after, change.kind) == ("rumoured", "RELEASED (app, api)", ChangeKind.RELEASE)


def rung(number: int, price: float | None, at: datetime = UNTIL, **more: object) -> RungReading:
    quote = None if price is None else Quote(at, price - 0.01, price + 0.01, price, at)
    given = {"status": "open"} | more
    return RungReading(number, str(number), f"April {number}", "by?", None, "", False, SINCE, quote=quote, **given)


def market(*rungs: RungReading, **more: object) -> MarketReading:
    return MarketReading(
        7, "polymarket", "k", "s", "Spud by...?", "https://example.org/m", "openai/spud", "USD", False,
        more.pop("closes_at", None), SINCE, "src", rungs=rungs, **more,
    )  # fmt: skip


def test_of_a_ladder_the_largest_move_is_told_and_the_others_are_counted():
    before = market(rung(1, 0.50, SINCE), rung(2, 0.60, SINCE), rung(3, 0.70, SINCE), rung(4, 0.80, SINCE))
    after = market(rung(1, 0.55), rung(2, 0.69), rung(3, 0.74), rung(4, 0.81))
    (change,) = of_market(before, after, SINCE, UNTIL)
    assert (change.title, change.before, change.after, change.points) == ("Spud by...?, April 2", "60 %", "69 %", 9)
    assert change.why == "+9 points; 2 other dates moved, too"
    assert not change.revises


def test_a_market_nobody_read_before_has_not_moved():
    assert list(of_market(None, market(rung(1, 0.5)), SINCE, UNTIL)) == []
    assert list(of_market(market(rung(1, None)), market(rung(1, 0.5)), SINCE, UNTIL)) == []


def test_a_price_taken_by_a_public_record_counts_and_one_told_by_a_page_does_not():
    def read(at, price, kind):
        return PriceRead(at, price, kind, "somebody", "https://example.org", at)

    early, late = read(SINCE, 0.5, "read"), read(UNTIL, 0.7, "read")
    before, after = market(rung(1, None, readings=(early,))), market(rung(1, None, readings=(early, late)))
    assert [change.points for change in of_market(before, after, SINCE, UNTIL)] == [20]
    copied = market(rung(1, None, readings=(early, read(UNTIL, 0.9, "reported"))))
    assert list(of_market(before, copied, SINCE, UNTIL)) == []


def test_rungs_that_settle_are_told_together_with_the_price_before():
    before = market(rung(1, 0.89, SINCE), rung(2, 0.95, SINCE))
    gone = {"status": "resolved", "resolution": "yes", "resolved_at": NOON}
    (change,) = of_market(before, market(rung(1, 0.89, SINCE, **gone), rung(2, 0.95, SINCE, **gone)), SINCE, UNTIL)
    assert (change.before, change.after) == ("89 %", "settled: April 1 yes, April 2 yes")
    assert change.revises


def test_new_rules_and_an_end_that_comes_near_are_told_once():
    rules = tuple(MarketRules(str(n), str(n), at, at, "src") for n, at in enumerate((SINCE - timedelta(days=5), NOON)))
    closes = UNTIL + timedelta(days=2, hours=1)
    made = market(rung(1, 0.5), rules=rules, closes_at=closes)
    kinds = [change.kind for change in of_market(made, made, SINCE, UNTIL)]
    assert kinds == [ChangeKind.RULES, ChangeKind.CLOSING]
    assert list(of_market(made, made, UNTIL, UNTIL + timedelta(hours=1))) == []


def test_releases_come_first_then_what_changed_then_what_is_new_each_once():
    def made(number, kind=ChangeKind.GRADE, before="", grade="CONFIRMED"):
        return Change(f"c{number}", kind, f"CL-{number:04d}", (), "t", before, "x", NOON, grade=grade)

    new, small, large = made(1), made(2, before="SUPPORTED"), made(3, before="SPECULATION, outcome open")
    out, back = made(4, ChangeKind.RELEASE), made(5, ChangeKind.CORRECTION)
    assert [c.id for c in in_order([new, small, large, out, back, new])] == ["c5", "c4", "c3", "c2", "c1"]
    assert [c.section for c in (out, back)] == [Section.GRADES, Section.CORRECTIONS]
    assert (large.step, small.step, new.step) == (4, 1, 0)
    assert new.origin is None
