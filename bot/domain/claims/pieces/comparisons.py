"""The phrase of a clause that sets two things against each other: "beats", "cheaper than", "half the price of"."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise

from bot.domain.claims import scoring
from bot.domain.claims.parts import Part

UPPER = "between the other and"
"""What a "between" is to the second of the models that it stands before."""

_RANGE = {"between": "above", UPPER: "below"}
_NEAR_THAN = 5  # parts between a comparative and its "than"
_ADJECTIVES = ("better", "worse", "more", "less", "faster", "slower", "cheaper", "dearer", "bigger", "smaller")
_LOWER = frozenset({"worse", "less", "slower", "dearer", "smaller"})
_AS_FAR = frozenset({"far", "soon", "early", "well"})  # "as far as I can tell"
_MARGINS = frozenset({"points", "elo", "%", "x"})
_LISTED = frozenset({",", "and", "&", "or", "/", "=", "→", "|"})
_SIGNS = {">": "above", "<": "below", "≈": "equal", "over": "above", "under": "below"}
_ON = {"up": "above", "clear": "above", "down": "below"}
_LEAVES = frozenset({"leave", "leaves", "left", "leaving"})
_EDGES = _LEAVES | {"past", "within"}
_DROPPED = ("behind", "trailing", "standing", "in the dust")
_FOR_IT = {"from": "above", "to": "below", "over": "above"}
"""Who has the lead that somebody takes from, loses to, or holds over another."""

_WHOSE = frozenset({"'s", "s"})
_NEAR_PRIZE = 6  # parts from a lead to the model that it is taken from or lost to
_NEAR_EDGE = 5  # parts from a "within" to its "of"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A phrase that sets two things against each other; ``direction`` is above, below or equal, ``word`` its class."""

    direction: str
    word: str
    start: int
    end: int


def comparison_of(parts: Sequence[Part]) -> Comparison | None:
    """The first phrase that sets two things against each other."""
    versus: Comparison | None = None
    for place, part in enumerate(parts):
        found = next(filter(None, (read(parts, place) for read in _PHRASES)), None)
        if found is not None:
            return found
        held = part.norm != "against" or any(one.model for one in parts[:place])  # "bet against Zhipu"
        if versus is None and held and part.has("versus"):
            versus = Comparison("above", "versus", place, place + 1)
    return versus or _as_as(parts) or _by_build(parts)


def _by_class(parts: Sequence[Part], place: int) -> Comparison | None:
    """Read a word or sign that says by itself who is ahead: "beats", "on par with"."""
    part = parts[place]
    if part.has("behind"):
        return Comparison("below", "behind", place, place + 1)
    if part.has("ahead") and not _in_a_head(parts, place):
        passive = place + 1 < len(parts) and parts[place + 1].norm == "by"
        return Comparison("below" if passive else "above", "ahead", place, place + 1 + passive)
    if _equates(parts, place):
        return Comparison("equal", "equal", place, place + 1)
    if not place and part.has("side") and _is_model(parts, 1):
        return Comparison(part.means("side"), "sign", 0, 1)  # "(above A but) under B"
    return _by_range(parts, place)


def _starts(parts: Sequence[Part], place: int, norms: AbstractSet[str]) -> bool:
    return any(part.norm in norms for part in parts[place : place + 1])


def _by_prize(parts: Sequence[Part], place: int) -> Comparison | None:
    """Read "took the crown from …", "loses the lead to …", "leads LMArena over …"."""
    if not parts[place].has("first") or not any(part.model for part in parts[:place]):
        return None
    for at in range(place + 1, min(len(parts) - 1, place + _NEAR_PRIZE)):
        if parts[at].model or parts[at].kind == "mark":
            return None
        if parts[at].norm in _FOR_IT and parts[at + 1].model:
            return Comparison(_FOR_IT[parts[at].norm], "ahead", place, at + 1)
    return None


