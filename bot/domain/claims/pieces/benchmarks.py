"""The benchmarks of a sentence: those of the lexicon with their version or year, and others by how they are named.

A name that no list has is told by its build: it ends in "bench" or "eval" ("LisanBench", "Vals-Bench 2"), or it is a
test of one's own ("in-house SQL test"). It is kept as it was written.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

from bot.domain.claims.lexicon import lexicon, repaired
from bot.domain.claims.tokens import Token

YEARS = range(2015, 2036)  # years that a sentence about models may name
_ENDINGS = ("bench", "eval")
_SHOUTED = "MATH"  # the benchmark, whose name is an ordinary word in any other spelling
_HIGHEST = 10  # what follows a name and is less is a version, no score
_OWN = frozenset({"private", "inhouse", "homemade", "homegrown", "personal"})
_TESTS = frozenset({"set", "test", "tests", "eval", "evals", "suite", "bench", "benchmark", "exam", "quiz", "testset"})
_OWN_WORDS = 4  # of a name like "private chess endgame set"
_PARTS = ("%", "percent", "points", "point", "pts")


def listed(name: str, tokens: Sequence[Token], place: int, end: int) -> tuple[str, int]:
    """A listed benchmark's full name and where it ends: "Terminal-Bench 2.0", "AIME 2025", "ARC-AGI-2"."""
    head, _, slot = name.partition("{")
    if not slot:
        return _numbered(name, tokens, end)
    if slot == "y}":
        before = tokens[place - 1].norm if place and tokens[place - 1].number else ""
        short = end + 1 < len(tokens) and tokens[end].norm == "'"  # "AIME '26"
        behind, ahead = _year(_number(tokens, end + short)), _year(before)
        return (
            (head + (behind or ahead), end + (1 + short) * bool(behind))
            if behind or ahead
            else (head.rstrip(" -"), end)
        )
    end += tokens[end].norm == "v" if end < len(tokens) else 0  # "Terminal-Bench v2"
    number = _version(tokens, end)
    if not number:
        return head.rstrip(" -"), end
    return head + number + (".0" if number.isdecimal() and slot == "v.0}" else ""), end + 1


def _numbered(name: str, tokens: Sequence[Token], end: int) -> tuple[str, int]:
    """A benchmark with the version that is written behind it as one: "LiveCodeBench v6"."""
    marked = end + 1 < len(tokens) and tokens[end].norm == "v" and tokens[end + 1].glued
    number = _version(tokens, end + 1) if marked else ""
    return (f"{name} v{number}", end + 2) if number else (name, end)


def unlisted(text: str, tokens: Sequence[Token], place: int) -> int:
    """Where a benchmark ends that no list has and that begins at a place; ``place`` itself where none does."""
    token = tokens[place]
    if text[token.start : token.end] == _SHOUTED:
        return place + 1
    if token.norm in _OWN or _in_house(tokens, place):
        return _of_ones_own(tokens, place)
    if not token.word or _known(token.norm):
        return place
    if token.norm.endswith(_ENDINGS):
        return place + 1 + bool(_version(tokens, place + 1))
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    if after is None or after.norm not in _ENDINGS:
        return place
    tied = text[token.end : after.start] == "-"
    named = text[token.start].isupper() and text[after.start].isupper()
    return place + 2 + bool(_version(tokens, place + 2)) if tied or named else place


def _in_house(tokens: Sequence[Token], place: int) -> bool:
    return tokens[place].norm == "in" and [token.norm for token in tokens[place + 1 : place + 2]] == ["house"]


def _of_ones_own(tokens: Sequence[Token], place: int) -> int:
    """Where a test ends that somebody has for themselves: "(my) private chess set", "in-house SQL test"; else place."""
    last = place + _OWN_WORDS + _in_house(tokens, place)
    for end in range(place + 2, min(last, len(tokens)) + 1):
        if tokens[end - 1].norm in _TESTS:
            return end
        if not tokens[end - 1].word:
            break
    return place


@cache
def _score_units() -> Mapping[str, str]:
    file = resources.files("bot.domain.claims.lexicon") / "benchmarks.toml"
    return dict(tomllib.loads(file.read_text("utf-8"))["score_units"])


def score_unit(name: str) -> str:
    """The unit of a bare score on a benchmark: a rating, points of an index, hours, or a share of 100."""
    return next((unit for ending, unit in _score_units().items() if name.endswith(ending)), "%")


def coined(text: str) -> bool:
    """Whether a word is written as names of measures are: "FACTS", "tau2"."""
    return sum(letter.isupper() for letter in text) > 1 and text.isalnum()


def _known(norm: str) -> bool:
    """Whether a word is one of the lexicon or of everyday English, or a slip of one."""
    words = lexicon()
    return norm in words.vocabulary or norm in words.ordinary or repaired(norm) != norm


def _number(tokens: Sequence[Token], place: int) -> str:
    """The number at a place that is no score with its unit; empty without one."""
    follows = tokens[place + 1].norm if place + 1 < len(tokens) else ""
    return tokens[place].norm if place < len(tokens) and tokens[place].number and follows not in _PARTS else ""


def _version(tokens: Sequence[Token], place: int) -> str:
    """The version at a place, "2" or "2.0"; empty for a score."""
    number = _number(tokens, place)
    short = number.isdecimal() or len(number) == 3  # noqa: PLR2004 -- "2.0"
    return number if number and short and float(number) < _HIGHEST else ""


def _year(number: str) -> str:
    """A year written with four digits or two; empty for another number."""
    value = int(number) if number.isdecimal() else 0
    return str(value % 2000 + 2000) if value in YEARS or value + 2000 in YEARS else ""
