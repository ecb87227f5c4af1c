"""Proportions with Wilson score intervals, and when n is too small."""

from dataclasses import dataclass
from math import sqrt

Z95 = 1.959963984540054  # two-sided 95 %


@dataclass(frozen=True, slots=True)
class Proportion:
    """``hits`` of ``n`` with its 95 % interval (0..1); ``share`` is None when n is 0."""

    hits: int
    n: int
    low: float
    high: float

    @property
    def share(self) -> float | None:
        """The plain proportion; None if n is 0."""
        return self.hits / self.n if self.n else None

    @property
    def text(self) -> str:
        """Format as 7 of 31 (23 %, 95 % interval 11–40), or 0 of 0."""
        if not self.n:
            return "0 of 0"
        shown, low, high = (round(part * 100) for part in (self.hits / self.n, self.low, self.high))
        return f"{self.hits} of {self.n} ({shown} %, 95 % interval {low}–{high})"


def wilson(hits: int, n: int, z: float = Z95) -> Proportion:
    """Return Wilson's score interval of a proportion.

    It never leaves [0, 1] and contains the proportion itself; for n = 0 it is all of [0, 1].
    https://en.wikipedia.org/wiki/Binomial_proportion_confidence_interval

    Raises:
        ValueError: when not 0 <= hits <= n.
    """
    if not 0 <= hits <= n:
        raise ValueError(f"{hits} of {n} is not a proportion")
    if n == 0:
        return Proportion(0, 0, 0.0, 1.0)
    p = hits / n
    scale = 1 + z * z / n
    centre = (p + z * z / (2 * n)) / scale
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / scale
    return Proportion(hits, n, max(0.0, min(p, centre - half)), min(1.0, max(p, centre + half)))