def _by_edge(parts: Sequence[Part], place: int) -> Comparison | None:
    """Read "leaves … behind", "squeaks past …", "is within half a point of …"."""
    if parts[place].norm not in _EDGES or not any(part.model for part in parts[:place]):
        return None
    behind = " ".join(part.norm for part in parts[place + 2 : place + 5])
    left = parts[place].norm in _LEAVES and behind.startswith(_DROPPED)
    if (left or parts[place].norm == "past") and _is_model(parts, place + 1):
        return Comparison("above", "ahead", place, place + 1)
    end = _within(parts, place) if parts[place].norm == "within" else 0
    return Comparison("equal", "equal", place, end) if end else None


def _within(parts: Sequence[Part], place: int) -> int:
    """Where a "within half a point of" ends; 0 for "within a week of"."""
    reach = range(place + 2, min(len(parts), place + _NEAR_EDGE))
    end = next((n for n in reach if parts[n].norm == "of"), 0)
    inner = parts[place + 1 : end]
    told = any(part.means("unit") in _MARGINS or (part.amount and part.amount.unit in _MARGINS) for part in inner)
    return end + 1 if told and _is_model(parts, end + 1) else 0


def _by_range(parts: Sequence[Part], place: int) -> Comparison | None:
    """Read "A lands between B and C": above the first, below the second."""
    told = parts[place].norm in _RANGE and _is_model(parts, place + 1) and any(one.model for one in parts[:place])
    return Comparison(_RANGE[parts[place].norm], "between", place, place + 1) if told else None


def _equates(parts: Sequence[Part], place: int) -> bool:
    """Whether a part says that two things are equal, and is not "5x" of a plan."""
    part = parts[place]
    if part.has("comes to") and place + 1 < len(parts) and parts[place + 1].model:
        return any(one.model for one in parts[:place])
    counted = place > 0 and parts[place - 1].amount is not None  # "the 5x tier of Claude Max"
    return part.has("equal") and not part.has("identity") and not counted


def _in_a_head(parts: Sequence[Part], place: int) -> bool:
    """Whether a "top" only stands in the head of a list: "top three: 1. …"."""
    mark = next((n for n, part in enumerate(parts) if part.norm == ":"), 0)
    return place < mark and any(part.name is not None for part in parts[mark:])


def _by_cost(parts: Sequence[Part], place: int) -> Comparison | None:
    """Read "costs exactly what … did", "is priced just like …": equal in price."""
    if not parts[place].has("price"):
        return None
    at = place + 1
    while at < len(parts) - 1 and parts[at].has("filler", "exact"):
        at += 1
    equal = at < len(parts) - 1 and parts[at].norm in ("what", "like") and parts[at + 1].model
    return Comparison("equal", "cost", place, at + 1) if equal else None


def _by_share(parts: Sequence[Part], place: int) -> Comparison | None:
    """Read "half the price of …", "2.5 times what … costs"."""
    end, amount = _share_of(parts, place), parts[place].amount
    if amount is None or end is None:
        return None
    return Comparison("above" if amount.unit == "x" and amount.value > 1 else "below", "share", place, end)


def _by_adjective(parts: Sequence[Part], place: int) -> Comparison | None:
    """Read "better than …", "cheaper …", "as expensive as …"."""
    if not parts[place].has(*_ADJECTIVES):
        return None
    word = next(name for name in _ADJECTIVES if parts[place].has(name))
    direction = "below" if word in _LOWER else "above"
    if word in ("cheaper", "dearer") and place + 1 < len(parts) and parts[place + 1].model:
        return Comparison(direction, word, place, place + 1)
    than = _than(parts, place)
    return None if than is None else Comparison(direction, word, place, than + 1)


def _by_build(parts: Sequence[Part]) -> Comparison | None:
    """Read two models that are no list: the first is held against the second.

    Signs or a word like "under" tell the side, whatever the other words.
    """
    models = [n for n, part in enumerate(parts) if part.model and not part.label]
    if len(models) != 2:  # noqa: PLR2004 - two models are compared
        return None
    first, other = models
    inner = parts[first + 1 : other]
    if not inner or any(part.norm in _LISTED for part in inner):
        return None
    if (signed := _SIGNS.get(inner[0].norm)) and len({part.norm for part in inner}) == 1:
        return Comparison(signed, "sign", first + 1, other)
    measured = _is_measured(parts)
    by_side = _by_side(parts, first, other) if measured or any(map(_differs, inner)) else None
    return by_side or (_by_another_verb(parts, first, other) if measured else None)


