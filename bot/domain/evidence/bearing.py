"""Compare two statements slot by slot: the building blocks of the claim types.

A claim whose number or date differs from a confirmed one never gains from it: "$10/$30" against a price page that says
$5/$30 is refuted; "1M tokens" against 1,050,000 is rounded and flagged as such.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.domain.evidence.evidence import EvidenceContext, Statement, Value

OF_MEMBERS = frozenset({"available", "exists"})
"""Types for which a statement about one model also holds for its family."""

SHUTDOWN, CANCELLED = "shutdown", "cancellation"
"""Objects of claims of the type "other" on how a model ends."""

OPEN_WEIGHTS, CLOSED_WEIGHTS = "open weights", "closed weights"
LICENCE = " licence"  # how the object of a claim about a licence ends
"""Objects of claims of the type "other": that anybody can download a model, and that nobody can."""

WEIGHTS, WEIGHTS_HOST = "weights", "hugging face"
"""Surfaces of what can be downloaded: anywhere, and on the host where labs put it."""

ENDED = "end"
"""Object of such a claim that does not tell whether it ended before or after its release ("was killed")."""

GENERAL = "generally"
"""Object of a claim that everybody can use a model: more than a price says, which partners or testers pay, too."""

LATER = "later"
"""Operator of a release that another one came before: it refutes no day."""

BOUNDS = {"over": "more than", "under": "less than", "at_least": "at least", "at_most": "at most"}
"""Bounds that one of several numbers may keep and another break, in words."""

SAME = 1e-9
THOUSAND = 1_000
QUOTIENT = 0.01  # "a third" of 0.333
ABOUT = 0.05  # "about 1M" may be off by a twentieth


@dataclass(frozen=True, slots=True)
class Bearing:
    """+1 for, -1 against, 0 neither.

    ``rounded`` means that it agrees only as far as the claim's number was rounded.
    """

    sign: int = 0
    rounded: bool = False

    def times(self, sign: int) -> Bearing:
        """The same weight in the other direction for -1."""
        return Bearing(self.sign * sign, self.rounded)


NONE, FOR, AGAINST = Bearing(), Bearing(1), Bearing(-1)


Rule = Callable[[Statement, Statement, EvidenceContext], Bearing]
"""The relation of a statement to the asked one, ignoring both negations."""


def in_time(day: date, bound: date, asked: Statement) -> bool:
    """Whether a day is one that the claim's deadline allows."""
    return {
        "by": day <= bound,
        "before": day < bound,
        "after": day > bound,
        "not_before": day >= bound,
        "within": (asked.since or day) <= day <= bound,
    }.get(asked.operator, day == bound)


def surface_differs(said: Statement, asked: Statement) -> bool:
    """Whether both name a surface, and different ones."""
    return bool(said.surface and asked.surface and said.surface != asked.surface)


def plans_differ(said: Statement, asked: Statement) -> bool:
    """Whether the claim names a plan that the evidence does not: "all" is every plan."""
    return "all" not in said.plans and not set(asked.plans) <= set(said.plans)


def is_open_bound(asked: Statement) -> bool:
    """Whether it bounds a price of tokens that go no named way: "over $10"."""
    plain = not (asked.comparator or asked.plans or asked.surface)
    return plain and asked.type == "price" and asked.bound in BOUNDS and [one.role for one in asked.values] == [""]


def _is_of_ways(said: Statement, asked: Statement) -> bool:
    """Whether a bound without a way is asked of prices that have one each."""
    return is_open_bound(asked) and not {"input", "output"}.isdisjoint(value.role for value in said.values)


def numbers_bear(said: Statement, asked: Statement, world: EvidenceContext) -> Bearing:
    """Compare prices, limits and scores by their numbers, by role if both name one."""
    del world
    if surface_differs(said, asked) or plans_differ(said, asked) or said.benchmark != asked.benchmark:
        return NONE
    if _is_of_ways(said, asked):
        return NONE  # each way is compared by itself (`bot.domain.evidence.comparison.bounded`)
    if said.surface and not asked.surface and said.values:
        agreed = agree(said.values, asked)
        plain = asked.bound in ("eq", "about")  # a surface's own limit neither refutes nor bounds the general one
        return agreed if agreed.sign > 0 and plain else NONE
    if said.object != asked.object or asked.comparator or (asked.surface and not said.surface):
        return NONE
    return agree(said.values, asked)


