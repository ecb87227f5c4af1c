"""Names, dates and numbers set aside so that rules see a sentence's shape: ``⟨ea⟩ beats ⟨eb⟩ on ⟨ba⟩ by ⟨da⟩``.

The order is entities, then dates, then quantities: the other way round 5.5 is a number and "1M" a metre.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from bot.domain.claims import benchmarks, entities, quantities, when
from bot.domain.claims.benchmarks import Found
from bot.domain.claims.entities import Entity, Gazetteer
from bot.domain.claims.parsed import Context, Quantity
from bot.domain.claims.shapes import is_past
from bot.domain.claims.text import lower

Thing = TypeVar("Thing")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_TOKEN = re.compile(r"⟨([evpbdq])([a-z])⟩")
_MARK = {"vendor": "v", "product": "p"}


@dataclass(frozen=True, slots=True)
class Masked:
    """A sentence with its names, dates and numbers set aside; ``plain`` puts the words back into any piece of it."""

    text: str
    entities: dict[str, Entity]
    benchmarks: dict[str, Found]
    dates: dict[str, when.When]
    quantities: dict[str, tuple[Quantity, ...]]
    words: dict[str, str]

    def plain(self, piece: str) -> str:
        """A piece of the masked text in its own words."""
        for _ in range(3):
            piece = _TOKEN.sub(lambda m: self.words.get(m[0], ""), piece)
        return piece.strip()


def tokens(piece: str, kinds: str) -> tuple[str, ...]:
    """The tokens of these kinds in a masked piece, in order."""
    return tuple(m[0] for m in _TOKEN.finditer(piece) if m[1] in kinds)


def mask(sentence: str, now: date, gazetteer: Gazetteer, context: Context) -> Masked:
    """Sets aside what the rules should not read as words; at most 26 of a kind, the rest stay words."""
    words: dict[str, str] = {}
    scored = benchmarks.find(sentence)
    named = entities.find(sentence, gazetteer, context, [(b.start, b.end) for b in scored])
    held: dict[str, Entity] = {}
    boards: dict[str, Found] = {}
    spots: list[tuple[int, int, str, object]] = []
    counts = dict.fromkeys("evpbdq", 0)

    def token(kind: str) -> str | None:
        if counts[kind] >= len(_LETTERS):
            return None
        counts[kind] += 1
        return f"⟨{kind}{_LETTERS[counts[kind] - 1]}⟩"

    spots += [(e.start, e.end, _MARK.get(e.kind, "e"), e) for e in named]
    spots += [(b.start, b.end, "b", b) for b in scored]
    pieces: list[str] = []
    place = 0
    for start, end, kind, thing in sorted(spots, key=lambda s: s[0]):
        name = token(kind)
        if name is None or start < place:
            continue
        pieces += [sentence[place:start], name]
        words[name] = sentence[start:end]
        if isinstance(thing, Entity):
            held[name] = thing
        elif isinstance(thing, Found):
            boards[name] = thing
        place = end
    text = "".join([*pieces, sentence[place:]])
    lowered = lower(text)
    days: dict[str, when.When] = {}
    found_days = when.find(lowered, now, past=is_past(lowered))
    text = _replace(text, [(w.start, w.end, w) for w in found_days], lambda: token("d"), words, days)
    lowered = lower(text)
    numbers: dict[str, tuple[Quantity, ...]] = {}
    grouped: dict[tuple[int, int], tuple[Quantity, ...]] = {}
    for quantity, start, end in quantities.find(lowered):
        grouped[start, end] = (*grouped.get((start, end), ()), quantity)
    text = _replace(text, [(s, e, q) for (s, e), q in grouped.items()], lambda: token("q"), words, numbers)
    return Masked(text, held, boards, days, numbers, words)


def _replace(
    text: str,
    spots: Sequence[tuple[int, int, Thing]],
    token: Callable[[], str | None],
    words: dict[str, str],
    kept: dict[str, Thing],
) -> str:
    """The text with each spot's words replaced by a token, the spaces around them kept."""
    pieces: list[str] = []
    place = 0
    for start, end, thing in spots:
        if start < place:
            continue
        name = token()
        if name is None:
            break
        written = text[start:end]
        lead = len(written) - len(written.lstrip())
        tail = len(written) - len(written.rstrip())
        pieces += [text[place : start + lead], name]
        words[name] = written.strip()
        kept[name] = thing
        place = end - tail
    return "".join([*pieces, text[place:]])
