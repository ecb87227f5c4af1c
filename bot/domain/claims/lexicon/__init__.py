"""The words of claims as data: which class a form belongs to, with an example that has it and one that must not.

Each ``*.toml`` beside this file holds ``[[row]]`` tables: ``class``, ``forms`` (as written) or ``verbs`` (all their
forms are made), ``means`` (what the form stands for: a surface, a unit, an axis), ``takes`` and ``leaves`` (examples).
A new word is a new form in a row; a new class needs no code unless a claim type asks for it. ``ordinary.txt`` holds
words of everyday English that are a slip away from one of ours and are not it ("looked", "piece", "things").
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from bot.domain.claims.tokens import Token, tokenise

_VOWELS = "aeiou"
_DRAWN = re.compile(r"(.)\1{2,}")  # "lmaooo"
NUMERIC = frozenset({"bound", "scale", "count", "ordinal", "part"})
_SHORTEST = 3  # letters of a word from which a slip of the keyboard is repaired
_LONG = 5  # letters from which any slip is
KEPT = 16_384  # words of texts whose slips are kept repaired
_PAIR = 2  # tokens of a form that it is found by
_LETTERS = 4  # letters that tell a word by its consonants


@dataclass(frozen=True, slots=True)
class LexiconEntry:
    """One form of the lexicon: its tokens, its class, and what it stands for."""

    tokens: tuple[str, ...]
    name: str
    means: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a lexicon file, as written."""

    file: str
    name: str
    forms: tuple[str, ...]
    means: str
    takes: str
    leaves: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Every form by its first token and by its first two, the longest first; and the slips read as one of its words.

    ``sounds`` finds a word by its consonants, ``shortened`` are everyday words with a letter left out, ``numeric`` the
    forms that only mean something beside a number ("more than", "million").
    """

    by_first: Mapping[str, tuple[LexiconEntry, ...]] = field(default_factory=dict)
    by_pair: Mapping[tuple[str, str], Mapping[tuple[str, ...], tuple[LexiconEntry, ...]]] = field(default_factory=dict)
    numeric: Mapping[str, tuple[LexiconEntry, ...]] = field(default_factory=dict)
    slips: Mapping[str, str] = field(default_factory=dict)
    sounds: Mapping[str, str] = field(default_factory=dict)
    vocabulary: frozenset[str] = frozenset()
    ordinary: frozenset[str] = frozenset()
    shortened: frozenset[str] = frozenset()

    def at(self, tokens: Sequence[Token], place: int, stop: int) -> tuple[int, tuple[LexiconEntry, ...]]:
        """The longest form that begins at a place and ends before ``stop``: how many tokens, and its entries."""
        first, second = tokens[place].norm, tokens[place + 1].norm if place + 1 < stop else ""
        for form, entries in self.by_pair.get((first, second), {}).items() if second else ():
            end = place + len(form)
            if end <= stop and (len(form) == _PAIR or [token.norm for token in tokens[place:end]] == [*form]):
                return len(form), entries
        alone = self.by_pair.get((first, ""), {}).get((first,), ())
        return min(1, len(alone)), alone

    def repaired(self, word: str) -> str:
        """A misspelt word as the one word of the lexicon that it is a slip of; else itself.

        A letter drawn out and two neighbours changed come first, then one letter left out, added or another, then
        letters doubled and vowels missed; a short word is only repaired where two letters changed places or one is
        missing.
        """
        if len(word) < _SHORTEST or word in self.vocabulary or word in self.ordinary:
            return word
        if (short := _DRAWN.sub(r"\1", word)) in self.vocabulary:
            return short
        if word.endswith("in") and (spoken := f"{word}g") in self.vocabulary:
            return spoken  # "comin", "droppin"
        swapped = {form for form in _swapped(word) if form in self.vocabulary or form in self.ordinary}
        if swapped:
            return _only(word, swapped) if swapped <= self.vocabulary else word
        return self._of_a_slip(word) or self._by_its_sound(word) or word

    def _of_a_slip(self, word: str) -> str:
        """The word that this one is with one letter left out, added or another; itself where several are."""
        forms = [word, *_shortened(word)] if len(word) >= _LONG else [word]
        for found in (forms[:1], forms[1:]):
            meant = {one for form in found if (one := self.slips.get(form, "")) and _near(one, word, 1)}
            if meant:
                return _only(word, meant)
            if word in self.shortened:
                return word
        return ""

    def _by_its_sound(self, word: str) -> str:
        """The word with the same consonants, where it is about as long."""
        found = self.sounds.get(_sound(word), "") if len(word) >= _LONG else ""
        return found if found and _near(found, word, 2) else ""


def _only(word: str, meant: set[str]) -> str:
    return next(iter(meant)) if len(meant) == 1 else word


def _near(one: str, word: str, most: int) -> bool:
    """Whether two words begin alike and are about as long."""
    return one[0] == word[0] and abs(len(one) - len(word)) <= most


def _swapped(word: str) -> Iterator[str]:
    """The word with two neighbours changed, each pair once."""
    return (word[:n] + word[n + 1] + word[n] + word[n + 2 :] for n in range(len(word) - 1) if word[n] != word[n + 1])


def _shortened(word: str) -> Iterator[str]:
    """The word with one letter left out, each once (two words that share one are a slip apart)."""
    return (word[:n] + word[n + 1 :] for n in range(len(word)))


def _sound(word: str) -> str:
    """The first letter and the consonants behind it, doubled ones once: "acordng" and "according" are both crdng."""
    kept = [word[0]]
    kept += (letter for letter in word[1:] if letter not in _VOWELS and letter != kept[-1])
    return "".join(kept) if len(kept) >= _LETTERS else ""


def _unique(table: dict[str, str], key: str, word: str) -> None:
    """Keeps a word under a key; a key of two words is of none."""
    if key:
        table[key] = word if table.get(key, word) == word else ""


def rows() -> Iterator[Row]:
    """Every row of every file, in the files' order."""
    files = sorted(resources.files(__package__).iterdir(), key=lambda entry: entry.name)
    tables = {file.name: tomllib.loads(file.read_text("utf-8")) for file in files if file.name.endswith(".toml")}
    for name, table in tables.items():
        for row in table.get("row", ()):
            yield _row(name, row, tables["irregular.toml"]["irregular"])


