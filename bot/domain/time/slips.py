"""Slips in words of time, told by the word beside them: "next weeek", "in juyl"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from bot.domain.time.lexicon import lexicon

_SHORTEST = 4  # letters; "may" is a slip away from too many words
_RELATIONS = frozenset({"next", "last", "this", "coming"})
_NEARLY_ALWAYS = frozenset({"next", "last"})  # an ordinary word behind them is a slip too: "next weak", "last moth"
_OF_DAYS = frozenset({"on", "by", "before", "since", "until", "till", "from"})
_OF_MONTHS = _OF_DAYS | {"in", "after", "late", "early", "mid", "for", "of"}
_UNITS = ("UNIT", "WEEK", "YEARWORD", "WEEKDAY", "DAYPART")


def word_of_time(before: Sequence[str], word: str, after: str, *, ordinary: bool) -> str:
    """Return the word of time that a word is a slip of; itself without one.

    ``ordinary`` says that it is a word of its own, which it may be unless it stands alone behind "next" or "last".
    """
    sure = before[-1:] and (before[-1] in _NEARLY_ALWAYS or tuple(before[-3:]) == ("end", "of", "the"))
    known = word in _all_words() or (ordinary and not (sure and not after.isalnum()))
    if known or (len(word) < _SHORTEST and not (sure or after in _of(*_UNITS))):
        return word
    found = {one for one in _wanted(before, after) if is_slip(word, one)}
    return found.pop() if len(found) == 1 else word


def _wanted(before: Sequence[str], after: str) -> frozenset[str]:
    """Return the words of time that may stand between some words and another."""
    lead = before[-1] if before else ""
    if lead in _RELATIONS or (lead == "the" and before[-2:-1] and before[-2] in _OF_MONTHS):
        return _of(*_UNITS, "QUARTERWORD", "SEASON", "MONTH")
    if lead.isdecimal() or lead in _of("COUNT", "SOME"):
        return _of("UNITS", "HOURUNIT", "MONTH")
    if lead in _OF_MONTHS:
        days = _of("WEEKDAY") if lead in _OF_DAYS else frozenset[str]()
        return _of("MONTH", "SEASON", "DAYWORD") | {"early", "late"} | days
    return _RELATIONS if after in _of(*_UNITS) else frozenset()


def is_slip(word: str, of: str) -> bool:
    """Whether two words differ by one letter, or by two that changed places."""
    at = next((n for n, letter in enumerate(of) if word[n : n + 1] != letter), len(of))
    here, there = word[at:], of[at:]
    swapped = here[:2] == there[1::-1] and here[2:] == there[2:]
    return at > 0 and (swapped or here[1:] in (there, there[1:]) or here == there[1:])


@cache
def _of(*kinds: str) -> frozenset[str]:
    """Return the words of some classes that are long enough."""
    return frozenset(_words(frozenset(kinds)))


def _words(kinds: frozenset[str]) -> Iterable[str]:
    for rows in lexicon().phrases.values():
        for words, kind, _ in rows:
            if kind in kinds and len(words) == 1 and words[0].isalpha() and len(words[0]) >= _SHORTEST:
                yield words[0]


@cache
def _all_words() -> frozenset[str]:
    return frozenset(words[0] for rows in lexicon().phrases.values() for words, _, _ in rows)
