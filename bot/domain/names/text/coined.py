"""Names made up of plain words: "copper-kettle", "a model called 'Claude Saga'".

Hosts hide a model behind two words; what tells them from an ordinary pair ("long-context") is that neither word is one
of those pairs are made of, and that the pair stands as a noun. A name in quotes, or behind "called", goes on to its
end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.domain.names.lab_table import LabTable
from bot.domain.names.number_parts import is_version
from bot.domain.names.reading import NameCertainty, NameKind, NameReading
from bot.domain.names.text.label_names import introduces, label_reading, label_slug
from bot.domain.names.text.spans import NameSpan
from bot.domain.names.text.tokens import Tokens

_MOST = 3  # words of a pair, or behind the known part of a name
_LONG = 4  # words up to which hyphenated ones may be no id
_LETTERS = 3  # of the words of a pair, at the least
_QUOTES = "\"'`"
_QUOTED = tuple(_QUOTES)
_ENDS = (",", ";", ".")
_ARTICLES = frozenset({"a", "an", "the"})
_WHY = "named so in the sentence"
_OPEN = (NameKind.LEDGER, NameKind.DISCOVERED, NameKind.GRAMMAR, NameKind.FAMILY, NameKind.LAB, NameKind.PRODUCT)


class CoinedNames:
    """Find names made up of plain words by the word lists of the lab table."""

    def __init__(self, table: LabTable) -> None:
        self.words, self.heads = table.words, table.heads

    def read(self, tokens: Tokens, found: Sequence[NameSpan]) -> list[NameSpan]:
        """The names found, those in quotes whole, and the pairs among them, in order."""
        spans = [self._whole(tokens, span) for span in found]
        for first, last in (*self._pairs(tokens), *self._quoted(tokens, found)):
            over = [span for span in spans if span.first < last and first < span.last]
            if all(_shorter_label(span, last - first) or _inside_id(span, first, last) for span in over):
                kept = [span for span in spans if span not in over and not _told_by(tokens, span, first)]
                spans = [*kept, NameSpan(first, last, (self._reading(tokens, first, last, kept),))]
        return sorted(spans, key=lambda span: span.first)

    def _reading(self, tokens: Tokens, first: int, last: int, spans: Sequence[NameSpan]) -> NameReading:
        """A label; behind a lab's "'s" a name of that lab."""
        made = label_reading(tokens.text[tokens.starts[first] : tokens.ends[last - 1]], why=_WHY)
        near = self._makers(tokens, first, spans) or self._sole_maker(tokens, first, spans)
        owner = near[-1].readings[0].lab if near else ""
        return replace(made, slug=f"{owner}/{made.slug.partition('/')[2]}", lab=owner) if owner else made

    def _makers(self, tokens: Tokens, first: int, spans: Sequence[NameSpan]) -> list[NameSpan]:
        """The labs and products before a pair that it is said to be of."""
        before = [one for one in spans if one.readings[0].is_place and one.last <= first]
        if tokens.word(first - 1) in self.words.making or introduces(tokens, first - 1, self.words):
            return before
        if not before or tokens.gap(first).strip()[:1] in _ENDS:  # "amber-fox is X's, copper-kettle …"
            return []
        kind = self.words.nouns | self.words.joined | self.words.owning | {"s"}
        between = tokens.words[before[-1].last : first]
        told = bool(between) and kind.issuperset(between)  # "Mistral Voice Model 'Sirocco'"
        return before if told else []

    @staticmethod
    def _sole_maker(tokens: Tokens, first: int, spans: Sequence[NameSpan]) -> list[NameSpan]:
        """The only lab named before a numbered pair, or beside a project, if no model is."""
        numbered = tokens.capital(first) and is_version(tokens.word(first + 1))
        project = tokens.word(first + 1) == "project"
        labs = [one for one in spans if one.readings[0].kind is NameKind.LAB]
        sole = len({one.readings[0].lab for one in labs}) == 1 and not any(one.readings[0].is_model for one in spans)
        return labs if sole and (project or (numbered and labs[0].last <= first)) else []

    def _whole(self, tokens: Tokens, span: NameSpan) -> NameSpan:
        """A known maker's name with what quotes, a "called" or a number add: "SSI-1"."""
        best = span.readings[0]
        if best.kind not in _OPEN or not best.lab:
            return span
        if best.kind is NameKind.LAB and tokens.gap(span.last) == "-" and is_version(tokens.word(span.last)):
            return self._longer(tokens, span, span.last + 1)
        quote = tokens.gaps[span.first][-1:]
        quoted = bool(quote) and quote in _QUOTES
        if not quoted and not introduces(tokens, span.first - 1, self.words):
            return span
        last = span.last
        while last < len(tokens) and last - span.last < _MOST and self._belongs(tokens, last, quoted=quoted):
            last += 1
        if last == span.last or (quoted and not tokens.text[tokens.ends[last - 1] :].startswith(quote)):
            return span
        return self._longer(tokens, span, last)

    @staticmethod
    def _longer(tokens: Tokens, span: NameSpan, last: int) -> NameSpan:
        """A maker's name with what stands behind it as a model of that maker."""
        best = span.readings[0]
        text = tokens.text[tokens.starts[span.first] : tokens.ends[last - 1]]
        behind = label_slug(tokens.text[tokens.starts[span.last] : tokens.ends[last - 1]]).partition("/")[2]
        base = best.slug if best.kind is not NameKind.LAB else f"{best.slug}/{best.slug}"
        made = NameReading(
            NameKind.GRAMMAR, f"{base}-{behind}", text, best.lab, best.family, best.version, behind,
            certainty=NameCertainty.LIKELY, why=_WHY,
        )  # fmt: skip
        return replace(span, last=last, readings=(made,))

    def _belongs(self, tokens: Tokens, at: int, *, quoted: bool) -> bool:
        """Whether a word belongs to the name before it."""
        word, gap = tokens.words[at], tokens.gaps[at]
        if gap not in (" ", "-") or not word.isalpha() or word in self.words.never:
            return False
        return tokens.capital(at) or (quoted and gap == "-")

    def _pairs(self, tokens: Tokens) -> Iterator[tuple[int, int]]:
        """Two or three hyphenated words that stand as a noun."""
        if "-" not in tokens.gaps:
            return
        first = 0
        while first < len(tokens) - 1:
            last = _hyphened(tokens, first)
            if self._is_id(tokens.words[first:last]):
                yield first, last
            glued = "" in tokens.gaps[first + 1 : last] and tokens.words[last - 2] != "v"
            coined = 1 < last - first <= _MOST and not glued and self._coined(tokens.words[first:last])
            if coined:
                tiered = self._has_tier(tokens, first, last)
                last += tiered
                counted = tokens.words[last - 1].isdecimal() and tokens.words[first] in self.words.counted
                if not counted and (tiered or self._is_a_thing(tokens, first, last)):
                    yield first, last
            first = last

    def _is_a_thing(self, tokens: Tokens, first: int, last: int) -> bool:
        return self._noun(tokens, last) or introduces(tokens, first - 1, self.words)

    def _is_id(self, run: Sequence[str]) -> bool:
        """Whether hyphenated words are one long id: "im-also-a-good-gpt2-chatbot"."""
        return len(run) > _LONG and run[0] not in self.heads and any(map(str.isdecimal, run))

    def _has_tier(self, tokens: Tokens, first: int, last: int) -> bool:
        """Whether a capitalized word goes on with a numbered pair: "AFM-6 Server"."""
        numbered = tokens.capital(first) and is_version(tokens.words[last - 1]) and tokens.gap(last) == " "
        if not numbered or not tokens.word(last).isalpha() or tokens.shouted:
            return False
        return tokens.capital(last) and tokens.words[last] not in self.words.never

    def _quoted(self, tokens: Tokens, found: Sequence[NameSpan]) -> Iterator[tuple[int, int]]:
        """Find quoted names: one word, or several that a lab or a cue introduces."""
        for at, gap in enumerate(tokens.gaps):
            if not gap.endswith(_QUOTED):
                continue
            last = _closed(tokens, at, gap[-1])
            whose = self._whose(tokens, at, last, found) or tokens.word(last) in self.words.copulas
            if last > at + 1 and self._named(tokens, at, last) and whose:
                yield at, last
            elif last == at + 1 and self._new(tokens.words[at]):
                made = tokens.word(at - 1) in self.words.making or tokens.word(last) in ("project", *self.words.nouns)
                if made or self._said_of(tokens, last) or self._is_apposed(tokens, last):
                    yield at, last

    def _new(self, word: str) -> bool:
        """Whether a quoted word is long enough for a name and no ordinary one."""
        known = word in self.words.never | self.words.common | self.words.pair_words
        return len(word) > _LETTERS and word.isalpha() and not known and not word.endswith("ed")

    def _named(self, tokens: Tokens, first: int, last: int) -> bool:
        """Whether quoted words are written as a name, perhaps with a version."""
        words = tokens.words[first:last]
        written = all(word[0].isdecimal() or tokens.capital(first + n) for n, word in enumerate(words))
        return written and words[0].isalpha() and self.words.never.isdisjoint(words)

    def _whose(self, tokens: Tokens, first: int, last: int, found: Sequence[NameSpan]) -> bool:
        """Whether a lab is beside a quote, or a word that introduces a name before it."""
        places = [span for span in found if span.readings[0].is_place]
        owned = any(span.last == first - (tokens.word(first - 1) == "s") or span.first == last for span in places)
        words = self.words
        return owned or tokens.word(first - 1) in words.making | words.naming | words.calling | words.nouns

    def _said_of(self, tokens: Tokens, last: int) -> bool:
        """Whether a sign of equality, or a verb of a name, stands behind a quote."""
        gap = tokens.gap(last)[1:].strip()
        return gap == "=" or (not gap and tokens.word(last) in self.words.behind_name - {"and", "or"})

    def _is_apposed(self, tokens: Tokens, last: int) -> bool:
        """Whether behind a quote it is told what it is: '"Nougat", the secret model in …'."""
        apposed = tokens.gap(last)[1:].strip() == "," and tokens.word(last) in _ARTICLES
        return apposed and not self.words.nouns.isdisjoint(tokens.words[last + 1 : last + 1 + _MOST])

    def _coined(self, pair: Sequence[str]) -> bool:
        """Whether these words make no ordinary pair; a number may stand behind the last."""
        plain = pair[:-1] if pair[-1].isdecimal() else pair
        if any(not word.isalpha() or len(word) < _LETTERS or word in self.words.never for word in plain[:1]):
            return False
        ordinary, counted = self.words.pair_words, self.words.numerals
        ends = plain[-1].endswith(("ing", "ed", "ly")) and len(plain) > 1
        if ends or plain[0] in ordinary or plain[0] in counted:
            return False
        ordinary = ordinary - self.words.efforts - self.words.variants
        return all(word.isalpha() and word not in ordinary for word in plain[1:])

    def _noun(self, tokens: Tokens, last: int) -> bool:
        """Whether a mark, or a word that follows a name, stands behind a pair."""
        if tokens.gap(last).strip() or last >= len(tokens) or tokens.words[last] in self.words.behind_name:
            return True
        return tokens.words[last].isdecimal() and tokens.gap(last + 1)[:1] == ")"  # "1) amber-fox 2) …"


