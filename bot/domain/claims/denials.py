"""The words of a clause that deny it, or set another number, day or name against it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.claims.parts import Part
from bot.domain.time.months import MONTHS

_BROUGHT = ("release", "announce", "open weights", "price", "retire")  # what "changed its mind and …" may lead to
_UNREAL = frozenset({"would have", "should have"})
_STAYS = frozenset({
    "still", "yet", "remain", "remains", "remained", "stay", "stays", "stayed", "sit", "sits", "sat", "goes", "went",
    "(", ":", "—", "=",
})  # fmt: skip
_LOSES = frozenset({"lose", "loses", "lost", "losing"})
# Those that irregular forms are known of: "nearly put", "almost came out".
_VERBS = ("light", "release", "announce", "retire", "unavailable")
_COUNTED = frozenset({"amount", "number"})
_REPLACED = _COUNTED | {"day"}
_INSTEAD = frozenset({",", "—", ";", "but"})
_LEADS = frozenset({"but", "it", "its", "in", "on", "at", "for"})  # "but in June"
_SIDES = (
    ("ahead", "behind"), ("behind", "ahead"), ("cheaper", "dearer"), ("dearer", "cheaper"), ("faster", "slower"),
    ("slower", "faster"), ("bigger", "smaller"), ("smaller", "bigger"),
)  # fmt: skip
_STOPS = frozenset({",", ".", "!", "—"})
_BOUNDS = _STOPS | {";", ":", "(", ")", "but", "so", "because", "since", "while", "when", "though", "although", "who"}


def denials(parts: Sequence[Part]) -> list[int]:
    """Where words of denial stand; "nowhere near" another model is only behind."""
    overtaken = _overtaken(parts)
    denies = ("negation", "denial", "deny") if overtaken else ("negation", "denial", "deny", "backs out")
    ranked = {n for n, part in enumerate(parts[:-1]) if part.has("behind") and parts[n + 1].model}
    denied = (part.has(*denies) or _undone(parts, n) or _without(parts, n) for n, part in enumerate(parts))
    return [n for n, so in enumerate(denied) if so and n not in ranked]


def unreal(parts: Sequence[Part]) -> list[int]:
    """Where something is said to have nearly come about, or that it would have."""
    return [n for n in range(len(parts)) if _missed(parts, n) or parts[n].norm in _UNREAL]


def _without(parts: Sequence[Part], place: int) -> bool:
    """Whether a number or a plan is missed or lost: "fell short of 80 %"."""
    part, behind = parts[place], parts[place + 1 : place + 4]
    if part.norm in _LOSES:
        return any(one.model for one in behind) and any(one.has("plan", "surface") for one in parts[:place])
    return part.has("missed") and any(one.amount is not None or one.has("plan", "surface") for one in behind)


def _undone(parts: Sequence[Part], place: int) -> bool:
    """Whether something is still to be done: "remains unreleased", "X (unreleased)"."""
    if not parts[place].has("undone") or not place or any(part.model for part in parts[place + 1 : place + 2]):
        return False
    return parts[place - 1].has("be") or parts[place - 1].norm in _STAYS


def _overtaken(parts: Sequence[Part]) -> bool:
    """Whether it came about all the same, so that backing out denies nothing: "reversed course and released it"."""
    if any(part.has("expected", "near miss", "counterfactual") for part in parts):
        return False
    words = (part.norm.partition(" ")[0] for part in parts if part.has(*_BROUGHT))
    return any(word.endswith("ed") or word == "came" for word in words)


def _missed(parts: Sequence[Part], place: int) -> bool:
    """Whether something only nearly came about: "was almost open sourced", "came close to getting a licence"."""
    if not parts[place].has("near miss"):
        return False
    behind, before = parts[place + 1 : place + 4], parts[max(0, place - 1) : place]
    first = next((part for part in behind if not part.has("filler", "plain", "be")), None)
    if first is None or first.norm.partition(" ")[0].endswith(("ed", "ing")):
        return first is not None
    if any(part.has("be") for part in before):
        return first.norm == "out" and before[0].norm in ("was", "were")  # "is almost out" is soon
    return first.has(*_VERBS) and not any(part.amount for part in behind)  # "nearly hit 90 %" is a score


def contrasted(parts: Sequence[Part], place: int) -> bool:
    """Whether a "not" sets another number, day or name against one: "512k, not 1M".

    Where it ends what is said, or heads it, the other may stand farther off: "300 at launch lol not 30".
    """
    if parts[place].norm != "not" or place + 1 >= len(parts):
        return False
    before = max(0, place - 1 - (parts[place - 1].norm in (",", "(")))
    article = place + 2 < len(parts) and parts[place + 1].norm in ("the", "a", '"')
    one, other = parts[before], parts[place + 1 + article]
    if not place:
        return any(_alike(part, other) or _both_named(part, other) for part in parts[2 + article :])
    if _both_named(one, other):
        return True  # "belongs to Cohere, not Meta"
    ends = place + 2 >= len(parts) or parts[place + 2].norm in _STOPS
    start = max((n + 1 for n in range(place - 1) if parts[n].norm in _BOUNDS), default=0) if ends else before - 1
    return any(_alike(part, other) for part in parts[max(0, start) : before + 1])


def _both_named(one: Part, other: Part) -> bool:
    return (one.lab and other.lab) or (one.model and other.model)


def _alike(one: Part, other: Part) -> bool:
    """Whether two parts are numbers, days or opposite sides of a comparison."""
    if other.kind in _COUNTED:
        return one.kind in _COUNTED
    if other.kind == "day" or other.norm in MONTHS:
        return one.kind == "day"
    return any(one.has(side) and other.has(opposite) for side, opposite in _SIDES)


def corrected_at(parts: Sequence[Part], place: int) -> int | None:
    """Where stands what is said instead of a denied number: "isn't $2, it's $1"."""
    joint = next((n for n in range(place + 1, len(parts)) if parts[n].norm in _INSTEAD), len(parts))
    denied, behind = parts[place + 1 : joint], parts[joint:]
    told = next((n for n, part in enumerate(behind) if part.kind in _REPLACED), 0)
    if any(part.name is not None for part in behind) or not _leads(behind[:told]):
        return None
    first = next((part for part in denied if not part.has("filler", "plain")), behind[told])
    direct = behind[0].norm == "but" or first.kind in _REPLACED
    return joint + told if direct and any(_alike(part, behind[told]) for part in denied) else None


def _leads(parts: Sequence[Part]) -> bool:
    """Whether some parts only lead to what is so: ", it's", "but in"."""
    told = [part for part in parts if part.norm in _LEADS or not (part.kind == "mark" or part.has("filler"))]
    return bool(told) and all(part.norm in _LEADS or part.has("be") for part in told)


def sets_right(before: Sequence[Part], behind: Sequence[Part]) -> bool:
    """Whether only its newness is denied of a model, and behind it stands what it is: "isn't new, it's just X"."""
    light = ("filler", "plain", "model word")
    new = next((n for n, part in enumerate(behind) if part.entries and not part.has(*light)), 0)
    named = (any(part.model or part.lab for part in some) for some in (behind[:new], before))
    return new > 0 and [*named] == [False, True] and _is_then(behind[new:])


def _is_then(parts: Sequence[Part]) -> bool:
    """Whether some parts say what it is: "it's just X"."""
    told = [part for part in parts if part.kind != "mark" and not part.has("filler")]
    model = next((part for part in told if not part.has("pronoun", "be", "identity")), None)
    return bool(told) and told[0].norm in ("it", "its just") and model is not None and model.model
