"""Every flag that may stand beside a grade: what earns it, and what does not."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.evidence.evidence import (
    Basis,
    Benchmark,
    Claim,
    Evidence,
    EvidenceContext,
    EvidenceForm,
    Statement,
    Value,
)
from bot.domain.grading.checklists import flags
from bot.domain.grading.grades import grade

NOW = datetime(2026, 5, 10, 12, tzinfo=UTC)
DAY = timedelta(days=1)
PRICE = Statement("price", "a/one", values=(Value(5.0, "input"),))
BETTER = Statement("better_than", "a/one", comparator="b/other")
SCORE = Statement("benchmark_score", "a/one", benchmark="T", values=(Value(60.0, "score"),))
WORLD = EvidenceContext(benchmarks={"T": Benchmark("T", "T", ("coding",))})


def item(name, basis=Basis.FIRST_HAND, form=EvidenceForm.REPORT, said=PRICE, party="", days=1, **more):
    at = NOW - days * DAY
    return Evidence(name, party or f"party of {name}", basis, form, at, at, says=(said,), **more)


def flagged(*items, said=PRICE, as_of=NOW, **claim):
    asked = Claim(said, id="CL-1", **claim)
    return flags(asked, grade(asked, items, as_of, WORLD), items, as_of, WORLD)


REPORT = item("E1")
REPEAT = item("E2", Basis.REPEATS, cites=("E1",))


def test_a_plain_report_earns_no_flag():
    assert flagged(REPORT) == ()
    assert flagged(REPORT, REPEAT) == ()


@pytest.mark.parametrize(
    ("flag", "earns", "not_quite"),
    [
        ("one-shot demo", item("D", form=EvidenceForm.DEMO, runs=1), item("D", form=EvidenceForm.POST)),
        ("screenshot only", item("P", form=EvidenceForm.PICTURE), item("P", form=EvidenceForm.POST)),
        ("no denominator", item("D", form=EvidenceForm.DEMO), item("D", form=EvidenceForm.DEMO, runs=3)),
        (
            "no denominator",
            item("M", Basis.MEASURED, EvidenceForm.MEASUREMENT),
            item("M", Basis.MEASURED, EvidenceForm.MEASUREMENT, runs=40),
        ),
        ("unnamed source", item("A", named=False), item("A")),
        ("drift", replace(REPEAT, says=(replace(PRICE, values=(Value(6.0, "input"),)),)), REPEAT),
        (
            "circular sourcing",
            item("C", Basis.REPEATS, cites=("C",)),
            item("C", Basis.REPEATS, cites=("E1",)),
        ),
    ],
)
def test_what_an_item_is_earns_its_flag(flag, earns, not_quite):
    assert flag in flagged(REPORT, earns)
    assert flag not in flagged(REPORT, not_quite)


@pytest.mark.parametrize("flag", ["number older than it looks", "quoted number with no primary"])
@pytest.mark.parametrize("said", [PRICE, SCORE])
def test_what_a_row_of_the_ledger_says_of_itself_is_passed_on(flag, said):
    assert flag in flagged(item("E1", said=said, flags=(flag,)), said=said)


@pytest.mark.parametrize("flag", ["superlative without benchmark", "different harness or build"])
def test_a_flag_on_quality_says_nothing_of_a_price(flag):
    assert flag in flagged(item("E1", said=BETTER, flags=(flag,)), said=BETTER)
    assert flag not in flagged(item("E1", flags=(flag,)))


def test_a_row_that_does_not_bear_on_the_claim_lends_no_flag():
    elsewhere = replace(PRICE, subject="c/third")
    assert (
        flagged(REPORT, item("E2", said=elsewhere, form=EvidenceForm.DEMO, flags=("number older than it looks",))) == ()
    )


def test_scores_of_two_laboratories_ran_in_two_harnesses():
    def score(name, model, party, number):
        said = replace(SCORE, subject=model, values=(Value(number, "score"),))
        return item(name, Basis.FIRST_PARTY, EvidenceForm.TABLE, said, party)

    two = (score("E1", "a/one", "A", 60.0), score("E2", "b/other", "B", 50.0))
    assert "different harness or build" in flagged(*two, said=BETTER)


def test_disputed_is_what_somebody_filed():
    assert flagged(REPORT, disputed=True) == ("disputed",)


@pytest.mark.parametrize(("form", "said"), [(EvidenceForm.LISTING, True), (EvidenceForm.POST, False)])
def test_reports_conflict_when_both_sides_have_a_checkable_trace(form, said):
    against = item("E2", form=form, said=replace(PRICE, polarity=-1))
    assert ("conflicting reports" in flagged(REPORT, against)) is said


def test_stale_after_sixty_days_without_a_new_origin_unless_it_is_confirmed():
    assert "stale" not in flagged(item("E1", days=60))
    assert "stale" in flagged(item("E1", days=61))
    assert "stale" in flagged(item("E1", days=61), replace(REPEAT, learned_at=NOW - DAY))  # a copy is no origin
    assert "stale" not in flagged(item("E1", days=61), item("E3", form=EvidenceForm.POST))
    assert "stale" not in flagged(item("E1", Basis.FIRST_PARTY, EvidenceForm.PRICE_PAGE, days=61))


def test_an_origin_that_withdrew_and_left_nothing_standing():
    gone = replace(REPORT, withdrawn_at=NOW - DAY / 2)
    assert "origin withdrew" in flagged(gone)
    assert "origin withdrew" not in flagged(gone, as_of=NOW - DAY * 3 / 4)
    assert "origin withdrew" not in flagged(gone, item("E9", party=REPORT.party))


@pytest.mark.parametrize(("day", "bound"), [(9, False), (10, True), (30, True)])
def test_a_day_that_is_still_to_come_binds_a_claim_in_time(day, bound):
    said = Statement("release_date", "a/one", day=date(2026, 5, day), operator="by", future=True)
    assert ("time-bound" in flagged(item("E1", said=said), said=said)) is bound


def test_what_the_sentence_earns_is_said_once():
    vague = "superlative without benchmark"
    assert flagged(item("E1", said=BETTER, flags=(vague,)), said=BETTER).count(vague) == 1
    assert vague not in flagged(item("E1", said=BETTER), said=replace(BETTER, benchmark="T"))


@pytest.mark.parametrize(
    ("other", "polarity", "named"), [("google", 1, True), ("openai", 1, False), ("google", -1, False)]
)
def test_a_model_that_its_name_gives_to_another_lab_is_flagged(other, polarity, named):
    said = Statement("identity", "openai/gpt-6", object=other, polarity=polarity)
    assert ("by its name a model of OpenAI, not of Google" in flagged(said=said)) is named
