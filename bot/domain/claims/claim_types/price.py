"""Claims about what a model costs: per token each way, per month, or against another model."""

from collections.abc import Iterator
from dataclasses import replace

from bot.domain.claims.claim_types.base import ClaimType, Filled
from bot.domain.claims.clause import Clause
from bot.domain.claims.pieces.numbers import Amount
from bot.domain.evidence.bearing import numbers_bear
from bot.domain.evidence.evidence import Value
from bot.domain.evidence.needs import ChecklistNeed, level
from bot.domain.names.lab_table import lab_table

_BOUNDED = {"over": "above", "at_least": "above", "under": "below", "at_most": "below"}
_SCALES = {"Ktok": 1000.0, "Gtok": 0.001, "token": 1e6}
_DEAREST = 1000.0  # dollars per million tokens that no model costs
_RAISED = 1e6  # dollars that are no price
_NEAR = 3  # parts before a price in which the word stands for which way its tokens go
_PLAN_WORDS = frozenset({"tier", "plan", "subscription"})
_WAYS = ("input", "output")  # of two prices: "priced at $4 and $20"
_TOKENS = frozenset({"", "Mtok", *_SCALES})


def value_of(amount: Amount, way: str) -> Value:
    """A price as a value: dollars per million tokens by way, else a role of its own that only its like speaks to."""
    if amount.unit == "USD" and amount.per in _TOKENS:
        million = _in_millions(amount)
        return Value(million.value, way, million.upto)
    return Value(amount.value, replace(amount, way=way).full_unit or "amount", amount.upto)


def _in_millions(amount: Amount) -> Amount:
    """A price of tokens as that of a million, both ends of a range."""
    scale = _SCALES.get(amount.per, 1.0)
    upto = None if amount.upto is None else round(amount.upto * scale, 9)
    return replace(amount, value=round(amount.value * scale, 9), upto=upto, per="Mtok")


def _by_the_million(amount: Amount) -> Amount:
    """A price of tokens by the million: "0.002 dollars per 1K tokens", "$1.25 in"."""
    if amount.unit != "USD" or amount.per not in _TOKENS or not (amount.per or amount.way):
        return amount
    return _in_millions(amount)


def _way(clause: Clause, place: int) -> tuple[str, int | None]:
    """Which way the tokens of an amount go: as the amount says, else by the word right before it."""
    amount = clause.parts[place].amount
    if amount is not None and amount.way:
        return amount.way, None
    if amount is not None and (amount.per not in _TOKENS or _of_plan(clause)):
        return "", None  # a subscription buys tokens of no way
    if (near := _near_way(clause, place)) is not None:
        return near
    return _only_way(clause)


def _near_way(clause: Clause, place: int) -> tuple[str, int] | None:
    """The word near an amount that tells which way its tokens go, and where it stands."""
    for at in (*range(place - 1, max(-1, place - 1 - _NEAR), -1), *range(len(clause.parts))[place + 1 : place + 2]):
        if way := clause.parts[at].means("way"):
            return way, at
        if clause.parts[at].amount is not None:
            break
    return None


def _only_way(clause: Clause) -> tuple[str, int | None]:
    """The one way that a clause names anywhere: "the output price was cut to 60 cents"."""
    ways = _ways(clause)
    return next(iter(ways.items())) if len(ways) == 1 else ("", None)


def _of_plan(clause: Clause) -> bool:
    """Whether a clause is about a subscription: "SuperGrok", "the 'Le Chat Max' tier"."""
    behind = clause.parts[clause.subject_at + 1 :][:1] if clause.subject_at is not None else ()
    known = clause.subject is not None and clause.subject.slug in lab_table().plans
    return known or any(part.norm in _PLAN_WORDS for part in behind)


def _pair(clause: Clause) -> bool:
    """Whether two bare numbers stand as what goes in and what comes out: "is 1.25/4.25 now"."""
    if clause.benchmarks() or clause.has("score", "limit", "axis", "fact"):
        return False
    return any(not one.unit and one.value < (one.of or 0) < _DEAREST for _, one in clause.measured())


def _compared_in_price(clause: Clause) -> bool:
    """Whether two models are set against each other by what they cost."""
    word = clause.comparison.word if clause.comparison is not None else ""
    return word in ("cheaper", "dearer", "cost", "equal", "sign") or clause.ratio is not None


def _ways(clause: Clause) -> dict[str, int]:
    """The ways that a clause names, and where; of both nobody can tell which is compared with which."""
    return {way: n for n, part in enumerate(clause.parts) if (way := part.means("way")) and not part.has("plain")}


