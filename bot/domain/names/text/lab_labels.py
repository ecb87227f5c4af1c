"""Labels that are said to be of a lab.

"Pixel Canary was xAI's", "plum otter isn't a Cohere model", "Codenames: toffee (Google)".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.domain.names.lab_table import LabTable
from bot.domain.names.reading import NameCertainty, NameKind, NameReading
from bot.domain.names.text.label_names import label_slug
from bot.domain.names.text.spans import NameSpan
from bot.domain.names.text.tokens import Tokens, is_inflected

_LONGEST = 3  # words of a label
_PLAIN = 2  # words of a label in small letters
_SHORTEST = 3  # letters of such a word
_LONG = 6  # letters of a label of one word
_BETWEEN = 6  # words from what a label is said to be to its lab
_ALLOWED = frozenset({
    "a", "an", "the", "new", "not", "from", "by", "of", "one", "just", "really", "another", "t", "no", "even", "also",
    "still", "some", "model", "made", "released",
})  # fmt: skip
_SIGNS = ("=", "→", "->")
_TOLD = frozenset({"that", "if", "whether"})
_DENIED = frozenset({"isn", "isnt", "aint", "wasn", "wasnt"})
_CLOSED = (".", "?", "!", '"', ",", ";", ":", ")", "-", "—", "–", "(", "\n")


class LabLabels:
    """Find labels by the lab that is said to have them, or is in brackets behind."""

    def __init__(self, table: LabTable) -> None:
        words = table.words
        self.words = words
        self._none = words.never | words.openers | words.copulas | words.common | words.not_name_after | words.nouns
        self._plain = self._none | words.pair_words | words.joined | words.variants | words.numerals | words.makers

    def read(self, tokens: Tokens, found: list[NameSpan]) -> list[NameSpan]:
        """The names found and the labels among them, in order."""
        labs = [span for span in found if span.readings[0].kind is NameKind.LAB]
        for one in list(self._labels(tokens, labs, found)):
            met = [span for span in found if one.first < span.last and span.first < one.last]
            if all(_is_supposed(span) or (_is_nobodys(span) and one.first <= span.first) for span in met):
                found = [*(span for span in found if span not in met), one]
        return sorted(found, key=lambda span: span.first)

    def _labels(self, tokens: Tokens, labs: Sequence[NameSpan], found: Sequence[NameSpan]) -> Iterator[NameSpan]:
        if labs and not self.words.showing.isdisjoint(tokens.words):
            yield from self._in_brackets(tokens, labs, found)
        labels = (span.readings[0].is_place or span.readings[0].kind is NameKind.LABEL for span in found)
        for lab in labs if all(labels) else ():
            yield from self._of_lab(tokens, lab)

    def _in_brackets(self, tokens: Tokens, labs: Sequence[NameSpan], found: Sequence[NameSpan]) -> Iterator[NameSpan]:
        """Yield the word before a lab in brackets or behind a sign."""
        ends = {span.last for span in found if not (_is_supposed(span) or _is_nobodys(span))}
        for lab in labs:
            last = lab.first
            gap = tokens.gaps[last].strip()
            closed = gap == "(" and tokens.text.startswith(")", tokens.ends[lab.last - 1])
            if not (closed or gap in _SIGNS) or last in ends:
                continue
            first = last - 1
            while first > 0 and tokens.gaps[first] in ("-", ""):
                first -= 1
            if first >= 0 and tokens.words[first].isalpha() and tokens.words[first] not in self._none:
                yield _label(tokens, first, last, lab.readings[0].slug)

    def _of_lab(self, tokens: Tokens, lab: NameSpan) -> Iterator[NameSpan]:
        """Yield the label that a copula says, or denies, to be of a lab."""
        end = lab.last + (tokens.word(lab.last) == "s")
        last = self._told(tokens, lab, end) if self._closes(tokens, end) or self._closes(tokens, end + 1) else 0
        last = self._before_place(tokens, last)
        first = self._written(tokens, last) if last else 0
        first = first if last - first > 1 else self._small(tokens, last)
        first = self._alone(tokens, last) if first == last and end > lab.last else first
        if first < last:
            yield _label(tokens, first, last)

    def _before_place(self, tokens: Tokens, last: int) -> int:
        """The token behind a label that is said to be somewhere.

        For example: "Marble Fox on the arena isn't Google's".
        """
        at = last - 1
        shown = tokens.word(at) in self.words.showing
        at -= 1 + (tokens.word(at - 1) == "the")
        return at if shown and tokens.word(at) in ("on", "in") else last

    def _alone(self, tokens: Tokens, last: int) -> int:
        """Return where one long word stands that opens a sentence or an item.

        "saltmarsh is OpenAI's". Else its end.
        """
        word, gap = tokens.word(last - 1), tokens.gap(last - 1).strip()
        opens = last == 1 or gap[-1:] in (",", ";", ":") or tokens.word(last - 2) in _TOLD
        plain = not word.isalpha() or len(word) < _LONG or word in self._plain or is_inflected(word)
        return last - 1 if last and opens and not plain else last

    def _told(self, tokens: Tokens, lab: NameSpan, end: int) -> int:
        """The token behind what is told to be a lab's; 0 for none."""
        last = next(self._copulas(tokens, lab.first), 0)
        asked = not last and end > lab.last and tokens.words[0] in self.words.copulas
        if asked:  # "Is Pixel Canary one of xAI's?"
            last = lab.first
        owned = end > lab.last or last < lab.first - 1 or lab.readings[0].certainty < NameCertainty.CERTAIN
        if not owned and tokens.words[last] not in _DENIED:
            return 0
        while last > 0 and tokens.words[last - 1] in (_ALLOWED if asked else self.words.copulas):
            last -= 1
        return last

    def _copulas(self, tokens: Tokens, stop: int) -> Iterator[int]:
        """Yield the copula before a lab, where nothing else is said between."""
        for at in range(stop - 1, max(0, stop - _BETWEEN) - 1, -1):
            word = tokens.words[at]
            if word in self.words.copulas:
                yield at
            elif word in self.words.never and word not in _ALLOWED:
                return
            if tokens.gaps[at].strip(" '"):
                return

    @staticmethod
    def _closes(tokens: Tokens, at: int) -> bool:
        """Whether what is said ends before a token."""
        return tokens.gap(at).strip(" ")[:1] in _CLOSED if tokens.gap(at).strip(" ") else at == len(tokens)

    def _written(self, tokens: Tokens, last: int) -> int:
        """Return where a run of capitalized words begins that ends before a token."""
        first = last
        while first > 0 and last - first <= _LONGEST and (first == last or tokens.gaps[first] == " "):
            if not tokens.capital(first - 1) or tokens.words[first - 1] in self._none:
                break
            first -= 1
        return first if last - first <= _LONGEST else last

    def _small(self, tokens: Tokens, last: int) -> int:
        """Return where two plain words begin that open a sentence, else their end."""
        first = last - _PLAIN
        pair = tokens.words[max(0, first) : last]
        plain = all(word.isalpha() and len(word) >= _SHORTEST and word not in self._plain for word in pair)
        opens = all(word in self.words.openers for word in tokens.words[: max(0, first)])
        opens = opens or tokens.word(first - 1) in _TOLD
        joined = first >= 0 and tokens.gap(first + 1) == " " and not any(map(is_inflected, pair))
        return first if plain and opens and joined else last


def _is_supposed(span: NameSpan) -> bool:
    return span.readings[0].certainty is NameCertainty.POSSIBLE


def _is_nobodys(span: NameSpan) -> bool:
    return span.readings[0].kind is NameKind.LABEL and not span.readings[0].lab


def _label(tokens: Tokens, first: int, last: int, lab: str = "") -> NameSpan:
    text = tokens.text[tokens.starts[first] : tokens.ends[last - 1]]
    slug = label_slug(text)
    slug = f"{lab}/{slug.partition('/')[2]}" if lab else slug
    why = "named so in the sentence"
    return NameSpan(
        first, last, (NameReading(NameKind.LABEL, slug, text, lab, certainty=NameCertainty.LIKELY, why=why),)
    )
