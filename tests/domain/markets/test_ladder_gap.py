"""Where a ladder of deadlines and a board of single days disagree."""

import pytest

from bot.domain.markets.ladder_gap import day_above_deadline, ladder_gap
from bot.domain.markets.market_view import board
from tests.domain.markets.rungs import NOW, rung, seen


def day(label, mid):
    return rung(label, mid, question=f"Will GPT-6 be released on {label}, 2026?")


@pytest.mark.parametrize(
    ("by", "on", "found"), [(0.9, 0.8, True), (0.8, 0.9, True), (0.3, 0.2, True), (0.9, 0.81, False)]
)
def test_ten_points_are_a_gap_whatever_floats_make_of_them(by, on, found):
    deadlines = board(seen(rung("September 30", by)), NOW)
    days = board(seen(day("September 30", on)), NOW)
    assert (ladder_gap(deadlines, days) is not None) is found


@pytest.mark.parametrize(("by", "on", "found"), [(0.3, 0.32, False), (0.56, 0.58, False), (0.3, 0.33, True)])
def test_two_points_above_a_deadline_are_noise(by, on, found):
    deadlines = board(seen(rung("September 30", by)), NOW)
    days = board(seen(day("September 30", on)), NOW)
    assert (day_above_deadline(deadlines, days) is not None) is found
