"""Which claim of a ledger a sentence repeats: exactly only where every slot agrees, and the nearest in order.

Near-identical statements differ in one slot, and that slot decides: a ledger holds "beats Opus 4.7" beside "beats Opus
4.6". Words and slots rank the candidates each on their own, and the two orders are fused (reciprocal ranks, Cormack,
Clarke and Büttcher, SIGIR 2009); only the slots say that it is the very one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import fsum, log

from bot.domain.claims.text import lower
from bot.domain.evidence.evidence import Claim, EvidenceContext, Statement

WEIGHTS: Mapping[str, tuple[float, float]] = {
    "subject": (0.9, -0.9),
    "comparator": (0.35, -0.5),
    "type": (0.25, -0.25),
    "object": (0.35, -0.35),
    "benchmark": (0.4, -0.45),
    "day": (0.6, -0.45),
    "values": (0.5, -0.35),
    "polarity": (0.0, -0.8),
    "operator": (0.0, -0.4),
    "surface": (0.2, -0.2),
}
"""What a slot adds when both sides fill it and agree, and when they disagree; an empty one adds nothing."""

DAMPING = 10
"""The constant of reciprocal rank fusion: how little the very first places count above the next ones."""

ALIKE = 0.6
"""The share of telling words from which two claims without slots are taken to be one."""

OTHER = "other"
_RELATED = frozenset({
    frozenset({"available", "release_date"}), frozenset({"benchmark_score", "better_than"}),
    frozenset({"exists", "training_status"}), frozenset({"exists", "available"}),
})  # fmt: skip
_TOKEN = re.compile(r"[a-z0-9](?:[a-z0-9.+']{0,30}[a-z0-9+])?")
_SMALL = frozenset((
    "a", "an", "the", "is", "are", "was", "were", "be", "been", "being", "to", "of", "in", "on", "at", "for",
    "by", "with", "and", "or", "but", "it", "its", "this", "that", "as", "from", "has", "have", "had", "will",
    "would", "can", "could", "than", "then", "so", "do", "does", "did", "not", "no", "just", "now", "very",
    "more", "most", "up", "out", "over", "into", "about", "if", "says", "said", "new", "model", "ai",
))  # fmt: skip
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


@lru_cache(maxsize=40_000)
def words(text: str) -> tuple[str, ...]:
    """The telling words of a text, their endings trimmed, small words left out."""
    return tuple(_stem(token) for token in _TOKEN.findall(lower(text)) if token not in _SMALL)


@lru_cache(maxsize=40_000)
def bag(text: str) -> frozenset[str]:
    """The telling words of a text, each once."""
    return frozenset(words(text))


def _stem(token: str) -> str:
    token = token.removesuffix("'s")
    if any(c.isdecimal() for c in token) or len(token) < 5:  # noqa: PLR2004 -- short words have no ending to lose
        return token
    for ending in ("ing", "ed", "es", "s", "ly"):
        if token.endswith(ending) and len(token) - len(ending) >= 4:  # noqa: PLR2004 -- a stem keeps four letters
            token = token.removesuffix(ending)
            break
    return token.removesuffix("e")


def same(one: Statement, other: Statement, context: EvidenceContext) -> bool:
    """Whether two statements say the same in every slot, their subjects by the names they are confirmed to be."""
    return _slots(one, context) == _slots(other, context) and not (one.altered or other.altered)


def _slots(said: Statement, context: EvidenceContext) -> tuple[object, ...]:
    named: tuple[str, ...] = (context.one(said.subject), context.one(said.comparator), said.object)
    if said.type == "identity":
        named = tuple(sorted((said.subject, said.object)))
    return (
        said.type, named, said.benchmark, said.values, said.bound, said.day, said.since, said.operator,
        said.surface, said.plans, said.polarity, said.beyond,
    )  # fmt: skip


def match(asked: Claim, candidates: Sequence[Claim], context: EvidenceContext) -> Match:
    """The known claim that a sentence repeats, and the nearest ones, best first."""
    very = _very_same(asked.statement, candidates, context)
    ranked = _ranked(asked, candidates, context, very)
    mine = _flat(asked.text)
    for claim in ranked:
        if claim.id in very or any(mine == _flat(text) for text in (claim.text, *claim.aliases)):
            return Match("exact", claim, _first(claim, ranked))
    opposite = _very_same(replace(asked.statement, polarity=-asked.statement.polarity), candidates, context)
    for claim in ranked:
        if claim.id in opposite:
            return Match("negated", None, _first(claim, ranked))
    alike = next((claim for claim in ranked if _alike(asked, claim, context)), None)
    if alike is not None:
        return Match("words", alike, _first(alike, ranked))
    near = [claim for claim in ranked if _compatible(asked.statement, claim.statement, context)]
    if near:
        return Match("two" if len(near) > 1 else "near", None, _first(near[0], ranked))
    return Match("none", None, ranked)


def _very_same(said: Statement, candidates: Sequence[Claim], context: EvidenceContext) -> frozenset[str]:
    """The candidates that say the same in every slot; none where words are left over or there are no slots."""
    if said.type == OTHER or said.beyond or said.altered:
        return frozenset()
    return frozenset(claim.id for claim in candidates if _plainly_same(said, claim.statement, context))


def _plainly_same(said: Statement, other: Statement, context: EvidenceContext) -> bool:
    return other.type == said.type and other.values == said.values and same(said, other, context)


def _first(one: Claim, others: Sequence[Claim]) -> tuple[Claim, ...]:
    return (one, *(other for other in others if other.id != one.id))


def rank(asked: Claim, candidates: Sequence[Claim], context: EvidenceContext) -> tuple[Claim, ...]:
    """The candidates, best first: the very same first, then by the fused orders of words and slots."""
    return _ranked(asked, candidates, context, _very_same(asked.statement, candidates, context))


def _ranked(
    asked: Claim, candidates: Sequence[Claim], context: EvidenceContext, very: frozenset[str]
) -> tuple[Claim, ...]:
    overlaps = _overlaps(asked.text, candidates)
    slots = {claim.id: sum(parts(asked.statement, claim.statement, context).values()) for claim in candidates}
    by_words = _places(overlaps)
    by_slots = _places({claim.id: slots[claim.id] + overlaps[claim.id] / 2 for claim in candidates})
    fused = {name: 1 / (DAMPING + by_words[name]) + 1 / (DAMPING + by_slots[name]) for name in slots}
    return tuple(
        sorted(candidates, key=lambda claim: (claim.id not in very, -fused[claim.id], -slots[claim.id], claim.id))
    )


def _places(scores: Mapping[str, float]) -> dict[str, int]:
    """The place of each by its score; equal scores share one."""
    ordered = sorted(set(scores.values()), reverse=True)
    place = {score: n for n, score in enumerate(ordered)}
    return {name: place[score] for name, score in scores.items()}


def _overlaps(text: str, candidates: Sequence[Claim]) -> dict[str, float]:
    """How much of a text's words each candidate's best wording shares, rare words counting more."""
    bags = {claim.id: [bag(one) for one in (claim.text, *claim.aliases)] for claim in candidates}
    seen = Counter(word for own in bags.values() for word in (own[0].union(*own[1:]) if own[1:] else own[0]))
    total = len(candidates) + 1
    weight = {word: log(1 + total / (0.5 + n)) for word, n in seen.items()}
    mine = bag(text)
    whole = fsum(weight.get(word, log(1 + total / 0.5)) for word in mine)
    return {name: max(_overlap(mine, whole, one, weight) for one in own) for name, own in bags.items()}


def _overlap(mine: frozenset[str], whole: float, theirs: frozenset[str], weight: Mapping[str, float]) -> float:
    """Twice the weight of the shared words by that of all; ``whole`` is the weight of ``mine``.

    Summed exactly: a set has no order, and the rounding of a plain sum would be another in each process.
    """
    total = whole + fsum(map(weight.__getitem__, theirs))
    return 2 * fsum(map(weight.__getitem__, mine & theirs)) / total if total else 0.0


def parts(mine: Statement, other: Statement, context: EvidenceContext) -> dict[str, float]:
    """What each slot adds to the likeness of two statements."""
    found: dict[str, float] = {}
    one = context.one
    for slot, this, that in (
        ("subject", one(mine.subject), one(other.subject)),
        ("comparator", one(mine.comparator), one(other.comparator)),
        ("object", mine.object, other.object),
        ("benchmark", mine.benchmark, other.benchmark),
        ("day", mine.day, other.day),
        ("surface", mine.surface, other.surface),
    ):
        if this and that:
            found[slot] = WEIGHTS[slot][this != that]
    if mine.type == other.type or frozenset({mine.type, other.type}) not in _RELATED:
        found["type"] = WEIGHTS["type"][mine.type != other.type]
    if mine.values and other.values:
        shared = {value.number for value in mine.values} & {value.number for value in other.values}
        found["values"] = WEIGHTS["values"][not shared]
    if mine.polarity != other.polarity:
        found["polarity"] = WEIGHTS["polarity"][1]
    if mine.operator != other.operator and mine.day and other.day:
        found["operator"] = WEIGHTS["operator"][1]
    return found


def _compatible(mine: Statement, other: Statement, context: EvidenceContext) -> bool:
    """Whether another statement is probably the same said with less: nothing disagrees, and something agrees."""
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


_SMALL_ALIKE = _SMALL - _MUST


def _telling(bag: frozenset[str]) -> frozenset[str]:
    """The words that two claims must share to be one: numbers, denials, more and less, open and closed."""
    return frozenset(word for word in bag if word in _MUST or any(letter.isdecimal() for letter in word))


@lru_cache(maxsize=50_000)
def _flat(text: str) -> str:
    kept = "".join(c if c.isalnum() or c in ".$%" else " " for c in lower(text)).replace(". ", " ")
    return " ".join(kept.rstrip(". ").split())