def agree(said: tuple[Value, ...], asked: Statement) -> Bearing:
    """Compare each asked number with the stated ones.

    It is for where all are met, against where one is missed, and neither where one is not mentioned.
    """
    outcome = FOR
    whole = bool(asked.values)
    placed = {value.role for value in asked.values if value.role}
    for value in asked.values:
        rivals = [v for v in said if (v.role == value.role if value.role else v.role not in placed)]
        if not rivals:
            whole = False
            continue
        found = [_met(value, rival, asked.bound) for rival in rivals]
        if FOR in found:
            continue
        if NONE in found:
            whole = False
            continue
        if not any(bearing.sign > 0 for bearing in found):
            return AGAINST
        outcome = Bearing(1, rounded=True)
    return outcome if whole else NONE


def _met(claimed: Value, said: Value, bound: str) -> Bearing:
    """Whether a number, or every number of a range, is as claimed.

    Neither for nor against where only a part of a range is.
    """
    if said.upto is None:
        return _within(claimed, said.number, bound)
    ends = {_within(claimed, end, bound).sign for end in (said.number, said.upto)}
    over = said.number <= (claimed.number if claimed.upto is None else claimed.upto) and claimed.number <= said.upto
    if ends == {1}:
        return FOR
    return NONE if 1 in ends or (over and bound not in BOUNDS) else AGAINST


def _within(claimed: Value, said: float, bound: str) -> Bearing:
    """Whether a number is as claimed with its bound, or in a claimed range."""
    if claimed.upto is None:
        return meets(claimed.number, said, bound)
    if claimed.number <= said <= claimed.upto:
        return FOR
    return max((meets(end, said, "eq") for end in (claimed.number, claimed.upto)), key=lambda one: one.sign)


def meets(claimed: float, said: float, bound: str) -> Bearing:
    """Whether a number satisfies a claimed one and its bound.

    The bounds are eq, about, nearly, over, under, at_least and at_most.
    """
    if abs(claimed - said) <= SAME * max(1.0, abs(said)):
        return AGAINST if bound in ("over", "under", "nearly") else FOR
    if bound in ("over", "at_least"):
        return FOR if said > claimed else AGAINST
    if bound in ("under", "at_most"):
        return FOR if said < claimed else AGAINST
    if bound == "nearly":
        return FOR if 0 < claimed - said <= ABOUT * abs(claimed) + SAME else AGAINST
    if bound == "about" and abs(claimed - said) <= ABOUT * abs(said) + SAME:
        return FOR
    return Bearing(1, rounded=True) if _rounds_to(claimed, said) else AGAINST


def quotient_sign(claimed: float, found: float, bound: str) -> int:
    """Whether a quotient is as claimed: +1, -1, or 0 where it is too near to say.

    A claimed quotient is met within a hundredth, "about" and "nearly" within a twentieth; what misses it by no more
    than twice the twentieth is near. The bounds "over", "under", "at_least" and "at_most" have no such margin.
    """
    same = abs(claimed - found) <= SAME * max(1.0, abs(found))
    if bound in ("over", "under", "at_least", "at_most"):
        within = found > claimed if bound in ("over", "at_least") else found < claimed
        return 1 if (bound.startswith("at_") if same else within) else -1
    gap = (abs(claimed - found) / claimed if claimed else abs(found)) - SAME
    loose = bound in ("about", "nearly")
    if gap <= (ABOUT if loose else QUOTIENT):
        return 1
    return 0 if gap <= (2 * ABOUT if loose else ABOUT) else -1


def _rounds_to(claimed: float, said: float) -> bool:
    """Whether the claimed number is the other one with fewer digits.

    1,000,000 is for 1,050,000, and 87 for 87.4. Trailing zeros are exact up to a thousand ("80" does not round 78.7).
    Above that they are rounding, to one digit, as sizes are named ("1M"), or to three and more ("131k" for 131,072).
    Two digits are neither: nobody writes 130,000 for 128,000.
    """
    gap = abs(claimed - said)
    if not said or gap > ABOUT * abs(said):
        return False
    decimals = len(f"{claimed:.9f}".rstrip("0").partition(".")[2])
    step = 10.0**-decimals
    if not decimals and abs(claimed) >= THOUSAND:
        whole = str(int(abs(claimed)))
        digits = len(whole.rstrip("0"))
        if digits == 2:  # noqa: PLR2004 -- see above
            return False
        step = 10.0 ** (len(whole) - digits)
    return gap <= step / 2 + SAME or 0 < said - claimed < step - SAME
