"""The lattice: what each kind of origin is worth, and the promises that hold for any evidence at all."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
from bot.domain.evidence.grade_rules import RULES, Grade
from bot.domain.grading.grades import grade
from bot.domain.grading.weights import level

NOW = datetime(2026, 5, 10, 12, tzinfo=UTC)
PRICE = Statement("price", "openai/gpt-5.5", values=(Value(5, "input"), Value(30, "output")))
CLAIM = Claim(PRICE)


def item(name, party, basis, form, said=PRICE, **more):
    at = more.pop("at", NOW - timedelta(days=10))
    return Evidence(name, party, basis, form, at, at, says=(said,) if said else (), **more)


def press(name, party, said=PRICE, **more):
    return item(name, party, Basis.FIRST_HAND, EvidenceForm.REPORT, said, **more)


@pytest.mark.parametrize(
    ("basis", "form", "kind", "more", "expected"),
    [
        (Basis.FIRST_PARTY, EvidenceForm.PRICE_PAGE, "price", {}, 5),
        (Basis.FIRST_PARTY, EvidenceForm.STATEMENT, "exists", {}, 3),
        (Basis.FIRST_PARTY, EvidenceForm.TABLE, "benchmark_score", {}, 3),
        (Basis.FIRST_PARTY, EvidenceForm.ANNOUNCEMENT, "better_than", {}, 3),
        (Basis.MEASURED, EvidenceForm.BOARD, "benchmark_score", {}, 5),
        (Basis.MEASURED, EvidenceForm.MEASUREMENT, "other", {"runs": 40}, 4),
        (Basis.MEASURED, EvidenceForm.MEASUREMENT, "better_than", {"runs": 40, "same_harness": True}, 4),
        (Basis.MEASURED, EvidenceForm.MEASUREMENT, "better_than", {"runs": 40}, 2),
        (Basis.MEASURED, EvidenceForm.MEASUREMENT, "other", {}, 2),
        (Basis.FIRST_HAND, EvidenceForm.REPORT, "exists", {}, 3),
        (Basis.FIRST_HAND, EvidenceForm.REPORT, "exists", {"named": False}, 1),
        (Basis.FIRST_HAND, EvidenceForm.LISTING, "exists", {}, 2),
        (Basis.FIRST_HAND, EvidenceForm.DOCUMENT, "exists", {"named": False}, 2),
        (Basis.FIRST_HAND, EvidenceForm.DEMO, "better_than", {}, 1),
        (Basis.FIRST_HAND, EvidenceForm.SELF_DESCRIPTION, "identity", {}, 1),
        (Basis.INFERENCE, EvidenceForm.NAME, "identity", {}, 1),
        (Basis.MARKET, EvidenceForm.PRICE, "release_date", {}, 0),
        (Basis.REPEATS, EvidenceForm.REPORT, "exists", {}, 0),
        (Basis.UNKNOWN, EvidenceForm.POST, "exists", {}, 0),
        (Basis.FIRST_PARTY, EvidenceForm.PRICE_PAGE, "price", {"accepted": False}, 0),
    ],
)
def test_level_of_an_origin(basis, form, kind, more, expected):
    said = Statement(kind, "openai/gpt-5.5")
    assert level(item("E1", "somebody", basis, form, said, **more), said) == expected


def test_the_vendor_about_its_future_is_not_an_accomplished_fact():
    said = Statement("release_date", "a/b", day=date(2026, 6, 1), future=True)
    assert level(item("E1", "a", Basis.FIRST_PARTY, EvidenceForm.ANNOUNCEMENT, said), said) == 3


def test_a_price_page_confirms_its_price_and_contradicts_any_other():
    page = item("E1", "OpenAI", Basis.FIRST_PARTY, EvidenceForm.PRICE_PAGE)
    other = Claim(replace(PRICE, values=(Value(10, "input"), Value(30, "output"))))
    assert grade(CLAIM, [page], NOW).grade is Grade.CONFIRMED
    assert grade(other, [page], NOW).grade is Grade.CONTRADICTED


def test_what_refutes_a_comparison_of_prices_is_named_as_what_it_is():
    theirs = replace(PRICE, subject="anthropic/claude-opus-5", values=(Value(1, "input"),))
    page = EvidenceForm.PRICE_PAGE
    pages = [
        item("E1", "OpenAI", Basis.FIRST_PARTY, page),
        item("E2", "Anthropic", Basis.FIRST_PARTY, page, theirs),
    ]
    cheaper = Statement("price", PRICE.subject, comparator=theirs.subject, object="cheaper")
    made = grade(Claim(cheaper), pages, NOW)
    assert made.rule.sentence.startswith("Anthropic and OpenAI: price page says otherwise"), made.rule


def test_a_rounded_number_is_never_confirmed():
    said = Statement("context_limits", "a/b", values=(Value(1_050_000, "context"),))
    page = item("E1", "a", Basis.FIRST_PARTY, EvidenceForm.API_LIST, said)
    asked = replace(said, values=(Value(1_000_000, "context"),))
    assert grade(Claim(asked), [page], NOW).grade is Grade.SUPPORTED
    assert grade(Claim(replace(asked, bound="over")), [page], NOW).grade is Grade.CONFIRMED
    assert grade(Claim(replace(asked, values=(Value(2_000_000, "context"),))), [page], NOW).grade is Grade.CONTRADICTED


def test_one_press_origin_reports_and_two_support():
    said = Statement("exists", "a/b")
    one = [press("E1", "The Information", said)]
    assert grade(Claim(said), one, NOW).grade is Grade.REPORTED
    two = grade(Claim(said), [*one, press("E2", "The Verge", said)], NOW)
    assert two.grade is Grade.SUPPORTED
    assert set(two.load_bearing) == {"The Information", "The Verge"}


def test_two_items_of_one_outlet_are_one_origin():
    said = Statement("exists", "a/b")
    made = grade(Claim(said), [press("E1", "The Verge", said), press("E2", "The Verge", said)], NOW)
    assert (made.grade, made.origins) == (Grade.REPORTED, ("The Verge",))


def test_forty_repeats_of_one_memo_are_one_origin():
    said = Statement("exists", "a/b")
    memo = press("E1", "The Information", said)
    copies = [item(f"C{n}", f"page {n}", Basis.REPEATS, EvidenceForm.REPORT, said, cites=("E1",)) for n in range(40)]
    made = grade(Claim(said), [memo, *copies], NOW)
    assert (made.grade, made.origins, made.repeats) == (Grade.REPORTED, ("The Information",), 40)


def test_two_contradictory_first_party_documents_are_mixed():
    other = replace(PRICE, values=(Value(6, "input"), Value(30, "output")))
    pages = [
        item("E1", "OpenAI", Basis.FIRST_PARTY, EvidenceForm.PRICE_PAGE),
        item("E2", "OpenAI", Basis.FIRST_PARTY, EvidenceForm.PRICE_PAGE, other),
    ]
    assert grade(CLAIM, pages, NOW).grade is Grade.MIXED


def test_a_market_price_never_raises_a_grade():
    said = Statement("release_date", "a/b", day=date(2026, 5, 30), operator="by", future=True)
    market = item("E1", "Polymarket", Basis.MARKET, EvidenceForm.PRICE, said)
    made = grade(Claim(said), [market], NOW)
    assert (made.grade, made.support, made.origins) == (Grade.SPECULATION, 0, ())


@pytest.mark.parametrize("form", EvidenceForm)
@pytest.mark.parametrize("accepted", [True, False])
def test_a_market_weighs_nothing_in_any_dress_and_a_price_by_nobody(form, accepted):
    for said in (PRICE, Statement("benchmark_score", "a/b"), Statement("identity", "a/b", object="a/c")):
        market = item("E1", "Polymarket", Basis.MARKET, form, said, runs=40, accepted=accepted)
        assert level(market, said) == 0
        priced = [item("E1", "x", basis, EvidenceForm.PRICE, said, runs=40, accepted=accepted) for basis in Basis]
        assert {level(one, said) for one in priced} == {0}


def test_an_identity_needs_more_than_the_press():
    said = Statement("identity", "openai/spud", object="openai/gpt-5.5")
    papers = [press("E1", "one", said), press("E2", "two", said)]
    assert grade(Claim(said), papers[:1], NOW).grade is Grade.REPORTED
    prints = [item(f"F{n}", f"lab {n}", Basis.FIRST_HAND, EvidenceForm.FINGERPRINT, said) for n in range(2)]
    assert grade(Claim(said), prints, NOW).grade is Grade.SUPPORTED
    assert grade(Claim(said), prints[:1], NOW).grade is Grade.UNCONFIRMED
    assert grade(Claim(said), [*prints[:1], replace(prints[0], id="F9")], NOW).grade is Grade.UNCONFIRMED
    measured = item("M1", "a lab", Basis.MEASURED, EvidenceForm.MEASUREMENT, said, runs=900, same_harness=True)
    assert grade(Claim(said), [measured, *papers], NOW).grade is Grade.REPORTED
    row = item("R1", "a board", Basis.FIRST_HAND, EvidenceForm.ROW_ID, said)
    assert grade(Claim(said), [row], NOW).grade is Grade.SUPPORTED


def test_being_one_model_excludes_being_another_and_a_negation_turns_it_round():
    said = Statement("identity", "openai/spud", object="openai/gpt-5.5")
    page = item("E1", "OpenAI", Basis.FIRST_PARTY, EvidenceForm.ANNOUNCEMENT, said)
    other = Statement("identity", "openai/spud", object="openai/gpt-6")
    assert grade(Claim(other), [page], NOW).grade is Grade.CONTRADICTED
    assert grade(Claim(replace(other, polarity=-1)), [page], NOW).grade is Grade.CONFIRMED


def test_a_passed_deadline_contradicts_only_once_a_watched_source_shows_nothing():
    said = Statement("release_date", "a/b", day=date(2026, 4, 14), operator="on")
    rumour = item("E1", "somebody", Basis.FIRST_HAND, EvidenceForm.POST, replace(said, future=True), named=False)
    watch = item("E2", "reader", Basis.FIRST_HAND, EvidenceForm.WATCH, Statement("release_date", "a/b"))
    assert grade(Claim(said), [rumour], NOW).grade is Grade.SPECULATION
    made = grade(Claim(said), [rumour, watch], NOW)
    assert (made.grade, made.rule.name, made.load_bearing) == (Grade.CONTRADICTED, "deadline-passed", ("reader",))
    assert made.watches == ("E2",)  # so that a card can show what decided
    ends = datetime(2026, 4, 15, 12, tzinfo=UTC)  # of the day in the last zone there is, UTC-12
    for read, word in ((ends, Grade.CONTRADICTED), (ends - timedelta(seconds=1), Grade.SPECULATION)):
        at = replace(watch, so_at=read, learned_at=read)
        assert grade(Claim(said), [rumour, at], NOW).grade is word


def test_a_comparison_prints_a_line_a_benchmark_and_labs_own_tables_stay_reported():
    bench = {"T": Benchmark("T", "T", ("coding",)), "S": Benchmark("S", "S", ("coding",))}
    world = EvidenceContext(benchmarks=bench)

    def score(name, party, model, test, number):
        said = Statement("benchmark_score", model, benchmark=test, values=(Value(number, "score"),))
        return item(name, party, Basis.FIRST_PARTY, EvidenceForm.TABLE, said)

    rows = [
        score("E1", "OpenAI", "a/x", "T", 82.7),
        score("E2", "Anthropic", "b/y", "T", 69.4),
        score("E3", "OpenAI", "a/x", "S", 58.6),
        score("E4", "Anthropic", "b/y", "S", 64.3),
    ]
    asked = Statement("better_than", "a/x", comparator="b/y", object="coding")
    made = grade(Claim(asked), rows, NOW, world)
    assert {(line.benchmark, line.sign, line.level) for line in made.lines} == {("T", 1, 3), ("S", -1, 3)}
    assert (made.grade, made.support, made.refute) == (Grade.REPORTED, 3, 3)


def test_an_independent_board_with_both_models_in_one_harness_supports_a_comparison():
    def said(model, number):
        return Statement("benchmark_score", model, benchmark="T", values=(Value(number, "score"),))

    board = replace(
        item("E1", "Board", Basis.MEASURED, EvidenceForm.BOARD, runs=100, same_harness=True),
        says=(said("a/x", 60), said("b/y", 57)),
    )
    asked = Statement("better_than", "a/x", comparator="b/y")
    assert grade(Claim(asked), [board], NOW).grade is Grade.SUPPORTED
    assert grade(Claim(replace(asked, subject="b/y", comparator="a/x")), [board], NOW).grade is Grade.CONTRADICTED


def test_two_measurers_of_one_model_each_are_two_harnesses_and_support_no_comparison():
    def measured(party, model, number):
        said = Statement("benchmark_score", model, benchmark="T", values=(Value(number, "score"),))
        row = item(f"E-{party}", party, Basis.MEASURED, EvidenceForm.BOARD, runs=100, same_harness=True)
        return replace(row, says=(said,))

    rows = [measured("one", "a/x", 60), measured("two", "b/y", 57)]
    made = grade(Claim(Statement("better_than", "a/x", comparator="b/y")), rows, NOW)
    assert made.grade is Grade.REPORTED
    assert all("different harness or build" in line.flags for line in made.lines)


@pytest.mark.parametrize("turned", [False, True])
def test_one_measurer_whose_other_run_has_no_n_supports_no_comparison_either_way(turned):
    def run(model, number, n):
        said = Statement("benchmark_score", model, benchmark="T", values=(Value(number, "score"),))
        return item(
            f"E-{model}", "lab watch", Basis.MEASURED, EvidenceForm.MEASUREMENT, said, runs=n, same_harness=True
        )

    rows = [run("a/x", 60, 500), run("b/y", 57, None)]
    asked = Statement("better_than", "a/x", comparator="b/y")
    if turned:
        asked = Statement("better_than", "b/y", comparator="a/x")
    made = grade(Claim(asked), rows, NOW)
    assert max(made.support, made.refute) == 2


def test_two_names_of_one_model_are_not_compared():
    said = [
        Statement("benchmark_score", name, benchmark="T", values=(Value(n, "score"),))
        for name, n in (("a/x", 80), ("a/code", 82))
    ]
    board = replace(
        item("E1", "Board", Basis.MEASURED, EvidenceForm.BOARD, runs=9, same_harness=True), says=tuple(said)
    )
    made = grade(
        Claim(Statement("better_than", "a/code", comparator="a/x")),
        [board],
        NOW,
        EvidenceContext(same={"a/code": "a/x"}),
    )
    assert (made.known, made.lines) == (None, ())


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_statements_of_one_item_the_stronger_counts_in_any_order(turned):
    plan, fact = (
        Statement("release_date", "a/b", day=date(2026, 5, 1), operator="on", future=f) for f in (True, False)
    )
    page = item("E1", "A", Basis.FIRST_PARTY, EvidenceForm.ANNOUNCEMENT)
    says = (fact, plan) if turned else (plan, fact)
    assert grade(Claim(fact), [replace(page, says=says)], NOW).grade is Grade.CONFIRMED


@pytest.mark.parametrize("turned", [False, True])
def test_a_number_that_is_rounded_and_another_weigh_the_same_in_any_order(turned):
    said, other, asked = (Statement("context_limits", "a/b", values=(Value(n, "context"),)) for n in (1.05e6, 4e5, 1e6))
    says = (other, said) if turned else (said, other)
    page = replace(item("E1", "A", Basis.FIRST_PARTY, EvidenceForm.MODEL_CARD), says=says)
    assert grade(Claim(asked), [page], NOW).grade is Grade.SUPPORTED


def test_before_a_day_expires_with_the_eve():
    watch = item("E2", "reader", Basis.FIRST_HAND, EvidenceForm.WATCH, Statement("release_date", "a/b"))
    read = datetime(2026, 5, 1, 13, tzinfo=UTC)
    for operator, day in (("before", date(2026, 5, 1)), ("by", date(2026, 4, 30))):
        asked = Claim(Statement("release_date", "a/b", day=day, operator=operator))
        made = grade(asked, [replace(watch, so_at=read, learned_at=read)], NOW)
        assert (made.grade, made.watches) == (Grade.CONTRADICTED, ("E2",))
        assert "(reader looked)" in made.rule.sentence


def test_a_withdrawn_origin_no_longer_counts():
    said = Statement("exists", "a/b")
    gone = press("E1", "paper", said, withdrawn_at=NOW - timedelta(days=1))
    assert grade(Claim(said), [gone], NOW - timedelta(days=2)).grade is Grade.REPORTED
    assert grade(Claim(said), [gone], NOW).grade is Grade.SPECULATION


# --- for any evidence at all

BASES = st.sampled_from(list(Basis))
FORMS = st.sampled_from([form for form in EvidenceForm if form is not EvidenceForm.WATCH])
NUMBERS = st.sampled_from([5.0, 10.0])


@st.composite
def anything(draw, size=6):
    made = []
    for number in range(draw(st.integers(0, size))):
        said = replace(PRICE, values=(Value(draw(NUMBERS), "input"),), polarity=draw(st.sampled_from([1, -1])))
        at = NOW + timedelta(days=draw(st.integers(-30, 5)))
        made.append(
            Evidence(
                f"E{number}",
                draw(st.sampled_from(["p", "q", "r", "s"])),
                draw(BASES),
                draw(FORMS),
                at,
                at + timedelta(days=draw(st.integers(0, 5))),
                says=(said,),
                cites=tuple(f"E{n}" for n in draw(st.sets(st.integers(0, size), max_size=3))),
                named=draw(st.booleans()),
                runs=draw(st.sampled_from([None, 10])),
                same_harness=draw(st.booleans()),
            )
        )
    return made


ASKED = Claim(replace(PRICE, values=(Value(5.0, "input"),)))


def essence(made):
    return made.grade, made.support, made.refute, made.rule, set(made.origins), made.repeats, set(made.load_bearing)


@settings(max_examples=150, deadline=None)
@given(anything(), st.randoms())
def test_the_order_of_the_evidence_makes_no_difference(items, random):
    mixed = list(items)
    random.shuffle(mixed)
    assert essence(grade(ASKED, items, NOW)) == essence(grade(ASKED, mixed, NOW))


@settings(max_examples=150, deadline=None)
@given(anything(), st.data())
def test_copies_change_nothing(items, data):
    if not items:
        return
    root = data.draw(st.sampled_from(items))
    copy = replace(root, id="COPY", party="copier", basis=Basis.REPEATS, cites=(root.id,))
    before, after = grade(ASKED, items, NOW), grade(ASKED, [*items, copy, copy], NOW)
    assert (before.grade, before.support, before.refute) == (after.grade, after.support, after.refute)
    assert set(before.origins) == set(after.origins)


@settings(max_examples=150, deadline=None)
@given(anything(), BASES, FORMS, st.booleans())
def test_more_support_never_lowers_s(items, basis, form, named):
    more = item("MORE", "new", basis, form, ASKED.statement, named=named, runs=5)
    assert grade(ASKED, [*items, more], NOW).support >= grade(ASKED, items, NOW).support


@settings(max_examples=150, deadline=None)
@given(anything())
def test_every_grade_names_its_rule(items):
    made = grade(ASKED, items, NOW)
    assert made.rule.name in RULES
    assert made.rule.sentence


@settings(max_examples=150, deadline=None)
@given(anything())
def test_nothing_learned_later_or_dated_later_counts(items):
    known = [one for one in items if one.learned_at <= NOW and one.so_at <= NOW]
    assert essence(grade(ASKED, items, NOW)) == essence(grade(ASKED, known, NOW))


@settings(max_examples=150, deadline=None)
@given(anything())
def test_load_bearing_is_exactly_what_changes_the_grade(items):
    made = grade(ASKED, items, NOW)
    rooted = [one for one in items if one.basis not in (Basis.CITES, Basis.REPEATS)]
    for party in {one.party for one in rooted}:
        rest = [one for one in items if one.party != party]
        if not made.lineage.drifts:
            assert (grade(ASKED, rest, NOW).word != made.word) == (party in made.load_bearing)


@pytest.mark.parametrize("level", [1, 3])
def test_what_only_weak_evidence_opposes_is_no_claim_that_nothing_speaks_to(level):
    said = Statement("identity", "openai/spud", object="openai/gpt-5.5")
    against = item("E1", "a blog", Basis.FIRST_HAND if level > 1 else Basis.INFERENCE, EvidenceForm.REPORT, said)
    made = grade(Claim(replace(said, object="openai/gpt-6")), [against], NOW)
    assert (made.refute, made.rule.name, made.word) == (level, "only-against", "SPECULATION")


def test_who_relays_an_unnamed_source_is_not_told_as_first_hand():
    relay = item("E1", "a blog", Basis.FIRST_HAND, EvidenceForm.POST, named=False)
    assert grade(ASKED, [relay], NOW).items[0].why == "from an unnamed source, post"
