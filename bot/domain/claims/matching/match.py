"""Which claim of a ledger a sentence repeats, and the nearest in order.

Near-identical statements differ in one slot, and that slot decides: a ledger holds "beats Opus 4.7" beside "beats Opus
4.6". The candidates are ranked by what they share with the sentence in words, and by a little for each slot that agrees
or not; only the slots say that it is the very one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from heapq import heapify, heappop, heapreplace
from itertools import chain, islice

from bot.domain.claims.matching.compared import Compared, comparable, compared, filled, flat
from bot.domain.claims.matching.overlap import coverage, overlaps
from bot.domain.claims.matching.wording import SMALL, concepts, quantities
from bot.domain.evidence.bearing import CANCELLED, CLOSED_WEIGHTS, LICENCE, OPEN_WEIGHTS, SHUTDOWN
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

AKIN = -0.01  # what a model beside another of its family adds: little, and no agreement
ALIKE = 0.6  # the share of telling words from which two claims without slots are taken to be one
NEARLY = 0.5  # the share of what a claim says of its subject that a text which nearly says it says too
LISTED = 5  # how many of the nearest claims a match has
OTHER = "other"
_NAME_SLOTS = frozenset({"subject", "comparator"})  # slots whose names may be confirmed to be one
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


def match(asked: Claim, candidates: Sequence[Claim], context: EvidenceContext) -> Match:
    """The known claim that a sentence repeats, and the `LISTED` nearest ones, best first."""
    claims = {claim.id: claim for claim in candidates}
    mine, others = comparable(asked), dict(zip(claims, map(compared, claims.values()), strict=True))
    very, opposite = _very_same(mine.statement, others, context)
    exact = very | {name for name, other in others.items() if mine.flats[0] in other.flats}
    ranked = (name for name, _ in _ranked(mine, others, context, very))
    nearest = tuple(islice(ranked, LISTED))
    for kind, alike in (("exact", exact), ("negated", opposite), ("words", _worded(mine, others, context))):
        if alike:
            first = next(name for name in chain(nearest, ranked) if name in alike)
            near = tuple(claims[name] for name in dict.fromkeys((first, *nearest)))[:LISTED]
            return Match(kind, None if kind == "negated" else claims[first], near)
    said_with_less = (_compatible(mine, others[name], context) for name in chain(nearest, ranked))
    kind = "none" if not next(said_with_less, False) else "two" if any(said_with_less) else "near"
    return Match(kind, None, tuple(map(claims.__getitem__, nearest)))


def word_for_word(text: str, claim: Claim) -> bool:
    """Whether a text is one of a claim's wordings but for capitals and marks."""
    return flat(text) in compared(claim).flats


def _very_same(
    said: Statement, others: Mapping[str, Compared], context: EvidenceContext
) -> tuple[frozenset[str], frozenset[str]]:
    """The candidates that say the same in every slot, confirmed names being one; and those that say its opposite.

    None where words are left over or there are no slots.
    """
    if not _has_slots(said) or said.beyond or said.altered:
        return frozenset(), frozenset()
    mine = _told(said, context)
    worded = {name: _as_worded(one, said.subject) for name, one in others.items() if one.statement.type == said.type}
    same = {name: other.polarity for name, other in worded.items() if _told(other, context) == mine}
    very = frozenset(name for name, polarity in same.items() if polarity == said.polarity)
    return very, frozenset(name for name, polarity in same.items() if polarity == -said.polarity)


def _has_slots(said: Statement) -> bool:
    """Whether its slots hold what it says; what a claim of no other type says is mostly in its words."""
    held = said.object in _SLOTTED or said.object.endswith(LICENCE)
    return said.type != OTHER or held or (bool(said.values) and not said.object)  # "has 6T parameters"


def _told(said: Statement, context: EvidenceContext) -> tuple[object, ...]:
    """Every slot of a statement but its type and its polarity."""
    named: tuple[str, ...] = (context.one(said.subject), context.one(said.comparator), said.object)
    if said.type == "identity":
        named = tuple(sorted((said.subject, said.object)))
    return (
        named, said.benchmark, said.bound, said.day, said.since, said.operator,
        said.surface, said.plans, said.beyond, said.altered, said.values,
    )  # fmt: skip


def _as_worded(claim: Compared, subject: str) -> Statement:
    """What a claim says of a family, where its words name the family and only its statement a variant of it."""
    said = claim.statement
    variant = said.subject.removeprefix(f"{subject}-") if subject else said.subject
    unsaid = variant != said.subject and not set(variant.split("-")) & set(claim.flats[0].split())
    return replace(said, subject=subject) if unsaid else said


def by_likeness(asked: Claim, candidates: Sequence[Claim]) -> Iterator[tuple[Claim, float]]:
    """The candidates with their likeness to a sentence, best first."""
    claims = {claim.id: claim for claim in candidates}
    others = dict(zip(claims, map(compared, claims.values()), strict=True))
    return ((claims[name], alike) for name, alike in _ranked(comparable(asked), others, EvidenceContext()))


