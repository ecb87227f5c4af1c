"""Whether one statement bears on another: for it, against it, or not at all.

Decided slot by slot, so a claim whose number, date or comparator differs from a confirmed one is never helped by it:
"$10/$30" against a price page that says $5/$30 is refuted, "1M tokens" against 1,050,000 is rounded and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.domain.evidence.evidence import EvidenceContext, Statement, Value

SAME = 1e-9
THOUSAND = 1_000
ABOUT = 0.05  # "about 1M" may be off by a twentieth


@dataclass(frozen=True, slots=True)
class Bearing:
    """+1 for, -1 against, 0 neither. ``rounded``: it agrees only as far as the claim's number was rounded."""

    sign: int = 0
    rounded: bool = False

    def times(self, sign: int) -> Bearing:
        """The same weight in the other direction for -1."""
        return Bearing(self.sign * sign, self.rounded)


NONE, FOR, AGAINST = Bearing(), Bearing(1), Bearing(-1)


def bears(said: Statement, asked: Statement, world: EvidenceContext) -> Bearing:
    """How what an item says bears on what is asked; both negations are accounted for."""
    rule = _RULES.get((said.type, asked.type))
    if rule is None:
        return NONE
    if asked.type not in ("identity", "better_than") and world.one(said.subject) != world.one(asked.subject):
        return NONE
    return rule(said, asked, world).times(said.polarity).times(asked.polarity)


def _surface_differs(said: Statement, asked: Statement) -> bool:
    return bool(said.surface and asked.surface and said.surface != asked.surface)


def _simply(said: Statement, asked: Statement, world: EvidenceContext) -> Bearing:
    """Existence: any positive word of it is a word for it."""
    del said, asked, world
    return FOR


def _happened(said: Statement, asked: Statement, world: EvidenceContext) -> Bearing:
    """What was released, sold or trained was there: only an accomplished, affirmed fact speaks for it."""
    del world, asked
    return FOR if said.polarity > 0 and not said.future else NONE


def _identity(said: Statement, asked: Statement, world: EvidenceContext) -> Bearing:
    """Being the same works both ways; being one model excludes being another."""
    one, other = {said.subject, said.object}, {asked.subject, asked.object}
    if one == other:
        return FOR
    shared = one & other
    if not shared or said.polarity < 0:
        return NONE
    rest = (one | other) - shared
    if any(world.nameless(slug) for slug in rest):
        return NONE
    return AGAINST if len({world.one(slug) for slug in rest}) > 1 else FOR


def _available(said: Statement, asked: Statement, world: EvidenceContext) -> Bearing:
    """Being there on one surface says nothing about another; being there anywhere answers "is it out"."""
    del world
    if said.object != asked.object:
        return NONE
    if said.polarity < 0:
        # absent from one surface only speaks about that surface
        return FOR if said.surface == asked.surface else NONE
    if asked.surface and said.surface != asked.surface:
        return NONE
    if said.future and not asked.future:
        return NONE
    return FOR


def _release(said: Statement, asked: Statement, world: EvidenceContext) -> Bearing:
    """A day against a deadline. A later day on another surface does not refute the first one."""
    del world
    if asked.surface and said.surface != asked.surface:
        return NONE
    if said.day is None or asked.day is None:
        return FOR if asked.day is None and not said.future else NONE
    if _in_time(said.day, asked.day, asked):
        return FOR
    if said.surface and not asked.surface and said.operator != "first":
        return NONE
    return AGAINST


def _released_so_available(said: Statement, asked: Statement, world: EvidenceContext) -> Bearing:
    del world
    if said.future or said.day is None or asked.object:
        return NONE
    return FOR if not asked.surface or asked.surface == said.surface else NONE


def _better(said: Statement, asked: Statement, world: EvidenceContext) -> Bearing:
    """A word that one is ahead, turned round where the two are named the other way round."""
    if not asked.comparator or not said.comparator:
        return NONE
    one, other = world.one(said.subject), world.one(said.comparator)
    if (one, other) == (world.one(asked.subject), world.one(asked.comparator)):
        sign = 1
    elif (other, one) == (world.one(asked.subject), world.one(asked.comparator)):
        sign = -1
    else:
        return NONE
    if said.benchmark:
        return NONE  # a benchmark's own ranking is a line of the comparison
    if asked.benchmark or (asked.object and said.object and said.object != asked.object):
        return NONE
    return Bearing(sign)


