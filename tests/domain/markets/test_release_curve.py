"""Ladders: the computed answers, small ones of our own, and what must hold for every ladder."""

import json
import math
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.markets.quotes import Quote
from bot.domain.markets.release_curve import (
    CurveRung,
    DateBucket,
    cumulate,
    curve,
    isotonic,
    pool,
    pool_weight,
    rung_price,
    state_of,
    violations,
)
from tests.shared import shared_data

NOW = datetime(2026, 9, 25, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def vectors():
    return json.loads(shared_data("markets/test_vectors.json").read_text())


def sonnet(vectors, *, equal=False):
    rungs = vectors["claude_sonnet_by_ladder_2026-09-25"]["rungs"]
    return [
        CurveRung(
            rung["label"],
            datetime.fromisoformat(rung["deadline"]),
            rung["mid"],
            None if equal else rung["bid"],
            None if equal else rung["ask"],
        )
        for rung in rungs
    ]


@pytest.mark.parametrize(("name", "equal"), [("pava_equal", True), ("pava_invspread2", False)])
def test_the_sonnet_ladder_gives_the_computed_curve_and_quantiles(vectors, name, equal):
    case = vectors["claude_sonnet_by_ladder_2026-09-25"]
    drawn = curve(sonnet(vectors, equal=equal), datetime.fromisoformat(case["asof"]))
    assert [round(knot.p, 6) for knot in drawn.knots] == case[name]
    for q, expected in case[f"{name}_quantiles"].items():
        found = drawn.quantile(float(q))
        if expected is None:
            assert found is None
        else:
            assert found is not None
            assert abs(found - datetime.fromisoformat(expected)) < timedelta(milliseconds=1)


def test_the_sonnet_ladder_gives_the_computed_violations_and_hazards(vectors):
    case = vectors["claude_sonnet_by_ladder_2026-09-25"]
    found = violations(sonnet(vectors))
    assert [[v.early, v.late, round(v.gap, 6)] for v in found] == case["mid_violations"]
    assert [[v.early, v.late, round(v.executable or 0, 6)] for v in found] == case[
        "executable_violations_bid_early_gt_ask_late"
    ]
    hazards = curve(sonnet(vectors), datetime.fromisoformat(case["asof"])).hazards
    for mine, expected in zip(hazards, case["hazard"], strict=True):
        assert round(mine.mass, 6) == expected["mass"]
        assert round(mine.days, 3) == expected["days"]
        assert round(mine.cond_prob, 6) == expected["cond_prob"]
        assert round(mine.hazard_per_day, 6) == expected["hazard_per_day"]


def test_on_ladder_sums_to_the_computed_cross_check(vectors):
    case = vectors["claude_sonnet_on_ladder_2026-09-25"]
    legs = cumulate(DateBucket(r["label"], datetime.fromisoformat(r["deadline"]), r["p"]) for r in case["rungs"])
    assert [round(leg.cum or 0, 6) for leg in legs] == [r["cum_raw"] for r in case["rungs"]]
    by_day = {leg.label: leg.cum for leg in legs}
    for row in vectors["claude_sonnet_cross_check"]:
        assert by_day[row["day"]] == pytest.approx(row["on_cum"])


def test_weekly_buckets_are_normalised_as_computed(vectors):
    case = vectors["gemini_pro_weekly_buckets_2026-09-25"]
    start = datetime(2026, 9, 28, 4, tzinfo=UTC)
    legs = [
        DateBucket(b["label"], start + timedelta(weeks=n), b["p"], tail=b["label"].startswith("No release"))
        for n, b in enumerate(case["buckets"])
    ]
    found = cumulate(reversed(legs))
    assert [round(leg.share, 6) for leg in found] == [b["normalised"] for b in case["buckets"]]
    assert [None if leg.cum is None else round(leg.cum, 6) for leg in found] == [b.get("cum") for b in case["buckets"]]


def test_pooling_gives_the_computed_answers(vectors):
    for row in vectors["gpt6_cross_venue_2026-07-30"]:
        assert pool([(row["pm"], 1), (row["kalshi"], 1)]) == pytest.approx(row["geo_mean_odds"], abs=1e-6)
    case = vectors["weighted_logit_pool"]
    assert pool((i["p"], i["w"]) for i in case["inputs"]) == pytest.approx(case["value"], abs=1e-6)


def test_isotonic_edge_cases(vectors):
    for case in vectors["pava_edge_cases"]:
        assert isotonic(case["p"], case["w"]) == pytest.approx(case["out"])


def at(days):
    return NOW + timedelta(days=days)


def test_a_small_ladder_by_hand():
    drawn = curve([CurveRung("b", at(20), 0.6, 0.59, 0.61), CurveRung("a", at(10), 0.2, 0.19, 0.21)], NOW)
    assert [knot.p for knot in drawn.knots] == [0.2, 0.6]
    assert drawn.quantile(0.4) == at(15)
    assert drawn.quantile(0.1) == at(5)
    assert drawn.quantile(0.61) is None
    assert drawn.by(at(15)) == pytest.approx(0.4)
    assert drawn.by(at(21)) is None
    assert drawn.by(at(-1)) is None
    assert drawn.reach == 0.6


def test_of_the_time_before_the_first_rung_only_its_deadline_is_told():
    drawn = curve([CurveRung("a", at(10), 0.97, 0.96, 0.98), CurveRung("b", at(20), 0.98, 0.97, 0.99)], NOW)
    assert drawn.quantile(0.5) < at(10)  # interpolation alone
    assert [drawn.carried(q) for q in (0.1, 0.5, 0.975, 0.99)] == [at(10), at(10), at(15), None]


@pytest.mark.parametrize("prices", [(0.3, 0.6), (0.6, 0.3)])
def test_of_rungs_with_one_deadline_the_order_of_their_labels_says_nothing(prices):
    tied = [
        CurveRung(label, at(10), price, price - 0.01, price + 0.01) for label, price in zip("ab", prices, strict=True)
    ]
    (knot,) = curve(tied, NOW).knots
    assert knot.p == pytest.approx(0.45)


def test_a_rung_resolved_yes_makes_later_ones_certain_and_resolved_no_earlier_ones_impossible():
    rungs = [
        CurveRung("a", at(-5), 0.1, resolution="no"),
        CurveRung("b", at(5), 0.4, 0.39, 0.41),
        CurveRung("c", at(-2), 0.3),
    ]
    assert [knot.p for knot in curve(rungs, NOW).knots] == [0.4]
    done = [
        CurveRung("a", at(1), 0.1, resolution="no"),
        CurveRung("b", at(5), 1, resolution="yes"),
        CurveRung("c", at(9), 0, resolution="yes"),
    ]
    assert [knot.p for knot in curve(done, NOW).knots] == [0.0, 1.0, 1.0]
    assert curve(done, NOW).state == "settled"


def test_while_rungs_resolve_one_after_another_there_is_no_median():
    mixed = [CurveRung("a", at(1), 0.9, resolution="yes", resolved_at=NOW), CurveRung("b", at(5), 0.95, 0.94, 0.96)]
    assert state_of(mixed, NOW + timedelta(hours=1)) == "resolving"
    assert curve(mixed, NOW + timedelta(hours=1)).quantile(0.5) is None
    assert state_of(mixed, NOW + timedelta(days=5)) == "settled", "a sibling nobody ever closes is a zombie"
    assert state_of([], NOW) == "empty"


def test_a_violation_is_noise_unless_it_can_be_traded():
    noise = violations([CurveRung("a", at(1), 0.50, 0.48, 0.52), CurveRung("b", at(2), 0.49, 0.47, 0.51)])
    assert [v.executable for v in noise] == [None]
    real = violations([CurveRung("a", at(1), 0.50, 0.49, 0.51), CurveRung("b", at(2), 0.45, 0.44, 0.46)])
    assert real[0].executable == pytest.approx(0.03)


def test_a_trade_over_a_rung_in_between_is_found():
    flat = [
        CurveRung("a", at(1), 0.50, 0.48, 0.52),
        CurveRung("b", at(2), 0.49, 0.44, 0.54),
        CurveRung("c", at(3), 0.45, 0.43, 0.47),
    ]
    found = [(v.early, v.late, v.executable) for v in violations(reversed(flat))]
    assert found == [("a", "b", None), ("a", "c", pytest.approx(0.01)), ("b", "c", None)]
    rising = [
        CurveRung("a", at(1), 0.50, 0.49, 0.51),
        CurveRung("b", at(2), None, 0.2, 0.9),
        CurveRung("c", at(3), 0.45, 0.44, 0.46),
    ]
    assert [(v.early, v.late, v.executable) for v in violations(rising)] == [("a", "c", pytest.approx(0.03))]


def test_a_book_too_wide_to_be_a_price_can_be_traded_all_the_same():
    wide = CurveRung("a", at(1), None, 0.60, 0.90)
    (found,) = violations([wide, CurveRung("b", at(2), None, 0.10, 0.55)])
    assert (found.early, found.late) == ("a", "b")
    assert found.gap == found.executable == pytest.approx(0.05)
    one_sided = violations([CurveRung("a", at(1), None, 0.60, None), CurveRung("b", at(2), None, None, 0.55)])
    assert [v.executable for v in one_sided] == [pytest.approx(0.05)]


def test_what_is_no_offer_is_no_trade():
    late = CurveRung("b", at(2), 0.45, 0.44, 0.46)
    for early in (
        CurveRung("crossed", at(1), None, 0.60, 0.50),
        CurveRung("closed", at(1), None, 0.60, 0.62, closed=True),
        CurveRung("resolved", at(1), None, 0.60, 0.62, resolution="yes"),
        CurveRung("same moment", at(2), 0.61, 0.60, 0.62),
        CurveRung("nobody buys", at(1), None, None, 0.62),
        CurveRung("just even", at(1), 0.45, 0.46, 0.46),
    ):
        assert [v for v in violations([early, late]) if v.executable] == [], early.label


def test_a_dead_book_bends_no_curve_and_a_wide_one_weighs_little():
    assert rung_price(Quote(NOW, 0.351, 0.938, 0.919)) is None
    assert rung_price(Quote(NOW, 0.65, 0.84, 0.8)) == pytest.approx(0.745)
    assert rung_price(Quote(NOW, None, 0.30)) is None
    assert rung_price(None) is None
    assert CurveRung("wide", NOW, 0.7, 0.6, 0.8).weight < CurveRung("narrow", NOW, 0.7, 0.69, 0.71).weight


@pytest.mark.parametrize(
    ("bid", "ask", "weight"), [(0.4, 0.42, 2_500), (0.4, 0.5, 100), (0.4, 0.401, 40_000), (None, 0.4, 100)]
)
def test_a_rung_weighs_one_over_its_spread_squared_and_half_a_cent_is_the_best(bid, ask, weight):
    assert CurveRung("a", at(1), 0.4, bid, ask).weight == pytest.approx(weight)


def test_play_money_is_capped_and_nothing_pools_to_nothing():
    rich = Quote(NOW, 0.5, 0.5, liquidity=1e6)
    assert pool_weight(rich, play=True) == 0.25
    assert pool_weight(rich, play=False) > 100
    assert pool([]) is None
    assert pool([(0.4, 0.0)]) is None
    assert cumulate([]) == ()


PRICES = st.floats(0, 1)
RUNGS = st.lists(
    st.builds(
        lambda day, price, half: CurveRung(f"d{day}", at(day), price, max(price - half, 0), min(price + half, 1)),
        st.integers(1, 400),
        PRICES,
        st.floats(0, 0.1),
    ),
    max_size=12,
    unique_by=lambda rung: rung.deadline,
)


@given(RUNGS)
def test_every_curve_rises_and_stays_within_its_prices(rungs):
    drawn = curve(rungs, NOW)
    ps = [knot.p for knot in drawn.knots]
    assert ps == sorted(ps)
    assert len(ps) == len(rungs)
    if rungs:
        prices = [rung.price for rung in rungs]
        assert min(prices) - 1e-9 <= ps[0]
        assert ps[-1] <= max(prices) + 1e-9


@given(RUNGS, st.randoms())
def test_the_order_of_rungs_does_not_matter(rungs, random):
    shuffled = rungs[:]
    random.shuffle(shuffled)
    assert curve(shuffled, NOW) == curve(rungs, NOW)


@given(RUNGS, st.integers(401, 500))
def test_one_rung_without_a_price_hides_no_other(rungs, day):
    bad = CurveRung("bad", at(day), None)
    assert curve([*rungs, bad], NOW).knots == curve(rungs, NOW).knots


@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine draws slowly; the values are the same
@given(RUNGS, st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_quantiles_rise_and_never_leave_the_ladder(rungs, a, b):
    drawn = curve(rungs, NOW)
    low, high = sorted((a, b))
    first, second = drawn.quantile(low), drawn.quantile(high)
    if first is not None and second is not None:
        assert NOW <= first <= second <= max(rung.deadline for rung in rungs)
    assert (second is None) == (drawn.reach < high)


@given(st.lists(PRICES, max_size=20), st.booleans())
def test_shares_of_a_board_never_pass_one(prices, tail):
    legs = [DateBucket(str(n), at(n), p) for n, p in enumerate(prices)]
    found = cumulate([*legs, DateBucket("none", None, 0.1, tail=True)] if tail else legs)
    assert math.fsum(leg.share for leg in found) <= 1 + 1e-9
