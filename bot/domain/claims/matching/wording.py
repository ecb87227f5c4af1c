"""What the words of a text come to: two wordings of one claim share most of it.

A form of the lexicon is its class ("drops", "comes out", "launch"), a number its value ("2.8T", "2.8 trillion"), any
other word its stem. What carries nothing of a claim is left out, and what a statement holds in slots is added: its
models by the parts of their slugs ("ds v4" and "V4" are both deepseek and v4), its last day by its date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache

from bot.domain.claims.claim_types.base import ALWAYS
from bot.domain.claims.lexicon import KEPT, LexiconEntry, lexicon, repaired
from bot.domain.claims.text import clean, lower
from bot.domain.claims.tokens import Token, tokenise
from bot.domain.time import lexicon as times

CACHED = 4_096  # texts whose words are kept
FEW = 16  # texts of which what they come to is kept, while each is compared with many claims

SMALL = frozenset((
    "a", "an", "the", "is", "are", "was", "were", "be", "been", "being", "to", "of", "in", "on", "at", "for",
    "by", "with", "and", "or", "but", "it", "its", "this", "that", "as", "from", "has", "have", "had", "will",
    "would", "can", "could", "than", "then", "so", "do", "does", "did", "not", "no", "just", "now", "very",
    "more", "most", "up", "out", "over", "into", "about", "if", "says", "said", "new", "model", "ai",
))  # fmt: skip
_SILENT = ALWAYS | {"expected", "opinion", "pronoun", "first person", "second person", "joke", "aside"}
_BY_WORD = frozenset({"time word"})  # classes whose words differ in what they say
_ONE = {
    "available": "release", "better": "ahead", "best": "ahead", "denial": "negation", "gone": "retire",
    "takes away": "retire", "backs out": "cancel", "missed": "delay",
}  # fmt: skip
_TOKEN = re.compile(r"[a-z0-9](?:[a-z0-9.+']{0,30}[a-z0-9+])?")
_SHORT = 2  # letters before a number that are one name with it: "v4", "o3"
_PERCENT = 100
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENDINGS = frozenset({"st", "nd", "rd", "th"})


@lru_cache(CACHED)
def words(text: str) -> tuple[str, ...]:
    """The telling words of a text, their endings trimmed, small words left out."""
    return tuple(_stem(token) for token in _TOKEN.findall(lower(text)) if token not in SMALL)


def _stem(token: str) -> str:
    token = token.removesuffix("'s")
    if len(token) < 5 or any(map(str.isdecimal, token)):  # noqa: PLR2004 -- short words have no ending to lose
        return token
    for ending in ("ing", "ed", "es", "s", "ly"):
        if token.endswith(ending) and len(token) - len(ending) >= 4:  # noqa: PLR2004 -- a stem keeps four letters
            token = token.removesuffix(ending)
            break
    return token.removesuffix("e")


@lru_cache(FEW)
def concepts(text: str) -> frozenset[str]:
    """What the words of a text come to, each once."""
    tokens = tokenise(clean(text))
    norms = tuple([repaired(token.norm) if token.norm.isalpha() else token.norm for token in tokens])
    found = set[str]()
    place = 0
    while place < len(norms):
        size, concept = _at(tokens, norms, place)
        found.add(concept)
        place += size
    found.discard("")
    return frozenset(found)


def quantities(found: Iterable[str]) -> frozenset[str]:
    """The numbers and months among what the words of a text come to."""
    return frozenset(one for one in found if one in _MONTHS or one[0].isdecimal())


def _at(tokens: Sequence[Token], norms: Sequence[str], place: int) -> tuple[int, str]:
    """How many tokens from a place on are one concept, and that; it may be empty."""
    norm = norms[place]
    if tokens[place].number or norm in _counts():
        return _number(tokens, norms, place)
    if len(norm) <= _SHORT and norm[0].isalpha() and place + 1 < len(norms):
        after = tokens[place + 1]
        if after.number and after.glued:
            return 2, norm + norms[place + 1]
    for behind, concept in _meanings(norm):
        if not behind or norms[place + 1 : place + 1 + len(behind)] == behind:
            return 1 + len(behind), concept
    return 1, ""  # never: the last of them is the word alone


@lru_cache(KEPT)
def _meanings(norm: str) -> tuple[tuple[tuple[str, ...], str], ...]:
    """What a word may come to, each with the words behind it that it takes.

    The longest come first; the word alone is the last.
    """
    if not norm[0].isalpha():
        return (((), ""),)
    if norm in times.lexicon().months:
        return (((), norm[:3]),)
    entries = (entry for entry in lexicon().by_first.get(norm, ()) if entry.name not in _BY_WORD)
    alone = "" if norm in SMALL else _stem(norm)
    return (*((entry.tokens[1:], _of_class(entry)) for entry in entries), ((), alone))


def _number(tokens: Sequence[Token], norms: Sequence[str], place: int) -> tuple[int, str]:
    """A number with its scale: "2.8T", "ten trillion", "3rd"."""
    value = float(norms[place]) if tokens[place].number else _counts()[norms[place]]
    after = norms[place + 1] if place + 1 < len(norms) else ""
    if after in _scales():
        return 2, f"{value * _scales()[after]:g}"
    return 1 + (after in _ENDINGS and tokens[place + 1].glued), f"{value:g}"


def _of_class(entry: LexiconEntry) -> str:
    """What a form of the lexicon stands for; a share is a number of hundredths."""
    if entry.name == "fraction":
        share = float(entry.means)
        return f"{share * _PERCENT if share < 1 else share:g}"
    name = _ONE.get(entry.name, entry.name)
    return "" if name in _SILENT else f"{name} {entry.means}"


@cache
def _counts() -> Mapping[str, float]:
    """The words of numbers from two on."""
    found = _numeric("count") | _numeric("ordinal")
    return {word: value for word, value in found.items() if value > 1}


@cache
def _scales() -> Mapping[str, float]:
    return _numeric("scale")


def _numeric(name: str) -> dict[str, float]:
    entries = (entry for found in lexicon().numeric.values() for entry in found)
    return {entry.tokens[0]: float(entry.means) for entry in entries if entry.name == name and len(entry.tokens) == 1}


def held(slugs: Iterable[str], day: date | None) -> frozenset[str]:
    """What a statement holds in slots: the parts of its slugs, and its last day."""
    found = frozenset[str]().union(*map(_named, slugs))
    return found if day is None else found | {_MONTHS[day.month - 1], str(day.day), str(day.year)}


@lru_cache(CACHED)
def _named(slug: str) -> frozenset[str]:
    """The parts of a slug."""
    lab, _, name = slug.rpartition("/")
    return frozenset(map(_stem, (lab.removeprefix("label"), *name.split("-")))) - {""}
