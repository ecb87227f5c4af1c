"""Forms of text that may be a name consisting only of a version or a variant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.domain.names.index import NameIndex
from bot.domain.names.lab_table import Family
from bot.domain.names.text.spans import NameSpan
from bot.domain.names.text.tokens import Tokens, is_inflected
from bot.domain.names.text.typos import TypoIndex

Owner = tuple[str, str, str]
"""Lab, family, and the line or the version of the models that have a version or a variant."""
_DECIMAL = re.compile(r"\d\.\d{1,2}")
_SHORT = re.compile(r"\d{1,2}(?:\.\d{1,2})?")
_STAMP = re.compile(r"\d{4}")
_JOINS = frozenset({"and", "or"})
_MARKS = frozenset({"/", ",", "&"})
_MAKERS = frozenset({"from", "of", "by"})
_ONES = frozenset({"one", "ones"})
_ANY = frozenset({"a", "any", "another", "its", "their", "no"})
_GENERAL = "v"  # a letter that any family's version may be written with
_OPENERS = frozenset(',("&')
_CLOSERS = frozenset(',)"?!.&')
_SHORTEST = 3  # letters of a word that no list has shown
_TIGHT_BEFORE = frozenset("$€£:@-/.+~=<>#")


@dataclass(frozen=True, slots=True)
class BareForm:
    """A bare version or bare variants, from token ``first`` to ``last`` (excluded).

    ``letter`` was attached before the version ("V4"), ``before`` are variants written before it ("Large 4").
    ``beside``: the form is a name only if its family is named nearby. ``any_family``: its letter is of any family ("a
    v2"). ``alike``: it has the variant of the model named before it ("the 3.8 one"). ``behind_name``: a word
    that may be a series of its own stands before it ("Tarn v2"), so that its family must be named as well.
    """

    first: int
    last: int
    letter: str = ""
    version: str = ""
    variants: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    beside: bool = False
    any_family: bool = False
    alike: bool = False
    behind_name: bool = False


class BareForms:
    """Find the forms by the words of the lab table."""

    def __init__(self, index: NameIndex, typos: TypoIndex) -> None:
        self.index, self.typos = index, typos
        self.words = index.table.words
        self.lettered: dict[str, tuple[Family, ...]] = {}
        self.suffixes: set[str] = set()
        self.lines: set[str] = set()
        for family in index.table.families:
            self.suffixes |= family.suffixes
            self.lines |= set(family.lines)
            for letter in family.letters:
                self.lettered[letter] = (*self.lettered.get(letter, ()), family)

    def find(
        self, tokens: Tokens, taken: set[int], found: list[NameSpan], *, asked: bool = False
    ) -> Iterator[BareForm]:
        """Yield the forms in order, at tokens outside all names found."""
        last = 0
        for at, word in enumerate(tokens.words):
            if at in taken or at < last:
                continue
            form = self._number(tokens, at, word) if word[0].isdecimal() else self._word(tokens, at, word, found)
            if form is None and asked and self._distinct(tokens, at, word) and tokens.gap(at + 1) != "-":
                form = self._asked(tokens, at, word)
            if form is not None:
                last = form.last
                yield form

    def _number(self, tokens: Tokens, at: int, word: str) -> BareForm | None:
        """Match a version: a decimal used like a model, one with a letter, a variant."""
        if self._beside_a_size(tokens, at):
            return BareForm(at, at + 2, variants=(f"{word}b",))
        if not _SHORT.fullmatch(word):
            return None
        if tokens.gap(at + 1) == "" and tokens.word(at + 1) in self.suffixes and self._alone(tokens, at, at + 2):
            last, variants = self._variants(tokens, at + 2)
            whole = word + tokens.words[at + 1]
            return BareForm(at, last, "", whole, variants) if self.index.owners(whole) else None
        return self._plain_number(tokens, at, word) if self._alone(tokens, at, at + 1) else None

    def _plain_number(self, tokens: Tokens, at: int, word: str) -> BareForm | None:
        """Match a number without letters."""
        last, variants = self._variants(tokens, at + 1)
        if _DECIMAL.fullmatch(word):
            alike = at > 0 and not variants and tokens.gap(last) == " " and tokens.word(last) in _ONES
            meant = alike or variants or self._spoken_of(tokens, at, last)
            return BareForm(at, last, "", word, variants, alike=alike) if meant else None
        if len(word) == 1 and variants and tokens.gaps[at + 1] in (" ", "-") and self._introduced(tokens, at):
            return BareForm(at, last, "", word, variants)
        return None

    @staticmethod
    def _beside_a_size(tokens: Tokens, at: int) -> bool:
        """Whether a size is joined to a name that ends in another: "gpt-oss-120b and 20b"."""
        if tokens.word(at + 1) != "b" or tokens.gap(at + 1) or not tokens.gap(at + 2):
            return False
        mark = tokens.gaps[at].strip()
        last = at - 1 - (tokens.word(at - 1) in _JOINS)
        joined = last < at - 1 or (bool(mark) and mark in _MARKS)
        return joined and tokens.word(last) == "b" and not tokens.gap(last) and tokens.gap(last - 1) == "-"

    def _word(self, tokens: Tokens, at: int, word: str, found: list[NameSpan]) -> BareForm | None:
        """Match "V4", "Large 4", a listed variant, a nickname, or a line."""
        following = tokens.word(at + 1)
        if following[:1].isdecimal() and _SHORT.fullmatch(following):
            if tokens.gaps[at + 1] == "":
                return self._lettered(tokens, at, word)
            if self._tier(tokens, at, word) and not self._counts(tokens, at, word):
                last, variants = self._variants(tokens, at + 2)
                return BareForm(at, last, "", following, variants, (word,), beside=True)
        if not word.isalpha() or following in self.words.plans:
            return None
        return self._variant(tokens, at, word, found)

    def _variant(self, tokens: Tokens, at: int, word: str, found: list[NameSpan]) -> BareForm | None:
        common, capital = word in self.words.variants, tokens.capital(at)
        if self._is_listed(tokens, at, found) and (common or self.index.variant_owners(word)):
            beside = common or not (capital or self._distinct(tokens, at, word))
            return BareForm(at, at + 1, variants=(word,), beside=beside)
        if word in self.lines:
            return BareForm(at, at + 1, variants=(word,)) if found else None
        if capital and self._distinct(tokens, at, word):
            return BareForm(at, at + 1, variants=(word,))
        return None

    def _asked(self, tokens: Tokens, at: int, word: str) -> BareForm:
        """Match a lower-case variant in a question, alone or with a version ("luna 6.2")."""
        following = tokens.word(at + 1)
        if _SHORT.fullmatch(following) and tokens.gaps[at + 1] == " " and self._alone(tokens, at + 1, at + 2):
            last, variants = self._variants(tokens, at + 2)
            return BareForm(at, last, "", following, variants, (word,), beside=True)
        return BareForm(at, at + 1, variants=(word,))

    def _distinct(self, tokens: Tokens, at: int, word: str) -> bool:
        """Whether a word is a variant name that is used for nothing but models."""
        words = self.words
        ordinary = word in words.variants or word in words.joined or word in words.never
        return not ordinary and bool(self.index.variant_owners(word)) and tokens.gaps[at][-1:] not in _TIGHT_BEFORE

    def _lettered(self, tokens: Tokens, at: int, word: str) -> BareForm | None:
        stamped = tokens.gap(at + 2) == "-" and bool(_STAMP.fullmatch(tokens.word(at + 2)))  # "R1-0528"
        if (word in self.lettered or word == _GENERAL) and (stamped or self._alone(tokens, at, at + 2)):
            last, variants = self._variants(tokens, at + 2 + stamped, hyphenated=True)
            general = word == _GENERAL and not tokens.capital(at) and tokens.word(at - 1) in _ANY
            named = word == _GENERAL and not general and self._may_name(tokens, at - 1)
            return BareForm(at, last, word, tokens.words[at + 1], variants, any_family=general, behind_name=named)
        return None

    def _may_name(self, tokens: Tokens, at: int) -> bool:
        """Whether the word before a version with a letter may be the name of its series."""
        word, words = tokens.word(at), self.words
        if not word.isalpha() or tokens.gap(at + 1) != " " or not tokens.capital(at):
            return False
        if word in words.counted or is_inflected(word):
            return word in words.counted  # "Windows v3"
        if self.typos.meant(word):
            return False  # "Deepseak V4"
        plain = words.never | words.openers | words.common | words.copulas | words.making | words.joined
        return word not in plain | words.before_version | words.nouns | words.owning | words.makers

    def _tier(self, tokens: Tokens, at: int, word: str) -> bool:
        """Whether a capitalized word may be a variant before its version."""
        owners = self.index.variant_owners(word)
        known = word in self.words.variants or word in self.words.joined or bool(owners)
        written = tokens.capital(at) or _near_version(tokens.words[at + 1], owners)
        if word in self.words.counters and at + 2 < len(tokens):
            return False
        return known and written and tokens.gaps[at + 1] == " " and self._alone(tokens, at + 1, at + 2)

    def _counts(self, tokens: Tokens, at: int, word: str) -> bool:
        """Whether a number behind a nickname is none of its versions: "Neon 88"."""
        owners = self.index.variant_owners(word)
        return self._distinct(tokens, at, word) and not _near_version(tokens.words[at + 1], owners)

    @staticmethod
    def _is_listed(tokens: Tokens, at: int, found: list[NameSpan]) -> bool:
        """Whether a word continues a list after a versioned model ("3.1 Pro and Flash")."""
        mark = tokens.gaps[at].strip()
        if at == 0 or not (tokens.words[at - 1] in _JOINS or (mark and mark in _MARKS)):
            return False
        return any(span.last in (at - 1, at) and span.readings[0].version for span in found)

    def _variants(self, tokens: Tokens, at: int, *, hyphenated: bool = False) -> tuple[int, tuple[str, ...]]:
        """Return the variants after a version and the token after them.

        ``hyphenated``: also a new one ("R1-Zero").
        """
        start = at
        while tokens.gap(at) in (" ", "-") and self._is_variant(tokens.word(at)):
            if tokens.word(at + 1) in self.words.plans:
                break
            at += 1
        word = tokens.word(at) if hyphenated and at == start and tokens.gap(at) == "-" else ""
        at += len(word) >= _SHORTEST and word.isalpha() and word not in self.words.never
        return at, tuple(word for word in tokens.words[start:at] if word not in self.words.modifiers)

    def _is_variant(self, word: str) -> bool:
        return word in self.words.variants or (word not in self.words.never and bool(self.index.variant_owners(word)))

    def _alone(self, tokens: Tokens, first: int, last: int) -> bool:
        """Whether a number is no part of a word, an amount, a date or an address."""
        before, behind, following = tokens.gaps[first], tokens.gap(last), tokens.word(last)
        if before[-1:] in _TIGHT_BEFORE or (not before and first):
            return False
        if behind[:1] in ("%", "$", "€") or (behind == "" and following.isascii() and following):
            return False
        if behind in ("/", ":", "-", ".") and following[:1].isdecimal():
            return False
        return not (behind == " " and following in self.words.units and tokens.words[last - 1][0].isdecimal())

    def _introduced(self, tokens: Tokens, first: int) -> bool:
        """Whether the words before a number can introduce a model."""
        opened = tokens.gaps[first].strip()[:1]
        if first == 0 or opened:
            return first == 0 or opened in _OPENERS
        return tokens.words[first - 1] in self.words.before_version

    def _of_lab(self, tokens: Tokens, first: int, last: int) -> bool:
        """Whether a lab is named as a number's maker: "5.5 from OpenAI"."""
        labs = self.index.table.lab_words
        behind = tokens.word(last) in _MAKERS and tokens.word(last + 1) in labs
        return behind or (tokens.word(first - 1) == "s" and first > 1 and tokens.word(first - 2) in labs)

    def _spoken_of(self, tokens: Tokens, first: int, last: int) -> bool:
        """Whether the words around a decimal treat it as a model."""
        if (first == 0 and last == len(tokens)) or self._of_lab(tokens, first, last):
            return True
        clause = first == 0 or tokens.gaps[first].strip() in (":", ";", ".", "-", "!", "?")
        behind = last == len(tokens) or tokens.words[last] in self.words.after_version
        if clause:
            return behind or tokens.gap(last).strip()[:1] in _CLOSERS
        return self._introduced(tokens, first)


def _near_version(number: str, owners: Iterable[Owner]) -> bool:
    """Whether owners have a version, or one that it is a decimal of ("6.1" beside 6)."""
    major = number.partition(".")[0] if "." in number else ""
    return any(number == version or (major and version.partition(".")[0] == major) for _, _, version in owners)
