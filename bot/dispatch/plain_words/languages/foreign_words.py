"""Words of questions in other languages, put into English; words as data.

`languages.toml` says how a row is written.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Final

FOREIGN: Final = 0.5  # share of a sentence's words that are of a language before it is read as one
_UNSPACED: Final = "[\u3005-\u30ff\u3400-\u9fff\uff66-\uff9f]"  # kana and Chinese characters, written without spaces
_RUN = re.compile(rf"{_UNSPACED}+")
_NONE: Final = re.compile("(?!)")
_MARKS: Final = str.maketrans("？！，。、：；（）", "?!,.,:;()")


@dataclass(frozen=True)
class ForeignWords:
    """What words of other languages mean, by language; ``shared`` are those that English has, too."""

    by_language: Mapping[str, Mapping[str, str]]
    shared: frozenset[str]
    examples: Mapping[str, tuple[str, str]]

    def has(self, word: str) -> bool:
        """Whether a word is one of another language."""
        return any(word in known for known in self.by_language.values())

    def in_english(self, words: Sequence[str], names: frozenset[str]) -> list[str]:
        """The words with those of another language put into English, where half of them are of that language.

        ``names`` are the words that stand for names, and count for none. Words that English has too tell no language.
        """
        own = _own(words, names)
        best = self._language(own)
        told = any(word in best and word not in self.shared for word in own)
        if not told or sum(word in best for word in own) < FOREIGN * len(own):
            return list(words)
        return [best.get(word, word) for word in words]

    def _language(self, own: Sequence[str]) -> Mapping[str, str]:
        """The language that has most of some words."""
        return max(self.by_language.values(), key=lambda known: sum(word in known for word in own if word.isalpha()))

    def spaced(self, text: str) -> str:
        """A text with spaces around the words of a script that has none, and the usual marks."""
        if text.isascii() or not _RUN.search(text):
            return text
        return " ".join(_RUN.sub(lambda run: f" {self._cut(run[0])} ", text).translate(_MARKS).split())

    def _cut(self, run: str) -> str:
        return " ".join(self._words_in.sub(r" \g<0> ", run).split())

    @cached_property
    def _words_in(self) -> re.Pattern[str]:
        """The words of scripts without spaces, the longest first."""
        words = {word for known in self.by_language.values() for word in known if _RUN.fullmatch(word)}
        return re.compile("|".join(sorted(words, key=len, reverse=True))) if words else _NONE


def _own(words: Sequence[str], names: frozenset[str]) -> list[str]:
    return [word for word in words if word not in names and word != "?"]


@cache
def foreign_words() -> ForeignWords:
    """The words, as the file has them."""
    kept = tomllib.loads(files(__package__).joinpath("languages.toml").read_text("utf-8"))
    rows = {name: row for name, row in kept.items() if name != "shared"}
    return ForeignWords(
        {name: dict(pair.split("=") for pair in row["words"].split()) for name, row in rows.items()},
        frozenset(kept["shared"].split()),
        {name: (row["takes"]["text"], row["takes"]["intent"]) for name, row in rows.items()},
    )
