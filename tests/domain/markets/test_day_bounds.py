"""What rungs beside a day say of it: those of one board, never of two venues together."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.markets.day_bounds import bounds_of
from bot.domain.markets.market_view import board
from tests.domain.markets.rungs import NOW, rung, seen

DAY = date(2026, 10, 15)


def board_of(early, late, currency="USD"):
    rungs = [rung(label, mid) for label, mid in (("September 30", early), ("October 31", late)) if mid is not None]
    return board(replace(seen(*rungs), currency=currency), NOW)


def numbers(*boards):
    made = bounds_of(boards, DAY, NOW)
    return tuple(None if one is None else round(float(one), 2) for one in (made.least, made.most, made.on_the_day))


@pytest.mark.parametrize(
    ("boards", "bounds"),
    [
        ([board_of(0.3, 0.5)], (0.3, 0.5, 0.2)),
        ([board_of(0.6, 0.7, "play"), board_of(0.3, 0.5)], (0.3, 0.5, 0.2)),
        ([board_of(0.6, None, "play"), board_of(None, 0.55)], (None, 0.55, 0.55)),
        ([board_of(None, 0.55), board_of(0.2, 0.6, "play")], (0.2, 0.6, 0.4)),
        ([board_of(0.7, 0.5)], (None, None, None)),
        ([board_of(0.7, 0.5), board_of(0.2, 0.6, "play")], (0.2, 0.6, 0.4)),
        ([], (None, None, None)),
    ],
)
def test_bounds_are_of_one_board_real_money_first_and_never_contradict(boards, bounds):
    assert numbers(*boards) == bounds
