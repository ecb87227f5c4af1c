"""Detect the tense of a clause by form.

Auxiliaries and endings, not a list of verbs.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from bot.domain.time.calendar import Prefer
from bot.domain.time.lexicon import lexicon
from bot.domain.time.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.domain.time.patterns import Item

_CLAUSE_ENDS = frozenset(".;!?\n")
_SHORTEST = 4  # letters; the endings of shorter words are ignored: "red" and "us"


class Tense(StrEnum):
    """The tense of a clause; NONE if its form does not show it."""

    PAST = "past"
    PRESENT = "present"
    FUTURE = "future"
    NONE = "none"

    @property
    def prefer(self) -> Prefer:
        """How to choose a missing year in this tense.

        A present tense with a date is a plan ("ships on 4 May").
        """
        return {Tense.PAST: Prefer.PAST, Tense.NONE: Prefer.NONE}.get(self, Prefer.FUTURE)


def tense_of(text: str) -> Tense:
    """Return the tense of a one-clause text.

    "has shipped" is past, "is launching" future, "by April" none.
    """
    words = [token.text for token in tokenize(text)]
    return tense_of_words(words)


def tense_around(
    items: Sequence[Item], index: int, texts: Sequence[str], *, led: int = 0, deadline: bool = False
) -> Tense:
    """Return the tense of the clause around an item.

    The nearest verb before it decides, else the one after it. ``led`` is how many items before it are its preposition.
    Before a ``deadline`` and in a question a bare participle is not past: "released by June 30" and "released on 4
    May?" are about a future release.
    """
    begin, end = index, index + 1
    while begin and texts[begin - 1] not in _CLAUSE_ENDS:
        begin -= 1
    while end < len(items) and texts[end] not in _CLAUSE_ENDS:
        end += 1
    deadline = deadline or (end < len(items) and texts[end] == "?")
    before = tense_of_words(texts[begin : index - led], participles=deadline)
    return before if before is not Tense.NONE else tense_of_words(texts[index + 1 : end], participles=deadline)


def tense_of_words(words: Sequence[str], *, participles: bool = False) -> Tense:
    """Return the tense of the last verb group of some lower-case words.

    A bare "released" may be a participle.
    """
    forms = lexicon().tense
    for index in range(len(words) - 1, -1, -1):
        form = _form(words, index, forms)
        if form is None:
            continue
        before = [_known_form(word, forms) or "" for word in words[max(0, index - 3) : index]]
        if participles and form == "ed" and not any(before):
            continue
        if tense := _group(form, before):
            return tense
    last = words[:-1] if words[-1:] and words[-1] in _PARTICLES else words
    if len(last) > 1 and _is_third_person(last[-1]):
        return Tense.PRESENT
    return Tense.NONE


_PARTICLES = frozenset(("down", "off", "out", "away"))  # "shuts down in March"
_ARTICLES = frozenset(("a", "an", "the", "its", "their", "our", "his", "her", "my"))
_NO_ACTION = frozenset(("according", "due", "thanks", "prior", "next", "up", "compared"))
_NO_PAST_FORM = frozenset(("need", "speed", "feed", "seed", "indeed", "hundred", "breed", "exceed", "proceed"))


def _form(words: Sequence[str], index: int, forms: Mapping[str, str]) -> str | None:
    """Return a word's possible form in a verb group; None for other words.

    The form is its table, its ending, or an infinitive.
    """
    word = words[index]
    if known := _known_form(word, forms):
        return known
    before = words[index - 1] if index else ""
    if before in _ARTICLES or len(word) < _SHORTEST or not word.isalpha():
        return None
    if word.endswith("ed"):
        return None if word in _NO_PAST_FORM else "ed"
    if word.endswith("ing"):
        return "ing"
    if before == "to" and (index < 2 or words[index - 2] not in _NO_ACTION):  # noqa: PLR2004 - the word before "to"
        return "infinitive"
    return None


def _known_form(word: str, forms: Mapping[str, str]) -> str | None:
    """Return the table with a word, or the ending that is an auxiliary ("they've")."""
    # "wasnt" is "wasn't"
    known = forms.get(word) or (forms.get(f"{word[:-1]}'t") if word.endswith("nt") else None)
    return known or (forms.get(word[word.index("'") :]) if "'" in word else None)


def _group(form: str, before: Sequence[str]) -> Tense | None:
    """Return the tense of a verb form after up to three words of these forms.

    It is None where the form is not finite.
    """
    if form in ("future", "infinitive") or "future" in before:
        return Tense.FUTURE
    if form in ("past", "irregular") or "past" in before:
        return Tense.PAST
    if form == "perfect" or "perfect" in before:
        return Tense.PAST if form in ("ed", "present", "perfect") else None
    if form == "ing":
        return Tense.FUTURE if "present" in before else None
    if form == "ed":
        return Tense.PRESENT if "present" in before else Tense.PAST
    return Tense.PRESENT


def _is_third_person(word: str) -> bool:
    """Whether the last word before a time may be a present verb: "shuts down"."""
    return len(word) >= _SHORTEST and word.isalpha() and word.endswith("s") and not word.endswith(("ss", "us", "is"))
