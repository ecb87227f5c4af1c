"""Words for how likely something still to come is, after ICD 203."""

from __future__ import annotations

# https://www.dni.gov/files/documents/ICD/ICD-203.pdf, D.6.e.(2)(a): words for how likely something is
_BANDS = (
    (0.05, "almost no chance"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "roughly even chance"),
    (0.80, "likely"),
    (0.95, "very likely"),
)


def in_words(chance: float) -> str:
    """Return ICD 203's term for a chance (0..1); for future events only.

    Raises:
        ValueError: not a probability.
    """
    if not 0 <= chance <= 1:
        raise ValueError(f"{chance} is not a probability")
    return next((word for limit, word in _BANDS if chance < limit), "almost certain")
