"""The words of the time grammar, loaded once from ``lexicon.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


@dataclass(frozen=True, slots=True)
class Holiday:
    """A yearly day plus an offset of ``plus`` days.

    It is a day of a month, the nth weekday of a month (−1 is the last), Easter, or one of ``dates`` (by the moon, or as
    announced). It lasts ``days``.
    """

    month: int = 0
    day: int = 0
    weekday: int = 0
    nth: int = 0
    plus: int = 0
    days: int = 1
    easter: bool = False
    dates: tuple[date, ...] = ()


Value = int | str | Holiday


@dataclass(frozen=True, slots=True)
class TimeLexicon:
    """All words of the grammar, by their function in a time."""

    classes: tuple[str, ...]
    phrases: Mapping[
        str, tuple[tuple[tuple[str, ...], str, Value], ...]
    ]  # first word -> words, class, value; longest first
    weak: frozenset[str]
    leads: Mapping[tuple[str, ...], str]
    tails: Mapping[tuple[str, ...], str]
    zones: Mapping[str, str]  # abbreviation -> IANA place
    months: frozenset[str]
    tense: Mapping[str, str]  # word -> future, present, perfect, past, irregular


@lru_cache(maxsize=1)
def lexicon() -> TimeLexicon:
    """Load the tables."""
    tables: dict[str, dict[str, Any]] = tomllib.loads(
        resources.files(__package__).joinpath("lexicon.toml").read_text("utf-8")
    )
    lead, tail, tense, weak = (tables.pop(name) for name in ("lead", "tail", "tense", "weak"))
    phrases: dict[str, list[tuple[tuple[str, ...], str, Value]]] = {}
    for table, rows in tables.items():
        for words, named in rows.items():
            made = _holiday(rows, named) if table in _DATED else named
            for spelling in {words, words.replace("'", "") if table in ("holiday", "short") else words}:
                split = tuple(spelling.split())
                phrases.setdefault(split[0], []).append((split, class_of(table), made))
    return TimeLexicon(
        tuple(class_of(table) for table in tables),
        {first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in phrases.items()},
        frozenset(weak["words"]),
        _by_words(lead),
        _by_words(tail),
        tables["zone"],
        frozenset(tables["month"]),
        {word: kind for kind, words in tense.items() for word in words},
    )


_DATED = ("holiday", "event")


def _holiday(rows: Mapping[str, Any], named: str | Mapping[str, Any]) -> Holiday:
    """A yearly day by its row: by its other name, or as days from another ("of")."""
    row = rows[named] if isinstance(named, str) else named
    whole = {"dates": (), **rows.get(row.get("of", ""), {}), **row}
    whole.pop("of", None)
    return Holiday(**{**whole, "dates": tuple(whole["dates"])})


def class_of(table: str) -> str:
    """Return the token class of a table's words: ``after_next`` gives AFTERNEXT."""
    return table.upper().replace("_", "")


def _by_words(table: Mapping[str, list[str]]) -> Mapping[tuple[str, ...], str]:
    return {tuple(words.split()): role for role, rows in table.items() for words in rows}
