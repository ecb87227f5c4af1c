"""What words of questions are about; words as data.

`word_classes.toml` says how a row is written. A class makes words that nobody trained with count like their neighbours:
"when do they unplug X" is read as "when do they retire X" is.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class WordClasses:
    """Classes by word and by stem, words of compounds, and lists of words that stand aside."""

    by_word: Mapping[str, tuple[str, ...]]
    compound_first: frozenset[str]
    compound_last: frozenset[str]
    ordinary: frozenset[str]
    everyday: frozenset[str]
    nicknames: Mapping[str, str]
    fillers: frozenset[str]
    roles: Mapping[str, frozenset[str]]

    def of(self, word: str, stem: str) -> tuple[str, ...]:
        """The classes of a word and of its stem."""
        return (*self.by_word.get(word, ()), *self.by_word.get(stem, ()))


@cache
def word_classes(stem: Callable[[str], str]) -> WordClasses:
    """The classes, as the file has them; ``stem`` makes a word's stem."""
    kept = tomllib.loads(files(__package__).joinpath("word_classes.toml").read_text("utf-8"))
    rows: dict[str, dict[str, None]] = {}
    for name, words in kept["classes"].items():
        for word in words.split():
            for form in (word, stem(word)):
                rows.setdefault(form, {})[name] = None
    compounds = kept["compounds"]
    return WordClasses(
        {word: tuple(names) for word, names in rows.items()},
        frozenset(compounds["first"].split()),
        frozenset(compounds["last"].split()),
        frozenset(kept["ordinary"].split()),
        frozenset(kept["everyday"].split()),
        kept["nicknames"],
        frozenset(kept["fillers"].split()),
        {name: frozenset(words.split()) for name, words in kept["roles"].items()},
    )