def _row(file: str, row: Mapping[str, Any], irregular: Mapping[str, Sequence[str]]) -> Row:
    forms = list(row.get("forms", ()))
    for verb in row.get("verbs", ()):
        forms += inflected(verb, irregular)
    return Row(file, row["class"], tuple(forms), row.get("means", ""), row.get("takes", ""), row.get("leaves", ""))


def form_tokens(form: str) -> tuple[str, ...]:
    """A form as the tokens that a text has for it; "n't" stands alone there."""
    return tuple(
        norm for word in form.split() for norm in (("n't",) if word == "n't" else (t.norm for t in tokenise(word)))
    )


def inflected(verb: str, irregular: Mapping[str, Sequence[str]] = {}) -> list[str]:
    """The forms of a verb, what follows it kept: "roll out" → rolls out, rolled out, rolling out."""
    head, space, rest = verb.partition(" ")
    if head in irregular:
        made = [head, *irregular[head]]
    elif head.endswith("e"):
        made = [head, head + "s", head + "d", head[:-1] + "ing"]
    elif head.endswith("y") and head[-2] not in _VOWELS:
        made = [head, head[:-1] + "ies", head[:-1] + "ied", head + "ing"]
    elif head.endswith(("s", "x", "z", "ch", "sh")):
        made = [head, head + "es", head + "ed", head + "ing"]
    else:
        twice = head + head[-1] if _doubles(head) else head
        made = [head, head + "s", twice + "ed", twice + "ing"]
    return [form + space + rest for form in made]


def _doubles(verb: str) -> bool:
    """Whether the last letter doubles before an ending: one syllable, one vowel, one consonant ("ship", "drop")."""
    vowels = sum(letter in _VOWELS for letter in verb)
    return vowels == 1 and verb[-1] not in "aeiouwxy" and verb[-2] in _VOWELS


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once when first asked for."""
    entries = [LexiconEntry(form_tokens(form), row.name, row.means) for row in rows() for form in row.forms]
    by_first: dict[str, tuple[LexiconEntry, ...]] = {}
    by_pair: dict[tuple[str, str], dict[tuple[str, ...], tuple[LexiconEntry, ...]]] = {}
    numeric: dict[str, tuple[LexiconEntry, ...]] = {}
    for entry in sorted(entries, key=lambda one: -len(one.tokens)):
        form, table = entry.tokens, (by_first, numeric)[entry.name in NUMERIC]
        table[form[0]] = (*table.get(form[0], ()), entry)
        if table is by_first:
            forms = by_pair.setdefault((form[0], "".join(form[1:_PAIR])), {})
            forms[form] = (*forms.get(form, ()), entry)
    words = {word for entry in entries for word in entry.tokens if word.isalpha()}
    slips: dict[str, str] = {}
    sounds: dict[str, str] = {}
    for word in sorted(words):
        if len(word) > _SHORTEST:
            for short in (word, *_shortened(word)):
                _unique(slips, short, word)
        if len(word) > _LONG:
            _unique(sounds, _sound(word), word)
    ordinary = frozenset((resources.files(__package__) / "ordinary.txt").read_text("utf-8").split())
    return Lexicon(
        by_first,
        by_pair,
        numeric,
        slips,
        sounds,
        frozenset(words),
        ordinary,
        frozenset(short for word in ordinary if len(word) > _LONG for short in _shortened(word)),
    )


@lru_cache(KEPT)
def repaired(word: str) -> str:
    """A word as `Lexicon.repaired` reads it in the lexicon."""
    return lexicon().repaired(word)
