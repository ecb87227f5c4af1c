"""The best odds known of a question: read at its venue, else reported.

A reported price is a statement by a page: it is told as such, and never part of a curve, a pool or a move.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.markets.markets import PriceRead, RungReading
from bot.domain.markets.quotes import Probability, Signal, interval


@dataclass(frozen=True, slots=True)
class KnownOdds:
    """P(released by a day): a price that was read, or what others report.

    ``low`` and ``high`` are the span of what others report. ``reports`` are their statements, the earliest first; empty
    for a price that was read.
    """

    low: Probability
    high: Probability
    reports: tuple[PriceRead, ...] = ()

    @property
    def figure(self) -> str:
        """``74 %``, or the span ``35–40 %`` of what others report."""
        return interval(self.low, self.high)

    @property
    def words(self) -> str:
        """The figure, marked where nobody read it at the venue: ``35 % (reported)``."""
        return f"{self.figure} (reported)" if self.reports else self.figure


def known_odds(rung: RungReading, signal: Signal, *, complement: bool) -> KnownOdds | None:
    """Return the odds of a rung whose book says ``signal`` of a release.

    None where there are none. A book that gives no signal hides what others report: it is newer. The prices of a
    ``complement`` ("no release by") are turned round.
    """
    if signal.probability is not None:
        return KnownOdds(signal.probability, signal.probability)
    told = sorted((one for one in rung.readings if one.kind == "reported"), key=lambda one: one.at)
    if not told or rung.quote is not None:
        return None
    prices = sorted(Probability(1 - one.price if complement else one.price) for one in told)
    return KnownOdds(prices[0], prices[-1], tuple(told))
