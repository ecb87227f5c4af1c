"""Parse a model's name by its family's grammar.

The parts are version, variants, size, date stamp and modifiers.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import Enum

from bot.domain.names.lab_table import Head, LabTable
from bot.domain.names.model_name import ModelName
from bot.domain.names.number_parts import amount_before, is_build, is_version, millions_at, minor_at, size_at, stamp_at
from bot.domain.names.text.tokens import Tokens, is_inflected

_JOINTS = frozenset({"", " ", "-", "_", "  "})
_ID_JOINTS = _JOINTS | {".", ":", "@", "--", "/"}
_TIGHT = frozenset({"-", "@", "_", ":"})
_MOST_PARTS = 10
_SHORTEST_OPEN = 3  # letters of a word that no list has shown
_STAMP_ALONE = 4  # digits of a stamp that is the version where there is no other: "mistral-large-2512"


class Style(Enum):
    """How liberally words count as name parts.

    In running text; in a question to us, where an ordinary word ("nova 4", "fable", "meta") is a name if it can be one;
    in a text that is a name; in a list's id.
    """

    TEXT = "text"
    QUESTION = "question"
    NAME = "name"
    ID = "id"

    @property
    def is_running(self) -> bool:
        """Whether the text has other words besides names."""
        return self in (Style.TEXT, Style.QUESTION)


Seen = Callable[[str, str, "datetime | None"], bool]


class NameGrammar:
    """Parser of names by a lab table.

    ``seen`` says whether a model of a family (its key) with a variant was known at a moment.
    """

    def __init__(self, table: LabTable, seen: Seen) -> None:
        self.table = table
        self.seen = seen

    def read_at(
        self, tokens: Tokens, first: int, style: Style = Style.TEXT, at: datetime | None = None
    ) -> ModelName | None:
        """Parse the model name that begins at a token, by what is known at a moment.

        None if the word is an ordinary word.
        """
        for head in self.table.heads.get(tokens.words[first], ()):
            if matches(tokens, first, head.words):
                name = self.read_from(tokens, first, head, style, at)
                if name is not None:
                    return name
        return None

    def read_from(
        self, tokens: Tokens, first: int, head: Head, style: Style, at: datetime | None = None
    ) -> ModelName | None:
        """Parse the name that begins with a head; None if it is not a name there."""
        part = _Parts(self, tokens, first, head, style, at)
        part.read()
        return part.name() if part.is_name() else None


def matches(tokens: Tokens, first: int, words: tuple[str, ...]) -> bool:
    """Whether these words begin at a token, joined as one name."""
    size = len(words)
    if tokens.words[first : first + size] != list(words):
        return False
    return all(_joined(tokens, at) for at in range(first + 1, first + size))


def _joined(tokens: Tokens, at: int) -> bool:
    """Whether a gap ties two words of a head: space, hyphen, "A.X", "Lab's"."""
    gap = tokens.gaps[at]
    return gap in _JOINTS or gap == "." or (gap == "'" and tokens.words[at] == "s")


class _Parts:
    """One name while it is read, left to right."""

    def __init__(
        self, grammar: NameGrammar, tokens: Tokens, first: int, head: Head, style: Style, moment: datetime | None
    ) -> None:
        self.words, self.tokens, self.style = grammar.table.words, tokens, style
        self.heads, self.sellers = grammar.table.heads, grammar.table.sellers
        self.family, self.head, self.first = head.family, head, first
        self.seen, self.moment = grammar.seen, moment
        self.at = first + len(head.words)
        self.version, self.stamp = "", ""
        self.opened = self.label = False
        self.before: list[str] = [head.line] if head.line else []
        self.after: list[str] = []
        self.modifiers: list[str] = []

    def read(self) -> None:
        """Take part after part while they belong to the name."""
        joints = _ID_JOINTS if self.style is Style.ID else _JOINTS
        for _ in range(_MOST_PARTS):
            gap = " " if self._in_brackets() else self.tokens.gap(self.at)
            apart = self.family.glued and not self.version and gap
            if self.at >= len(self.tokens) or (gap not in joints and not self._is_dotted(gap)) or apart:
                break
            if not (self._number(gap) if self.tokens.words[self.at][0].isdecimal() else self._word(gap)):
                break
        if self.head.line and not self.version:
            self._version_before()

    def _is_dotted(self, gap: str) -> bool:
        """Whether a period joins a number to the head or to a letter: "FLUX.2", "M.2"."""
        behind = self.at == self.first + len(self.head.words) or len(self.tokens.word(self.at - 1)) == 1
        return gap == "." and behind and self.tokens.word(self.at).isdecimal()

    def _in_brackets(self) -> bool:
        """Whether a variant stands in square brackets, as in "FLUX.2 [pro]"."""
        if self.tokens.gap(self.at).strip() != "[" or self.tokens.gap(self.at + 1)[:1] != "]":
            return False
        return any(self.tokens.word(self.at) in known for known in (self.family.variants, self.words.variants))

    # --- what it makes

    def is_name(self) -> bool:
        """Whether the result is a name rather than an ordinary word."""
        family, following = self.family, self.tokens.word(self.at)
        if self.label or self.tokens.word(self.first - 1) in family.not_after:
            return False
        if self.version in family.not_versions or (following in family.not_before and not self.version):
            return False
        if self.style is not Style.TEXT:
            return family.needs != "version" or self._more()
        return self._is_name_in_text()

    def _more(self) -> bool:
        """Whether anything was read behind the head."""
        return bool(self.version or self.after or self.before[bool(self.head.line) :])

    def _is_name_in_text(self) -> bool:
        family, capital = self.family, self.tokens.capital(self.first)
        if self.head.line and not self.version:
            return capital
        if family.ordinary and not capital and self.tokens.gap(self.first + len(self.head.words)) != "-":
            told = bool(self.after or self.before[bool(self.head.line) :])
            return self.version != "" and not self.opened and (told or self._small_name())
        if family.needs == "version":
            return self._more()
        return family.needs != "capital" or capital or self._more()

    def _small_name(self) -> bool:
        """Whether an ordinary word is a name in small letters: "stepfun made step 7"."""
        made = self.first == 0 or self.tokens.word(self.first - 1) in self.words.making
        return made and not any(self.tokens.capital(at) for at in range(len(self.tokens)))

    def name(self) -> ModelName:
        """The parsed name."""
        version, stamp = self.version, self.stamp
        if not version and len(stamp) == _STAMP_ALONE and self.family.versions:
            version, stamp = stamp, ""
        before, after = self._ordered(version)
        return ModelName(
            self.family, version, before, after, tuple(self.modifiers), stamp, self.first, self.at, self.opened
        )

    def _ordered(self, version: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Split the variants into those before and after the version.

        Common ones come after it ("Gemini Flash 1.5").
        """
        if not version or self.family.order == "written" or self.family.line_first_from:
            return tuple(self.before), tuple(self.after)
        common = (self.words.variants, self.family.variants)
        kept = tuple(word for word in self.before if word.isalpha() and not any(word in known for known in common))
        return kept, (*(word for word in self.before if word not in kept), *self.after)

    # --- numbers

    def _number(self, gap: str) -> bool:
        tight = gap in _TIGHT or (gap == " " and not self.style.is_running)
        late = bool(self.version or self.modifiers)
        if (found := stamp_at(self.tokens, self.at, tight=tight, late=late)) is not None:
            self.stamp = self.stamp or found[0]
            self.at += found[1]
            return True
        if tight and is_build(self.tokens.words[self.at]):
            if self.at == self.first + len(self.head.words) and self.family.versions:
                self.version = self.tokens.words[self.at]  # "text-davinci-003" has no other
                self.at += 1
                return True
            return self._take(self.modifiers)
        if size := self._size():
            return self._take(self._variants(), size)
        if self._take_version():
            return True
        return self.style is Style.ID and self.version != "" and self._take(self.after)

    def _size(self) -> int:
        """Count the tokens of a size here; one in millions stands behind a version."""
        size = size_at(self.tokens, self.at, self.words, in_id=self.style is Style.ID)
        return size or (millions_at(self.tokens, self.at, self.words) if self.version else 0)

    def _variants(self) -> list[str]:
        return self.after if self.version else self.before

    def _take(self, parts: list[str], size: int = 1) -> bool:
        """Take tokens as one part."""
        parts.append("".join(self.tokens.words[self.at : self.at + size]))
        self.at += size
        return True

    def _take_version(self, letter: str = "", behind: int = 0) -> bool:
        """Consume a version, directly or after a letter ("k2.5", "v4").

        The number is at the current token, or at ``behind`` if given; a given letter is kept.
        """
        tokens, at = self.tokens, self.at + behind
        word = tokens.word(at)
        if self.version or not self.family.versions or not _versioned(tokens.gap(at), word):
            return False
        at += 1
        if "." not in word and minor_at(tokens, at):
            word, at = f"{word}.{tokens.words[at]}", at + 1
        if tokens.gap(at) == "" and tokens.word(at) in self.family.suffixes:
            word, at = word + tokens.words[at], at + 1
        elif self.style is Style.QUESTION and (tokens.gap(at), tokens.word(at)) == ("", "s"):
            pass  # "grok 5s training run": whose it is, and no seconds
        elif self.style is not Style.ID and amount_before(tokens, at, self.words):
            return False
        self.version, self.at = letter + word, at
        return True

    def _version_before(self) -> None:
        """Consume the version that precedes a line ("3.5 Sonnet")."""
        tokens, word = self.tokens, self.tokens.word(self.first - 1)
        if word and is_version(word) and tokens.gaps[self.first] in (" ", "-"):
            apart = self.first == 1 or tokens.gaps[self.first - 1] != ""
            if apart and tokens.word(self.first - 2) not in self.heads:
                self.first -= 1
                self.version = word

    # --- words

    def _word(self, gap: str) -> bool:
        tokens, word = self.tokens, self.tokens.words[self.at]
        if tokens.gap(self.at + 1) == "" and tokens.word(self.at + 1)[:1].isdecimal() and self._glued(word):
            return True
        following = tokens.word(self.at + 1)
        if word in self.family.modifiers or (word in self.words.modifiers and word not in self.family.variants):
            plain = self._bare(word, gap) or following in self.words.plans or following in self.words.thought
            return not plain and self._take(self.modifiers)
        if self.style is Style.ID or self._is_variant(word, following, gap):
            return self._take(self._variants())
        return False

    def _bare(self, word: str, gap: str) -> bool:
        """Whether a modifier is an ordinary word here: "GPT-5 mini cheaper than …"."""
        named = (self.version or self.after) and word not in self.words.never
        return self.style.is_running and gap == " " and not named

    def _glued(self, word: str) -> bool:
        """Consume letters with an attached number.

        They are a version ("v4") or a size ("a22b"), and in ids any ("n1").
        """
        kept = word if word in self.family.letters else ""
        if self.tokens.word(self.at + 2) == "b" and self.tokens.gap(self.at + 2) == "" and len(word) == 1:
            return self._take(self._variants(), 3)
        if (kept or word == "v" or word in self.family.heads) and self._take_version(kept, 1):
            return True
        if self.style is not Style.ID:
            return False
        if not self.version and word in self.words.variants and self._take_version("", 1):
            self.after.append(word)
            return True
        return self._take(self.modifiers if word == "v" or word in self.words.modifiers else self._variants(), 2)

    def _is_variant(self, word: str, following: str, gap: str) -> bool:
        """Whether a word is a variant of the model.

        It may be the family's, a common one, or a new one, which must be written as a name.
        """
        words, hyphen, capital = self.words, gap in ("-", "_"), self.tokens.capital(self.at)
        if self._means_else(word, following):
            return False
        if any(word in known for known in (self.family.variants, words.variants, self.family.lines)):
            return hyphen or self.version != "" or self._is_tier(word, capital=capital)
        if word in words.joined or (word in words.never and self._is_seen(word)):
            return hyphen or capital or self.style is Style.NAME
        known = self._is_seen(word) or self._is_linked(following, gap)
        return known or self._is_new(word, hyphen=hyphen, capital=capital)

    def _is_tier(self, word: str, *, capital: bool) -> bool:
        """Whether a variant is no plan's word, or a known model's behind an ordinary word.

        For example: "Nova Pro".
        """
        if word not in self.words.plan_variants or self.family.needs != "version" or self._version_follows():
            return True
        written = capital or self.style is not Style.TEXT
        return written and self.family.ordinary and self._is_seen(word)

    def _is_seen(self, word: str) -> bool:
        return self.seen(self.family.key, word, self.moment)

    def _is_linked(self, following: str, gap: str) -> bool:
        """Whether a word is hyphenated between a version and a variant, as in "4-h-small"."""
        initial = self.tokens.capital(self.at) and len(self.tokens.words[self.at]) == 1  # "4.0 H Small"
        joint = "-" if not initial else gap
        linked = gap == self.tokens.gap(self.at + 1) == joint and self.version != "" and not self.opened
        if not linked or self.tokens.words[self.at] in self.words.never:
            return False
        return following in self.words.variants or following in self.family.variants

    def _means_else(self, word: str, following: str) -> bool:
        """Whether a variant word means something else here: a plan, a verb, a limit."""
        words = self.words
        if word in words.plan_variants and following in words.plans and self.tokens.gap(self.at + 1) == " ":
            return self.family.lab in self.sellers or not self._is_seen(word)
        if word in words.counters and following in words.weekdays | words.units:
            return True
        if following in words.degrees or (word in words.joined and following in words.nouns and not self.version):
            return True  # "Deep Dive", "DeepSeek Video Model"
        if word in words.limit_variants and following in words.limits:
            return True
        own = self.tokens.word(self.at - 1) in self.family.variants  # "Deep Think to all users"
        return word in words.verb_variants and following in words.thought and not own

    def _is_new(self, word: str, *, hyphen: bool, capital: bool) -> bool:
        """Whether a word no list has shown is a variant all the same ("GPT-7 Helios")."""
        if word in self.words.never or self.opened or not self.family.versions or self._is_plain(word, hyphen=hyphen):
            return False
        self.label = self.label or (hyphen and word in self.words.label_ends)
        anchored = bool(self.version) or self._version_follows()
        if self.style is Style.NAME:
            self.opened = anchored or capital
        else:
            written = capital or (hyphen and (self.version != "" or self.tokens.gap(self.at + 1) == "-"))
            self.opened = anchored and written and not self.tokens.shouted
        return self.opened

    def _is_plain(self, word: str, *, hyphen: bool) -> bool:
        """Whether a word is too short for a name, or one of the sentence.

        For example: "o3 Cracks ARC-AGI".
        """
        return len(word) < _SHORTEST_OPEN or (self.style.is_running and not hyphen and is_inflected(word))

    def _version_follows(self) -> bool:
        following = self.tokens.word(self.at + 1)
        return following != "" and is_version(following) and self.tokens.gap(self.at + 1) in (" ", "-")


def _versioned(gap: str, word: str) -> bool:
    """Whether a word is a version: 5, 5.5, and behind a hyphen 01."""
    return is_version(word) or (gap == "-" and len(word) == len("01") and word[:1] == "0" and word.isdecimal())
