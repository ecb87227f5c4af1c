"""One model's name taken apart by its family's grammar: version, variants, size, date stamp, modifiers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from enum import Enum

from bot.domain.names.lab_table import Head, LabTable
from bot.domain.names.model_name import ModelName
from bot.domain.names.tokens import Tokens

_JOINTS = frozenset({"", " ", "-", "_", "  "})
_ID_JOINTS = _JOINTS | {".", ":", "@", "--", "/"}
_VERSION = re.compile(r"\d{1,2}(?:\.\d{1,2})?(?:\.\d)?")
_SHORT_STAMP = re.compile(r"(?:2[3-9](?:0[1-9]|1[0-2])|(?:0[1-9]|1[0-2])[0-3]\d)")
_YEAR = re.compile(r"20[2-4]\d")
_MOST_PARTS = 10
_STAMP, _BUILD = 8, 3


class Style(Enum):
    """How freely words are taken for parts of a name: in running text, in a text that is a name, in a list's id."""

    TEXT = "text"
    NAME = "name"
    ID = "id"


class NameGrammar:
    """Read names by a lab table. ``seen`` are variant words by family key that lists have shown since."""

    def __init__(self, table: LabTable, seen: Mapping[str, AbstractSet[str]]) -> None:
        self.table = table
        self.seen = seen

    def read_at(self, tokens: Tokens, first: int, style: Style = Style.TEXT) -> ModelName | None:
        """The model whose name begins at a token, None where the word is only a word."""
        for head in self.table.heads.get(tokens.words[first], ()):
            if matches(tokens, first, head.words):
                name = self.read_from(tokens, first, head, style)
                if name is not None:
                    return name
        return None

    def read_from(self, tokens: Tokens, first: int, head: Head, style: Style) -> ModelName | None:
        """The name that begins with a head, None where it is no name there."""
        part = _Parts(self, tokens, first, head, style)
        part.read()
        return part.name() if part.stands() else None


def matches(tokens: Tokens, first: int, words: tuple[str, ...]) -> bool:
    """Whether these words stand at a token, joined as one name."""
    size = len(words)
    if tokens.words[first : first + size] != list(words):
        return False
    return all(tokens.gaps[at] in _JOINTS for at in range(first + 1, first + size))


