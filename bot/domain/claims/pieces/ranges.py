"""Ranges of a sentence: "between $4 and $6", "4 to 6 dollars", "200k-300k tokens", "60-65 %".

Two amounts that a range joins are one, with both ends; neither end alone is what the sentence says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.claims.pieces.numbers import MONEY, Amount, NumberReader

_UNITS = MONEY | {"", "%", "tokens", "messages", "points", "elo", "parameters"}
_VAGUE = frozenset({"anywhere", "somewhere", "ranges", "ranging", "range", "varies"})
_OF_TWO = ("change", "ahead", "behind", "better", "worse", "wins", "versus")  # "raised $4 to $6", "loses 53 to 58"
_SCALES = (1e12, 1e9, 1e6, 1e3)


def joined(reader: NumberReader, amounts: Sequence[Amount]) -> list[Amount]:
    """The amounts in order, those that a range joins as one."""
    made = list[Amount]()
    for one in amounts:
        span = _range(reader, made[-1], one) if made else None
        made = [*made[:-1], span] if span is not None else [*made, one]
    return made


def opens(reader: NumberReader, place: int) -> bool:
    """Whether the word before a place opens a range: "between $4 …", "ranging from $4 …"."""
    head = reader.norm(place - 1)
    return head == "between" or (head == "from" and reader.norm(place - 2) in _VAGUE)


def _range(reader: NumberReader, low: Amount, high: Amount) -> Amount | None:
    """Two plain amounts of one measure as a range; None where nothing joins them."""
    opened = opens(reader, low.start)
    plain = all((one.bound, one.of, one.upto) == ("eq", None, None) for one in (low, high))
    if not plain or not _tied(reader, low, high, opened=opened):
        return None
    unit, least = high.unit or low.unit, _scaled(reader, low, high)
    alike = low.unit in ("", unit) and low.per in ("", high.per) and low.way in ("", high.way)
    if not alike or unit not in _UNITS or least >= high.value or not (unit or opened):
        return None
    start = low.start - opened
    start -= opened and reader.norm(start - 1) in _VAGUE
    return replace(high, value=least, upto=high.value, unit=unit, start=start)


def _tied(reader: NumberReader, low: Amount, high: Amount, *, opened: bool) -> bool:
    """Whether a hyphen, a "to" that tells of no change, or the "and" of a "between" stands between two amounts."""
    if high.start == low.end:
        return reader.norm(high.start - 1) == "-" or reader.glued(high.start)  # "60-65", "200k-300k"
    joint = reader.norm(low.end) if high.start == low.end + 1 else ""
    if joint == "to" and not opened:
        changes = any(reader.begins(place, *_OF_TWO) for place in range(len(reader.tokens)))
        return reader.norm(low.start - 1) != "from" and not changes
    return joint in ("-", "to") or (joint == "and" and opened)


def _scaled(reader: NumberReader, low: Amount, high: Amount) -> float:
    """The lower end, in the upper one's scale where only that has one: "200-300k"."""
    written = [float(token.norm) for token in reader.tokens[high.start : high.end] if token.number]
    scale = next((scale for scale in _SCALES if high.value >= scale), 1.0)
    return low.value if low.value >= _SCALES[-1] or high.value in written else low.value * scale
