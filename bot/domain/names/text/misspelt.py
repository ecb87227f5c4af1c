"""Names with a wrong letter: "Gork 5", "Claude Sonet 4.5", "sus-colunm-r"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import takewhile

from bot.domain.names.grammar import Style
from bot.domain.names.index import IndexEntry, NameIndex
from bot.domain.names.lab_table import Family
from bot.domain.names.reading import NameCertainty, NameKind, NameReading
from bot.domain.names.text.spans import NameSpan
from bot.domain.names.text.tokens import Tokens, compact
from bot.domain.names.text.typos import SHORTEST, TypoIndex, lacking_one, meant_words

_SHORTEST_SLIP = 3  # letters of a variant with a slip in it: of three or four two may be swapped
_SHORT = (3, 4)  # letters of a family whose swapped letters are corrected before a version
_BEFORE_VERSION = 3  # words of a name before its version
_VOWELS = frozenset("aeiouy")
_LONG = 8  # letters of a label of one word that a slip is corrected in
NameAt = Callable[[Tokens, int, int, int, "datetime | None", Style], "NameSpan | None"]
"""Finds the longest name at a token."""
Entries = Callable[[tuple[IndexEntry, ...], "datetime | None"], tuple[NameReading, ...]]
"""Resolves a known name."""


class MisspeltNames:
    """Find names with a slip, one certainty lower than the name itself."""

    def __init__(
        self, index: NameIndex, typos: TypoIndex, misspelt: TypoIndex, name_at: NameAt, entries_of: Entries
    ) -> None:
        self.index, self.table = index, index.table
        self.typos, self.misspelt = typos, misspelt
        self._name_at, self._entries_of = name_at, entries_of
        self._tiers = frozenset[str]().union(*(family.variants for family in self.table.families))

    def repaired(self, tokens: Tokens, found: list[NameSpan], at: datetime | None, style: Style) -> list[NameSpan]:
        """Add the first name with one wrong letter.

        Next to other names a number must follow, or its lab is one of them.
        """
        taken = {place for span in found for place in range(span.first, span.last)}
        labs = {span.readings[0].lab for span in found if span.readings[0].kind is NameKind.LAB}
        for first, word in enumerate(tokens.words):
            meant = "" if first in taken else self._meant(word, style)
            numbered = not found or tokens.word(first + 1)[:1].isdecimal()
            if not (numbered or any(head.family.lab in labs for head in self.table.heads.get(meant, ()))):
                continue
            span = self._name_once_corrected(tokens, first, [meant], at, style) if meant else None
            if span is not None and taken.isdisjoint(range(span.first, span.last)):
                return sorted([*found, span], key=lambda one: one.first)
        return found

    def families(self, tokens: Tokens, found: list[NameSpan], at: datetime | None, style: Style) -> list[NameSpan]:
        """Add names misspelt before their version: "Gork 4.7", "geminni 3.5 flash"."""
        taken = {place for span in found for place in range(span.first, span.last)}
        ours = {span.first for span in found if span.readings[0].is_place and span.last == span.first + 1}
        for first in _before_numbers(tokens, taken, ours):
            span = self._corrected_before_version(tokens, first, at, style)
            found = self._added(found, span, taken, ours)
        for first in self._before_tiers(tokens, taken):
            span = self._name_once_corrected(tokens, first, [self._meant(tokens.words[first], style)], at, style)
            found = self._added(found, span if span and span.last > first + 1 else None, taken, set())
        return found

    @staticmethod
    def _added(found: list[NameSpan], span: NameSpan | None, taken: set[int], ours: set[int]) -> list[NameSpan]:
        """The names with one more, which replaces labs it begins with.

        ``taken`` grows by its places.
        """
        if span is None or (taken - ours) & set(range(span.first, span.last)):
            return found
        taken.update(range(span.first, span.last))
        kept = [one for one in found if one.last <= span.first or one.first >= span.last]
        return sorted([*kept, span], key=lambda one: one.first)

    def _before_tiers(self, tokens: Tokens, taken: set[int]) -> Iterator[int]:
        """Yield the misspelt families in front of a variant of their own: "Comand R".

        Both have a capital.
        """
        for first in range(len(tokens) - 1):
            behind = tokens.words[first + 1]
            if behind not in self._tiers or tokens.gaps[first + 1] != " " or {first, first + 1} & taken:
                continue
            if tokens.capital(first) and tokens.capital(first + 1) and not self.is_head(tokens.words[first]):
                meant = self._meant(tokens.words[first], Style.TEXT)
                heads = self.table.heads.get(meant, ()) if meant else ()
                if any(len(head.words) == 1 and behind in head.family.variants for head in heads):
                    yield first

    def _corrected_before_version(
        self, tokens: Tokens, first: int, at: datetime | None, style: Style
    ) -> NameSpan | None:
        """Correct the words before a version, and return the name they then are.

        None where all words are right.
        """
        stop = first + 1
        while stop - first < _BEFORE_VERSION and not _version_at(tokens, stop) and tokens.gap(stop) in (" ", "-"):
            stop += 1
        if not _version_at(tokens, stop):
            return None
        words = tokens.words[first:stop]
        meant = list(takewhile(bool, (self._meant_of_name(word, style, n) for n, word in enumerate(words))))
        if len(meant) < len(words) or meant == words:
            return None
        span = self._name_once_corrected(tokens, first, meant, at, style)
        initial = len(tokens.words[first]) == 1  # "g3 pro": glued to its version, and the variant tells whose
        if span is None or span.last <= stop + initial:
            return None
        sure = span.readings[0].certainty > NameCertainty.POSSIBLE and stop == first + 1 and not tokens.gap(stop)
        return span if sure or not initial else None

    def _meant_of_name(self, word: str, style: Style, place: int) -> str:
        """The word of a name that a word before a version means.

        Its first word is at place 0. Empty for none.
        """
        table = self.table
        if word in table.heads or word in table.words.variants:
            return word
        meant = table.shortened.get(word) or self._swapped(word) or self._meant(word, style) or self._halved(word)
        return meant or (self.typos.longer(word) if place or not set(word) & _VOWELS else "")

    def with_variant(self, tokens: Tokens, span: NameSpan, at: datetime | None, style: Style) -> NameSpan:
        """Extend a name by a variant with one wrong letter: "gemini 3.8 falsh"."""
        reading = span.readings[0]
        family = self.table.by_key.get(f"{reading.lab}/{reading.family}")
        if family is None or not (reading.version or family.lines):
            return span
        places = (at for at in (*range(span.first + 1, span.last), span.last) if tokens.gap(at) in (" ", "-"))
        slips = ((at, self._meant_variant(tokens, at, family, reading)) for at in places)
        behind, meant = next(((at, meant) for at, meant in slips if meant), (0, ""))
        if not meant:
            return span
        word = tokens.words[behind]
        head = tokens.words[span.first]
        first = head if self.is_head(head) else self._meant_of_name(head, style, 0) or head
        words = [*tokens.words[: span.first], first, *tokens.words[span.first + 1 : behind], meant]
        corrected = replace(tokens, words=[*words, *tokens.words[behind + 1 :]])
        longer = self._name_at(corrected, span.first, 0, self.index.longest(first), at, style)
        if longer is None or longer.last <= behind:
            return span
        why = f"read “{word}” as “{meant}”"
        lower = (replace(one, certainty=one.certainty.lower, why=why) for one in longer.readings)
        return NameSpan(longer.first, longer.last, tuple(lower))

    def _meant_variant(self, tokens: Tokens, at: int, family: Family, reading: NameReading) -> str:
        """The variant of a family that a word is a slip of; empty for none."""
        word = tokens.word(at)
        if len(word) < _SHORTEST_SLIP or not word.isalpha() or self._is_right(tokens, at, family):
            return ""
        forms = tuple(_forms(word, numbered=_version_at(tokens, at + 1)))
        if word in self.table.words.not_typos and not tokens.capital(at):
            return next((one for one in forms if self._is_known(reading, one)), "")
        tables = (family.lines, family.variants, self.table.words.variants, self.table.words.modifiers)
        known = [one for table in tables for one in forms if one in table]
        meant = min([*known, *self.index.seen_among(family.key, forms)], default="")
        return meant or (self._meant_of_three(word, reading) if len(word) == _SHORTEST_SLIP else "")

    def _is_right(self, tokens: Tokens, at: int, family: Family) -> bool:
        """Whether a word behind a family is a part of names, or an ordinary word."""
        words, word = self.table.words, tokens.word(at)
        if word in family.lines or word in self.table.heads or self._has(family, word):
            return True
        return word in words.never or word in words.common

    def _meant_of_three(self, word: str, reading: NameReading) -> str:
        """The known variant that three letters behind a model lack one of: "4o mni"."""
        forms = (form for form in lacking_one(word) if form in self.table.words.variants)
        clipped = _VOWELS.isdisjoint(word[:2]) and word not in self.table.words.not_typos  # "mni" is no word
        return next((form for form in forms if clipped or self._is_known(reading, form)), "")

    def _is_known(self, reading: NameReading, variant: str) -> bool:
        """Whether a model is known that is the one read with a variant more."""
        has = {*filter(None, reading.variant.split("-")), variant}
        return bool(self.index.meant((reading.lab, reading.family, reading.version, tuple(sorted(has)))))

    def _has(self, family: Family, word: str) -> bool:
        """Whether a word behind a family's name belongs to it: a variant, or "preview"."""
        return self.index.has_variant(family, word) or word in self.table.words.modifiers

    def _swapped(self, word: str) -> str:
        """Return the short family that a word is with two neighbouring letters swapped.

        Such words are too short to be repaired without a version.
        """
        words = self.table.words
        if not _SHORT[0] <= len(word) <= _SHORT[1] or word in words.not_typos or word in words.never:
            return ""
        forms = (word[:n] + word[n + 1] + word[n] + word[n + 2 :] for n in range(len(word) - 1))
        return next((form for form in forms if form != word and form in self.table.heads), "")

    def _halved(self, word: str) -> str:
        """The family that a short word lacks one of two equal letters of: "gema"."""
        longer = self.typos.longer(word) if word not in self.table.words.not_typos else ""
        doubled = any(word[: n + 1] + word[n:] == longer for n in range(len(word)))
        return longer if doubled and longer in self.table.heads else ""

    def _meant(self, word: str, style: Style) -> str:
        """Return the family or lab one letter away from a word; in a name, any name."""
        if word in self.table.words.not_typos or word in self.table.words.never:
            return ""
        return self.typos.meant(word) or (self.misspelt.meant(word) if style is Style.NAME else "")

    def _name_once_corrected(
        self, tokens: Tokens, first: int, meant: Sequence[str], at: datetime | None, style: Style
    ) -> NameSpan | None:
        """The name at a token once its words are those that were meant."""
        last = first + len(meant)
        corrected = replace(tokens, words=[*tokens.words[:first], *meant, *tokens.words[last:]])
        span = self._name_at(corrected, first, 0, self.index.longest(meant[0]), at, style)
        if span is None:
            return None
        why = f"read “{tokens.text[tokens.starts[first] : tokens.ends[last - 1]]}” as “{' '.join(meant)}”"
        return NameSpan(
            span.first,
            span.last,
            tuple(replace(one, certainty=one.certainty.lower, why=why) for one in span.readings),
        )

    def known_label(self, tokens: Tokens, span: NameSpan, at: datetime | None) -> NameSpan:
        """A label with one slip as the known one: "sus-colunm-r"."""
        alone = span.last - span.first == 1 and len(tokens.words[span.first]) < _LONG
        if span.readings[0].kind is not NameKind.LABEL or alone:
            return span
        words = [self.misspelt.meant(word) or word for word in tokens.words[span.first : span.last]]
        known = self._entries_of(self.index.named(compact(words)), at)
        why = f"read “{' '.join(tokens.words[span.first : span.last])}” as “{' '.join(words)}”"
        lower = tuple(replace(one, certainty=one.certainty.lower, why=why) for one in known)
        return replace(span, readings=lower) if lower else span

    def is_head(self, word: str) -> bool:
        """Whether a word names a family or a lab."""
        return word in self.table.lab_words or any(len(head.words) == 1 for head in self.table.heads.get(word, ()))


