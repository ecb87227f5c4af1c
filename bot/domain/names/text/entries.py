"""Labels as entries of the places where models hide.

"The copper-kettle model on OpenRouter is …", "new in the arena: thistle, amber-fox", "thornfield on the arena is 100%
Mistral".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.domain.names.lab_table import LabTable
from bot.domain.names.reading import NameKind
from bot.domain.names.text.label_names import label_reading
from bot.domain.names.text.spans import NameSpan
from bot.domain.names.text.tokens import Tokens, is_inflected
from bot.domain.names.text.typos import TypoIndex

_MOST = 3  # words of a label
_LETTERS = 3  # of each of them, at the least
_SHORTEST = 5  # letters of a label of one word
_BLANK = " '\""
_NEAR = 7  # words from an entry to what says what it is
_SURE = frozenset({
    "100", "just", "really", "totally", "definitely", "clearly", "obviously", "surely", "certainly", "probably",
    "likely",
})  # fmt: skip
_WHY = "named so in the sentence"


class EntryNames:
    """Find the labels of a text that names a place where models hide."""

    def __init__(self, table: LabTable) -> None:
        words = table.words
        self.words = words
        self._nouns = words.nouns | {"thing"}
        self._none = words.never | words.common | words.openers | words.copulas | words.nouns
        self._plain = (words.pair_words - words.modifiers) | words.joined | words.numerals | self._none
        self._slips, self._noun_slips = TypoIndex(words.showing), TypoIndex(self._nouns)

    def are_told_of(self, tokens: Tokens) -> bool:
        """Whether a text speaks of labels that hide models, or of what they are called.

        Or, beside a hyphenated name, of what only models do.
        """
        words = self.words
        told = not (words.showing.isdisjoint(tokens.words) and words.calling.isdisjoint(tokens.words))
        return told or ("-" in tokens.gaps and not words.of_models.isdisjoint(tokens.words))

    def read(self, tokens: Tokens, found: list[NameSpan]) -> list[NameSpan]:
        """The names found and the entries among them, in order."""
        entries = list(self._told(tokens))
        if not self.words.showing.isdisjoint(tokens.words):
            entries += [*self._listed(tokens, found), *self._of_labs(tokens, found)]
        for first, last in entries:
            if not any(span.first < last and first < span.last for span in found):
                text = tokens.text[tokens.starts[first] : tokens.ends[last - 1]]
                found = [*found, NameSpan(first, last, (label_reading(text, why=_WHY),))]
        return sorted(found, key=lambda span: span.first)

    def _told(self, tokens: Tokens) -> Iterator[tuple[int, int]]:
        """Yield the hyphenated words before a noun that are said to be something."""
        for last in range(2, len(tokens)) if "-" in tokens.gaps else ():
            if tokens.gaps[last - 1 : last + 1] != ["-", " "]:
                continue
            first, noun = _joined_before(tokens, last), self._is_any(tokens.words[last], self._nouns, self._noun_slips)
            if noun and self._is_label(tokens.words[first:last]):
                copula = not self.words.copulas.isdisjoint(tokens.words[last : last + _NEAR])
                if copula and any(self._is_any(word, self.words.showing, self._slips) for word in tokens.words):
                    yield first, last

    @staticmethod
    def _is_any(word: str, words: frozenset[str], slips: TypoIndex) -> bool:
        return word in words or bool(slips.meant(word))

    def _is_label(self, words: Sequence[str]) -> bool:
        """Whether hyphenated words make no ordinary pair."""
        if len(words) > _MOST or not all(word.isalpha() and len(word) >= _LETTERS for word in words):
            return False
        ends = words[-1].endswith(("ing", "ed", "ly")) or words[0] in self.words.variants | self.words.modifiers
        return not ends and self._plain.isdisjoint(words)

    def _listed(self, tokens: Tokens, found: Sequence[NameSpan]) -> Iterator[tuple[int, int]]:
        """Yield the words of a list with two labels, or with one behind a colon."""
        labels = {(span.first, span.last) for span in found if span.readings[0].kind is NameKind.LABEL}
        for start in range(len(tokens)) if labels else ():
            headed = tokens.gaps[start].strip(_BLANK) == ":"
            items = _items(tokens, start, whole=headed)
            if len(items) > 1 and len(labels.intersection(items)) > (not headed):
                yield from (item for item in items if self._is_word(tokens, *item))

    def _is_word(self, tokens: Tokens, first: int, last: int) -> bool:
        """Whether a label may be this one word."""
        word = tokens.words[first]
        plain = word in self._none or is_inflected(word)
        return last == first + 1 and word.isalpha() and len(word) >= _SHORTEST and not plain

    def _of_labs(self, tokens: Tokens, found: Sequence[NameSpan]) -> Iterator[tuple[int, int]]:
        """Yield a word that is said to be a lab's where it is shown."""
        for lab in found:
            at = lab.first - 1
            while at > 0 and tokens.words[at] in _SURE:
                at -= 1
            if lab.readings[0].kind is not NameKind.LAB or tokens.word(at) not in ("is", "was"):
                continue
            name = at - 3 - (tokens.word(at - 2) == "the")
            shown = tokens.word(at - 1) in self.words.showing and tokens.word(name + 1) in ("on", "in")
            opens = name >= 0 and self.words.openers.issuperset(tokens.words[:name])
            closes = lab.last >= len(tokens) or bool(tokens.gaps[lab.last].strip())
            if shown and opens and closes and self._is_word(tokens, name, name + 1):
                yield name, name + 1


def _joined_before(tokens: Tokens, last: int) -> int:
    """Where the hyphenated words begin that end before a token."""
    first = last - 1
    while first > 0 and tokens.gaps[first] == "-":
        first -= 1
    return first


def _items(tokens: Tokens, start: int, *, whole: bool) -> list[tuple[int, int]]:
    """The items of a list, hyphenated words whole.

    None where others stand in it, or behind a ``whole`` one.
    """
    items: list[tuple[int, int]] = []
    at = start
    while at < len(tokens):
        last = at + 1
        while tokens.gap(last) == "-" or (tokens.gap(last) == "" and last > at + 1):
            last += 1
        items.append((at, last))
        mark, joint = tokens.gap(last).strip(_BLANK)[:1], tokens.word(last) in ("and", "or")
        if last >= len(tokens) or mark in (".", "?", "!", ";", ")"):
            return items if last >= len(tokens) or mark else []
        if mark != "," and not joint:
            return [] if whole else items
        at = last + joint
    return []