def _training(said: Statement, asked: Statement, world: EvidenceContext) -> Bearing:
    """A stage, with its day where one is asked for."""
    del world
    if asked.object and said.object and asked.object != said.object:
        return NONE
    if asked.day is None:
        return FOR
    if said.day is None:
        return NONE
    return FOR if _in_time(said.day, asked.day, asked) else AGAINST


def _in_time(day: date, bound: date, asked: Statement) -> bool:
    """Whether a day is one that the claim's deadline allows."""
    return {
        "by": day <= bound,
        "before": day < bound,
        "after": day > bound,
        "not_before": day >= bound,
        "within": (asked.since or day) <= day <= bound,
    }.get(asked.operator, day == bound)


def _numbers(said: Statement, asked: Statement, world: EvidenceContext) -> Bearing:
    """Prices, limits and scores: the numbers decide, by role where both name one."""
    del world
    if _surface_differs(said, asked) or said.benchmark != asked.benchmark:
        return NONE
    if said.surface and not asked.surface and said.values:
        agreed = agree(said.values, asked)
        plain = asked.bound in ("eq", "about")  # a surface's own limit neither refutes nor bounds the general one
        return agreed if agreed.sign > 0 and plain else NONE
    if said.object != asked.object or asked.comparator or (asked.surface and not said.surface):
        return NONE
    return agree(said.values, asked)


def agree(said: tuple[Value, ...], asked: Statement) -> Bearing:
    """Every asked number against the said ones: all met → for; one missed → against; one not spoken of → nothing."""
    outcome = FOR
    whole = bool(asked.values)
    placed = {value.role for value in asked.values if value.role}
    for value in asked.values:
        rivals = [v for v in said if (v.role == value.role if value.role else v.role not in placed)]
        if not rivals:
            whole = False
            continue
        found = [_meets(value.number, rival.number, asked.bound) for rival in rivals]
        if FOR in found:
            continue
        if not any(bearing.sign > 0 for bearing in found):
            return AGAINST
        outcome = Bearing(1, rounded=True)
    return outcome if whole else NONE


def _meets(claimed: float, said: float, bound: str) -> Bearing:
    if abs(claimed - said) <= SAME * max(1.0, abs(said)):
        return AGAINST if bound in ("over", "under") else FOR
    if bound in ("over", "at_least"):
        return FOR if said > claimed else AGAINST
    if bound in ("under", "at_most"):
        return FOR if said < claimed else AGAINST
    if bound == "about" and abs(claimed - said) <= ABOUT * abs(said):
        return FOR
    return Bearing(1, rounded=True) if _rounds_to(claimed, said) else AGAINST


def _rounds_to(claimed: float, said: float) -> bool:
    """Whether the claim's number is the other one written with fewer digits: 1,000,000 for 1,050,000; 87 for 87.4.

    Zeros at the end count as written up to a thousand ("80" is no rounding of 78.7) and as rounding from there on, to
    one digit, as sizes are called by ("1M"), or to three and more ("131k" for 131,072). Two are neither: 130,000 is
    not how anybody writes 128,000, it is another number.
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
    return gap <= step / 2 + SAME or 0 < said - claimed < step


Rule = Callable[[Statement, Statement, EvidenceContext], Bearing]
_RULES: Mapping[tuple[str, str], Rule] = {
    ("exists", "exists"): _simply,
    ("training_status", "exists"): _happened,
    ("available", "exists"): _happened,
    ("release_date", "exists"): _happened,
    ("identity", "identity"): _identity,
    ("available", "available"): _available,
    ("release_date", "available"): _released_so_available,
    ("release_date", "release_date"): _release,
    ("training_status", "training_status"): _training,
    ("price", "price"): _numbers,
    ("context_limits", "context_limits"): _numbers,
    ("benchmark_score", "benchmark_score"): _numbers,
    ("better_than", "better_than"): _better,
}
