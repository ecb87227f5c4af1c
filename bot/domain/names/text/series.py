"""Models of a series that no list has shown.

"Kuaishou's Tarn 3", "Sakana delays Silk Road 9": a capitalized run before a version is a model where a lab is named
and no model of it, or where it is compared with a model. The whole run is the name; one with a word that counts
something else ("Chapter 4", "Windows 11") is none. In small letters one word is a name only beside its lab.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.domain.names.lab_table import LabTable
from bot.domain.names.number_parts import MONTHS, amount_before, is_version
from bot.domain.names.reading import NameCertainty, NameKind, NameReading
from bot.domain.names.text.label_names import label_slug
from bot.domain.names.text.spans import NameSpan
from bot.domain.names.text.tokens import Tokens, is_inflected

_MOST = 3  # words before the version
_SHORTEST = 3  # letters of a word
_SHORTEST_SMALL = 4  # ... in small letters
_BY = frozenset({"from", "by", "of"})
_LISTED = frozenset({"and", "or", ",", "/", "&"})
_COMPARED = frozenset({
    ">", ">>", ">>>", "<", "=", "vs", "versus", "than", "beats", "beat", "over", "outscores", "outperforms", "tops",
    "matches", "surpasses", "overtakes", "undercuts", "trails",
})  # fmt: skip
_FEW = 2  # words between two models that are compared: "better than"
_EQUAL = frozenset({"par with", "level with", "tied with", "ahead of"})
_LINKS = frozenset({"is", "are", "was", "were", "now", "still", "already"})
_WHY = "a series no list has shown yet"


class SeriesNames:
    """Find numbered names of new series by the words of the lab table."""

    def __init__(self, table: LabTable) -> None:
        words = table.words
        self.words = words
        self._none = words.never | words.openers | words.copulas | words.common | words.making | words.nouns
        self._none |= words.owning | words.naming | words.calling | words.renaming | words.makers | words.modifiers
        self._plain = self._none | words.pair_words | words.joined | words.variants

    def read(self, tokens: Tokens, found: list[NameSpan]) -> list[NameSpan]:
        """The names found and the new series among them, in order."""
        for first, last in self._runs(tokens, {place for span in found for place in _places(span)}):
            kept = [span for span in found if span.last <= first or last <= span.first]
            maker = self._maker(tokens, first, last, kept)
            if maker is not None:
                found = [*kept, NameSpan(first, last, (_reading(tokens, first, last, maker),))]
        return sorted(found, key=lambda span: span.first)

    def _runs(self, tokens: Tokens, taken: set[int]) -> Iterator[tuple[int, int]]:
        """Yield the runs before a version with it and the variants behind it."""
        for at in range(1, len(tokens)):
            word = tokens.words[at]
            if at in taken or not is_version(word) or len(word.partition(".")[0]) > 1 or self._counts(tokens, at + 1):
                continue
            first = self._start(tokens, at, taken)
            if first < at - _is_lettered(tokens, at):
                yield first, self._end(tokens, at + 1, taken)

    def _counts(self, tokens: Tokens, behind: int) -> bool:
        """Whether what stands behind a number tells that it is no version.

        For example: "3 weeks", "8 December", "2 office".
        """
        following = tokens.word(behind)
        return amount_before(tokens, behind, self.words) or following in MONTHS or following in self.words.things

    def _start(self, tokens: Tokens, at: int, taken: set[int]) -> int:
        """Return where the run before a version begins; the version if none does."""
        if tokens.gaps[at] not in (" ", "-", ""):
            return at
        number, at = at, at - _is_lettered(tokens, at)
        first = at
        while first > 0 and first - 1 not in taken and self._is_written(tokens, first - 1):
            first -= 1
            if tokens.gaps[first] not in (" ", "-"):
                break
        if first == at == number and self._is_small(tokens, at - 1) and at - 1 not in taken:
            first = at - 1
        run = tokens.words[first:at]
        return first if len(run) <= _MOST and self.words.counted.isdisjoint(run) else at

    def _is_written(self, tokens: Tokens, at: int) -> bool:
        """Whether a word is written as part of a name, and is no headline's verb."""
        word = tokens.words[at]
        if not word.isalpha() or len(word) < _SHORTEST or not tokens.capital(at) or word in self._none:
            return False
        if tokens.word(at - 1) in _VERB_FOLLOWS and (tokens.shouted or tokens.capital(at + 1)):
            return False  # "to Retire Tarn 3"
        return not (tokens.shouted and is_inflected(word))

    def _is_small(self, tokens: Tokens, at: int) -> bool:
        word = tokens.words[at]
        long = len(word) >= _SHORTEST_SMALL and word.isascii() and word.isalpha()
        return long and not tokens.capital(at) and word not in self._plain and not is_inflected(word)

    def _end(self, tokens: Tokens, last: int, taken: set[int]) -> int:
        """Return the token after the variants behind a version."""
        while tokens.gap(last) in (" ", "-") and tokens.word(last) in self.words.variants and last not in taken:
            if tokens.word(last + 1) in self.words.plans:
                break
            last += 1
        return last

    def _maker(self, tokens: Tokens, first: int, last: int, found: Sequence[NameSpan]) -> str | None:
        """The lab of a run; empty for a label of nobody, None where it is no name."""
        labs = [span for span in found if span.readings[0].kind is NameKind.LAB]
        beside = next((span for span in labs if self._is_beside(tokens, span, first, last)), None)
        if beside is not None:
            return beside.readings[0].slug
        if not tokens.capital(first):
            return None
        models = [span for span in found if not span.readings[0].is_place]
        owned = {span.readings[0].lab for span in models}
        free = {span.readings[0].slug for span in labs} - owned
        if len(free) == 1:
            return next(iter(free))
        return "" if any(is_compared(tokens, span, first, last) for span in models) else None

    def _is_beside(self, tokens: Tokens, lab: NameSpan, first: int, last: int) -> bool:
        """Whether a lab stands beside a run as its maker.

        For example: "X's new Tarn 3", "X trains tarn 3", "Tarn 3 from X".
        """
        if lab.last <= first:
            between = tokens.words[lab.last : first]
            return {"s", "is", "are"}.union(self.words.owning, self.words.making).issuperset(between)
        between = tokens.words[last : lab.first]
        return _BY.issuperset(between) and (bool(between) or tokens.gaps[lab.first].strip() == "(")


