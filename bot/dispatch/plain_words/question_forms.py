"""Question forms: rows of words, kept as data, that say what a sentence asks for.

`forms.toml` says how a row is written. A sentence is given as its words with the names in it replaced by their kinds
(`KINDS`), so that no form knows any name.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

# X a model, L a label, S a source, V a lab, P a product, N a number of a claim or market, U an address
KINDS: Final = frozenset("XLSVPNU")
GAP: Final = 4  # words that a star stands for at the most
DECISIVE: Final = 9.8  # weight of forms that ask outright to check a claim
LENGTH: Final = 0.05  # what each word of a cue adds to its weight
KEPT: Final = 8  # sentences whose forms are remembered while each is read
_STAR, _BEGIN, _END = "*", "^", "$"


class Intent(StrEnum):
    """What a sentence asks for; ``chat`` is small talk, ``none`` what no form takes."""

    MODEL = "model"
    ODDS = "odds"
    CHECKPOINT = "checkpoint"
    CLAIM = "claim"
    NEWS = "news"
    COMING = "coming"
    SOURCE = "source"
    RECORD = "record"
    WATCH = "watch"
    DIGEST = "digest"
    COMPARE = "compare"
    RETIRE = "retire"
    HELP = "help"
    CHAT = "chat"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Cue:
    """One row of words: each element is a set of words, a star, or an edge of the sentence."""

    elements: tuple[frozenset[str], ...]
    weight: float
    intent: Intent

    def fits(self, words: Sequence[str], places: dict[str, list[int]]) -> bool:
        """Whether the row stands anywhere in the words; ``places`` says where each word stands."""
        first = self.elements[0]
        if _BEGIN in first:
            return self._from(1, 0, words)
        starts = sorted({place for word in first for place in places.get(word, ())})
        return any(self._from(1, place + 1, words) for place in starts)

    def _from(self, element: int, place: int, words: Sequence[str]) -> bool:
        if element == len(self.elements):
            return True
        wanted = self.elements[element]
        if _STAR in wanted:
            last = min(place + GAP, len(words))
            return any(self._from(element + 1, at, words) for at in range(place, last + 1))
        if _END in wanted and place == len(words):
            return self._from(element + 1, place, words)
        return place < len(words) and words[place] in wanted and self._from(element + 1, place + 1, words)


@dataclass(frozen=True, slots=True)
class QuestionForm:
    """One form with its examples, for its test."""

    intent: Intent
    weight: float
    cues: tuple[str, ...]
    takes: tuple[str, ...]
    refuses: tuple[str, ...]


@cache
def question_forms() -> tuple[QuestionForm, ...]:
    """The forms, as the file has them."""
    rows = tomllib.loads(files(__package__).joinpath("forms.toml").read_text("utf-8"))["forms"]
    return tuple(
        QuestionForm(
            Intent(row["intent"]), float(row["weight"]), tuple(row["cues"]), tuple(row["takes"]), tuple(row["refuses"])
        )
        for row in rows
    )


@cache
def _cues() -> tuple[Cue, ...]:
    return tuple(_cue(text, form) for form in question_forms() for text in form.cues)


def _cue(text: str, form: QuestionForm) -> Cue:
    elements = tuple(frozenset(element.split("|")) for element in text.split())
    size = sum(_STAR not in element for element in elements)
    return Cue(elements, form.weight + LENGTH * size, form.intent)


@lru_cache(maxsize=KEPT)
def intents(words: tuple[str, ...]) -> tuple[tuple[Intent, float], ...]:
    """The intents whose cues stand in the words, the heaviest first, each once with its weight."""
    places: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        places.setdefault(word, []).append(place)
    best: dict[Intent, float] = {}
    for cue in _candidates(places):
        if cue.weight > best.get(cue.intent, 0.0) and cue.fits(words, places):
            best[cue.intent] = cue.weight
    return tuple(sorted(best.items(), key=lambda pair: -pair[1]))


@cache
def _by_first_word() -> tuple[dict[str, tuple[Cue, ...]], tuple[Cue, ...]]:
    """The cues by the words they may begin with, and those that are tied to the beginning of the sentence."""
    rows: dict[str, list[Cue]] = {}
    tied = []
    for cue in _cues():
        if _BEGIN in cue.elements[0]:
            tied.append(cue)
            continue
        for word in cue.elements[0]:
            rows.setdefault(word, []).append(cue)
    return {word: tuple(cues) for word, cues in rows.items()}, tuple(tied)


def _candidates(places: dict[str, list[int]]) -> Iterator[Cue]:
    rows, tied = _by_first_word()
    yield from tied
    for word in places:
        yield from rows.get(word, ())
