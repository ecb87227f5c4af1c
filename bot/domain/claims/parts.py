"""A sentence in parts: names, benchmarks, days, amounts and words with their classes, each with its place.

The order is benchmarks, names, days, amounts, words: the other way round 5.5 is a number and "SWE-bench Pro" a plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.claims import amounts
from bot.domain.claims.amounts import Amount
from bot.domain.claims.lexicon import Entry, lexicon
from bot.domain.claims.tokens import Token, tokenise
from bot.domain.names.reading import Mention, NameKind, NameReading
from bot.domain.time import Role, TimeMention, find_times

_YEARS = range(2015, 2036)
_MASK = "·"
_WEEKDAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
_TAKEN_FIRST = ("benchmark", "surface", "plan")
_OPERATORS = {
    Role.BY: "by",
    Role.UNTIL: "until",
    Role.AFTER: "after",
    Role.FROM: "not_before",
    Role.NOT_BEFORE: "not_before",
    Role.WITHIN: "by",
}

FindNames = Callable[[str], Sequence[Mention]]
"""Finds the names of a text, in order."""


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
    spans += [_named(one, tokens) for one in names(_masked(text, spans))]
    tokens = _repaired(tokens, spans)
    spans += _moments(_masked(text, spans), tokens, now)
    free = _free(tokens, spans)
    for one in amounts.find(tokens, free):
        start, end = tokens[one.start].start, tokens[one.end - 1].end
        spans.append(Part("amount", text[start:end], "", start, end, amount=one))
    return tuple(_walk(text, tokens, sorted(spans, key=lambda part: part.start)))


def _named(found: Mention, tokens: Sequence[Token]) -> Part:
    """A name as a part; a product's words keep their classes ("Codex" is a surface)."""
    entries: tuple[Entry, ...] = ()
    if found.best.kind is NameKind.PRODUCT:
        inside = [token for token in tokens if found.start <= token.start and token.end <= found.end]
        length, entries = lexicon().at(inside, 0, len(inside)) if inside else (0, ())
        entries = entries if length == len(inside) else ()
    norm = found.text.casefold()
    return Part("name", found.text, norm, found.start, found.end, entries, name=found.best, mention=found)


def _moments(text: str, tokens: Sequence[Token], now: datetime) -> Iterator[Part]:
    """The days of a text, misspelt months read as what was meant; "a Thursday" and "the coming weeks" name none."""
    respelt, places = _respelt(text, tokens)
    for found in find_times(respelt, now):
        before = respelt[: found.start].rstrip().lower()
        vague = lexicon().at(inner := tokenise(found.text), 0, len(inner))[1]
        if found.text.lower() in _WEEKDAYS and before.endswith((" a", " an")):
            continue
        if any(entry.name in ("expected", "vague") for entry in vague):
            continue
        start, end = places[found.lead_start], places[found.tail_end - 1] + 1
        yield Part("day", text[start:end], "", start, end, moment=moment_of(found, start, end))


def _respelt(text: str, tokens: Sequence[Token]) -> tuple[str, list[int]]:
    """The text with its misspelt words written right, and for every letter its place in the text as typed."""
    letters: list[str] = []
    places: list[int] = []
    place = 0
    for token in tokens:
        word = text[token.start : token.end]
        if not token.word or token.norm == word.lower() or "'" in word or abs(len(token.norm) - len(word)) > 1:
            continue
        letters.append(text[place : token.start])
        places += range(place, token.start)
        letters.append(token.norm)
        places += [min(token.start + n, token.end - 1) for n in range(len(token.norm) - 1)] + [token.end - 1]
        place = token.end
    letters.append(text[place:])
    places += [*range(place, len(text)), len(text)]
    return "".join(letters), places


def moment_of(found: TimeMention, start: int, end: int) -> Moment:
    """A time as a day with the operator that it binds with; a period is *within* its first and last day."""
    first, last = found.first, found.last
    operator, since = _OPERATORS.get(found.role, ""), None
    day = first if found.role in (Role.FROM, Role.NOT_BEFORE) else last
    if found.role is Role.BEFORE:
        single = first == last
        operator, day = ("before", first) if single and not found.ending else ("by", found.deadline or last)
    elif not operator:
        operator, since = ("on", None) if first == last else ("within", first)
    return Moment(start, end, day, operator, since, found.year_supplied, found.relative, found.role is Role.FROM)


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