def _by_side(parts: Sequence[Part], first: int, other: int) -> Comparison | None:
    """Read "is 12 Elo under B", "has the same window as B", "has 7 points on B"."""
    at = next((n for n in range(other - 1, first, -1) if parts[n].has("side")), None)
    if at is None:
        lead = "above" if _differs(parts[other - 2]) else _ON.get(parts[other - 2].norm, "")
        return Comparison(lead, "side", other - 1, other) if lead and parts[other - 1].norm == "on" else None
    side = parts[at].means("side")
    return Comparison(side, side if side == "equal" else "side", at, at + 1)


def _by_another_verb(parts: Sequence[Part], first: int, other: int) -> Comparison | None:
    """Read "A mogs B on SWE-bench", "A got clapped by B": a verb no list has."""
    told = [part for part in parts[first + 1 : other] if part.kind == "word" and not part.has("plain", "filler", "be")]
    if not told:
        return None
    passive = parts[other - 1].norm == "by" or (parts[other - 1].norm == "to" and len(told) == 1)
    return Comparison("below" if passive else "above", "verb", other, other)


def _is_measured(parts: Sequence[Part]) -> bool:
    """Whether a clause has the words of comparisons by their weights."""
    found = scoring.scores(scoring.features(parts))
    return max(found, key=lambda label: found[label]) == "better_than"


def _differs(part: Part) -> bool:
    """Whether a part is an amount, or a measure, in which two models differ."""
    margin = part.amount is not None and part.amount.unit in _MARGINS
    return margin or part.has("limit", "output")


def _than(parts: Sequence[Part], place: int) -> int | None:
    """Where the "than" of a comparative with a model stands."""
    stop = min(len(parts), place + _NEAR_THAN)
    for at in range(place + 1, stop):
        if parts[at].has("than", "beside") or (parts[at].norm == "then" and _is_model(parts, at + 1)):
            return at if at + 1 < len(parts) and parts[at + 1].kind not in ("amount", "day") else None
        if parts[at].norm == "as" and parts[place].norm.startswith("as ") and _is_model(parts, at + 1):
            return at  # "three times as expensive per input token as …"
    return None


def _is_model(parts: Sequence[Part], place: int) -> bool:
    return place < len(parts) and parts[place].model


def _share_of(parts: Sequence[Part], place: int) -> int | None:
    """Where "half the price of …", "8 % of the price of …" ends, right before the model it is a share of."""
    amount = parts[place].amount
    if amount is None or amount.unit not in ("x", "%"):
        return None
    if parts[place].text.lower().endswith(" of") and place + 1 < len(parts) and parts[place + 1].model:
        return place + 1
    if place and _is_model(parts, place + 1) and (parts[place - 1].has("price") or _starts(parts, place + 2, _WHOSE)):
        return place + 1  # "costs double Opus 5", "double Opus 5's score"
    for at in range(place + 1, min(len(parts) - 1, place + _NEAR_THAN)):
        if parts[at].norm in ("tier", "plan"):
            return None  # "the 5x tier of Claude Max"
        if parts[at].norm in ("of", "what") and parts[at + 1].model:
            return at + 1
    return None


def _as_as(parts: Sequence[Part]) -> Comparison | None:
    """Read "as fast as": equal; with a factor before it ("twice as fast as"), above."""
    places = [n for n, part in enumerate(parts) if part.norm == "as"]
    for one, other in pairwise(places):
        if 1 < other - one <= 3 and parts[one + 1].norm not in _AS_FAR:  # noqa: PLR2004 -- one or two words between
            before = parts[one - 1].amount if one else None
            factor = before is not None and before.unit == "x"
            word = next((name for name in _ADJECTIVES if parts[one + 1].has(name)), "equal")
            return Comparison("above" if factor else "equal", word, one, other + 1)
    return None


_PHRASES = (_by_prize, _by_edge, _by_class, _by_share, _by_adjective, _by_cost)
