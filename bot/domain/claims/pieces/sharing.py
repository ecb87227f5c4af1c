"""What a list says of all its items: in which unit their numbers are, and of which month and year their days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from bot.domain.claims.lexicon import lexicon
from bot.domain.claims.moments import Moment
from bot.domain.claims.parts import Part
from bot.domain.claims.pieces.benchmarks import YEARS
from bot.domain.claims.pieces.numbers import Amount

_MILLION = 1e6
_YEARS = frozenset(map(str, YEARS))
_LEAP = (2, 29)
_MONTH = 31  # days that a month has at most


@dataclass(frozen=True, slots=True)
class Shared:
    """The currency, what a price is for, other units, the month and the year of a list.

    ``last`` is its last amount: of "A $15, B $3 per million in" the unit behind that holds for each.
    """

    money: str = ""
    per: str = ""
    unit: str = ""
    month: Moment | None = None
    year: int = 0
    last: Amount | None = None

    def of(self, item: Sequence[Part]) -> Iterator[Part]:
        """The parts of an item with their numbers and days as the list means them."""
        for place, part in enumerate(item):
            day = self._day_of_month(part, item[place - 1].norm if place else "") or self._in_year(part.moment)
            if day is not None:
                yield replace(part, kind="day", amount=None, moment=day)
            elif part.amount is not None:
                yield replace(part, amount=self._amount(part.amount))
            elif ranks := [entry for entry in lexicon().numeric.get(part.norm, ()) if entry.name == "ordinal"]:
                yield replace(part, kind="amount", entries=(), amount=Amount(float(ranks[0].means), "rank"))
            else:
                yield part

    def _day_of_month(self, part: Part, before: str) -> Moment | None:
        """The day that a number names in the month of the list: "September recap: A 3/9, B (5th), C on the 12th"."""
        if self.month is None:
            return None
        amount, words, last = part.amount, part.text.lower().removeprefix("on ").removeprefix("the "), self.month.day
        day = 0.0
        if part.moment is not None and words[:1].isdecimal():
            day = part.moment.day.day
        elif amount is not None and amount.of is not None:
            day = amount.value if amount.of == last.month else amount.of
        elif amount is not None and before in ("(", "the"):
            day = amount.value
        if not 1 <= day <= last.day:
            return None
        return replace(self.month, day=last.replace(day=int(day)), since=None, operator="on")

    def _in_year(self, moment: Moment | None) -> Moment | None:
        """A day whose year was guessed in the year of the list: "2025 launches: A on May 22"."""
        if moment is None or not (moment.guessed and self.year) or (moment.day.month, moment.day.day) == _LEAP:
            return moment
        since = moment.since.replace(year=self.year) if moment.since else None
        return replace(moment, day=moment.day.replace(year=self.year), since=since, guessed=False)

    def _amount(self, amount: Amount) -> Amount:
        """An amount in the unit of the list, where it has none of its own."""
        money = self.money or ("USD" if self.per == "Mtok" else "")
        amount = replace(amount, unit=amount.unit or money or self.unit)
        if not amount.money:
            return amount
        amount = replace(amount, per=amount.per or self.per)
        if self.last is None or amount.unit != self.last.unit or amount.per or amount.way:
            return amount
        return replace(amount, per=self.last.per, way=self.last.way)


def shared(said: Sequence[Part], last: Amount | None = None) -> Shared:
    """What the words around a list say of all its items."""
    moments = [part.moment for part in said if part.moment is not None]
    months = (one for one in moments if one.since is not None and 0 < (one.day - one.since).days < _MONTH)
    years = (int(part.text) for part in said if part.text in _YEARS)
    million = any(part.amount is not None and part.amount.value == _MILLION for part in said)  # "per 1M"
    dated = (one.day.year for one in moments if not one.guessed)
    return Shared(
        _first(said, "currency"),
        _first(said, "per") or ("Mtok" if million else ""),
        "parameters" if _first(said, "unit") == "parameters" else "",
        next(months, None),
        next(chain(years, dated), 0),
        last,
    )


def _first(parts: Sequence[Part], name: str) -> str:
    """What the first part of a class means; empty without one."""
    return next((part.means(name) for part in parts if part.has(name)), "")
