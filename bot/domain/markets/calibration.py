"""How similar prices turned out in the past, counting each event once.

The rungs of one ladder are correlated, so each event is one draw.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.markets.quotes import EDGE, Probability, interval
from bot.domain.markets.track_record import PastForecast

BAND = 0.10
A_DAY = 1  # day before the end
_KIND_NAMES = {"by": "deadlines", "on": "single days", "window": "windows"}
FEW = 10


@dataclass(frozen=True, slots=True)
class Calibration:
    """Calibration of a price band: ``true`` of ``events`` came true.

    The Brier score is over ``scored``; ``events`` are past events with a rung priced within the band.
    """

    low: Probability
    high: Probability
    events: int
    true: int
    scored: int
    brier: float | None
    kind: str = ""

    @property
    def said(self) -> str:
        """Format as one line with n, and a caution if n is too small."""
        if not self.events:
            if not self.scored:
                return "No past market in our ledger yet: nothing to check this price against."
            all_of_them = f"{self.scored} event{'s' * (self.scored != 1)} in all"
            return f"No past event of ours was priced {interval(self.low, self.high)} (n = {all_of_them})."
        few = "; too few to judge by" if self.events < FEW else ""
        what = f", {_KIND_NAMES[self.kind]} alone," if self.kind in _KIND_NAMES else ""
        return (
            f"Past events of ours{what} priced {interval(self.low, self.high)} a day before the end: {self.true} of "
            f"{self.events} came true (n = {self.events}{few})."
        )


def calibration(
    past: Iterable[PastForecast], price: float, *, but: int | None = None, kind: str = "", money: str = ""
) -> Calibration:
    """Compute the record for a price, leaving out the market numbered ``but``.

    That market would otherwise vouch for itself. ``kind`` and ``money`` keep only questions of that kind and currency
    type: a single day is not a deadline.
    """
    events: dict[int, list[tuple[float, PastForecast]]] = defaultdict(list)
    for one in past:
        same = kind in ("", one.kind) and money in ("", one.money)
        if one.event != but and same and A_DAY in one.prices:
            events[one.event].append((one.prices[A_DAY], one))
    low, high = Probability(max(price - BAND, 0.0)), Probability(min(price + BAND, 1.0))
    near = [
        min(fits, key=lambda pair: (abs(pair[0] - price), pair[1].label))
        for questions in events.values()
        if (fits := [pair for pair in questions if low - EDGE <= pair[0] <= high + EDGE])
    ]
    scores = [sum((was - one.came_true) ** 2 for was, one in pairs) / len(pairs) for pairs in events.values()]
    brier = sum(scores) / len(scores) if scores else None
    return Calibration(low, high, len(near), sum(one.came_true for _, one in near), len(events), brier, kind)
