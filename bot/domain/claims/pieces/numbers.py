"""Numbers in digits and words with their scale: ``1.05M``, ``one million``, ``seventy-three``, ``#2``, ``14th``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.claims.lexicon import LexiconEntry, lexicon
from bot.domain.claims.tokens import Token

MONEY = frozenset({"USD", "EUR", "GBP", "CNY", "AUD", "CAD", "other money"})
_RANK_MARKS = frozenset({"#", "no", "number", "rank", "ranked", "ranks", "nr"})
_ENDINGS = frozenset({"st", "nd", "rd", "th"})
_RANKED = frozenset({"place", "spot", "position", "rank", "ranked", "ranks", "ranking", "placed", "places", "finished"})
_STANDS = frozenset({"to", "in", "at", "is", "was", "came", "comes", "sits", "now"})  # "climbs to third on …"
_OF_SCALES = frozenset({"per", "/", "each", "every", "(", "of", "by"})  # "per million tokens"
_ARTICLES = frozenset({"a", "an"})
_PLACES = 1000  # places of a list; "no 2M context" denies
_ENTIRE = frozenset({"full", "whole"})  # of a scale: of any other number they only say that it is not less
_TEN, _TENS, _HUNDRED = 10, 20, 100


@dataclass(frozen=True, slots=True)
class Amount:
    """One number, normalised: 1M is 1000000.

    ``start`` and ``end`` count tokens; ``end`` excludes its last.

    ``unit`` is a currency, ``%``, ``tokens``, ``x`` … or empty; ``per`` what a price is for (``Mtok``, ``month``);
    ``way`` input, output or cached; ``bound`` eq, about, over, under, at_least or at_most; ``of`` the whole of "69 of
    100", ``upto`` the upper end of a range that ``value`` begins.
    """

    value: float
    unit: str = ""
    per: str = ""
    way: str = ""
    bound: str = "eq"
    of: float | None = None
    upto: float | None = None
    start: int = 0
    end: int = 0

    @property
    def money(self) -> bool:
        """Whether it is a price."""
        return self.unit in MONEY

    @property
    def full_unit(self) -> str:
        """The unit in one word: ``USD/Mtok in``."""
        way = {"input": " in", "output": " out", "cached": " cached"}.get(self.way, "")
        return f"{self.unit}{'/' + self.per if self.per else ''}{way if self.money else ''}"


class NumberReader:
    """A reader of the numbers of one token list.

    ``free`` tells which tokens are no part of a name or a day.
    """

    def __init__(self, tokens: Sequence[Token], free: Sequence[bool]) -> None:
        self.tokens = tokens
        self.free = free
        self.words = lexicon()
        self.stops = _run_ends(free)

    def entry(self, place: int, name: str) -> tuple[int, LexiconEntry | None]:
        """The longest form of one class that begins at a place: where it ends, and its entry."""
        if place >= len(self.tokens) or not self.free[place]:
            return place, None
        stop = self.stops[place]
        table = self.words.numeric if name in ("bound", "scale", "count", "ordinal", "part") else self.words.by_first
        for entry in table.get(self.tokens[place].norm, ()):
            end = place + len(entry.tokens)
            if entry.name != name or end > stop:
                continue
            if all(self.tokens[place + n].norm == word for n, word in enumerate(entry.tokens)):
                return end, entry
        return place, None

    def norm(self, place: int) -> str:
        """The token at a place, or nothing."""
        return self.tokens[place].norm if 0 <= place < len(self.tokens) and self.free[place] else ""

    def number(self, place: int, start: int) -> Amount | None:
        """A number in digits or words with its scale.

        1.05M, one million, half a million, 9-3, 69 of 100.
        """
        if place >= len(self.tokens) or not self.free[place]:
            return None
        token = self.tokens[place]
        if token.number:
            value, end = self._halved(float(token.norm), place + 1)
        else:
            end, count = self.entry(place, "count")
            if count is None:
                return self._bare_scale(place, start)
            value, end = self._with_cents(*self._halved(*self._tens(float(count.means), end)))
            _, scale = self.entry(end, "scale")
            article = token.norm in _ARTICLES and not self.entry(end, "currency")[1]
            entire = bool(_ENTIRE.intersection(count.tokens))
            if scale is None and (entire or article or not self._counts(end)):
                return None
        while self.norm(end) == "-" and self.tokens[end].glued:
            end += 1
        after, scale = self.entry(end, "scale")
        if scale is not None and self._is_scale(end, after):
            value, end = value * float(scale.means), after
        return Amount(round(value, 9), start=start, end=end)

    def _bare_scale(self, place: int, start: int) -> Amount | None:
        """A scale that stands for one of it: "gets a full million-token context", "million-token window"."""
        end, scale = self.entry(place, "scale")
        end += self.norm(end) == "-"
        alone = len(self.norm(place)) > 1 and self.norm(place - 1) not in _OF_SCALES
        if scale is None or not alone or self.entry(end, "unit")[1] is None:
            return None
        return Amount(float(scale.means), start=start, end=end)

    def _tens(self, value: float, end: int) -> tuple[float, int]:
        """A number in words with the ones behind its tens: "seventy-three"."""
        place = end + (self.norm(end) == "-")
        after, ones = self.entry(place, "count")
        if value % 10 or not _TENS <= value < _HUNDRED or ones is None or not 0 < float(ones.means) < 10:  # noqa: PLR2004 - ones
            return value, end
        return (value, end) if self.norm(place) in _ARTICLES else (value + float(ones.means), after)

    def _with_cents(self, value: float, end: int) -> tuple[float, int]:
        """A price in words with its cents: "four fifty out" is 4.50."""
        after, cents = self.entry(end, "count")
        rest, after = self._tens(float(cents.means), after) if cents is not None else (0.0, after)
        told = value < _TENS and value % 1 == 0 and _TEN <= rest < _HUNDRED and self.entry(after, "way")[1] is not None
        return (value + rest / _HUNDRED, after) if told else (value, end)

    def _halved(self, value: float, end: int) -> tuple[float, int]:
        """A number with the half behind it: "five and a half"."""
        half = [self.norm(end), self.norm(end + 1), self.norm(end + 2)] == ["and", "a", "half"]
        return (value + 0.5, end + 3) if half else (value, end)

    def _is_scale(self, place: int, after: int) -> bool:
        """Whether a letter or word behind a number is its scale.

        "64k", "1 million", "64 k tokens".
        """
        tight = self.tokens[place].glued or self.norm(place - 1) == "-"
        return tight or len(self.norm(place)) > 1 or self.entry(after, "unit")[1] is not None

    def _counts(self, place: int) -> bool:
        """Whether a unit or a currency stands right behind a number in words."""
        return any(self.entry(place, name)[1] for name in ("unit", "currency", "way"))

    def rank_mark(self, place: int, first: Amount) -> int | None:
        """The place of the mark of a rank before a number: "#2", "no. 2".

        "No 2M context" denies.
        """
        mark = place - 1 - (self.norm(place - 1) == ".")
        if mark < 0 or self.norm(mark) not in _RANK_MARKS:
            return None
        return None if self.norm(mark) == "no" and first.value >= _PLACES else mark

    def ordinal(self, place: int) -> Amount | None:
        """A place on a list: "14th", and "third" beside a word of ranks."""
        token, end = self.tokens[place], place + 1
        if token.number and self.norm(end) in _ENDINGS and self.tokens[end].glued:
            return Amount(float(token.norm), "rank", start=place, end=end + 1)
        end, entry = self.entry(place, "ordinal")
        ranked = bool(_RANKED & {self.norm(place - 1), self.norm(place - 2), self.norm(end)})
        if entry is None or not (ranked or (self.norm(end) == "on" and self.norm(place - 1) in _STANDS)):
            return None
        return Amount(float(entry.means), "rank", start=place, end=end)


def _run_ends(free: Sequence[bool]) -> list[int]:
    """For every token where the free tokens from it on end."""
    ends = [0] * len(free)
    for place in range(len(free) - 1, -1, -1):
        ends[place] = (
            (ends[place + 1] if place + 1 < len(free) and free[place + 1] else place + 1) if free[place] else place
        )
    return ends
