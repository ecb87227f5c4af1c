"""A sentence in parts: names, benchmarks, days, amounts and words with their classes, each with its place.

The order is benchmarks, names, days, amounts, words: the other way round 5.5 is a number and "SWE-bench Pro" a plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.claims import amounts
from bot.domain.claims.amounts import Amount
from bot.domain.claims.lexicon import Entry, lexicon
from bot.domain.claims.moments import BLOT, Moment, moments
from bot.domain.claims.tokens import Token, tokenise
from bot.domain.names.reading import Mention, NameKind, NameReading

_YEARS = range(2015, 2036)
_TAKEN_FIRST = ("benchmark", "surface", "plan")
FindNames = Callable[[str], Sequence[Mention]]
"""Finds the names of a text, in order."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a sentence. ``kind`` is name, benchmark, amount, day, word, number or mark."""

    kind: str
    text: str
    norm: str
    start: int
    end: int
    entries: tuple[Entry, ...] = ()
    name: NameReading | None = None
    mention: Mention | None = None
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
        """Whether it names a model, a codename, a label or a family of models."""
        return self.name is not None and self.name.kind not in (NameKind.LAB, NameKind.PRODUCT)

    @property
    def lab(self) -> bool:
        """Whether it names a lab."""
        return self.name is not None and self.name.kind is NameKind.LAB

    @property
    def product(self) -> bool:
        """Whether it names an app or a house where models are used."""
        return self.name is not None and self.name.kind is NameKind.PRODUCT


def read_parts(text: str, names: FindNames, now: datetime) -> tuple[Part, ...]:
    """The parts of a cleaned sentence, in order and without overlaps; ``now`` is the moment it is read at."""
    tokens = tokenise(text)
    spans = list(_taken_first(text, tokens))
    spans += [_named(one, tokens) for one in names(_masked(text, spans)) if not _plain_word(one)]
    tokens = _repaired(tokens, spans)
    spans += [
        Part("day", text[one.start : one.end], "", one.start, one.end, moment=one)
        for one in moments(_masked(text, spans), tokens, now)
    ]
    free = _free(tokens, spans)
    for one in amounts.find(tokens, free):
        start, end = tokens[one.start].start, tokens[one.end - 1].end
        spans.append(Part("amount", text[start:end], "", start, end, amount=one))
    return tuple(_walk(text, tokens, sorted(spans, key=lambda part: part.start)))


def _plain_word(found: Mention) -> bool:
    """Whether a supposed label is an ordinary word of the lexicon in small letters ("heard")."""
    return found.best.kind is NameKind.LABEL and found.text in lexicon().vocabulary


def _named(found: Mention, tokens: Sequence[Token]) -> Part:
    """A name as a part; a product's words keep their classes ("Codex" is a surface)."""
    entries: tuple[Entry, ...] = ()
    if found.best.kind is NameKind.PRODUCT:
        inside = [token for token in tokens if found.start <= token.start and token.end <= found.end]
        length, entries = lexicon().at(inside, 0, len(inside)) if inside else (0, ())
        entries = entries if length == len(inside) else ()
    norm = found.text.casefold()
    return Part("name", found.text, norm, found.start, found.end, entries, name=found.best, mention=found)


def _masked(text: str, spans: Iterable[Part]) -> str:
    """The text with its names blotted out, so that no version is a day."""
    letters = list(text)
    for span in spans:
        letters[span.start : span.end] = BLOT * (span.end - span.start)
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


def _taken_first(text: str, tokens: Sequence[Token]) -> Iterator[Part]:
    """The benchmarks of a text, with the version or year behind them, and its surfaces and plans of several words."""
    words, place = lexicon(), 0
    while place < len(tokens):
        length, entries = words.at(tokens, place, len(tokens))
        end = place + max(1, length)
        taken = next((entry for entry in entries if entry.name in _TAKEN_FIRST), None)
        if taken is not None and (taken.name == "benchmark" or length > 1):
            name = ""
            if taken.name == "benchmark":
                name, end = _version(taken.means, tokens, place, end)
            start, stop = tokens[place].start, tokens[end - 1].end
            kind = "benchmark" if name else "word"
            norm = " ".join(token.norm for token in tokens[place:end])
            yield Part(kind, text[start:stop], norm, start, stop, entries, benchmark=name)
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