class _Parts:
    """One name while it is read, left to right."""

    def __init__(self, grammar: NameGrammar, tokens: Tokens, first: int, head: Head, style: Style) -> None:
        self.words, self.tokens, self.style = grammar.table.words, tokens, style
        self.family, self.head, self.first = head.family, head, first
        self.seen = grammar.seen.get(head.family.key, frozenset())
        self.at = first + len(head.words)
        self.version, self.stamp, self.opened = "", "", False
        self.before: list[str] = [head.line] if head.line else []
        self.after: list[str] = []
        self.modifiers: list[str] = []

    def read(self) -> None:
        """Take part after part while they belong to the name."""
        joints = _ID_JOINTS if self.style is Style.ID else _JOINTS
        for _ in range(_MOST_PARTS):
            gap = self.tokens.gap(self.at)
            if self.at >= len(self.tokens) or gap not in joints:
                break
            if self.family.glued and not self.version and gap:
                break
            if not (self._number(gap) if self.tokens.words[self.at][0].isdigit() else self._word(gap)):
                break
        if self.head.line and not self.version:
            self._version_before()

    def stands(self) -> bool:
        """Whether what was read is a name and not an ordinary word."""
        family, named = self.family, bool(self.version or self.after or self.before[bool(self.head.line) :])
        following, previous = self.tokens.word(self.at), self.tokens.word(self.first - 1)
        if previous in family.not_after or (following in family.not_before and not self.version):
            return False
        capital = self.tokens.capital(self.first) or self.style is not Style.TEXT
        hyphen = self.tokens.gap(self.first + len(self.head.words)) == "-"
        if self.head.line and not self.version and not (capital and self.style is Style.TEXT):
            return self.style is not Style.TEXT
        if family.ordinary and not capital and not hyphen:
            return bool(self.version and self.after) and not self.opened
        if family.needs == "version":
            return named
        return not (family.needs == "capital" and not capital and not named)

    def name(self) -> ModelName:
        """What was read."""
        version, stamp = self.version, self.stamp
        if not version and len(stamp) == 4 and self.family.versions:  # noqa: PLR2004 -- "mistral-large-2512"
            version, stamp = stamp, ""
        before, after = self._ordered(version)
        return ModelName(
            self.family, version, before, after, tuple(self.modifiers), stamp, self.first, self.at, self.opened
        )

    def _ordered(self, version: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The variants before and behind the version; common ones stand behind it ("Gemini Flash 1.5")."""
        if not version or self.family.order == "written" or self.family.line_first_from:
            return tuple(self.before), tuple(self.after)
        common = self.words.variants | self.family.variants
        kept = tuple(word for word in self.before if word.isalpha() and word not in common)
        return kept, (*(word for word in self.before if word not in kept), *self.after)

    def _version_before(self) -> None:
        """Take the version that stands before a line ("3.5 Sonnet")."""
        word = self.tokens.word(self.first - 1)
        if word and _VERSION.fullmatch(word) and self.tokens.gaps[self.first] in (" ", "-"):
            if self.tokens.word(self.first - 2) in ("gpt", "v") or (
                self.first > 1 and not self.tokens.gaps[self.first - 1]
            ):
                return
            self.first -= 1
            self.version = word

    def _number(self, gap: str) -> bool:
        return self._take_stamp(gap) or self._take_size() or self._take_version() or self._take_extra_number(gap)

    def _take_stamp(self, gap: str) -> bool:
        """Take a date: 20260922, 2026-09-22, 05-20, 09-2025, 0528, 2507, or a build (001)."""
        tokens, word, at = self.tokens, self.tokens.words[self.at], self.at
        second, third = tokens.word(at + 1), tokens.word(at + 2)
        tight = gap in ("-", "@", "_", ":") or (gap == " " and self.style is not Style.TEXT)
        dashed = tokens.gap(at + 1) in ("-", "_")
        if len(word) == _STAMP and word.startswith("20") and word.isdigit() and tight:
            return self._stamped(word, 1)
        if _YEAR.fullmatch(word) and tight and dashed and len(second) == len(third) == 2 and third.isdigit():  # noqa: PLR2004
            return self._stamped(word + second + third, 3)
        if len(word) == 2 and dashed and (self.version or word[0] == "0" or self.modifiers):  # noqa: PLR2004
            if _YEAR.fullmatch(second) and tight:
                return self._stamped(second + word, 2)
            if len(second) == 2 and second.isdigit() and word <= "12" and tight:  # noqa: PLR2004
                return self._stamped(word + second, 2)
        if _SHORT_STAMP.fullmatch(word) and (tight or word[0] == "0") and tokens.gap(at + 1) != "":
            return self._stamped(word, 1)
        if len(word) == _BUILD and word.startswith("0") and tight:
            self.modifiers.append(word)
            self.at += 1
            return True
        return False

    def _stamped(self, stamp: str, size: int) -> bool:
        self.stamp = self.stamp or stamp
        self.at += size
        return True

    def _take_size(self) -> bool:
        """Take a size: 27b, 235b-a22b, 8x7b, 17b-16e, 2.4t, and in ids a length (128k)."""
        tokens, at = self.tokens, self.at
        unit = tokens.word(at + 1) if tokens.gap(at + 1) == "" else ""
        if unit == "x" and tokens.gap(at + 2) == "" and tokens.word(at + 3) == "b" and tokens.gap(at + 3) == "":
            return self._sized(4)
        wide = ("b", "t", "k", "m", "e") if self.style is Style.ID else ("b", "t")
        if unit in wide and tokens.word(at + 2) not in self.words.units:
            return self._sized(2)
        return False

    def _sized(self, size: int) -> bool:
        word = "".join(self.tokens.words[self.at : self.at + size])
        (self.after if self.version else self.before).append(word)
        self.at += size
        return True

    def _take_version(self, letter: str = "", behind: int = 0) -> bool:
        """Take a version, at a number or at the number ``behind`` a letter ("k2.5", "v4"), which is kept if given."""
        tokens, at = self.tokens, self.at + behind
        word = tokens.word(at)
        if self.version or not self.family.versions or not _VERSION.fullmatch(word):
            return False
        if word[0] == "0" and word not in ("0.1", "0.5") and "." not in word:
            return False
        at += 1
        following = tokens.word(at)
        if "." not in word and self._dashed(at, following):
            word, at, following = f"{word}.{following}", at + 1, tokens.word(at + 1)
        suffix = tokens.gap(at) == "" and following in self.family.suffixes
        if suffix:
            word, at = word + following, at + 1
        elif self._amount(at, following):
            return False
        self.version, self.at = letter + word, at
        return True

    def _dashed(self, at: int, following: str) -> bool:
        """Whether a minor version follows behind a hyphen ("4-5"), and no date does."""
        if self.tokens.gap(at) not in ("-", "_") or not following.isdigit() or following[0] == "0":
            return False
        glued = self.tokens.gap(at + 1) == "" and self.tokens.word(at + 1) in ("b", "t", "x", "k", "m")
        if glued or len(following) > 2:  # noqa: PLR2004 -- digits of a minor version
            return False
        day = self.tokens.word(at + 1)
        return not (self.tokens.gap(at + 1) == "-" and len(following) == len(day) == 2 and day.isdigit())  # noqa: PLR2004

    def _amount(self, at: int, following: str) -> bool:
        """Whether the number is an amount ("Gemini 30 days", "Claude 5x")."""
        if self.style is Style.ID:
            return False
        gap = self.tokens.gap(at)
        if gap[:1] in ("%", "$", ",") and (gap[:1] != "," or (len(gap) == 1 and following[:1].isdigit())):
            return True
        if gap == "" and following:
            return True
        if gap in ("/", ":") and following[:1].isdigit():
            return True
        return gap == " " and following in self.words.units and following != "of"

    def _take_extra_number(self, gap: str) -> bool:
        """In an id every number belongs to the name."""
        if self.style is not Style.ID or not self.version:
            return False
        self.after.append(self.tokens.words[self.at])
        self.at += 1
        return True

    def _word(self, gap: str) -> bool:
        tokens, word = self.tokens, self.tokens.words[self.at]
        glued = tokens.gap(self.at + 1) == "" and tokens.word(self.at + 1)[:1].isdigit()
        kept = word if word in self.family.letters else ""
        if glued and (kept or word == "v") and self._take_version(kept, 1):
            return True
        if glued and word in ("a", "e") and tokens.word(self.at + 2) == "b":
            return self._sized(3)
        if glued and self.style is Style.ID:
            return self._take_glued()
        if word in self.family.modifiers or (word in self.words.modifiers and word not in self.family.variants):
            return self._modified(word, gap)
        if self._variant(word, gap):
            return self._varied(word)
        return False

    def _take_glued(self) -> bool:
        """In an id, letters glued to a number are one part ("v2", "n1", "fp8")."""
        word = "".join(self.tokens.words[self.at : self.at + 2])
        if self.tokens.words[self.at] == "v" or word in self.words.modifiers:
            self.modifiers.append(word)
        else:
            (self.after if self.version else self.before).append(word)
        self.at += 2
        return True

    def _modified(self, word: str, gap: str) -> bool:
        if self.style is Style.TEXT and gap == " " and not (self.version or self.after):
            return False
        if self.tokens.word(self.at + 1) in self.words.plans or self.tokens.word(self.at + 1) in self.words.thought:
            return False
        self.modifiers.append(word)
        self.at += 1
        return True

    def _varied(self, word: str) -> bool:
        (self.after if self.version else self.before).append(word)
        self.at += 1
        return True

    def _variant(self, word: str, gap: str) -> bool:
        """Whether a word is a variant of the model: one of its family, a common one, or a new one written as a name."""
        words, following = self.words, self.tokens.word(self.at + 1)
        if self.style is Style.ID:
            return True
        if word in words.plan_variants and following in words.plans and self.tokens.gap(self.at + 1) == " ":
            return False
        if word == "thinking" and following in words.thought:
            return False
        hyphen, capital = gap in ("-", "_"), self.tokens.capital(self.at)
        if word in self.family.variants or word in words.variants or word in self.family.lines:
            return self.version != "" or word not in words.plan_variants or self.family.needs != "version" or hyphen
        if word in words.joined or (word in self.seen and word in words.never):
            return hyphen or capital or self.style is Style.NAME
        if word in self.seen:
            return True
        return self._open(word, hyphen=hyphen, capital=capital)

    def _open(self, word: str, *, hyphen: bool, capital: bool) -> bool:
        """Whether a word no list has shown is a variant all the same ("GPT-7 Helios")."""
        if word in self.words.never or len(word) < 3 or self.opened or not self.family.versions:  # noqa: PLR2004
            return False
        anchored = bool(self.version) or self._version_follows()
        if self.style is Style.NAME:
            fits = anchored or capital
        else:
            fits = anchored and (capital or (hyphen and self.version != ""))
        if fits and not (self.style is Style.TEXT and _shouted(self.tokens)):
            self.opened = True
            return True
        return False

    def _version_follows(self) -> bool:
        following = self.tokens.word(self.at + 1)
        return bool(_VERSION.fullmatch(following)) and self.tokens.gap(self.at + 1) in (" ", "-")


def _shouted(tokens: Tokens) -> bool:
    """Whether nearly every word has a capital, so that a capital tells nothing."""
    letters = [at for at, word in enumerate(tokens.words) if word[0].isalpha()]
    capitals = sum(tokens.capital(at) for at in letters)
    return len(letters) >= 6 and capitals > 0.7 * len(letters)  # noqa: PLR2004
