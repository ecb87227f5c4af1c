"""How prices turned out: bins and scores against numbers computed by hand and by a second way."""

from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.markets.track_record import EDGES, PastForecast, grouped, track_record


def past(event, price, *, true, days=1, kind="by", money="real", venue="polymarket"):
    return PastForecast(event, venue, money, kind, true, {} if price is None else {days: price})


def test_an_event_of_many_rungs_counts_once():
    ladder = [past(1, 0.9, true=False) for _ in range(9)]
    found = track_record([*ladder, past(2, 0.5, true=True)]).scores[0]
    assert (found.n, found.events) == (10, 2)
    assert found.score == pytest.approx((0.81 + 0.25) / 2)
    assert found.base == pytest.approx(0.25), "half the events came true"


def test_each_span_of_days_has_its_own_score_and_an_empty_one_has_none():
    found = track_record([past(1, 0.2, true=False, days=7)])
    assert [(one.days, one.n) for one in found.scores] == [(1, 0), (7, 1), (30, 0)]
    assert [one.score is None for one in found.scores] == [True, False, True]
    assert (found.settled, found.priced, found.bins) == (1, 0, ())


def test_a_bound_belongs_to_the_bin_above_it_and_one_to_the_last():
    found = track_record([past(n, price, true=True) for n, price in enumerate([0.0, 0.05, 0.2, 0.95, 1.0])])
    assert [(one.low, one.share.n) for one in found.bins] == [(0.0, 1), (0.05, 1), (0.2, 1), (0.95, 2)]


def test_money_venues_and_kinds_are_never_mixed():
    rows = [past(1, 0.5, true=True), past(2, 0.5, true=True, kind="on"), past(3, 0.5, true=True, money="play")]
    assert {(one.money, one.kind, one.record.settled) for one in grouped(rows)} == {
        ("real", "by", 1), ("real", "on", 1), ("play", "by", 1)
    }  # fmt: skip


@given(st.lists(st.tuples(st.integers(1, 4), st.floats(0, 1), st.booleans()), min_size=1, max_size=30))
def test_the_score_is_the_mean_of_events_and_bins_lose_nothing(rows):
    found = track_record([past(event, price, true=true) for event, price, true in rows])
    events = {event: [(p - t) ** 2 for e, p, t in rows if e == event] for event, _, _ in rows}
    assert found.scores[0].score == pytest.approx(mean(mean(each) for each in events.values()))
    assert sum(one.share.n for one in found.bins) == len(rows)
    rounding = 1e-12  # a mean of equal floats may lie beside them
    assert all(one.low - rounding <= one.mean <= one.high + rounding for one in found.bins)
    assert {one.low for one in found.bins} <= set(EDGES)
