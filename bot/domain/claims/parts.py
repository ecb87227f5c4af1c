"""A sentence in parts: names, benchmarks, days, amounts and words with their classes, each with its place.

The order is benchmarks, names, days, amounts, words: the other way round 5.5 is a number and "SWE-bench Pro" a plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bot.domain.claims import amounts
from bot.domain.claims.amounts import Amount
from bot.domain.claims.lexicon import Entry, lexicon
from bot.domain.claims.tokens import Token, tokenise

_YEARS = range(2015, 2036)
_MASK = "·"


class Name(Protocol):
    """A model, lab, product or label that a text names; ``start`` and ``end`` count characters."""

    @property
    def start(self) -> int: ...  # noqa: D102
    @property
    def end(self) -> int: ...  # noqa: D102
    @property
    def slug(self) -> str: ...  # noqa: D102
    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Moment:
    """A day or period that a text names: its last ``day``, its first (``since``), and how it binds.

    ``operator`` is by, on, before, after, not_before or within; ``guessed`` tells that the year was supplied,
    ``relative`` that it is counted from the day of reading ("yesterday"), ``opened`` that it is a beginning ("since").
    """

    start: int
    end: int
    day: date
    operator: str = "on"
    since: date | None = None
    guessed: bool = False
    relative: bool = False
    opened: bool = False


FindNames = Callable[[str, Sequence[tuple[int, int]]], Sequence[Name]]
"""Finds the names of a text, places that are taken left alone."""
FindMoments = Callable[[str], Sequence[Moment]]
"""Finds the days of a text, in order."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a sentence. ``kind`` is name, benchmark, amount, day, word, number or mark."""

    kind: str
    text: str
    norm: str
    start: int
    end: int
    entries: tuple[Entry, ...] = ()
    name: Name | None = None
    amount: Amount | None = None
    moment: Moment | None = None
    benchmark: str = ""

    def has(self, *classes: str) -> bool:
        """Whether it belongs to one of these classes of the lexicon."""
        return any(entry.name in classes for entry in self.entries)

    def means(self, name: str) -> str:
        """What it stands for in a class; empty where it is not of it."""
        return next((entry.means for entry in self.entries if entry.name == name), "")

    @property
    def model(self) -> bool:
        """Whether it names a model, a codename or a label."""
        return self.name is not None and self.name.kind in ("model", "codename", "label", "unsure", "family")

    @property
    def lab(self) -> bool:
        """Whether it names a lab."""
        return self.name is not None and self.name.kind in ("vendor", "lab")

    @property
    def product(self) -> bool:
        """Whether it names an app or a house where models are used."""
        return self.name is not None and self.name.kind == "product"


def read_parts(text: str, names: FindNames, moments: FindMoments) -> tuple[Part, ...]:
    """The parts of a cleaned sentence, in order and without overlaps."""
    tokens = tokenise(text)
    benchmarks = tuple(_benchmarks(text, tokens))
    found = names(text, [(part.start, part.end) for part in benchmarks])
    spans = [*benchmarks, *(_named(one) for one in found)]
    days = moments(_masked(text, spans))
    spans += [Part("day", text[m.start : m.end], "", m.start, m.end, moment=m) for m in days]
    tokens = _repaired(tokens, spans)
    free = _free(tokens, spans)
    for one in amounts.find(tokens, free):
        start, end = tokens[one.start].start, tokens[one.end - 1].end
        spans.append(Part("amount", text[start:end], "", start, end, amount=one))
    return tuple(_walk(text, tokens, sorted(spans, key=lambda part: part.start)))


def _named(name: Name) -> Part:
    return Part("name", name.text, name.text.casefold(), name.start, name.end, name=name)


def _masked(text: str, spans: Iterable[Part]) -> str:
    """The text with its names blotted out, so that no version is a day."""
    letters = list(text)
    for span in spans:
        letters[span.start : span.end] = _MASK * (span.end - span.start)
    return "".join(letters)


def _free(tokens: Sequence[Token], spans: Sequence[Part]) -> list[bool]:
    places = sorted((span.start, span.end) for span in spans)
    return [not any(start < token.end and token.start < end for start, end in places) for token in tokens]


def _repaired(tokens: Sequence[Token], spans: Sequence[Part]) -> tuple[Token, ...]:
    """The tokens with slips of the keyboard read as the word that was meant; a name is left alone."""
    words, free = lexicon(), _free(tokens, spans)
    return tuple(
        Token(words.repaired(token.norm), token.start, token.end, glued=token.glued) if open_ and token.word else token
        for token, open_ in zip(tokens, free, strict=True)
    )


def _benchmarks(text: str, tokens: Sequence[Token]) -> Iterator[Part]:
    """The benchmarks that a text names, with the version or the year written behind them."""
    words, place = lexicon(), 0
    while place < len(tokens):
        length, entries = words.at(tokens, place, len(tokens))
        named = next((entry for entry in entries if entry.name == "benchmark"), None)
        if named is None:
            place += max(1, 1 if not entries else length)
            continue
        end = place + length
        name, end = _version(named.means, tokens, place, end)
        start, stop = tokens[place].start, tokens[end - 1].end
        yield Part("benchmark", text[start:stop], "", start, stop, (named,), benchmark=name)
        place = end


def _version(name: str, tokens: Sequence[Token], place: int, end: int) -> tuple[str, int]:
    """A benchmark's full name and where it ends: "Terminal-Bench 2.0", "AIME 2025", "ARC-AGI-2"."""
    if not name.endswith(("{v}", "{y}")):
        return name, end
    year = name.endswith("{y}")
    number = tokens[end] if end < len(tokens) and tokens[end].number else None
    follows = tokens[end + 1].norm if end + 1 < len(tokens) else ""
    if number is not None and follows not in ("%", "percent", "points"):
        value = float(number.norm)
        whole = value.is_integer() and "." not in number.norm
        if year and whole and (int(value) in _YEARS or int(value) + 2000 in _YEARS):
            return name[:-3] + str(int(value) % 2000 + 2000), end + 1
        if not year and value < 10 and (whole or len(number.norm) == 3):  # noqa: PLR2004 -- "2.0", no score
            return name[:-3] + number.norm, end + 1
    if year and place and tokens[place - 1].number and float(tokens[place - 1].norm) in _YEARS:
        return name[:-3] + tokens[place - 1].norm, end
    return name[:-3].rstrip(" -"), end


def _walk(text: str, tokens: Sequence[Token], spans: Sequence[Part]) -> Iterator[Part]:
    """The spans and, between them, the words: the longest form of the lexicon wins."""
    words, place, span = lexicon(), 0, 0
    while place < len(tokens):
        while span < len(spans) and spans[span].end <= tokens[place].start:
            span += 1
        if span < len(spans) and spans[span].start < tokens[place].end:
            yield spans[span]
            end = spans[span].end
            span += 1
            while place < len(tokens) and tokens[place].start < end:
                place += 1
            continue
        stop = place + 1
        ahead = spans[span].start if span < len(spans) else len(text) + 1
        while stop < len(tokens) and tokens[stop].end <= ahead:
            stop += 1
        length, entries = words.at(tokens, place, stop)
        length = max(1, length)
        first, last = tokens[place], tokens[place + length - 1]
        kind = "number" if first.number else "word" if first.norm[0].isalpha() or first.norm[0] == "'" else "mark"
        norm = " ".join(token.norm for token in tokens[place : place + length])
        yield Part(kind, text[first.start : last.end], norm, first.start, last.end, entries)
        place += length
