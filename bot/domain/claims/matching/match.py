"""Which claim of a ledger a sentence repeats, and the nearest in order.

Near-identical statements differ in one slot, and that slot decides: a ledger holds "beats Opus 4.7" beside "beats Opus
4.6". The candidates are ranked by what they share with the sentence in words, and by a little for each slot that agrees
or not; only the slots say that it is the very one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from bot.domain.claims.matching.overlap import CACHED, coverage, overlaps
from bot.domain.claims.matching.wording import SMALL, quantities
from bot.domain.claims.text import lower
from bot.domain.evidence.bearing import CANCELLED, CLOSED_WEIGHTS, OPEN_WEIGHTS, SHUTDOWN
from bot.domain.evidence.evidence import Claim, EvidenceContext, Statement

_SLOTTED = frozenset({CANCELLED, SHUTDOWN, OPEN_WEIGHTS, CLOSED_WEIGHTS})  # what a claim of no other type can say
WEIGHTS: Mapping[str, tuple[float, float]] = {
    "subject": (0.05, -0.08),
    "comparator": (0.02, -0.06),
    "type": (0.01, -0.05),
    "object": (0.02, -0.02),
    "benchmark": (0.02, -0.06),
    "day": (0.02, -0.02),
    "values": (0.04, -0.04),
    "polarity": (0.0, -0.08),
    "operator": (0.0, -0.04),
    "surface": (0.02, -0.02),
}
"""What a slot adds to the share of the words when both sides fill it and agree, and when they disagree."""

AKIN = -0.01
"""What a model beside another of its family adds: little, and no agreement."""

ALIKE = 0.6
"""The share of telling words from which two claims without slots are taken to be one."""

NEARLY = 0.5
"""The share of what a claim says of its subject that a text which nearly says it says too."""

OTHER = "other"
_UNTOLD = re.compile(r"[^\w.$%]|_")
_RELATED = frozenset({
    frozenset({"available", "release_date"}), frozenset({"benchmark_score", "better_than"}),
    frozenset({"exists", "training_status"}), frozenset({"exists", "available"}),
})  # fmt: skip
_MUST = frozenset((
    "not", "no", "never", "more", "less", "fewer", "higher", "lower", "without", "only",
    "open", "closed", "proprietary",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Match:
    """What of the ledger a sentence is.

    *exact*: ``claim`` says the same in every slot (or, without slots, in its words) · *negated*: the first of
    ``nearest`` is its opposite · *words*: ``claim`` has no slots and mostly the same words · *near*, *two*: one or two
    that agree in every slot both fill, first among the nearest · *none*. Only *exact* and *words* have a ``claim``.
    """

    kind: str
    claim: Claim | None
    nearest: tuple[Claim, ...]


def same(one: Statement, other: Statement, context: EvidenceContext) -> bool:
    """Whether two statements say the same in every slot, confirmed names being one."""
    alike = (one.type, one.values) == (other.type, other.values) and _slots(one, context) == _slots(other, context)
    return alike and not (one.altered or other.altered)


def _slots(said: Statement, context: EvidenceContext) -> tuple[object, ...]:
    named: tuple[str, ...] = (context.one(said.subject), context.one(said.comparator), said.object)
    if said.type == "identity":
        named = tuple(sorted((said.subject, said.object)))
    return (
        named, said.benchmark, said.bound, said.day, said.since, said.operator,
        said.surface, said.plans, said.polarity, said.beyond,
    )  # fmt: skip


def match(asked: Claim, candidates: Sequence[Claim], context: EvidenceContext) -> Match:
    """The known claim that a sentence repeats, and the nearest ones, best first."""
    very = _very_same(asked.statement, candidates, context)
    alike = likeness(asked, candidates, context)
    ranked = tuple(sorted(candidates, key=lambda claim: (claim.id not in very, -alike[claim.id], claim.id)))
    mine = _flat(asked.text)
    for claim in ranked:
        if claim.id in very or any(mine == _flat(text) for text in (claim.text, *claim.aliases)):
            return Match("exact", claim, _first(claim, ranked))
    opposite = _very_same(replace(asked.statement, polarity=-asked.statement.polarity), candidates, context)
    for claim in ranked:
        if claim.id in opposite:
            return Match("negated", None, _first(claim, ranked))
    worded = next((claim for claim in ranked if _alike(asked, claim, context)), None)
    if worded is not None:
        return Match("words", worded, _first(worded, ranked))
    near = (claim for claim in ranked if _compatible(asked.statement, claim.statement, context))
    if not ranked or next(near, None) is not ranked[0]:
        return Match("none", None, ranked)
    return Match("near" if next(near, None) is None else "two", None, ranked)


def _very_same(said: Statement, candidates: Sequence[Claim], context: EvidenceContext) -> frozenset[str]:
    """The candidates that say the same in every slot.

    None where words are left over or there are no slots.
    """
    slotted = said.object in _SLOTTED or (bool(said.values) and not said.object)  # "has 6T parameters"
    slotless = said.type == OTHER and not slotted
    if slotless or said.beyond or said.altered:
        return frozenset()
    return frozenset(claim.id for claim in candidates if same(said, claim.statement, context))


def _first(one: Claim, others: Sequence[Claim]) -> tuple[Claim, ...]:
    return (one, *(other for other in others if other.id != one.id))


def likeness(asked: Claim, candidates: Sequence[Claim], context: EvidenceContext) -> dict[str, float]:
    """The likeness of each candidate to a sentence, by id.

    The share of their words, and what their slots add.
    """
    alike = overlaps(asked, candidates)
    for claim in candidates:
        alike[claim.id] += sum(parts(asked.statement, claim.statement, context).values())
    return alike


def parts(mine: Statement, other: Statement, context: EvidenceContext) -> dict[str, float]:
    """What each slot adds to the likeness of two statements."""
    found = {slot: _added(slot, this, that) for slot, this, that in _pairs(mine, other, context) if this and that}
    if _typed(mine, other) and frozenset({mine.type, other.type}) not in _RELATED:
        found["type"] = WEIGHTS["type"][mine.type != other.type]
    if mine.values and other.values:
        shared = {value.number for value in mine.values} & {value.number for value in other.values}
        found["values"] = WEIGHTS["values"][not shared]
    if mine.type and mine.polarity != other.polarity:
        found["polarity"] = WEIGHTS["polarity"][1]
    if "day" in found and _binds(mine) != _binds(other):
        found["operator"] = WEIGHTS["operator"][1]
    return found


def _typed(mine: Statement, other: Statement) -> bool:
    """Whether both types tell anything: what fits none may be read as one of some."""
    return bool(mine.type) and OTHER not in (mine.type, other.type)


def _pairs(
    mine: Statement, other: Statement, context: EvidenceContext
) -> tuple[tuple[str, str | date | None, str | date | None], ...]:
    """The slots of two statements side by side; an identity is turned round if need be."""
    one = context.one
    if mine.type == other.type == "identity" and one(mine.subject) != one(other.subject):
        mine = replace(mine, subject=mine.object, object=mine.subject)
    return (
        ("subject", one(mine.subject), one(other.subject)),
        ("comparator", one(mine.comparator), one(other.comparator)),
        ("object", mine.object if _typed(mine, other) else "", other.object),
        ("benchmark", mine.benchmark, other.benchmark),
        ("day", mine.last_day, other.last_day),
        ("surface", mine.surface, other.surface),
    )


def _added(slot: str, this: str | date | None, that: str | date | None) -> float:
    if this == that:
        return WEIGHTS[slot][0]
    return AKIN if _akin(str(this), str(that)) else WEIGHTS[slot][1]


def _akin(one: str, other: str) -> bool:
    """Whether one slug is the family or the lab of the other ("xai", "xai/grok-5")."""
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    return long.startswith(short) and long[len(short) : len(short) + 1] in {"-", "/"}


def _binds(said: Statement) -> str:
    """How a day binds; "before 1 May" is "by 30 April"."""
    return "by" if said.operator == "before" else said.operator


def _compatible(mine: Statement, other: Statement, context: EvidenceContext) -> bool:
    """Whether another statement is probably the same said with less.

    Nothing disagrees, and something agrees.
    """
    if mine.type != other.type or OTHER in (mine.type, other.type) or mine.altered or other.altered or other.beyond:
        return False
    found = parts(mine, other, context)
    told = any(found.get(slot, 0.0) > 0 for slot in ("comparator", "object", "benchmark", "day", "values", "surface"))
    roles = {value.role for value in mine.values}, {value.role for value in other.values}
    alike = not all(roles) or bool(roles[0] & roles[1]) or "" in roles[0] | roles[1]
    plain = not any((other.object, other.values, other.day, other.surface, other.benchmark))
    return found.get("subject", 0.0) > 0 and min(found.values()) >= 0 and (told or plain) and alike


def _alike(asked: Claim, claim: Claim, context: EvidenceContext) -> bool:
    """Whether two claims without slots are one by their words: every number and every "not" and "more" in both."""
    one, other = asked.statement, claim.statement
    if one.type != OTHER or other.type != OTHER or one.polarity != other.polarity:
        return False
    if context.one(one.subject) != context.one(other.subject):
        return False
    mine = frozenset(_flat(asked.text).split()) - _SMALL_ALIKE
    for text in (claim.text, *claim.aliases):
        theirs = frozenset(_flat(text).split()) - _SMALL_ALIKE
        if _telling(mine) == _telling(theirs) and len(mine & theirs) / max(len(mine | theirs), 1) >= ALIKE:
            return True
    return False


_SMALL_ALIKE = SMALL - _MUST


def nearly_says(text: str, claim: Claim) -> bool:
    """Whether a text says at least half of what a claim does.

    It has no number or month that the claim lacks, and each "not" and "more" is in both.
    """
    told, musts = quantities(text), _musts(text)
    return coverage(text, claim) >= NEARLY and any(
        told <= quantities(other) and musts == _musts(other) for other in (claim.text, *claim.aliases)
    )


def _musts(text: str) -> frozenset[str]:
    return _MUST.intersection(_flat(text).split())


def _telling(bag: frozenset[str]) -> frozenset[str]:
    """The words that two claims must share to be one: numbers, denials, more and less, open and closed."""
    return frozenset(word for word in bag if word in _MUST or any(letter.isdecimal() for letter in word))


@lru_cache(CACHED)
def _flat(text: str) -> str:
    kept = _UNTOLD.sub(" ", lower(text)).replace(". ", " ")
    return " ".join(kept.rstrip(". ").split())
