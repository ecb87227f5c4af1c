"""The phrase of a clause that sets two things against each other: "beats", "cheaper than", "half the price of"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.domain.claims.parts import Part

UPPER = "between the other and"
"""What a "between" is to the second of the models that it stands before."""

_RANGE = {"between": "above", UPPER: "below"}
_BEATEN = frozenset({"of", "over", "against"})
_NEAR_THAN = 5  # parts between a comparative and its "than"
_ADJECTIVES = ("better", "worse", "more", "less", "faster", "slower", "cheaper", "dearer", "bigger", "smaller")
_LOWER = frozenset({"worse", "less", "slower", "dearer", "smaller"})
_AS_FAR = frozenset({"far", "soon", "early", "well"})  # "as far as I can tell"
_SIGNS = {">": "above", "<": "below", "≈": "equal", "over": "above", "under": "below"}


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
        found = _by_class(parts, place) or _by_share(parts, place) or _by_adjective(parts, place)
        if found := found or _by_cost(parts, place):
            return found
        if part.has("versus") and versus is None:
            versus = Comparison("above", "versus", place, place + 1)
    return versus or _as_as(parts) or _by_another_verb(parts)


def _between_models(parts: Sequence[Part], place: int) -> bool:
    """Whether a model stands right before a place and right behind it."""
    return 0 < place < len(parts) - 1 and parts[place - 1].model and parts[place + 1].model


def _by_class(parts: Sequence[Part], place: int) -> Comparison | None:
    """Read a word or sign that says by itself who is ahead: "beats", "trails", "is beaten by", "on par with"."""
    part = parts[place]
    if part.has("behind"):
        return Comparison("below", "behind", place, place + 1)
    if part.has("ahead") and not _in_a_head(parts, place):
        passive = place + 1 < len(parts) and parts[place + 1].norm == "by"
        return Comparison("below" if passive else "above", "ahead", place, place + 1 + passive)
    if part.norm in _SIGNS and _between_models(parts, place):
        return Comparison(_SIGNS[part.norm], "sign", place, place + 1)
    if part.has("wins") and _is_model(parts, place + 2) and parts[place + 1].norm in _BEATEN:
        return Comparison("above", "ahead", place, place + 2)  # "comes out ahead of"
    if _equates(parts, place):
        return Comparison("equal", "equal", place, place + 1)
    return _by_range(parts, place)


def _by_range(parts: Sequence[Part], place: int) -> Comparison | None:
    """Read "A lands between B and C": above the first, below the second."""
    told = parts[place].norm in _RANGE and _is_model(parts, place + 1) and any(one.model for one in parts[:place])
    return Comparison(_RANGE[parts[place].norm], "between", place, place + 1) if told else None


def _equates(parts: Sequence[Part], place: int) -> bool:
    """Whether a part says that two things are equal; the "5x" of a plan and "is" do not."""
    part = parts[place]
    if part.has("comes to") and place + 1 < len(parts) and parts[place + 1].model:
        return any(one.model for one in parts[:place])
    counted = place > 0 and parts[place - 1].amount is not None  # "the 5x tier of Claude Max"
    return part.has("equal") and not part.has("identity") and not counted


def _in_a_head(parts: Sequence[Part], place: int) -> bool:
    """Whether a "top" only stands in the head of a list: "top three: 1. …"."""
    mark = next((n for n, part in enumerate(parts) if part.norm == ":"), 0)
    return place < mark and not any(part.name is not None for part in parts[:mark])


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
    if amount is None or amount.unit not in ("x", "%"):
        return None
    start, end = (place, end) if end is not None else _beside_another(parts, place)
    if not end:
        return None
    return Comparison("above" if amount.unit == "x" and amount.value > 1 else "below", "share", start, end)


def _beside_another(parts: Sequence[Part], place: int) -> tuple[int, int]:
    """Where "half for A compared to B" names the other model, behind its price; zeros where it does not."""
    priced = any(part.has("price") for part in parts[:place])
    against = (n for n in range(place + 2, len(parts) - 1) if parts[n].has("than", "versus") and parts[n + 1].model)
    at = next(against, 0)
    return (at, at + 1) if priced and at and any(part.model for part in parts[place:at]) else (0, 0)


def _by_adjective(parts: Sequence[Part], place: int) -> Comparison | None:
    """Read "better than …", "cheaper …", "as expensive as …"."""
    word = next((name for name in _ADJECTIVES if parts[place].has(name)), "")
    if not word:
        return None
    direction = "below" if word in _LOWER else "above"
    if word in ("cheaper", "dearer") and place + 1 < len(parts) and parts[place + 1].model:
        return Comparison(direction, word, place, place + 1)
    than = _than(parts, place)
    return None if than is None else Comparison(direction, word, place, than + 1)


def _by_another_verb(parts: Sequence[Part]) -> Comparison | None:
    """Read "A mogs B on SWE-bench", "A got clapped by B": a verb no list has, between two models that are measured."""
    models = [n for n, part in enumerate(parts) if part.model]
    if len(models) != 2 or not any(part.benchmark or part.has("axis") for part in parts):  # noqa: PLR2004 - two models are compared
        return None
    amounts = [n for n, part in enumerate(parts) if part.amount is not None]
    margin = any(parts[n - 1].norm == "by" for n in amounts)
    verbs = _verbs_between(parts, *models, known=not margin)
    if len(verbs) != 1 or not all(n > models[1] or parts[n - 1].norm == "by" for n in amounts):
        return None
    passive = parts[verbs[0] + 1].norm in ("by", "to")
    return Comparison("below" if passive else "above", "verb", verbs[0], verbs[0] + 1 + passive)


def _verbs_between(parts: Sequence[Part], one: int, other: int, *, known: bool) -> list[int]:
    """The words between two models that may set one against the other; ``known`` asks for the ending of a verb."""
    if any(part.norm in ("and", ",", "&") for part in parts[one:other]):
        return []
    words = [n for n in range(one + 1, other) if parts[n].kind == "word" and not parts[n].has("plain", "filler", "be")]
    return [n for n in words if _verb_like(parts[n])] if known else words


def _verb_like(part: Part) -> bool:
    """Whether a word that the lexicon lacks has the ending of a verb."""
    return part.kind == "word" and not part.entries and part.norm.endswith(("s", "ed", "ing"))


def _than(parts: Sequence[Part], place: int) -> int | None:
    """Where the "than" of a comparative stands; a number behind it compares with no model."""
    stop = min(len(parts), place + _NEAR_THAN)
    for at in range(place + 1, stop):
        if parts[at].has("than") or (parts[at].norm == "then" and _is_model(parts, at + 1)):
            after = parts[at + 1] if at + 1 < len(parts) else None
            share = after is not None and after.kind == "amount" and _share_of(parts, at + 1) is not None
            return None if after is None or (after.kind in ("amount", "day") and not share) else at
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
    if place and parts[place - 1].has("price") and parts[place + 1 : place + 2] and parts[place + 1].model:
        return place + 1  # "costs double Opus 5"
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
