"""The words of the time grammar, loaded once from ``lexicon.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

CLASSES = {  # tables of lexicon.toml whose words become tokens, by the token class they give
    "month": "MONTH", "weekday": "WEEKDAY", "unit": "UNIT", "count": "COUNT", "some": "SOME", "nth": "NTH",
    "relation": "RELATION", "after_next": "AFTERNEXT", "dayword": "DAYWORD", "now": "NOW", "daypart": "DAYPART",
    "part": "PART", "season": "SEASON", "short": "SHORT", "half": "HALF", "ampm": "AMPM", "noon": "NOON",
    "zone": "ZONE", "the": "THE", "of": "OF", "in": "IN", "on": "ON", "at": "AT", "from": "FROM", "to": "TO",
    "between": "BETWEEN", "and": "AND", "or": "OR", "within": "WITHIN", "over": "OVER", "about": "ABOUT", "ago": "AGO",
    "hence": "HENCE", "time": "TIME", "after": "AFTER", "before": "BEFORE", "comma": "COMMA", "dash": "DASH",
    "slash": "SLASH", "open": "OPEN", "close": "CLOSE", "dot": "DOT", "plus": "PLUS", "calendar": "CALENDAR",
    "week": "WEEK", "yearword": "YEARWORD", "oclock": "OCLOCK", "such": "SUCH", "holiday": "HOLIDAY",
}  # fmt: skip
LONGEST_PHRASE = 5  # words of the longest phrase of a table


@dataclass(frozen=True, slots=True)
class Holiday:
    """A yearly day: a day of a month, or the nth weekday of a month (−1 is the last) and ``plus`` days."""

    month: int
    day: int = 0
    weekday: int = 0
    nth: int = 0
    plus: int = 0


Value = int | str | Holiday


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All words by what they do in a time."""

    phrases: Mapping[
        str, tuple[tuple[tuple[str, ...], str, Value], ...]
    ]  # first word -> words, class, value; longest first
    weak: frozenset[str]
    leads: Mapping[tuple[str, ...], str]
    tails: Mapping[tuple[str, ...], str]
    tense: Mapping[str, str]  # word -> future, present, perfect, past, irregular


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Load the tables. Raises KeyError for a table nothing uses."""
    tables: dict[str, dict[str, Any]] = tomllib.loads(
        resources.files(__package__).joinpath("lexicon.toml").read_text("utf-8")
    )
    lead, tail, tense, weak = (tables.pop(name) for name in ("lead", "tail", "tense", "weak"))
    phrases: dict[str, list[tuple[tuple[str, ...], str, Value]]] = {}
    for table, rows in tables.items():
        for words, value in rows.items():
            split = tuple(words.split())
            made = Holiday(**value) if isinstance(value, dict) else value
            phrases.setdefault(split[0], []).append((split, CLASSES[table], made))
    return Lexicon(
        {first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in phrases.items()},
        frozenset(weak["words"]),
        _by_words(lead),
        _by_words(tail),
        {word: kind for kind, words in tense.items() for word in words},
    )


def _by_words(table: Mapping[str, list[str]]) -> Mapping[tuple[str, ...], str]:
    return {tuple(words.split()): role for role, rows in table.items() for words in rows}
