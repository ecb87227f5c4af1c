"""What words of questions are about, and what words of other languages mean in them; words as data.

`word_classes.toml` says how a row is written. A class makes words that nobody trained with count like their neighbours:
"when do they unplug X" is read as "when do they retire X" is.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

FOREIGN: Final = 0.5  # share of a sentence's words that are of a language before it is read as one


@dataclass(frozen=True, slots=True)
class WordClasses:
    """Classes by word and by stem, words of compounds, and what words of other languages mean."""

    by_word: Mapping[str, tuple[str, ...]]
    compound_first: frozenset[str]
    compound_last: frozenset[str]
    languages: Mapping[str, Mapping[str, str]]
    shared: frozenset[str]
    ordinary: frozenset[str]
    everyday: frozenset[str]
    nicknames: Mapping[str, str]
    fillers: frozenset[str]

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
        {name: dict(pair.split("=") for pair in words.split()) for name, words in kept["languages"].items()},
        frozenset(kept["shared"].split()),
        frozenset(kept["ordinary"].split()),
        frozenset(kept["everyday"].split()),
        kept["nicknames"],
        frozenset(kept["fillers"].split()),
    )


def in_english(words: Sequence[str], classes: WordClasses, names: frozenset[str]) -> list[str]:
    """The words with those of another language put into English, where half of them are of that language.

    ``names`` are the words that stand for names, and count for none. Words that English has too tell no language.
    """
    own = [word for word in words if word not in names and word != "?"]
    best = max(classes.languages.values(), key=lambda known: sum(word in known for word in own if word.isalpha()))
    told = any(word in best and word not in classes.shared for word in own)
    if not told or sum(word in best for word in own) < FOREIGN * len(own):
        return list(words)
    return [best.get(word, word) for word in words]
