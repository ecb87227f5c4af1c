"""Split a text into the tokens by which names are compared: letters and numbers.

Folding keeps a map to positions in the original text, so that a span of folded text can be cut out of it. Look-alike
letters of other scripts are read as Latin only in words that contain Latin letters or nothing but look-alikes;
`Tokens.disguised` records this.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.sightings.labels import LOOKS_LIKE

LONGEST = 20_000  # characters that are read; the rest is ignored
_LONGEST_STEM = 4  # letters of a word too short to tell its ending
NAME_LONGEST = 200  # characters of a single name
# A decimal sign is no sign of a list: "gpt 5,5", and "o 3,4 and 5".
_COMMA = r"(?<=[^\W\d_][ -])\d{1,2},\d(?![\w.,]|\s*,|\s+(?:and|or)\s+\d)"
_TOKEN = re.compile(rf"(?<![^\W_])[^\W\d_][*+](?![\w*+])|[^\W\d_]+|{_COMMA}|\d+(?:\.\d+)*")
_NUMBERS_APART = re.compile(r"(?<=\d) (?=\d)")
_WORD = re.compile(r"\S+")
_QUOTES = {"\u2018": "'", "\u2019": "'", "\u201b": "'", "\u2032": "'", "\u201c": '"', "\u201d": '"', "\u201e": '"'}
_QUOTES |= {"\u00ab": '"', "\u00bb": '"', "\u2039": "'", "\u203a": "'"}
_UNSEEN = frozenset({"Cf", "Cc", "Co", "Cs", "Cn", "Mn", "Me"})


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text split into words and numbers.

    ``words`` are folded; ``gaps[i]`` is the text between token ``i - 1`` and token ``i``; ``starts`` and ``ends`` are
    positions in ``text``, the original.
    """

    text: str
    words: list[str]
    gaps: list[str]
    starts: list[int]
    ends: list[int]
    disguised: bool = False

    def __len__(self) -> int:
        return len(self.words)

    def capital(self, at: int) -> bool:
        """Whether a token begins with a capital letter in the original."""
        return at < len(self.starts) and self.text[self.starts[at]].isupper()

    @property
    def shouted(self) -> bool:
        """Whether nearly every word is capitalized, so that capitals carry no information."""
        letters = [at for at, word in enumerate(self.words) if word[0].isalpha()]
        return len(letters) >= 6 and sum(map(self.capital, letters)) > 0.7 * len(letters)  # noqa: PLR2004 - a title

    def gap(self, at: int) -> str:
        """Return the text before a token; after the last one, an end of line."""
        return self.gaps[at] if at < len(self.gaps) else "\n"

    def word(self, at: int) -> str:
        """The folded token at a place, empty outside the text."""
        return self.words[at] if 0 <= at < len(self.words) else ""


def tokenize(text: str) -> Tokens:
    """Cut a text into tokens. Only its first `LONGEST` characters are looked at."""
    text = text[:LONGEST]
    if text.isascii():
        return _cut(text, text.lower(), None, disguised=False)
    folded, places, disguised = _folded(text)
    return _cut(text, folded, places, disguised=disguised)


def _cut(text: str, folded: str, places: list[int] | None, *, disguised: bool) -> Tokens:
    spans = [match.span() for match in _TOKEN.finditer(folded)]
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    words = [folded[start:end].replace(",", ".") for start, end in spans]
    gaps = [folded[end:start] for end, start in zip((0, *ends), starts, strict=False)]
    if places is not None:
        starts = [places[start] for start in starts]
        ends = [places[end - 1] + 1 for end in ends]
    return Tokens(text, words, gaps, starts, ends, disguised)


def _folded(text: str) -> tuple[str, list[int], bool]:
    """Fold a text.

    Return it, the original position of each character, and ``disguised``.
    """
    letters: list[str] = []
    places: list[int] = []
    disguised = False
    twins = _disguised_places(text)
    for place, char in enumerate(text):
        if place in twins:
            char, disguised = LOOKS_LIKE[char], True  # noqa: PLW2901 -- read as the letter it draws like
        for one in _fold_char(char):
            letters.append(one)
            places.append(place)
    return "".join(letters), places, disguised


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    if char in _QUOTES:
        return _QUOTES[char]
    flat = unicodedata.normalize("NFKC", char)
    kept = []
    for one in unicodedata.normalize("NFKD", flat) if not flat.isascii() else flat:
        kind = unicodedata.category(one)
        if kind == "Pd":
            kept.append("-")
        elif kind == "Zs":
            kept.append(" ")
        elif kind not in _UNSEEN or one in "\t\n\r":
            kept.append(one.casefold())
    return "".join(kept)


def _disguised_places(text: str) -> frozenset[int]:
    """Find the positions of look-alikes in words that are or appear entirely Latin."""
    found: set[int] = set()
    for match in _WORD.finditer(text):
        odd = [match.start() + at for at, char in enumerate(match[0]) if char in LOOKS_LIKE and not char.isascii()]
        if odd and _mixed(match[0]):
            found.update(odd)
    return frozenset(found)


def _mixed(word: str) -> bool:
    letters = [char for char in word if char.isalpha()]
    return any(char.isascii() for char in letters) or all(char in LOOKS_LIKE for char in letters)


def is_inflected(word: str) -> bool:
    """Whether a word ends like a verb, an adverb or a plural.

    For example: "Cracks", "Teased", "Nearing", "Quietly", but neither "Atlas" nor "Helios" nor "Firefly".
    """
    plural = word.endswith("s") and word[-2:-1] not in tuple("aiosu")
    adverb = word.endswith("ly") and not word.endswith("fly")
    return len(word) > _LONGEST_STEM and (word.endswith(("ed", "ing")) or plural or adverb)


def compact(words: list[str]) -> str:
    """Remove a name's separators for lookup.

    "GPT 5-5" and "gpt-5.5" are both ``gpt5.5``.
    """
    return _NUMBERS_APART.sub(".", " ".join(words)).replace(" ", "")


def has_quoted(tokens: Tokens, last: int) -> bool:
    """Whether a name has something in quotes: "reflection's 'cobalt'"."""
    return tokens.gap(last) == "'" and tokens.word(last) == "s" and tokens.gap(last + 1)[-1:] in ("'", '"')


def fixed_matches(tokens: Tokens, first: int, words: tuple[str, ...]) -> bool:
    """Whether a fixed name begins at a token; a period may join its words ("x.ai")."""
    size = len(words)
    if tokens.words[first : first + size] != list(words):
        return False
    return all(tokens.gaps[at] in (" ", "-", "", ".") for at in range(first + 1, first + size))
