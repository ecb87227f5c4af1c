"""Numbers in digits and words with their scale: ``1.05M``, ``one million``, ``seventy-three``, ``#2``, ``14th``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.claims.lexicon import NUMERIC, lexicon
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
    """A reader of the numbers of one token list; ``free`` tells which tokens are no part of a name or a day."""

    def __init__(self, tokens: Sequence[Token], free: Sequence[bool]) -> None:
        self.tokens = tokens
        self.free = free
        self.words = lexicon()
        self.stops = _run_ends(free)

    def form(self, place: int, name: str) -> tuple[int, str]:
        """Where the longest form of a class that begins at a place ends, and what it means; empty without one."""
        if place >= len(self.tokens) or not self.free[place]:
            return place, ""
        table = self.words.numeric if name in NUMERIC else self.words.by_first
        for entry in table.get(self.tokens[place].norm, ()):
            if entry.name != name or (end := place + len(entry.tokens)) > self.stops[place]:
                continue
            if all(self.tokens[place + n].norm == word for n, word in enumerate(entry.tokens)):
                return end, entry.means
        return place, ""

    def means(self, place: int, name: str) -> str:
        """What the form of a class at a place means; empty without one."""
        return self.form(place, name)[1]

    def begins(self, place: int, *names: str) -> bool:
        """Whether a form of one of these classes begins at a place."""
        return any(self.form(place, name)[0] > place for name in names)

    def norm(self, place: int) -> str:
        """The token at a place, or nothing."""
        return self.tokens[place].norm if 0 <= place < len(self.tokens) and self.free[place] else ""

    def glued(self, place: int) -> bool:
        """Whether no space stands before a token."""
        return place < len(self.tokens) and self.tokens[place].glued

    def number(self, place: int, start: int) -> Amount | None:
        """A number in digits or words with its scale: "1.05M", "one million", "five and a half"."""
        if not self.norm(place):
            return None
        end, count = self.form(place, "count")
        if self.tokens[place].number:
            value, end = self._halved(float(self.tokens[place].norm), place + 1)
        elif count:
            value, end = self._with_cents(*self._halved(*self._tens(float(count), end)))
            if not self.means(end, "scale") and not self._counts(place, end):
                return None
        else:
            return self._bare_scale(place, start)
        while self.norm(end) == "-" and self.glued(end):
            end += 1
        after, scale = self.form(end, "scale")
        if scale and self._is_scale(end, after):
            value, end = value * float(scale), after
        return Amount(round(value, 9), start=start, end=end)

    def _counts(self, place: int, end: int) -> bool:
        """Whether a number in words counts what stands behind it; "a token" and "the full price" count nothing."""
        if not _ENTIRE.isdisjoint(self.norm(n) for n in range(place, end)):
            return False
        units = ("currency",) if self.norm(place) in _ARTICLES else ("unit", "currency", "way")
        return any(self.means(end, name) for name in units)

    def _bare_scale(self, place: int, start: int) -> Amount | None:
        """A scale that stands for one of it: "gets a full million-token context", "million-token window"."""
        end, scale = self.form(place, "scale")
        end += self.norm(end) == "-"
        alone = len(self.norm(place)) > 1 and self.norm(place - 1) not in _OF_SCALES
        return Amount(float(scale), start=start, end=end) if scale and alone and self.means(end, "unit") else None

    def _tens(self, value: float, end: int) -> tuple[float, int]:
        """A number in words with the ones behind its tens: "seventy-three"."""
        place = end + (self.norm(end) == "-")
        after, ones = self.form(place, "count")
        tens = value % _TEN == 0 and _TENS <= value < _HUNDRED and self.norm(place) not in _ARTICLES
        return (value + float(ones), after) if tens and ones and float(ones) < _TEN else (value, end)

    def _with_cents(self, value: float, end: int) -> tuple[float, int]:
        """A price in words with its cents: "four fifty out" is 4.50."""
        after, cents = self.form(end, "count")
        rest, after = self._tens(float(cents), after) if cents else (0.0, after)
        told = value < _TENS and value % 1 == 0 and _TEN <= rest < _HUNDRED and self.means(after, "way")
        return (value + rest / _HUNDRED, after) if told else (value, end)

    def _halved(self, value: float, end: int) -> tuple[float, int]:
        """A number with the half behind it: "five and a half"."""
        half = [self.norm(end), self.norm(end + 1), self.norm(end + 2)] == ["and", "a", "half"]
        return (value + 0.5, end + 3) if half else (value, end)

    def _is_scale(self, place: int, after: int) -> bool:
        """Whether a letter or word behind a number is its scale: "64k", "1 million", "64 k tokens"."""
        tight = self.glued(place) or self.norm(place - 1) == "-"
        return tight or len(self.norm(place)) > 1 or bool(self.means(after, "unit"))

    def rank(self, place: int) -> Amount | None:
        """A place on a list: "#2", "no. 2", "14th", and "third" beside a word of ranks; "no 2M context" denies."""
        token = self.tokens[place]
        if token.number and self.norm(place + 1) in _ENDINGS and self.glued(place + 1):
            return Amount(float(token.norm), "rank", start=place, end=place + 2)
        mark = place - 1 - (self.norm(place - 1) == ".")
        first = self.number(place, mark) if self.norm(mark) in _RANK_MARKS else None
        if first is not None and (first.value < _PLACES or self.norm(mark) != "no"):
            return replace(first, unit="rank")
        end, ordinal = self.form(place, "ordinal")
        ranked = bool(_RANKED & {self.norm(place - 1), self.norm(place - 2), self.norm(end)})
        ranked = ranked or (self.norm(end) == "on" and self.norm(place - 1) in _STANDS)
        return Amount(float(ordinal), "rank", start=place, end=end) if ordinal and ranked else None


def _run_ends(free: Sequence[bool]) -> list[int]:
    """For every token where the free tokens from it on end."""
    ends = [0] * len(free)
    for place in range(len(free) - 1, -1, -1):
        goes_on = free[place] and place + 1 < len(free) and free[place + 1]
        ends[place] = ends[place + 1] if goes_on else place + free[place]
    return ends