def _closed(tokens: Tokens, first: int, quote: str) -> int:
    """Return the token after a short quote that opens at ``first``, else ``first``."""
    for last in range(first + 1, min(first + _MOST, len(tokens)) + 1):
        if tokens.gap(last)[:1] == quote:
            return last
        if tokens.gap(last) not in (" ", "-"):
            break
    return first


def _inside_id(span: NameSpan, first: int, last: int) -> bool:
    """Whether a name is only part of a long id: "not-your-llama3-demo"."""
    return last - first > _LONG and span.first > first + 1


def _told_by(tokens: Tokens, span: NameSpan, first: int) -> bool:
    """Whether a supposed label only tells what the pair behind it is."""
    return span.last == first and span.readings[0].kind is NameKind.LABEL and not tokens.gap(first).strip(" " + _QUOTES)


def _shorter_label(span: NameSpan, size: int) -> bool:
    return span.readings[0].kind is NameKind.LABEL and span.last - span.first < size


def _hyphened(tokens: Tokens, first: int) -> int:
    """The end of the words that hyphens join from there on: "kestrel-v2"."""
    last = first + 1
    while last < len(tokens) and (tokens.gaps[last] == "-" or tokens.gaps[last - 1 : last + 1] == ["-", ""]):
        last += 1
    return last
