"""Numbers of a sentence with what they count: ``$5/$30 per million tokens``, ``1.05M``, ``82.7 %``, ``#2``, ``9-3``.

A number keeps its unit as it was written: an amount in another currency, or per thousand words, is another amount. A
noun that counts nothing we know stays a word, and a word without a slot keeps a claim from being graded high.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from bot.domain.claims.lexicon import lexicon
from bot.domain.claims.pieces import ranges
from bot.domain.claims.pieces.numbers import Amount, NumberReader
from bot.domain.claims.tokens import Token

_BETWEEN = frozenset({"/", "per", "a", "an", "each", "every", "for"})  # a price and what it is for
_SINGLE = frozenset({"one", "1", "a", "single"})
_JOINED = frozenset({"/", "-", ":"})
_LISTED = frozenset({",", "and", "an", "n", "&", "|", ";"})
_LEADS = frozenset({"the", "a", "my", "your", "this", "that", "of", "all"})  # "in the US"
_SOLD = 1000.0  # dollars per million tokens that no model costs
_PAID = 5  # a month: what plans cost, at the least
_DIME, _DOLLAR = 10, 100  # cents
_OPENS = ("currency", "cut", "coin", "fraction", "part", "scale", "count", "ordinal")
_COMPARATIVES = ("less", "more", "cheaper", "dearer", "smaller", "bigger", "price", "limit")


@cache
def _openers() -> frozenset[str]:
    """The words and signs that an amount may begin with, beside digits."""
    rows = (row for table in (lexicon().by_first, lexicon().numeric) for row in table.items())
    return frozenset(first for first, entries in rows if any(entry.name in _OPENS for entry in entries))


def find(tokens: Sequence[Token], free: Sequence[bool]) -> tuple[Amount, ...]:
    """The amounts of a sentence; ``free`` are the tokens of no name or day."""
    return tuple(_Reader(tokens, free).read())


class _Reader(NumberReader):
    """Reads the amounts of one token list, left to right."""

    def read(self) -> list[Amount]:
        """Every amount."""
        found: list[Amount] = []
        place = 0
        while place < len(self.tokens):
            may = self.free[place] and (self.tokens[place].number or self.tokens[place].norm in _openers())
            made = self.amounts_at(place) if may else []
            found += made
            place = max([place + 1, *(one.end for one in made)])
        return ranges.joined(self, found)

    def amounts_at(self, place: int) -> list[Amount]:
        """The amount, or the two of "$5/$30", that begin at a place."""
        start, currency = self.form(place, "currency")
        if currency:
            parted = start > place + 1 and not self.glued(start - 1)  # "costs a $5"
            first = None if parted or start >= len(self.tokens) else self.number(start, place)
            if first is None or not self.tokens[start].number:
                return []
            first = self.with_unit(replace(first, unit=currency))
        elif (
            told := self.rank(place) if self.tokens[place].number else self.share(place) or self.rank(place)
        ) is not None:
            return [told if told.unit == "rank" else self.bounded(told)]
        else:
            first = self.number(place, place)
            first = self.with_unit(self.sold(first)) if first is not None else None
        return [self.bounded(one) for one in self.paired(first)] if first is not None else []

    def share(self, place: int) -> Amount | None:
        """A number by its name, of a scale, a currency or another number: "a dime", "half a mil", "by a fifth"."""
        for name, unit in (("cut", "%"), ("coin", "USD")):
            end, told = self.form(place, name)
            if told:
                return self.priced(Amount(float(told), unit, start=place, end=end))
        end, part = self.form(place, "fraction")
        fraction = part
        if not part:
            end, part = self.form(place, "part")
            behind = end + (self.norm(end) == "the")
            fraction = part if part and self.begins(behind, *_COMPARATIVES) else ""  # "a fifth less"
        after, scale = self.form(end + (self.norm(end) == "a"), "scale")
        if part and scale:
            return self.with_unit(Amount(float(part) * float(scale), start=place, end=after))
        if not fraction:
            return None
        return self.priced(self.counted(Amount(float(fraction), "x", start=place, end=end), "currency"))

    def sold(self, first: Amount) -> Amount:
        """Small bare numbers with "in" and a number behind them are dollars: "5 in / 30 out per mil"."""
        end, way = self.form(first.end, "way")
        place = end + (self.norm(end) in _JOINED | _LISTED)
        money = way == "input" and 0 < first.value < _SOLD and self.number(place, place) is not None
        return replace(first, unit="USD") if money else first

    def with_unit(self, amount: Amount) -> Amount:
        """The amount with what stands behind it: unit, currency, "per million", "input", "of 100"."""
        if not amount.unit:
            amount = self.messages_of(amount) or self.counted(self.counted(amount, "currency"), "unit")
        if not amount.unit:
            amount = replace(amount, unit="USD") if self.sold_by_the_million(amount) else self.of_a_whole(amount)
        if amount.money:
            return self.priced(amount)
        return self.limited(amount) if amount.unit in ("", "tokens") and amount.value >= _SOLD else amount

    def counted(self, amount: Amount, name: str) -> Amount:
        """The amount in the currency or the unit that stands behind it, if it has none; cents are of a dollar."""
        end, unit = self.form(amount.end, name)
        leads = name == "currency" and end < len(self.tokens) and self.tokens[end].number and self.glued(end)
        if not unit or leads or amount.unit not in ("", "x"):  # "step 4 $0.30": the sign is of the price
            return amount
        return _in_dollars(replace(amount, end=end)) if unit == "cents" else replace(amount, unit=unit, end=end)

    def of_a_whole(self, amount: Amount) -> Amount:
        """The amount with its whole, "69 of 100", "9 out of 12", "3/4"; "7/35 per mil" are two."""
        joint = self.norm(amount.end)
        whole = amount.end + 1 + (joint == "out")
        second = self.number(whole, whole) if joint in ("of", "/") or self.norm(whole - 1) == "of" else None
        if second is None or (joint == "/" and self.sold_by_the_million(second)):
            return amount
        return replace(amount, of=second.value, end=second.end)

    def sold_by_the_million(self, amount: Amount) -> bool:
        """Whether a bare number is a price: "0.60 per million input tokens", "0.35/M", "2.5 a mil", "20/mo"."""
        joint, per = self.norm(amount.end), self.means(amount.end + 1, "per")
        plan = per in ("month", "year") and (joint in ("/", "per") or amount.value >= _PAID)
        return joint in _BETWEEN and amount.value < _SOLD and (plan or per == "Mtok")

    def limited(self, amount: Amount) -> Amount:
        """A count with the way its tokens go: "16k out", "64k tokens coming back"; not "17b out of 400b"."""
        end, way = self.form(amount.end, "way")
        return replace(amount, unit="tokens", way=way) if way and self.norm(end) != "of" else amount

    def messages_of(self, amount: Amount) -> Amount | None:
        """The amount where messages stand behind a name or another word: "160 GPT-6.1 messages"."""
        place = amount.end
        while place < len(self.tokens) and not self.free[place]:
            place += 1
        place += place == amount.end
        return replace(amount, unit="messages") if self.means(place, "unit") == "messages" else None

    def with_change(self, amount: Amount) -> Amount:
        """A dollar with its cents: "a buck fifty"."""
        rest = self.number(amount.end, amount.end)
        if rest is None or not _DIME <= rest.value < _DOLLAR or self.norm(amount.end - 1) not in ("buck", "dollar"):
            return amount
        return replace(amount, value=round(amount.value + rest.value / _DOLLAR, 9), end=rest.end)

    def priced(self, amount: Amount) -> Amount:
        """A price with what it buys: per what, and which way the tokens go, in any order."""
        if not amount.money:
            return amount
        amount = self.with_change(amount)
        for _ in range(3):
            amount = self.per_behind(amount) or self.way_behind(amount) or amount
        if amount.way in ("input", "output") and not amount.per:
            amount = replace(amount, per="Mtok")  # tokens in and out are sold by the million
        counted = amount.per and self.norm(amount.end) in ("tokens", "token", "toks")  # "per million input tokens"
        return replace(amount, end=amount.end + 1) if counted else amount

    def per_behind(self, amount: Amount) -> Amount | None:
        """The price with what it is for, where that stands behind it: "per million", "/mo", "monthly"."""
        place = amount.end + (self.norm(amount.end) in _BETWEEN)
        end, per = self.form(place + (self.norm(place) in _SINGLE), "per")
        return replace(amount, per=per, end=end) if per and not amount.per else None

    def way_behind(self, amount: Amount) -> Amount | None:
        """The price with which way its tokens go, where that stands behind it: "in", "(output)", "per input token"."""
        place = amount.end
        while self.norm(place) in _BETWEEN or (place > amount.end and self.norm(place) in _SINGLE):
            place += 1
        end, way = self.form(place, "way")
        if way and place > amount.end and not amount.per and not amount.way and self.norm(end) == "token":
            return replace(amount, way=way, per="token", end=end + 1)
        end, way = self.form(amount.end + (self.norm(amount.end) == "("), "way")
        if not way or amount.way or amount.per == "month" or self.of_a_place(end):
            return None
        return replace(amount, way=way, end=end + (self.norm(end) == ")"))

    def of_a_place(self, end: int) -> bool:
        """Whether an "in" or "out" only leads to a place or a name: "$8 in the US", "$4 out of Vertex"."""
        leads = self.norm(end - 1) in ("in", "out") and end < len(self.tokens)
        return leads and (not self.free[end] or self.norm(end) in _LEADS)

    def paired(self, first: Amount) -> list[Amount]:
        """The amount, or two with one unit: "$5/$30", "5/25", "$3 in $15 out", "$5 and $30 per million".

        The first is what goes in where neither says so.
        """
        second = self._second(first)
        if second is not None and not first.unit and second.money:
            first = replace(first, unit=second.unit)
        if second is None or second.unit != first.unit or not self._are_pair(first, second):
            return [first]
        per = second.per or first.per or "Mtok"
        return [
            replace(first, per=per, way=first.way or "input"),
            replace(second, per=per, way=second.way if first.way else "output"),
        ]

    def _second(self, first: Amount) -> Amount | None:
        """The amount that is joined to a price, or to a bare number sold by the million, in its currency."""
        place = first.end + (self.norm(first.end) in _JOINED | _LISTED)
        end, currency = self.form(place, "currency")
        second = self.number(end, place)
        if second is None:
            return None
        second = self.with_unit(replace(second, unit=currency or first.unit))
        return second if currency or first.money or second.per == "Mtok" else None

    def _are_pair(self, first: Amount, second: Amount) -> bool:
        """Whether two amounts are what goes in and out; "$5 and $30 per million" gives one unit to both."""
        if ranges.opens(self, first.start):
            return False
        both = not first.way and not second.way and not first.per and second.per == "Mtok"
        return self.norm(first.end) in _JOINED or bool(first.way and second.way) or both

    def bounded(self, amount: Amount) -> Amount:
        """The amount with the word before it that makes it a bound: "over", "at most", "about"."""
        for place in range(max(0, amount.start - 4), amount.start):
            end, bound = self.form(place, "bound")
            if bound and end == amount.start:
                return replace(amount, bound=bound, start=place)
        summed = self.glued(amount.end + 1)  # "$5+1"
        if self.norm(amount.end) == "+" and self.glued(amount.end) and not summed:
            return replace(amount, bound="at_least", end=amount.end + 1)
        return amount


def _in_dollars(cents: Amount) -> Amount:
    return replace(cents, value=round(cents.value / _DOLLAR, 9), unit="USD")
