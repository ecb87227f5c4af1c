"""Metaculus's curve of dates: between its points, and beyond its ends."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.venues._cdf import Cdf

START, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)


def test_between_its_points_a_curve_is_a_line():
    curve = Cdf((0.0, 0.5, 1.0), START, END)
    middle = START + (END - START) / 2
    assert curve.at(middle) == 0.5
    assert curve.quantile(0.25) == START + (END - START) / 4
    assert curve.quantile(0.5) == middle
    assert (curve.at(START - timedelta(days=9)), curve.at(END + timedelta(days=9))) == (0.0, 1.0)


def test_beyond_an_open_end_nothing_is_said():
    curve = Cdf((0.1, 0.4, 0.8), START, END)
    assert curve.quantile(0.05) is None
    assert curve.quantile(0.9) is None
    assert curve.quantile(0.8) == END


def test_a_logarithmic_range_has_its_middle_early():
    zero = START.timestamp() - 86_400
    curve = Cdf((0.0, 0.5, 1.0), START, END, zero)
    middle = curve.quantile(0.5)
    assert middle is not None
    assert middle < START + timedelta(days=30)
    assert curve.at(middle) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("values", "start", "end", "zero"),
    [
        ((0.5,), START, END, None),
        ((0.0, 1.2), START, END, None),
        ((0.5, 0.4), START, END, None),
        ((0.0, 1.0), END, START, None),
        ((0.0, 1.0), START, START, None),
        ((0.0, 1.0), START, END, END.timestamp()),
    ],
)
def test_what_is_no_curve_is_refused(values, start, end, zero):
    with pytest.raises(ValueError, match=r"it is|it falls|its range"):
        Cdf(values, start, end, zero)


@pytest.mark.parametrize(("years", "step"), [(1, 31), (5, 92), (40, 366), (150, 732)])
def test_deadlines_are_calendar_days_and_few(years, step):
    curve = Cdf((0.0, 1.0), START, START + timedelta(days=366 * years))
    days = [day for day, _ in curve.deadlines()]
    assert 0 < len(days) <= 80
    assert max((later - earlier).days for earlier, later in itertools.pairwise(days)) <= step
    assert all((day + timedelta(days=1)).day == 1 for day in days)


@given(st.lists(st.floats(0.01, 1), min_size=1, max_size=30), st.floats(0, 1))
def test_quantile_and_probability_undo_each_other(steps, share):
    total = sum(steps)
    values = [sum(steps[:count]) / total for count in range(len(steps) + 1)]
    curve = Cdf(tuple(min(value, 1.0) for value in values), START, END)
    when = curve.quantile(share)
    assert when is not None or share > curve.values[-1]
    if when is not None:
        assert curve.at(when) == pytest.approx(share, abs=1e-3)