def _ranked(
    mine: Compared, others: Mapping[str, Compared], context: EvidenceContext, ahead: Collection[str] = ()
) -> Iterator[tuple[str, float]]:
    """The ids of claims with their likeness to a sentence, best first, but those ``ahead`` before all others.

    It is the share of their words and what their slots add, which is looked at only of those that may come next.
    """
    shares = overlaps(mine, others)
    most = sum(WEIGHTS[slot][0] for slot in (*mine.slots, "type", "values"))
    left = [(name not in ahead, -share - most, False, name) for name, share in shares.items()]
    heapify(left)
    while left:
        behind, least, known, name = left[0]
        if known:
            heappop(left)
            yield name, -least
        else:
            alike = shares[name] + sum(parts(mine, others[name], context).values())
            heapreplace(left, (behind, -alike, True, name))


def parts(asked: Compared, other: Compared, context: EvidenceContext) -> dict[str, float]:
    """What each slot adds to the likeness of a sentence and a claim."""
    mine, theirs, one = asked.statement, other.statement, context.one
    typed = _typed(mine, theirs)
    found = {}
    for slot, this in _facing(asked, theirs, context).items():
        that = other.slots.get(slot)
        if that is None or (slot == "object" and not typed):
            continue
        if slot in _NAME_SLOTS:
            this, that = one(str(this)), one(str(that))  # noqa: PLW2901 -- by its confirmed name
        found[slot] = _added(slot, this, that)
    if typed and (mine.type == theirs.type or frozenset({mine.type, theirs.type}) not in _RELATED):
        found["type"] = WEIGHTS["type"][mine.type != theirs.type]
    if asked.numbers and other.numbers:
        found["values"] = WEIGHTS["values"][asked.numbers.isdisjoint(other.numbers)]
    if mine.type and mine.polarity != theirs.polarity:
        found["polarity"] = WEIGHTS["polarity"][1]
    if "day" in found and _binds(mine) != _binds(theirs):
        found["operator"] = WEIGHTS["operator"][1]
    return found


def _typed(mine: Statement, other: Statement) -> bool:
    """Whether both types tell anything: what fits none may be read as one of some."""
    return bool(mine.type) and OTHER not in (mine.type, other.type)


def _facing(asked: Compared, theirs: Statement, context: EvidenceContext) -> Mapping[str, str | date]:
    """The slots of a sentence as they face another's; an identity is turned round if need be."""
    mine = asked.statement
    if mine.type == theirs.type == "identity" and context.one(mine.subject) != context.one(theirs.subject):
        return filled(replace(mine, subject=mine.object, object=mine.subject))
    return asked.slots


def _added(slot: str, this: str | date, that: str | date) -> float:
    """What two values of a slot add; little where one is the family or the lab of the other ("xai", "xai/grok-5")."""
    agrees, differs = WEIGHTS[slot]
    if this == that:
        return agrees
    short, long = sorted((str(this), str(that)), key=len)
    return AKIN if long.startswith((f"{short}-", f"{short}/")) else differs


def _binds(said: Statement) -> str:
    """How a day binds; "before 1 May" is "by 30 April"."""
    return "by" if said.operator == "before" else said.operator


def _compatible(asked: Compared, claim: Compared, context: EvidenceContext) -> bool:
    """Whether a claim is probably what a sentence says, said with less.

    Nothing disagrees, and something agrees.
    """
    mine, other = asked.statement, claim.statement
    if mine.type != other.type or OTHER in (mine.type, other.type) or mine.altered or other.altered or other.beyond:
        return False
    found = parts(asked, claim, context)
    told = any(found.get(slot, 0.0) > 0 for slot in ("comparator", "object", "benchmark", "day", "values", "surface"))
    roles = {value.role for value in mine.values}, {value.role for value in other.values}
    alike = not all(roles) or bool(roles[0] & roles[1]) or "" in roles[0] | roles[1]
    plain = not any((other.object, other.values, other.day, other.surface, other.benchmark))
    return found.get("subject", 0.0) > 0 and min(found.values()) >= 0 and (told or plain) and alike


def _worded(asked: Compared, others: Mapping[str, Compared], context: EvidenceContext) -> frozenset[str]:
    """The claims without slots that are one with a sentence by their words.

    Every number and every "not" and "more" is in both.
    """
    one, mine = asked.statement, frozenset(asked.flats[0].split()) - _SMALL_ALIKE
    if one.type != OTHER:
        return frozenset()
    return frozenset(
        name
        for name, other in others.items()
        if (other.statement.type, other.statement.polarity) == (OTHER, one.polarity)
        and context.one(one.subject) == context.one(other.statement.subject)
        and any(
            _telling(mine) == _telling(theirs) and len(mine & theirs) / max(len(mine | theirs), 1) >= ALIKE
            for theirs in (frozenset(text.split()) - _SMALL_ALIKE for text in other.flats)
        )
    )


_SMALL_ALIKE = SMALL - _MUST


def nearly_says(text: str, claim: Claim) -> bool:
    """Whether a text says at least half of what a claim does.

    It has no number or month that the claim lacks, and each "not" and "more" is in both.
    """
    mine, musts, other = concepts(text), _musts(flat(text)), compared(claim)
    told, wordings = quantities(mine), zip(other.worded, other.flats, strict=True)
    fits = any(told <= one and musts == _musts(words) for one, words in wordings)
    return fits and coverage(mine, other) >= NEARLY


def _musts(words: str) -> frozenset[str]:
    return _MUST.intersection(words.split())


def _telling(bag: frozenset[str]) -> frozenset[str]:
    """The words that two claims must share to be one: numbers, denials, more and less, open and closed."""
    return frozenset(word for word in bag if word in _MUST or any(letter.isdecimal() for letter in word))
