"""What the deadlines beside a day say of it.

A release by an earlier day is one by the later day, too. Only rungs that can still come true bound a day: a settled
one, and one whose deadline is over, is no price any more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.markets.market_view import MarketBoard, RungRow, turned
from bot.domain.markets.quotes import Probability


@dataclass(frozen=True, slots=True)
class DayBounds:
    """The rungs beside a day: the likeliest before, the least likely after or on it.

    Both were read at the venue, or both are as others report them: ``reported``.
    """

    before: RungRow | None
    after: RungRow | None
    reported: bool = False

    @property
    def least(self) -> Probability | None:
        """The least probability of a release by the day; None without an earlier rung."""
        return known.low if self.before is not None and (known := self.before.known) else None

    @property
    def most(self) -> Probability | None:
        """The highest probability of a release by the day; None without a later rung."""
        return known.high if self.after is not None and (known := self.after.known) else None

    @property
    def on_the_day(self) -> Probability | None:
        """The highest probability of a release on the day itself; None if unbounded.

        Reports of two deadlines are of different days, so that their difference means nothing.
        """
        if self.most is None or self.contradict or self.reported:
            return None
        return Probability(float(self.most) - float(self.least or 0.0))

    @property
    def contradict(self) -> bool:
        """Whether the earlier day is priced above the later one."""
        return self.least is not None and self.most is not None and self.least > self.most


def bounds_of(boards: Iterable[MarketBoard], day: date, as_of: datetime) -> DayBounds:
    """Return the rungs of one board that bound a model's release by a day.

    Venues are never pooled. It is the first board with rungs on both sides of the day, else with one; prices that were
    read and real money come first. A board that prices the earlier day above the later one bounds nothing.
    """
    ordered = sorted(boards, key=lambda board: board.market.currency != "USD")
    made = [one for board in ordered if not (one := _bounds_on(board, day, as_of)).contradict]
    made.sort(key=lambda one: one.reported)
    both = (one for one in made if one.before is not None and one.after is not None)
    some = (one for one in made if one.before is not None or one.after is not None)
    return next(both, None) or next(some, DayBounds(None, None))


def _bounds_on(board: MarketBoard, day: date, as_of: datetime) -> DayBounds:
    live = [row for row in board.rows if _bounds(row, as_of)]
    read = [row for row in live if turned(row) is not None]
    before = [row for row in read or live if row.date.last is not None and row.date.last < day]
    after = [row for row in read or live if row.date.last is not None and row.date.last >= day]
    reported = bool(live) and not read
    return DayBounds(max(before, key=_low, default=None), min(after, key=_high, default=None), reported)


def _bounds(row: RungRow, as_of: datetime) -> bool:
    """Whether a rung asks by a day that is not over, is not settled and has a price."""
    ahead = row.date.deadline is not None and row.date.deadline > as_of
    return ahead and row.open and row.date.kind == "by" and row.rung.resolution is None and row.known is not None


def _low(row: RungRow) -> float:
    return float(known.low) if (known := row.known) else 0.0


def _high(row: RungRow) -> float:
    return float(known.high) if (known := row.known) else 1.0
