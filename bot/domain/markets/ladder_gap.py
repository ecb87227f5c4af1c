"""Two boards of one model that disagree: a by-ladder and a board of single days, or a day above its own deadline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.markets.market_view import MarketBoard, as_rung

GAP = 0.10  # two ladders of one model further apart than this are worth a line


@dataclass(frozen=True, slots=True)
class LadderGap:
    """A by-ladder and a day-by-day board of one model that disagree: the day where they do most.

    ``wide``: the ladder's side is the middle of a book that is no signal by itself.
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
    """The widest gap between two ladders of one model over the days both name, None below ten points."""
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
    return widest if widest is not None and widest.size >= GAP else None
