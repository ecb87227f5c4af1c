"""How many times one model's amount is another's: "half the price of", "20% cheaper than", "twice as much as"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.claims.parts import Part
from bot.domain.claims.pieces.comparisons import Comparison
from bot.domain.claims.pieces.numbers import Amount

_SHARES = frozenset({"x", "%"})
_MORE = ("more", "dearer", "bigger")
_LESS = ("less", "cheaper", "smaller")
_OPEN = (*_LESS, *_MORE, "than", "equal", "filler", "plain", "exact")
_MATTERS = ("price", "limit", "way", "input", "output", "unit", "score", "benchmark")  # what is compared
_FLIPPED = {"over": "under", "under": "over", "at_least": "at_most", "at_most": "at_least"}
_SILENT = frozenset({
    "a", "an", "the", "of", "what", "that", "as", "much", "many", "large", "long", "big", "high", "by", "at", "is",
    "it", "for", "only", "just", "exactly", "does", "do", "did", "cost", "costs", "charges", "charge",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ratio:
    """The quotient of two models' amounts that a comparison claims: 0.8 is "20% cheaper".

    ``places`` are its parts. ``bound`` binds the quotient: "more than 20% cheaper" is under 0.8.
    """

    value: float
    bound: str
    places: frozenset[int]


def ratio_of(parts: Sequence[Part], compared: Comparison | None, comparator_at: int | None) -> Ratio | None:
    """The ratio that a comparison claims; None where it names none, or more numbers than one."""
    numbers = [(n, part.amount) for n, part in enumerate(parts) if part.amount is not None]
    if compared is None or comparator_at is None or len(numbers) > 1:
        return None
    if not numbers:
        return _equal(parts, compared)
    ((place, amount),) = numbers
    held = _held(parts, place, comparator_at)
    if held is None or amount.unit not in _SHARES or amount.value <= 0 or (amount.of, amount.upto) != (None, None):
        return None
    side = _side(parts, place, compared, comparator_at)
    return _told(amount, side, held) if side or place < comparator_at else None


def _told(amount: Amount, side: int, held: frozenset[int]) -> Ratio | None:
    """The ratio of an amount that is a share of another, or by how much that is more or less."""
    share, times = _share(amount), amount.unit == "x" and amount.value >= 1
    if side < 0 and not times and share >= 1:
        return None  # nothing is 120% cheaper
    value = share if not side else share**side if times else 1 + side * share
    return Ratio(value, _FLIPPED.get(amount.bound, amount.bound) if side < 0 else amount.bound, held)


def _share(amount: Amount) -> float:
    return amount.value / (100.0 if amount.unit == "%" else 1.0)


def _side(parts: Sequence[Part], place: int, compared: Comparison, comparator_at: int) -> int:
    """Whether an amount tells by how much another is more (1) or less (-1), or what share of it this is (0)."""
    first, last = (place, comparator_at) if place < comparator_at else (compared.start, compared.end)
    for part in parts[first:last]:
        if part.has(*_LESS):
            return -1
        if part.has(*_MORE):
            return 0 if part.norm.startswith("as ") else 1  # "twice as expensive"
    return 0


def _equal(parts: Sequence[Part], compared: Comparison) -> Ratio | None:
    """The ratio of two amounts that are said to be the same: "costs the same as", "as expensive as", "as cheap as"."""
    words = parts[compared.start : compared.end]
    paired = bool(words) and words[0].norm.startswith("as ") and words[0].has("dearer", "cheaper")
    alike = compared.direction == "equal" and compared.word in ("dearer", "cheaper")
    if not (paired or alike or compared.word == "equal"):
        return None
    return Ratio(1.0, "eq", frozenset(range(compared.start, compared.end)))


def _held(parts: Sequence[Part], place: int, comparator_at: int) -> frozenset[int] | None:
    """The parts that a ratio takes up: its number, and the words without a matter between it and the other model.

    None where another matter stands between them: "with 20% of the users it costs the same as".
    """
    first, last = sorted((place, comparator_at))
    between = [n for n in range(first + 1, last) if parts[n].norm not in _SILENT and not parts[n].has(*_OPEN)]
    if any(not parts[n].has(*_MATTERS) for n in between):
        return None
    return frozenset(range(first, last + 1)) - {comparator_at, *between}
