"""The pattern table of the time grammar, and the matcher from tokens to phrases.

Each token class is a single character, so that a pattern over classes is a regular expression over a string. Four
passes run, each over the result of the previous one; in each the longest match at a position wins.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from bot.domain.time.lexicon import lexicon
from bot.domain.time.tokens import TimeToken

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PASSES = 4
_WRITTEN = (  # classes that tokens.py gives to what is written in digits
    "ISO ISOTIME STAMP NUMERIC DOTTED YM MONTHYEAR CLOCK HOUR ORD DECADE DURATION HOURLY BADYEAR YEAR DAY NUM QTR"
)
_MADE = "OTHER NAME DATE FEAST PERIOD MOMENT RANGE CLOCKTIME OFFSET LENGTH VAGUETIME WEEKDAYS WEEKS YEARS"  # phrases
# Classes that include others: a year is also a period, "Friday" and Easter days, "week" a unit.
_WIDER = {
    "DATE": "DATE WEEKDAYS FEAST",
    "PERIOD": "PERIOD YEARS WEEKS",
    "UNIT": "UNIT UNITS WEEK YEARWORD HOURUNIT QUARTERWORD",
    "SINGLE": "UNIT WEEK YEARWORD HOURUNIT QUARTERWORD",
    "DURATION": "DURATION HOURLY",
}
_WORD = re.compile(r"[A-Z]+")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A row of the table.

    A form, the phrase class it makes, and the reader that places it.
    """

    makes: str
    reads: str
    form: re.Pattern[str]
    example: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Items matched by one pattern.

    ``kind`` is the class, ``reads`` the reader, ``items`` the parts.
    """

    kind: str
    reads: str
    items: tuple[Item, ...]
    start: int
    end: int

    @property
    def text(self) -> str:
        """Its words in lower case."""
        return " ".join(item.text for item in self.items)

    def of(self, *kinds: str) -> list[Item]:
        """Return the items of these classes, in order."""
        return [item for item in self.items if item.kind in kinds]

    def values(self, *kinds: str) -> list[Any]:
        """Return the values of the tokens of these classes, in order."""
        return [item.value for item in self.items if isinstance(item, TimeToken) and item.kind in kinds]

    def value(self, *kinds: str) -> Any:
        """Return the first of those values, or None."""
        found = self.values(*kinds)
        return found[0] if found else None

    @property
    def first(self) -> TimeToken:
        """Its first token.

        Raises:
            TypeError: the phrase consists of phrases.
        """
        if isinstance(self.items[0], Phrase):
            raise TypeError("the phrase begins with a phrase")
        return self.items[0]


Item = TimeToken | Phrase


@dataclass(frozen=True, slots=True)
class Pass:
    """The patterns of one pass, and the union of their forms for finding matches."""

    patterns: tuple[Pattern, ...]
    union: re.Pattern[str]


@lru_cache(maxsize=1)
def class_codes() -> Mapping[str, str]:
    """Return the character for each class of tokens and phrases."""
    names = [*lexicon().classes, *_WRITTEN.split(), *_MADE.split()]
    return {name: chr(0x100 + number) for number, name in enumerate(names)}


@lru_cache(maxsize=1)
def passes() -> tuple[Pass, ...]:
    """Load the table, by pass.

    Raises:
        KeyError: a class does not exist.
    """
    rows = tomllib.loads(resources.files(__package__).joinpath("patterns.toml").read_text("utf-8"))["pattern"]
    made: list[list[Pattern]] = [[] for _ in range(PASSES)]
    for row in rows:
        made[row["pass"] - 1].append(Pattern(row["makes"], row["reads"], compile_form(row["form"]), row["example"]))
    return tuple(
        Pass(tuple(patterns), re.compile("|".join(pattern.form.pattern for pattern in patterns))) for patterns in made
    )


def compile_form(form: str) -> re.Pattern[str]:
    """Compile a form ("THE? DAY OF? MONTH") to an expression over class characters."""
    return re.compile(_WORD.sub(_class, form).replace(" ", ""))


def _class(found: re.Match[str]) -> str:
    codes = "".join(class_codes()[name] for name in _WIDER.get(found[0], found[0]).split())
    return codes if len(codes) == 1 else f"[{codes}]"


def parse_phrases(tokens: Sequence[TimeToken]) -> tuple[Item, ...]:
    """Group tokens into phrases; unmatched tokens stay as they are."""
    items: tuple[Item, ...] = tuple(tokens)
    for step in passes():
        items = _grouped(items, step)
    return items


def _grouped(items: tuple[Item, ...], step: Pass) -> tuple[Item, ...]:
    code_of = class_codes()
    codes = "".join([code_of[item.kind] for item in items])
    made: list[Item] = []
    place = 0
    while found := step.union.search(codes, place):
        made.extend(items[place : found.start()])
        begin = found.start()
        best, end = None, begin
        for pattern in step.patterns:
            match = pattern.form.match(codes, begin)
            if match and match.end() > end:
                best, end = pattern, match.end()
        if best is None:
            made.append(items[begin])
            place = begin + 1
            continue
        taken = items[begin:end]
        made.append(Phrase(best.makes, best.reads, taken, taken[0].start, taken[-1].end))
        place = end
    made.extend(items[place:])
    return tuple(made)
