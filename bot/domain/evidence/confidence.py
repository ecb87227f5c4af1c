"""How often claims with similar support came true.

Shown with a grade, never part of it. Beta counts of a support level and claim type, shrunk towards the level and that
towards the overall rate (https://en.wikipedia.org/wiki/Beta_distribution#Bayesian_inference), so that two resolved
claims do not give "100 %".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

PRIOR = 2.0  # how many claims the wider group weighs

# https://www.dni.gov/files/documents/ICD/ICD-203.pdf, D.6.e.(2)(a): words for how likely something is
_BANDS = (
    (0.05, "almost no chance"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "roughly even chance"),
    (0.80, "likely"),
    (0.95, "very likely"),
)


@dataclass(frozen=True, slots=True)
class Resolved:
    """A resolved claim: its prior support, its type, and whether it came true."""

    support: int
    kind: str
    true: bool


@dataclass(frozen=True, slots=True)
class GradeRecord:
    """Of ``n`` resolved claims with this support and type, ``true`` came true.

    ``rate`` is shrunk (0..1).
    """

    rate: float
    true: int
    n: int
    n_level: int

    @property
    def text(self) -> str:
        """Format with n: how many similar claims came true, and the shrunk rate."""
        if not self.n_level:
            return "no resolved claim with this support yet"
        shrunk = f"{self.rate:.0%}".replace("%", " %")
        like = f"{self.true} of {self.n} resolved claims like it came true" if self.n else "none like it resolved yet"
        return f"{like}; {shrunk} once shrunk to all {self.n_level} with this support"


def record(resolved: Iterable[Resolved], support: int, kind: str) -> GradeRecord:
    """The record of a support level and claim type."""
    every = tuple(resolved)
    level = [one for one in every if one.support == support]
    like = [one for one in level if one.kind == kind]
    base = (1 + _true(every)) / (2 + len(every))
    of_level = (PRIOR * base + _true(level)) / (PRIOR + len(level))
    rate = (PRIOR * of_level + _true(like)) / (PRIOR + len(like))
    return GradeRecord(rate, _true(like), len(like), len(level))


def _true(resolved: Sequence[Resolved]) -> int:
    return sum(one.true for one in resolved)


def in_words(chance: float) -> str:
    """Return ICD 203's term for a chance (0..1); for future events only.

    Raises:
        ValueError: not a probability.
    """
    if not 0 <= chance <= 1:
        raise ValueError(f"{chance} is not a probability")
    return next((word for limit, word in _BANDS if chance < limit), "almost certain")
