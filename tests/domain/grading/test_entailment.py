"""Whether one statement bears on another, slot by slot."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.domain.evidence.bearing import agree, meets, quotient_sign
from bot.domain.evidence.comparison import amounts, lines
from bot.domain.evidence.evidence import Basis, Benchmark, Evidence, EvidenceContext, EvidenceForm, Statement, Value
from bot.domain.grading.entailment import bears
from bot.domain.grading.weights import level

WORLD = EvidenceContext(same={"openai/spud": "openai/gpt-5.5"})
MODEL, SPUD = "openai/gpt-5.5", "openai/spud"
DAY = date(2026, 4, 23)


def sign(said, asked, world=WORLD):
    return bears(said, asked, world).sign


def test_a_codename_and_its_model_are_one_once_that_is_confirmed():
    said = Statement("price", MODEL, values=(Value(5, "input"),))
    assert sign(said, replace(said, subject=SPUD)) == 1
    assert sign(said, replace(said, subject=SPUD), EvidenceContext()) == 0


@pytest.mark.parametrize(
    ("operator", "day", "expected"),
    [
        ("by", date(2026, 4, 30), 1),
        ("by", DAY, 1),
        ("by", date(2026, 4, 22), -1),
        ("before", DAY, -1),
        ("before", date(2026, 4, 24), 1),
        ("on", DAY, 1),
        ("on", date(2026, 4, 24), -1),
        ("after", date(2026, 4, 22), 1),
        ("after", DAY, -1),
        ("not_before", DAY, 1),
        ("not_before", date(2026, 5, 1), -1),
    ],
)
def test_a_release_day_against_a_deadline(operator, day, expected):
    said = Statement("release_date", MODEL, day=DAY, operator="first")
    asked = Statement("release_date", MODEL, day=day, operator=operator)
    assert sign(said, asked) == expected
    assert sign(said, replace(asked, polarity=-1)) == -expected


def test_a_period_has_a_beginning_and_an_end():
    said = Statement("release_date", MODEL, day=DAY)
    inside = Statement("release_date", MODEL, since=date(2026, 4, 20), day=date(2026, 4, 26), operator="within")
    assert sign(said, inside) == 1
    assert sign(said, replace(inside, since=date(2026, 4, 24))) == -1


def test_each_surface_has_its_own_day():
    api = Statement("release_date", MODEL, day=date(2026, 4, 24), operator="on", surface="api")
    asked = Statement("release_date", MODEL, day=DAY, operator="on")
    assert sign(api, asked) == 0
    assert sign(api, replace(asked, surface="api")) == -1
    assert sign(api, replace(asked, surface="app")) == 0


def test_being_there_on_one_surface_says_nothing_of_another():
    said = Statement("available", MODEL, surface="app")
    assert sign(said, Statement("available", MODEL)) == 1
    assert sign(said, Statement("available", MODEL, surface="api")) == 0
    assert sign(said, Statement("available", MODEL, object="testing")) == 0
    assert sign(replace(said, future=True), Statement("available", MODEL)) == 0


def test_what_was_released_exists_and_a_plan_is_no_release():
    released = Statement("release_date", MODEL, day=DAY)
    assert sign(released, Statement("exists", MODEL)) == 1
    assert sign(released, Statement("available", MODEL)) == 1
    assert sign(replace(released, future=True), Statement("available", MODEL)) == 0


def test_an_identity_works_both_ways_and_a_label_excludes_nothing():
    said = Statement("identity", SPUD, object=MODEL)
    assert sign(said, Statement("identity", MODEL, object=SPUD), EvidenceContext()) == 1
    assert sign(said, Statement("identity", SPUD, object="openai/gpt-6"), EvidenceContext()) == -1
    assert sign(said, Statement("identity", "label/crest-pro-alpha", object=SPUD), EvidenceContext()) == 0


@pytest.mark.parametrize(
    ("asked", "bound", "expected"),
    [
        ((5.0, "input"), "eq", 1),
        ((5.0, "output"), "eq", -1),
        ((30.0, ""), "eq", 1),
        ((6.0, ""), "eq", -1),
        ((4.0, "input"), "over", 1),
        ((5.0, "input"), "over", -1),
        ((10.0, "input"), "under", 1),
        ((5.2, "input"), "about", 1),
        ((7.0, "input"), "about", -1),
        ((5.0, "cached"), "eq", 0),
    ],
)
def test_numbers_are_compared_by_what_they_measure(asked, bound, expected):
    said = (Value(5, "input"), Value(30, "output"))
    assert agree(said, Statement("price", MODEL, values=(Value(*asked),), bound=bound)).sign == expected


@pytest.mark.parametrize(("claimed", "rounded"), [(1_000_000, True), (1_050_000, False), (1_050_000.0, False)])
def test_a_number_with_fewer_digits_is_rounded(claimed, rounded):
    found = agree(
        (Value(1_050_000, "context"),), Statement("context_limits", MODEL, values=(Value(claimed, "context"),))
    )
    assert (found.sign, found.rounded) == (1, rounded)


@pytest.mark.parametrize(
    ("claimed", "real"), [(131_000, 131_072), (262_000, 262_144), (1_050_000, 1_048_576), (87, 87.4)]
)
def test_a_number_cut_short_is_a_rounding(claimed, real):
    found = agree((Value(real, ""),), Statement("price", MODEL, values=(Value(claimed, ""),)))
    assert (found.sign, found.rounded) == (1, True)


@pytest.mark.parametrize(
    ("claimed", "real", "bound"),
    [(4.9, 5, "eq"), (9.9, 10, "eq"), (8.9, 9, "eq"), (1.9, 2, "eq"), (29.9, 30, "eq"), (0.7, 0.8, "eq")],
)
def test_a_whole_last_digit_less_is_no_rounding_whatever_floats_make_of_it(claimed, real, bound):
    assert meets(claimed, real, bound).sign == -1


@pytest.mark.parametrize(("claimed", "real", "bound"), [(1, 0.95, "nearly"), (1.05, 1, "about"), (2.1, 2, "about")])
def test_a_number_at_the_edge_of_its_bound_is_within_it(claimed, real, bound):
    assert meets(claimed, real, bound).sign == 1


def test_a_quotient_at_the_edge_of_its_margin_is_within_it():
    assert [quotient_sign(2, found, "about") for found in (1.9, 2.1, 1.8, 1.79)] == [1, 1, 0, -1]


@pytest.mark.parametrize(
    ("claimed", "real"),
    [(80, 78.7), (2_000_000, 1_050_000), (5.4, 5.0), (400_000, 1_050_000), (130_000, 128_000), (1_100_000, 1_050_000)],
)
def test_another_number_is_no_rounding(claimed, real):
    assert agree((Value(real, ""),), Statement("price", MODEL, values=(Value(claimed, ""),))).sign == -1


def board(*scores, **more):
    at = datetime(2026, 4, 24, tzinfo=UTC)
    says = tuple(Statement("benchmark_score", m, benchmark="H", values=(Value(n, role),)) for m, n, role in scores)
    return Evidence(
        "E1", "Board", Basis.MEASURED, EvidenceForm.BOARD, at, at, says=says, runs=10, same_harness=True, **more
    )


def test_where_less_is_better_the_lower_number_leads():
    world = EvidenceContext(benchmarks={"H": Benchmark("H", "H", ("hallucination",), higher_is_better=False)})
    asked = Statement("better_than", "a/x", comparator="b/y")
    (line,) = lines(asked, [board(("a/x", 86, "score"), ("b/y", 36, "score"))], world, level)
    assert (line.sign, line.level) == (-1, 4)


def test_a_rank_leads_when_it_is_smaller_and_is_never_set_against_a_score():
    asked = Statement("better_than", "a/x", comparator="b/y")
    (line,) = lines(
        asked, [board(("a/x", 1, "rank"), ("b/y", 2, "rank"), ("b/y", 90, "score"))], EvidenceContext(), level
    )
    assert (line.sign, line.ours) == (1, "no. 1")


@pytest.mark.parametrize("turned", [False, True])
def test_a_benchmark_has_one_line_a_direction_with_its_numbers(turned):
    ahead = Statement("better_than", "a/x", comparator="b/y", benchmark="H")
    first = board(("a/x", 1, "rank"), ("b/y", 2, "rank"), ("a/x", 90, "score"), ("b/y", 80, "score"))
    other = replace(first, id="E2", party="Other", says=(ahead,))
    asked = Statement("better_than", "a/x", comparator="b/y")
    found = lines(asked, [other, first] if turned else [first, other], EvidenceContext(), level)
    assert [(line.sign, line.level, line.ours[-1].isdecimal()) for line in found] == [(1, 4, True)]


def test_prices_side_by_side_say_which_is_cheaper():
    at = datetime(2026, 4, 24, tzinfo=UTC)

    def page(name, model, *amounts_):
        said = Statement(
            "price", model, values=tuple(Value(n, r) for n, r in zip(amounts_, ("input", "output"), strict=True))
        )
        return Evidence(name, name, Basis.FIRST_PARTY, EvidenceForm.PRICE_PAGE, at, at, says=(said,))

    pages = [page("A", "a/x", 5, 30), page("B", "b/y", 5, 25)]
    asked = Statement("price", "a/x", comparator="b/y", object="cheaper")
    assert {line.name: line.sign for line in amounts(asked, pages, EvidenceContext(), level)} == {
        "input": 0,
        "output": -1,
    }
    assert amounts(replace(asked, object=""), pages, EvidenceContext(), level) == ()
