"""Which type a clause is of: the evidence of its words and slots, weighed for every type at once.

A linear model without hidden parts: a feature is a word, a class of words, a kind of slot, two kinds together, or two
neighbours; its weights stand in ``weights.json``, trained by ``tests/blind/train.py`` from the sentences of the
tests, the same on every run. It decides what a sentence is about, and never a grade. A type without trained weights
(a file just added) counts by its own evidence alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources
from itertools import pairwise

from bot.domain.claims.parts import Part
from bot.domain.linear_weights import LinearWeights, read_weights

_ENDINGS = ("ing", "ed", "es", "s")
_STEM = 4  # letters that are left when an ending is taken off
_PLAIN = frozenset({"plain", "be", "filler"})
_ARTICLES = frozenset({"a", "an", "any", "the", "was", "is", "its", "their", "own", "first"})
BIAS = "1"
_NEW = 4  # words that the lexicon lacks, at the most that are told apart
HELD = ("day", "amount", "benchmark")
MATTERS = (
    "available", "unavailable", "release", "announce", "trace", "exist", "testing", "train", "retire", "cancel",
    "delay", "price", "identity", "codename", "surface", "plan", "expected", "open weights", "fact", "limit", "score",
    "denial", "cutoff", "document", "gone", "missed", "becomes", "ahead", "behind", "equal", "better", "worse",
    "faster", "slower", "cheaper", "dearer", "bigger", "smaller", "change", "vague", "backs out", "output", "input",
    "only", "holds", "finish", "start",
)  # fmt: skip
"""Classes of words that tell of a model what can be looked up."""


def symbol(part: Part) -> str:
    """What a part is to the model: its kind, its class, or the word itself."""
    if part.name is not None:
        return "LAB" if part.lab else "PLACE" if part.product else "LABEL" if part.label else "MODEL"
    if part.amount is not None:
        unit = "$" if part.amount.money else part.amount.unit
        return f"NUM{unit}{'/' if part.amount.per else ''}"
    if part.kind in ("benchmark", "day", "number"):
        return part.kind.upper()
    named = next((entry.name for entry in part.entries if entry.name != "light"), "plain")
    if named not in _PLAIN:
        return named.upper()
    return _stem(part.norm)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM:
            return word[: -len(ending)]
    return word


def features(parts: Sequence[Part], *, asked: bool = False) -> frozenset[str]:
    """The features of a clause, each once."""
    symbols = [symbol(part) for part in parts]
    found = {BIAS, *(f"w {_stem(part.norm)}" for part in parts if part.norm)}
    classes = {entry.name for part in parts for entry in part.entries} - _PLAIN
    found |= {f"c {name}" for name in classes}
    found |= {f"b {one} {other}" for one, other in pairwise(["<", *symbols, ">"])}
    kinds = _kinds(parts, symbols)
    found |= {f"k {kind}" for kind in kinds}
    ordered = sorted(kinds)
    found |= {f"y {one} {other}" for n, one in enumerate(ordered) for other in ordered[n + 1 :]}
    if asked:
        found.add("asked")
    new = sum(part.kind == "word" and not part.entries for part in parts)
    return frozenset(found | {f"n {min(new, _NEW)} {'told' if tells(parts) else 'bare'}"})


def tells(parts: Sequence[Part]) -> bool:
    """Whether a number, day, test, label or word of a topic is among some parts.

    Such a word is of what happens to models; not "got", "runs".

    Where none is, the sentence has nothing that could be looked up. "No GPT-5 until …" and "is building GPT-7" have.
    """
    told = any(part.kind in HELD or part.label or (part.has(*MATTERS) and not part.has("light")) for part in parts)
    near = [part for part in parts if part.norm not in _ARTICLES]
    denied = any(one.has("negation", "exist") and other.model for one, other in pairwise(near))
    named = any(part.model or part.has("model word") for part in parts)
    return told or denied or (named and any(part.lab for part in parts))


def _kinds(parts: Sequence[Part], symbols: Sequence[str]) -> frozenset[str]:
    kinds = {word for word in symbols if word[:1].isupper() and word.partition(" ")[0].isalpha() is False}
    kinds |= {
        word for word in symbols if word in ("LAB", "LABEL", "PLACE", "BENCHMARK", "DAY", "NUM", "SURFACE", "PLAN")
    }
    models = sum(part.model for part in parts)
    return frozenset(kinds | {f"MODELS{min(models, 2)}"})


@cache
def weights() -> LinearWeights:
    """The trained weights; the file keeps hundredths by the number of the label."""
    return read_weights((resources.files(__package__) / "weights.json").read_text("utf-8"))[1]


def scores(found: Iterable[str]) -> dict[str, float]:
    """The score of every label the model knows for a clause's features, the same whatever order they come in."""
    return {label: total / 100 for label, total in sorted(weights().hundredths(found).items())}
