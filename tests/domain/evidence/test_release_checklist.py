"""The release checklist, day by day."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.evidence.evidence import Basis, Benchmark, Evidence, EvidenceContext, EvidenceForm, Statement, Value
from bot.domain.evidence.release_checklist import Certainty, readiness
from bot.ledger import claims, tables

SPUD, MODEL = "openai/spud", "openai/gpt-5.5"


@pytest.fixture(scope="module")
def story():
    return tuple(claims.evidence(tables())), claims.benchmarks(tables())


def at(text):
    return datetime.fromisoformat(text)


def board(story, moment, subject=SPUD):
    same = {SPUD: MODEL} if at(moment) >= datetime(2026, 4, 23, 18, tzinfo=UTC) else {}
    return readiness(subject, story[0], at(moment), EvidenceContext(same=same, benchmarks=story[1]))


@pytest.mark.parametrize(
    ("moment", "known"),
    [
        ("2026-04-21T12:00Z", 0),
        ("2026-04-23T17:59Z", 0),
        ("2026-04-23T20:00Z", 1),
        ("2026-04-24T12:00Z", 2),
        ("2026-04-24T20:00Z", 3),
        ("2026-05-10T12:00Z", 3),
        ("2026-08-01T12:00Z", 4),
    ],
)
def test_spud_goes_from_nothing_to_what_was_known_each_day(story, moment, known):
    assert board(story, moment).known == known


def test_before_the_release_only_rumours_claim_a_context(story):
    states = {wait.name: wait.state for wait in board(story, "2026-04-21T12:00Z").waits}
    assert states == {
        "model card": Certainty.UNKNOWN,
        "pricing": Certainty.UNKNOWN,
        "context and output limits": Certainty.CLAIMED,
        "agentic reliability": Certainty.UNKNOWN,
        "latency": Certainty.UNKNOWN,
    }


def test_what_is_known_is_provisional_for_seventy_two_hours(story):
    limits = board(story, "2026-04-25T12:00Z").waits[2]
    assert (limits.state, limits.provisional) == (Certainty.KNOWN, True)
    assert not board(story, "2026-04-27T19:00Z").waits[2].provisional


@pytest.mark.parametrize(("hours", "provisional"), [(0, True), (71.9, True), (72, False)])
def test_seventy_two_hours_are_counted_from_when_it_was_known(hours, provisional):
    now = at("2026-05-01T00:00Z")
    said = Statement("price", "a/b", values=(Value(5, "input"),))
    page = Evidence("E1", "a", Basis.FIRST_PARTY, EvidenceForm.PRICE_PAGE, now, now, says=(said,))
    price = readiness("a/b", [page], now + timedelta(hours=hours), EvidenceContext()).waits[1]
    assert (price.state, price.provisional) == (Certainty.KNOWN, provisional)


def test_a_corrected_value_stays_visible(story):
    limits = board(story, "2026-05-10T12:00Z").waits[2]
    assert [finding.value for finding in limits.replaced] == ["context 1,050,000, output 130,000"]
    assert limits.findings[0].value == "context 1,050,000, output 128,000"


def test_each_surface_keeps_its_own_limit(story):
    limits = board(story, "2026-05-10T12:00Z").waits[2]
    assert ("codex", "context 400,000") in {(finding.surface, finding.value) for finding in limits.findings}


def test_the_labs_own_number_is_a_claim_and_a_measurement_with_n_is_known():
    said = Statement("benchmark_score", "a/b", benchmark="Terminal-Bench 2.0", values=(Value(80, "score"),))
    world = EvidenceContext(benchmarks=claims.benchmarks(tables()))
    now = at("2026-05-01T00:00Z")

    def state(basis, form, **more):
        item = Evidence("E1", "x", basis, form, now, now, says=(said,), **more)
        return readiness("a/b", [item], now, world).waits[3].state

    assert state(Basis.FIRST_PARTY, EvidenceForm.TABLE) is Certainty.CLAIMED
    assert state(Basis.MEASURED, EvidenceForm.BOARD) is Certainty.CLAIMED
    assert state(Basis.MEASURED, EvidenceForm.BOARD, runs=445) is Certainty.KNOWN


def test_a_score_is_printed_by_the_name_of_its_benchmark_and_never_a_rank():
    values = (Value(2, "rank"), Value(61.5, "score"))
    said = Statement("benchmark_score", "a/b", benchmark="Terminal-Bench 2.0", values=values)
    world = EvidenceContext(
        benchmarks={"Terminal-Bench 2.0": Benchmark("tb", "Terminal Bench", ("agentic",), unit=" %")}
    )
    now = at("2026-05-01T00:00Z")
    item = Evidence("E1", "x", Basis.MEASURED, EvidenceForm.BOARD, now, now, says=(said,), runs=445)
    assert readiness("a/b", [item], now, world).waits[3].findings[0].value == "Terminal Bench 61.5 %, n = 445"


def test_a_value_that_was_said_again_keeps_its_first_place():
    def page(name, dollars, day):
        said = Statement("price", "a/b", values=(Value(dollars, "input"),))
        return Evidence(name, "A", Basis.FIRST_PARTY, EvidenceForm.PRICE_PAGE, at(day), at(day), says=(said,))

    pages = [page("E1", 5, "2026-05-02T00:00Z"), page("E2", 3, "2026-05-12T00:00Z"), page("E3", 5, "2026-05-22T00:00Z")]
    found = readiness("a/b", pages, at("2026-06-01T00:00Z"), EvidenceContext()).waits[1].findings
    assert [(one.item, one.value[:2]) for one in found] == [("E1", "$5"), ("E2", "$3")]


def test_two_catalogues_that_agree_are_still_a_claim():
    said = Statement("price", "a/b", values=(Value(5, "input"), Value(30, "output")))
    now = at("2026-05-01T00:00Z")
    rows = [
        Evidence(name, name, Basis.FIRST_HAND, EvidenceForm.LISTING, now, now, says=(said,))
        for name in ("models.dev", "OpenRouter")
    ]
    wait = readiness("a/b", rows, now, EvidenceContext()).waits[1]
    assert (wait.state, wait.catalogues) == (Certainty.CLAIMED, 2)
