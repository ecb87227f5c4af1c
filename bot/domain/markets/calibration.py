"""How prices like this one turned out before: one draw an event, for the rungs of a ladder stand and fall together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.markets.markets import PastRung
from bot.domain.markets.quotes import Probability, interval

BAND = 0.10
FEW = 10


@dataclass(frozen=True, slots=True)
class Calibration:
    """Of ``events`` past events with a rung priced within the band, ``true`` came true; Brier over all ``scored``."""

    low: Probability
    high: Probability
    events: int
    true: int
    scored: int
    brier: float | None

    @property
    def said(self) -> str:
        """One line, with n, and a word where n is too small to mean anything."""
        if not self.events:
            if not self.scored:
                return "No past market in our ledger yet: nothing to check this price against."
            all_of_them = f"{self.scored} event{'s' * (self.scored != 1)} in all"
            return f"No past event of ours was priced {interval(self.low, self.high)} (n = {all_of_them})."
        few = "; too few to judge by" if self.events < FEW else ""
        return (
            f"Past events of ours priced {interval(self.low, self.high)} a day before the end: {self.true} of "
            f"{self.events} came true (n = {self.events}{few})."
        )


def calibration(past: Iterable[PastRung], price: float, *, but: int | None = None) -> Calibration:
    """The record for a price; the market numbered ``but`` is left out, for it would vouch for itself."""
    events: dict[int, list[PastRung]] = defaultdict(list)
    for rung in past:
        if rung.market != but:
            events[rung.market].append(rung)
    low, high = Probability(max(price - BAND, 0.0)), Probability(min(price + BAND, 1.0))
    near = [
        min(fits, key=lambda rung: (abs(rung.price - price), rung.rung))
        for rungs in events.values()
        if (fits := [rung for rung in rungs if low <= rung.price <= high])
    ]
    scores = [sum((rung.price - rung.came_true) ** 2 for rung in rungs) / len(rungs) for rungs in events.values()]
    brier = sum(scores) / len(scores) if scores else None
    return Calibration(low, high, len(near), sum(rung.came_true for rung in near), len(events), brier)
