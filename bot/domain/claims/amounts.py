"""Numbers of a sentence with what they count: ``$5/$30 per million tokens``, ``1.05M``, ``82.7 %``, ``#2``, ``9-3``.

A number keeps its unit as it was written: an amount in another currency, or per thousand words, is another amount. A
noun that counts nothing we know stays a word, and a word without a slot keeps a claim from being graded high.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.claims.lexicon import LexiconEntry
from bot.domain.claims.pieces import ranges
from bot.domain.claims.pieces.numbers import Amount, NumberReader
from bot.domain.claims.tokens import Token

_BETWEEN = frozenset({"/", "per", "a", "an", "each", "every", "for"})
_SINGLE = frozenset({"one", "1", "single"})
_CENTS = 0.01
_QUARTER = 0.25
_BEHIND_NAMES = frozenset({"messages"})  # what stands behind the name of the model that is asked
_JOINED = frozenset({"/", "-", ":"})
_LISTED = frozenset({",", "and", "an", "n", "&", "|", ";"})
_ENDS = frozenset({",", "and", "&", "/", ")", ".", "|"})
_BILLION = 1e9
_SOLD = 1000.0  # dollars per million tokens that no model costs
_PAID = 5  # a month: what plans cost, at the least
_LEADS = frozenset({"the", "a", "my", "your", "this", "that", "of", "all"})  # "in the US"
_ONE = frozenset({"buck", "dollar"})
_DIME, _DOLLAR = 10, 100  # cents
_PLUS = frozenset({"and", "plus", "&", "+"})
_COMPARATIVES = ("less", "more", "cheaper", "dearer", "smaller", "bigger", "price", "limit")
_CODE = 3  # letters of a currency that stands before its number: "CAD 5"


class _Reader(NumberReader):
    """Reads the amounts of one token list, left to right."""

    def read(self) -> list[Amount]:
        """Every amount."""
        found: list[Amount] = []
        place = 0
        while place < len(self.tokens):
            made = self.amounts_at(place) if self.free[place] else []
            found += made
            place = max([place + 1, *(one.end for one in made)])
        return ranges.joined(self, found)

    def amounts_at(self, place: int) -> list[Amount]:
        """The amount, or the two of "$5/$30", that begin at a place."""
        start, currency = self.entry(place, "currency")
        if currency is not None and (_worded(currency) or not self._leads(place, start)):
            return []
        if currency is None and (small := self.coins(place) or self.ordinal(place)) is not None:
            return [small if small.unit == "rank" else self.bounded(small)]
        first = self.number(start, place)
        if first is None:
            return []
        if currency is None and (mark := self.rank_mark(place, first)) is not None:
            return [replace(first, unit="rank", start=mark)]
        first = self.with_unit(replace(first, unit=currency.means) if currency is not None else self.sold(first))
        return [self.bounded(one) for one in self.paired(first)]

    def _leads(self, place: int, start: int) -> bool:
        """Whether a number stands right behind a currency; that of "costs a $5" is parted from its article."""
        parted = start > place + 1 and not self.tokens[start - 1].glued
        return not parted and start < len(self.tokens) and self.tokens[start].number

    def coins(self, place: int) -> Amount | None:
        """A share in words, which is money before a currency ("half a buck"), and coins by their name ("a dime")."""
        end, cut = self.entry(place, "cut")
        if cut is not None:
            return Amount(float(cut.means), "%", start=place, end=end)
        end, coin = self.entry(place, "coin")
        if coin is not None:
            return self.priced(Amount(float(coin.means), unit="USD", start=place, end=end))
        end, share = self.entry(place, "fraction")
        if share is None:
            end, share = self.part_of_more(place)
        if share is None:
            return self.part_of_scale(place)
        if (scaled := self.scaled(place, end, float(share.means))) is not None:
            return scaled
        amount = Amount(float(share.means), unit="x", start=place, end=end)
        after, money = self.entry(end, "currency")
        return amount if money is None else self.priced(self.counted(amount, money, after))

    def scaled(self, place: int, end: int, share: float) -> Amount | None:
        """A share of a scale: "half a mil"."""
        after, scale = self.entry(end + (self.norm(end) == "a"), "scale")
        if scale is None or len(self.norm(after - 1)) == 1:
            return None
        return self.with_unit(Amount(share * float(scale.means), start=place, end=after))

    def part_of_scale(self, place: int) -> Amount | None:
        """A quarter, or another part, that a scale behind it makes a number: "a quarter million", "quarter mil"."""
        end, part = self.entry(place, "part")
        share = float(part.means) if part is not None else _QUARTER if self.norm(place) == "quarter" else 0.0
        return self.scaled(place, max(end, place + 1), share) if share else None

    def part_of_more(self, place: int) -> tuple[int, LexiconEntry | None]:
        """A fraction that only a comparative or a price behind it tells from a rank or a season: "a fifth less"."""
        end, part = self.entry(place, "part")
        after = end + (self.norm(end) == "the")
        behind = part is not None and any(self.entry(after, name)[1] for name in _COMPARATIVES)
        return (end, part) if behind else (place, None)

    def sold(self, first: Amount) -> Amount:
        """Small bare numbers with "in" and "out" behind them are dollars: "5 in / 30 out per mil"."""
        end, way = self.entry(first.end, "way")
        if way is None or way.means != "input" or first.value >= _SOLD or not first.value:
            return first
        place = end + (self.norm(end) in _JOINED | _LISTED)
        second = self.number(place, place)
        paid, money = self.entry(second.end, "currency") if second is not None else (0, None)
        back = self.entry(paid, "way")[1]
        unit = money.means.replace("cents", "USD") if money is not None else "USD"
        return replace(first, unit=unit) if back is not None and back.means == "output" else first

    def with_unit(self, amount: Amount) -> Amount:
        """The amount with what stands behind it: unit, currency, "per million", "input", "of 100"."""
        if not amount.unit:
            amount = self.messages_of(amount) or self.in_its_unit(amount)
        if not amount.unit and self.sold_by_the_million(amount):
            amount = replace(amount, unit="USD")
        if not amount.unit:
            amount = self.of_a_whole(amount)
        if amount.unit == "hours":
            amount = self.lasting(amount)
        if amount.money:
            return self.priced(amount)
        return self.limited(amount) if amount.unit in ("", "tokens") and amount.value >= _SOLD else amount

    def in_its_unit(self, amount: Amount) -> Amount:
        """The amount in the currency or the unit that stands behind it."""
        for name in ("currency", "unit"):
            end, entry = self.entry(amount.end, name)
            if entry is not None and (name == "unit" or entry.means != "cents" or amount.value < 1000):  # noqa: PLR2004 - four digits are a year or a price, no cents
                return self.counted(amount, entry, end)
        return amount

    def lasting(self, hours: Amount) -> Amount:
        """Hours with what stands behind them: "2 hours 17 minutes", "14 hours and a half"."""
        place = hours.end + (self.norm(hours.end) in ("and", ","))
        if [self.norm(place), self.norm(place + 1)] == ["a", "half"]:
            return replace(hours, value=hours.value + 0.5, end=place + 2)
        rest = self.number(place, place)
        rest = self.in_its_unit(rest) if rest is not None else None
        if rest is None or rest.unit != "minutes":
            return hours
        return replace(hours, value=hours.value * 60 + rest.value, unit="minutes", end=rest.end)

    def of_a_whole(self, amount: Amount) -> Amount:
        """The amount with its whole: "69 of 100", "9 out of 12", "3/4"."""
        joint = self.norm(amount.end)
        whole = amount.end + 1 + (joint == "out")
        if joint not in ("of", "/") and not (joint == "out" and self.norm(amount.end + 1) == "of"):
            return amount
        second = self.number(whole, whole)
        if second is None or not self.tokens[whole].number or second.value >= _BILLION:
            return amount  # "1T/32B" are two sizes
        chain = self.norm(second.end) == "/" and self.number(second.end + 1, second.end + 1) is not None
        if joint == "/" and (chain or self.sold_by_the_million(second)):
            return amount  # "7/35 per mil" are two prices, "58 / 64 / 60" three scores
        end, unit = self.entry(second.end, "unit")
        points = unit is not None and unit.means == "points"
        found = replace(amount, of=second.value, end=end if points else second.end)
        return replace(found, unit="points") if points else found

    def sold_by_the_million(self, amount: Amount) -> bool:
        """Whether a bare number is a price: "0.60 per million input tokens", "0.35/M", "2.5 a mil", "20/mo"."""
        joint = self.norm(amount.end)
        if amount.value >= _SOLD or joint not in _BETWEEN or (joint == "/" and not self.tokens[amount.end].glued):
            return False
        end, per = self.entry(amount.end + 1, "per")
        if per is None or per.means not in ("Mtok", "month", "year"):
            return False
        if per.means != "Mtok":
            return joint in ("/", "per") or amount.value >= _PAID
        return joint in ("/", "per") or self.entry(end, "unit")[1] is None

    def limited(self, amount: Amount) -> Amount:
        """A count with the way its tokens go: "16k out", "64k tokens coming back"."""
        end, way = self.entry(amount.end, "way")
        closed = end >= len(self.tokens) or self.norm(end) in _ENDS
        bare = end == amount.end + 1 and not amount.unit and self.norm(end) != "of"
        if way is None or not (bare or (closed and (way.means == "output" or not amount.unit))):
            return amount
        return replace(amount, unit="tokens", way=way.means)

    def messages_of(self, amount: Amount) -> Amount | None:
        """The amount where messages stand behind a name or another word: "160 GPT-6.1 messages"."""
        place = amount.end
        while place < len(self.tokens) and not self.free[place]:
            place += 1
        word = self.norm(place)
        place += place == amount.end and word.isalpha() and word not in _BETWEEN | _LISTED
        entry = self.entry(place, "unit")[1] if place > amount.end else None
        return replace(amount, unit=entry.means) if entry is not None and entry.means in _BEHIND_NAMES else None

    @staticmethod
    def counted(amount: Amount, entry: LexiconEntry, end: int) -> Amount:
        """The amount in a unit; cents are hundredths of a dollar."""
        if entry.means == "cents":
            return replace(amount, value=round(amount.value * _CENTS, 9), unit="USD", end=end)
        return replace(amount, unit=entry.means, end=end)

    def with_change(self, amount: Amount) -> Amount:
        """Money with the coins behind it: "5 dollars and 10 cents"."""
        if self.norm(amount.end - 1) in _ONE and amount.value == 1:
            rest = self.number(amount.end, amount.end)  # "a buck fifty"
            bare = rest is not None and rest.value % 1 == 0 and self.entry(rest.end, "unit")[1] is None
            if rest is not None and bare and _DIME <= rest.value < _DOLLAR:
                return replace(amount, value=1 + rest.value / _DOLLAR, end=rest.end)
        if self.norm(amount.end) not in _PLUS:
            return amount
        end, coin = self.entry(amount.end + 1, "coin")
        if coin is not None:
            return replace(amount, value=round(amount.value + float(coin.means), 9), end=end)
        rest = self.number(amount.end + 1, amount.end + 1)
        end, small = self.entry(rest.end, "currency") if rest is not None else (0, None)
        if rest is None or small is None or small.means != "cents":
            return amount
        return replace(amount, value=round(amount.value + rest.value * _CENTS, 9), end=end)

    def priced(self, amount: Amount) -> Amount:
        """A price with what it buys: per what, and which way the tokens go."""
        amount = self.with_change(amount)
        for _ in range(3):
            amount = self.per_behind(amount) or self.way_behind(amount) or amount
        if amount.way in ("input", "output") and not amount.per:
            amount = replace(amount, per="Mtok")  # tokens in and out are sold by the million
        counted = amount.per and self.norm(amount.end) in ("tokens", "token", "toks")  # "per million input tokens"
        return replace(amount, end=amount.end + 1) if counted else amount

    def per_behind(self, amount: Amount) -> Amount | None:
        """The price with what it is for, where that stands behind it: "per million", "/mo", "monthly"."""
        place = amount.end
        joint = place + 1 if self.norm(place) in _BETWEEN else place
        one = joint + (self.norm(joint) in ("one", "1", "a"))
        end, per = self.entry(one, "per")
        alone = per is not None and per.tokens[0].endswith("ly")  # "$20 monthly"
        if per is None or amount.per or not (one > place or alone):
            return None
        return replace(amount, per=per.means, end=end)

    def way_behind(self, amount: Amount) -> Amount | None:
        """The price with which way its tokens go, where that stands behind it: "in", "(output)", "per input token"."""
        if (single := self.of_one_token(amount)) is not None:
            return single
        place = amount.end
        end, way = self.entry(place + (self.norm(place) == "("), "way")
        if way is not None and not amount.way and amount.per != "month" and not self.of_a_place(way, end):
            return replace(amount, way=way.means, end=end + (self.norm(end) == ")"))
        return None

    def of_one_token(self, amount: Amount) -> Amount | None:
        """The price of a single token that goes one way: "per input token", "for each output token"."""
        place = amount.end
        while self.norm(place) in _BETWEEN or (place > amount.end and self.norm(place) in _SINGLE):
            place += 1
        end, way = self.entry(place, "way")
        if way is None or place == amount.end or amount.per or amount.way or self.norm(end) != "token":
            return None
        return replace(amount, way=way.means, per="token", end=end + 1)

    def of_a_place(self, way: LexiconEntry, end: int) -> bool:
        """Whether an "in" or "out" only leads to a place or a name.

        "$8 in the US", "$4 out of Vertex".
        """
        if len(way.tokens) > 1 or way.tokens[0] not in ("in", "out") or end >= len(self.tokens):
            return False
        return not self.free[end] or self.norm(end) in _LEADS or self.entry(end, "surface")[1] is not None

    def paired(self, first: Amount) -> list[Amount]:
        """The amount, or two with one unit: "$5/$30", "5/25", "$3 in $15 out", "$5 and $30 per million".

        The first is what goes in where neither says so.
        """
        mark, second = self._second(first)
        if second is not None and not first.unit and second.money:
            first = replace(first, unit=second.unit)
        if second is None or second.unit != first.unit or not self._are_pair(mark, first, second):
            return [first]
        per = second.per or first.per or "Mtok"
        return [
            replace(first, per=per, way=first.way or "input"),
            replace(second, per=per, way=second.way if first.way else "output"),
        ]

    def _second(self, first: Amount) -> tuple[str, Amount | None]:
        """The mark behind a price and the amount behind that, in its currency where it names none."""
        mark, joined = self.norm(first.end), self._is_joined(first)
        place = first.end + joined
        end, currency = self.entry(place, "currency")
        second = self.number(end if currency else place, place)
        if second is None or not (joined or first.money):
            return mark, None
        if currency is None and self._of_cents(first) and second.value >= 1 and second.value % 1 == 0:
            second = replace(second, value=round(second.value * _CENTS, 9))  # "7 cents in / 27 out"
        second = self.with_unit(replace(second, unit=currency.means if currency else first.unit))
        return mark, second if currency is not None or first.money or second.per == "Mtok" else None

    def _is_joined(self, first: Amount) -> bool:
        """Whether another price is joined to one; two bare numbers are where the second is: "2 and 10 per mil"."""
        mark = self.norm(first.end)
        if mark in _JOINED or mark not in _LISTED or first.money:
            return mark in _JOINED or mark in _LISTED
        second = self.number(first.end + 1, first.end + 1)
        return not first.unit and second is not None and self.sold_by_the_million(second)

    def _of_cents(self, amount: Amount) -> bool:
        """Whether an amount was told in cents."""
        entries = (self.entry(place, "currency")[1] for place in range(amount.start, amount.end))
        return any(entry is not None and entry.means == "cents" for entry in entries)

    def _are_pair(self, mark: str, first: Amount, second: Amount) -> bool:
        """Whether two amounts are what goes in and out; "$5 and $30 per million" gives one unit to both."""
        if ranges.opens(self, first.start) or (self.norm(first.end - 1) == "-" and ranges.of_one_way(self)):
            return False
        both = not first.way and not second.way and not first.per and second.per == "Mtok"
        return mark in _JOINED or bool(first.way and second.way) or both

    def bounded(self, amount: Amount) -> Amount:
        """The amount with the word before it that makes it a bound: "over", "at most", "about"."""
        for length in (4, 3, 2, 1):
            place = amount.start - length
            if place < 0 or not all(self.free[place : amount.start]):
                continue
            end, entry = self.entry(place, "bound")
            if entry is not None and end == amount.start:
                return replace(amount, bound=entry.means, start=place)
        summed = amount.end + 1 < len(self.tokens) and self.tokens[amount.end + 1].glued  # "$5+1"
        if self.norm(amount.end) == "+" and self.tokens[amount.end].glued and not summed:
            return replace(amount, bound="at_least", end=amount.end + 1)
        return amount


def _worded(currency: LexiconEntry) -> bool:
    """Whether a currency stands behind its number: "dollars", not "CAD"."""
    return all(word.isalpha() for word in currency.tokens) and len(currency.tokens[0]) != _CODE


def find(tokens: Sequence[Token], free: Sequence[bool]) -> tuple[Amount, ...]:
    """The amounts of a sentence; ``free`` are the tokens of no name or day."""
    return tuple(_Reader(tokens, free).read())