_VERB_FOLLOWS = frozenset({"to", "will", "may", "might", "could", "must", "can", "would", "should"})


def _is_lettered(tokens: Tokens, at: int) -> bool:
    """Whether a version has its "v" before it: "Tarn v2"."""
    return tokens.gaps[at] == "" and tokens.word(at - 1) == "v" and tokens.gap(at - 1) in (" ", "-")


def _places(span: NameSpan) -> range:
    """The tokens of a name; none of one that is only supposed, such as a bare version."""
    supposed = span.readings[0].certainty is NameCertainty.POSSIBLE
    return range(0) if supposed else range(span.first, span.last)


def is_listed(tokens: Tokens, model: NameSpan, first: int, last: int) -> bool:
    """Whether a run stands next to a model in a list or a comparison."""
    return _is_joined(tokens, model, (first, last), _LISTED | _COMPARED)


def is_compared(tokens: Tokens, model: NameSpan, first: int, last: int) -> bool:
    """Whether a run stands next to the model that it is compared with."""
    return _is_joined(tokens, model, (first, last), _COMPARED)


def _is_joined(tokens: Tokens, model: NameSpan, run: tuple[int, int], joints: frozenset[str]) -> bool:
    first, last = run
    start, end = (model.last, first) if model.last <= first else (last, model.first)
    between = tokens.words[start:end]
    marked = between in ([], ["s"]) and tokens.gap(end).strip() in joints
    while between and between[0] in _LINKS:
        between = between[1:]
    told = " ".join(between[-2:]) in _EQUAL and joints >= _COMPARED
    return marked or told or (0 < len(between) <= _FEW and between[-1] in joints)


def _reading(tokens: Tokens, first: int, last: int, lab: str) -> NameReading:
    text = tokens.text[tokens.starts[first] : tokens.ends[last - 1]]
    slug = label_slug(" ".join(tokens.words[first:last])).replace("-v-", "-v")
    slug = f"{lab}/{slug.partition('/')[2]}" if lab else slug
    return NameReading(NameKind.LABEL, slug, text, lab, certainty=NameCertainty.LIKELY, why=_WHY)