def _priced(amount: Amount, way: str) -> Amount:
    """A small bare number of a comparison of prices as dollars per million tokens: "cheaper than B, 0.50 vs 2"."""
    bare = not amount.unit and amount.value < _DEAREST
    return replace(amount, unit="USD", per="Mtok", way=way or "input") if bare else amount


class _Price(ClaimType):
    def fits(self, clause: Clause) -> bool:
        money = [one for _, one in clause.measured() if one.money]
        if money and all(one.value >= _RAISED for one in money):
            return False  # what a company raised
        return bool(money) or clause.has("price", "cheaper", "dearer", "change", "input", "output") or _pair(clause)

    def evidence(self, clause: Clause) -> float:
        """An amount of money for something."""
        money = any(one.money for _, one in clause.measured())
        return 2.0 * (money or _compared_in_price(clause) or _pair(clause))

    def direction(self, clause: Clause, filled: Filled) -> str | None:
        """Of one price, which way it is bounded."""
        if clause.comparison is None or clause.comparator is None:
            return _BOUNDED.get(filled.main.bound) if filled.main is not None and clause.polarity > 0 else None
        return super().direction(clause, filled)

    def fill(self, clause: Clause) -> Filled:
        filled = self.plain(clause)
        if clause.comparison is not None and clause.comparator is not None:
            return self._compared(filled, clause, clause.comparison.direction)
        values, held, used = self._values(clause)
        bound = held[0].bound if held else "eq"
        held.sort(key=lambda one: one.way == "cached")
        main = next(iter((*held, *clause.numbers())), None)
        return filled.saying(*used, main=main, values=tuple(values), bound=bound)

    def _values(self, clause: Clause) -> tuple[list[Value], list[Amount], list[int | None]]:
        """The prices as values, each role once, as amounts, and the places that hold them."""
        values, held = list[Value](), list[Amount]()
        used = list[int | None]()
        found = self._amounts(clause)
        for place, amount in found:
            way, at = _way(clause, place)
            value = value_of(amount, amount.way or way)
            if any(value.role == one.role for one in values) or (len(found) > 1 and not value.role):
                continue  # two amounts of one kind: nobody can tell which is meant
            values.append(value)
            held.append(_by_the_million(replace(amount, way=amount.way or way)))
            used += [place, at]
        if not values and clause.has("free"):
            values, held = [Value(0.0, "")], [Amount(0.0, "USD", "Mtok")]
        return values, held, used

    @staticmethod
    def _amounts(clause: Clause) -> list[tuple[int, Amount]]:
        """The prices of a clause; "30/180" without a currency is dollars in and out."""
        found = [(place, one) for place, amount in clause.measured() for one in _in_money(amount)]
        untold = all(one.per in ("", "Mtok") and not (one.way or _way(clause, n)[0]) for n, one in found)
        if len(found) == len(_WAYS) and untold:
            found = [(place, replace(one, way=way, per="Mtok")) for (place, one), way in zip(found, _WAYS, strict=True)]
        if not found:
            found = [(n, replace(one, unit="USD")) for n, one in clause.measured() if not one.unit][:1]
        if _of_plan(clause):
            found = [(place, replace(one, per=one.per or "month")) for place, one in found]
        return found

    def _compared(self, filled: Filled, clause: Clause, direction: str) -> Filled:
        """Which way two models are compared in price; unsaid, nothing is read into it."""
        way, _ = _only_way(clause)
        of_both = self.times(filled, clause, way) if len(_ways(clause)) < len(_WAYS) else None
        if of_both is not None:
            return of_both
        dearer = clause.has("dearer") and not clause.has("cheaper")
        word = "dearer" if dearer else "cheaper" if clause.has("cheaper") or direction == "below" else ""
        main = next((_priced(one, way) for one in clause.numbers()), None)
        return self.against(replace(filled, main=main), clause, word)


def _in_money(amount: Amount) -> Iterator[Amount]:
    """The one price of an amount, or the two of "30/180"; of another amount none."""
    if amount.of is not None:
        yield replace(amount, unit="USD", per="Mtok", way="input")
        yield replace(amount, value=amount.of, unit="USD", per="Mtok", way="output")
    elif amount.money:
        yield amount


TYPE = _Price(
    name="price",
    label="price",
    words=frozenset({"price", "cheaper", "dearer", "input", "output", "way", "currency"}),
    keys=frozenset({"price", "cheaper", "dearer"}),
    directions={"cheaper": "below", "dearer": "above"},
    expires=True,
    rules={"price": numbers_bear},
    needs=(ChecklistNeed("the vendor's price page", "the vendor's price page", level(5)),),
    examples=(
        "GPT-5.5 costs $5/$30 per million tokens",
        "Opus 4.7 is cheaper than GPT-5.5",
        "Opus 5.5 costs a fifth less than Opus 5",
        "SuperGrok is $30 a month",
    ),
)
