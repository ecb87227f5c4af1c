"""What a sentence asks for: the evidence of its words and of the forms that take it, weighed for every intent at once.

A linear model without hidden parts: a feature is a word, two neighbours, a word at the beginning, a kind of name, or a
form; its weights stand in ``weights.json``, trained by ``tests/blind/train_questions.py`` from written and retired
questions, the same on every run. It chooses a command and never a grade.
"""

from __future__ import annotations

from calendar import day_abbr, day_name, month_abbr, month_name
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import combinations, pairwise
from math import exp
from typing import Final

from bot.dispatch.plain_words.question_forms import KEPT, KINDS, Intent, intents
from bot.dispatch.plain_words.word_classes import word_classes
from bot.domain.linear_weights import LinearWeights, read_weights
from bot.domain.names.text.typos import TypoIndex

BIAS: Final = "1"
OTHER: Final = "*"  # a word that questions are not made of: a name nobody knows, as a rule
OTHER_ID: Final = "*-"  # the same with a hyphen, as labels and ids are written
HEAD: Final = 2  # words at the beginning that count as such
_LONG: Final = 7  # letters of a word of a class that is put right, though no question has it
_STEM: Final = 4  # letters that are left when an ending is taken off
_ENDINGS: Final = ("ing", "ed", "es", "s")
_CALENDAR: Final = {
    **{name.casefold(): "month" for name in (*month_name, *month_abbr) if name and name != "May"},
    **{name.casefold(): "weekday" for name in (*day_name, *day_abbr)},
}


def symbol(word: str) -> str:
    """What a word is to the model: a kind of name, a class of numbers or days, or its stem."""
    if word in KINDS or word == "?":
        return word
    if any(map(str.isdecimal, word)):
        return "".join("#" if one.isdecimal() else one for one in word[:8])
    if word in _CALENDAR:
        return _CALENDAR[word]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM:
            return word[: -len(ending)]
    return word


def symbols_of(words: Sequence[str], usual: AbstractSet[str]) -> list[str]:
    """The symbols of a sentence's words; a run of words that are not usual is one `OTHER`."""
    made = [_usual_symbol(word, usual) for word in words if word != "?"]
    return [one for at, one in enumerate(made) if one != OTHER or made[at - 1 : at] != [OTHER]]


def _usual_symbol(word: str, usual: AbstractSet[str]) -> str:
    made = symbol(word)
    if made in usual or made in KINDS:
        return made
    return OTHER_ID if "-" in word.strip("-") else OTHER


def features(words: tuple[str, ...], usual: AbstractSet[str]) -> frozenset[str]:
    """The features of a sentence's words, each once; ``usual`` are the symbols that questions are made of."""
    symbols = symbols_of(words, usual)
    found = {BIAS, *(f"w {one}" for one in symbols)}
    edged = ["<", *symbols, ">"]
    found |= {f"b {one} {other}" for one, other in pairwise(edged)}
    found |= {f"h {one}" for one in symbols[:HEAD]}
    named = [one for one in symbols if one in KINDS or one in (OTHER, OTHER_ID)]
    found |= {f"k {one}{min(named.count(one), 2)}" for one in named}
    found.add("k none" if not named else "k some")
    found |= {f"f {intent.value}" for intent, _ in intents(words)}
    found |= {f"first {intent.value}" for intent, _ in intents(words)[:1]}
    if "?" in words:
        found.add("asked")
    return frozenset(found | _of_classes(words, {one for one in symbols if one in KINDS or one == OTHER_ID}))


def _of_classes(words: Sequence[str], kinds: AbstractSet[str]) -> set[str]:
    """The features of what a sentence's words are about: each class, each two together, each with a kind of name."""
    known = word_classes(symbol).by_word
    rows = [row for word in words if (row := known.get(word) or known.get(symbol(word)))]
    classes = sorted({name for row in rows for name in row})
    found = {f"c {name}" for name in classes}
    found |= {f"cc {one} {other}" for one, other in combinations(classes, 2)}
    found |= {f"ck {name} {kind}" for name in classes for kind in kinds or ("none",)}
    if rows:
        found |= {f"c1 {name}" for name in rows[0]}
    return found


@dataclass(frozen=True, slots=True)
class _Model:
    labels: tuple[Intent, ...]
    weights: LinearWeights
    usual: frozenset[str]
    typos: TypoIndex


@cache
def _model() -> _Model:
    about, weights = read_weights(files(__package__).joinpath("weights.json").read_text("utf-8"))
    known = about["words"]
    long = (word for word in word_classes(symbol).by_word if len(word) >= _LONG)
    typos = TypoIndex(dict.fromkeys((*known, *long)))
    return _Model(tuple(map(Intent, weights.labels)), weights, frozenset(map(symbol, known)), typos)


def is_usual(word: str) -> bool:
    """Whether a word is one that questions are made of, and so is hardly a name."""
    return symbol(word) in _model().usual


def is_misspelt(word: str) -> bool:
    """Whether a word is one that questions are made of with a wrong letter in it."""
    return bool(_model().typos.meant(word))


def with_typos_fixed(words: Iterable[str]) -> tuple[str, ...]:
    """The words with those of one wrong letter put right, where only that makes them words of questions."""
    model = _model()
    known = word_classes(symbol).by_word
    return tuple(
        word if symbol(word) in model.usual or word in known else model.typos.meant(word) or word for word in words
    )


def shares(words: tuple[str, ...]) -> dict[Intent, float]:
    """How likely each intent is, together 1, the likeliest first."""
    return dict(_weighed(words))


@lru_cache(maxsize=KEPT)
def _weighed(words: tuple[str, ...]) -> tuple[tuple[Intent, float], ...]:
    """The shares of a sentence, which several rules ask for while it is read."""
    model = _model()
    found = model.weights.hundredths(features(with_typos_fixed(words), model.usual))
    sums = [found.get(label, 0) for label in model.weights.labels]
    top = max(sums)
    parts = [exp((value - top) / 100) for value in sums]
    whole = sum(parts)
    likely = ((label, part / whole) for label, part in zip(model.labels, parts, strict=True))
    return tuple(sorted(likely, key=lambda pair: -pair[1]))