def _forms(word: str, *, numbered: bool) -> Iterator[str]:
    """What a variant with a slip may be.

    Before a number also one letter less: "Claude Ophus 6".
    """
    yield from meant_words(word)
    if len(word) <= _SHORT[1]:
        yield from _neighbours_swapped(word)
    if len(word) == SHORTEST and numbered:
        yield from (word[:n] + word[n + 1 :] for n in range(1, len(word) - 1))


def _neighbours_swapped(word: str) -> Iterator[str]:
    """The word with two letters swapped, its first kept: "opsu" → "opus"."""
    return (word[:n] + word[n + 1] + word[n] + word[n + 2 :] for n in range(1, len(word) - 1))


def _version_at(tokens: Tokens, at: int) -> bool:
    """Whether a version stands at a token: "4.5", "V5"."""
    word = tokens.word(at)
    return word[:1].isdecimal() or (len(word) == 1 and tokens.gap(at + 1) == "" and tokens.word(at + 1)[:1].isdecimal())


def _before_numbers(tokens: Tokens, taken: set[int], ours: set[int]) -> list[int]:
    """List the words, of no name or of a lab alone, that a number stands close behind."""
    ends = [n for n, word in enumerate(tokens.words) if word[0].isdecimal() and n not in taken]
    near = sorted({first for n in ends for first in range(max(0, n - _BEFORE_VERSION), n)})
    return [first for first in near if (first not in taken or first in ours) and tokens.words[first].isalpha()]
