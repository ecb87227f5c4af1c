"""Disagreements between a by-ladder and a board of single days of one model."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.markets.market_view import MarketBoard, as_rung
from bot.domain.markets.quotes import EDGE

NOISE = 0.02  # a day less than this above its deadline is within the spread
GAP = 0.10  # two ladders of one model further apart than this are worth a line


@dataclass(frozen=True, slots=True)
class LadderGap:
    """The day on which a by-ladder and a day-by-day board disagree most.

    ``wide`` means that the ladder's price is the midpoint of a book too wide to be a signal.
    """

    day: date
    by: float
    summed: float
    wide: bool = False

    @property
    def size(self) -> float:
        """How far apart, 0..1."""
        return abs(self.by - self.summed)


def ladder_gap(by: MarketBoard, on: MarketBoard) -> LadderGap | None:
    """Return the widest gap of ten points or more between two ladders, or None.

    It is over their common days.
    """
    sums = {leg.last: leg.cum for leg in on.buckets if leg.cum is not None and leg.last is not None}
    found = [
        LadderGap(rung.date.last, float(price), sums[rung.date.deadline], rung.signal.probability is None)
        for rung in by.rows
        if rung.date.last is not None
        and rung.date.deadline in sums
        and (made := as_rung(rung)) is not None
        and (price := made.price) is not None
        and rung.open
    ]
    widest = max(found, key=lambda gap: gap.size, default=None)
    return widest if widest is not None and widest.size >= GAP - EDGE else None


@dataclass(frozen=True, slots=True)
class DayAboveDeadline:
    """A single day priced above the deadline that includes it.

    Either one of the prices is out of date, or there is an arbitrage. ``apart`` is the time between the two readings.
    """

    day: date
    on: float
    by: float
    apart: timedelta

    @property
    def size(self) -> float:
        """How far above, 0..1."""
        return self.on - self.by


def day_above_deadline(by: MarketBoard, on: MarketBoard) -> DayAboveDeadline | None:
    """Return the day furthest above "by" that day; None if none exceeds `NOISE`."""
    deadlines = {
        row.date.last: row for row in by.rows if row.open and row.date.kind == "by" and not row.date.complement
    }
    found = []
    for row in on.rows:
        other = deadlines.get(row.date.last)
        if other is None or row.date.last is None or not row.open or row.date.kind != "on":
            continue
        high, low = row.signal.probability, other.signal.probability
        if high is None or low is None or row.read_at is None or other.read_at is None:
            continue
        gap = DayAboveDeadline(row.date.last, float(high), float(low), abs(row.read_at - other.read_at))
        if gap.size > NOISE + EDGE:
            found.append(gap)
    return max(found, key=lambda gap: gap.size, default=None)
