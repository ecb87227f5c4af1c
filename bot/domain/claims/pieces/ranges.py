"""Ranges of a sentence: "between $4 and $6", "4 to 6 dollars", "200k-300k tokens", "60-65 %".

Two amounts that a range joins are one, with both ends; neither end alone is what the sentence says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.claims.pieces.numbers import MONEY, Amount, NumberReader

_UNITS = MONEY | {"", "%", "tokens", "messages", "points", "elo", "parameters"}
_VAGUE = frozenset({"anywhere", "somewhere", "ranges", "ranging", "range", "varies"})
_OF_TWO = ("change", "ahead", "behind", "better", "worse", "wins", "versus")
_SCALES = (1e3, 1e6, 1e9, 1e12)
_PLAIN = 1000.0  # a number below it may share the scale of the one behind it


def joined(reader: NumberReader, amounts: Sequence[Amount]) -> list[Amount]:
    """The amounts in order, those that a range joins as one."""
    made = list[Amount]()
    for one in amounts:
        span = _range(reader, made[-1], one) if made else None
        made = [*made[:-1], span] if span is not None else [*made, one]
    return made


def opens(reader: NumberReader, place: int) -> bool:
    """Whether the word before a place opens a range: "between $4 …", "from $4 …"."""
    head = reader.norm(place - 1)
    return head == "between" or (head == "from" and reader.norm(place - 2) in _VAGUE)


def of_one_way(reader: NumberReader) -> bool:
    """Whether a sentence names one way of tokens alone: two prices in it are no pair of in and out."""
    entries = (reader.entry(place, "way")[1] for place in range(len(reader.tokens)))
    return len({entry.means for entry in entries if entry is not None}) == 1


def _range(reader: NumberReader, low: Amount, high: Amount) -> Amount | None:
    """Two amounts as a range; None where nothing joins them, or not two ends of one measure."""
    opened = opens(reader, low.start)
    if not _tied(reader, low, high, opened=opened) or not (_plain(low) and _plain(high)):
        return None
    unit, least = high.unit or low.unit, _scaled(reader, low, high)
    alike = low.unit in ("", unit) and low.per in ("", high.per) and low.way in ("", high.way)
    if not alike or unit not in _UNITS or least >= high.value or not (unit or opened):
        return None
    start = low.start - opened
    start -= opened and reader.norm(start - 1) in _VAGUE
    return replace(high, value=least, upto=high.value, unit=unit, start=start)


def _plain(amount: Amount) -> bool:
    """Whether an amount is one number: no range, bound or part of a whole."""
    return (amount.bound, amount.of, amount.upto) == ("eq", None, None)


def _tied(reader: NumberReader, low: Amount, high: Amount, *, opened: bool) -> bool:
    """Whether a hyphen, a "to" that tells of no change, or the "and" of a "between" stands between two amounts."""
    if high.start == low.end:
        behind, before = reader.tokens[high.start], reader.tokens[low.end - 1]
        return before.norm == "-" or (behind.glued and behind.start > before.end)  # "60-65", "200k-300k"
    if high.start != low.end + 1:
        return False
    joint = reader.norm(low.end)
    if joint == "to":
        return opened or not (reader.norm(low.start - 1) == "from" or _is_of_two(reader))
    return joint == "-" or (joint == "and" and opened)


def _is_of_two(reader: NumberReader) -> bool:
    """Whether a sentence tells of a change or of two models: "raised $4 to $6", "loses 53 to 58"."""
    places = range(len(reader.tokens))
    return any(reader.entry(place, name)[1] is not None for name in _OF_TWO for place in places)


def _scaled(reader: NumberReader, low: Amount, high: Amount) -> float:
    """The lower end, in the upper one's scale where only that has one: "200-300k"."""
    written = [float(token.norm) for token in reader.tokens[high.start : high.end] if token.number]
    if low.value >= _PLAIN or high.value < _PLAIN or high.value in written:
        return low.value
    return low.value * next((scale for scale in reversed(_SCALES) if high.value >= scale), 1.0)
