"""Which claim of a ledger a sentence repeats: candidates rescored in plain sight by what they say, not how alike they sound.

Near-identical statements differ in one slot, and that slot decides: a ledger holds "beats Opus 4.7" beside "beats Opus
4.6". So words only gather and order candidates; the slots say which one it is. ``WEIGHTS`` is the whole rule. A match is
``exact`` only when every slot agrees; nothing else may lend its grade.
"""
# ruff: noqa: E501 -- a pattern is read as one line

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import log

from bot.domain.claims.parsed import ClaimType, Operator, ParsedClaim
from bot.domain.claims.text import lower

WEIGHTS: Mapping[str, tuple[float, float]] = {
    "words": (1.0, 0.0),
    "subject": (0.9, -0.9),
    "comparator": (0.35, -0.5),
    "type": (0.25, -0.25),
    "object": (0.35, -0.35),
    "benchmark": (0.4, -0.45),
    "date": (0.6, -0.45),
    "number": (0.5, -0.35),
    "polarity": (0.0, -0.8),
    "operator": (0.0, -0.4),
}
"""What a slot adds when both sides fill it and agree, and when they disagree; a slot one side leaves empty adds nothing."""

THRESHOLD = 1.35
"""Below this, nothing of the ledger is called the same claim."""

MARGIN = 0.15
"""Two candidates nearer to each other than this are both shown."""

NEAREST = 3
"""How many near claims are offered where none matches."""

_TOKEN = re.compile(r"[a-z0-9](?:[a-z0-9.+'-]{0,30}[a-z0-9+])?")
_SMALL = frozenset(
    [
        "a",
        "an",
        "the",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "to",
        "of",
        "in",
        "on",
        "at",
        "for",
        "by",
        "with",
        "and",
        "or",
        "but",
        "it",
        "its",
        "this",
        "that",
        "as",
        "from",
        "has",
        "have",
        "had",
        "will",
        "would",
        "can",
        "could",
        "than",
        "then",
        "so",
        "do",
        "does",
        "did",
        "not",
        "no",
        "just",
        "now",
        "very",
        "more",
        "most",
        "up",
        "out",
        "over",
        "into",
        "about",
        "if",
        "says",
        "said",
        "new",
        "model",
        "ai",
    ],
)
_RELATED = {
    frozenset({ClaimType.AVAILABLE, ClaimType.RELEASE_DATE}), frozenset({ClaimType.BENCHMARK_SCORE, ClaimType.BETTER_THAN}),
    frozenset({ClaimType.EXISTS, ClaimType.TRAINING_STATUS}), frozenset({ClaimType.EXISTS, ClaimType.AVAILABLE}),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """A claim of the ledger, understood like the sentence it is held against; its aliases are other wordings of it."""

    id: str
    text: str
    claim: ParsedClaim
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its score and what made it: slot → what it added."""

    candidate: Candidate
    score: float
    parts: Mapping[str, float] = field(default_factory=dict)
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Matched:
    """``same`` holds the claim the sentence repeats (two when they cannot be told apart), ``near`` those to offer."""

    same: tuple[Scored, ...]
    near: tuple[Scored, ...]

    @property
    def exact(self) -> Scored | None:
        """The one candidate that says the same in every slot: the only one whose grade the sentence may take."""
        first = self.same[0] if self.same else None
        return first if first is not None and first.exact else None


@lru_cache(maxsize=40_000)
def words(text: str) -> tuple[str, ...]:
    """The telling words of a text, their endings trimmed, small words left out."""
    return tuple(_stem(token) for token in _TOKEN.findall(lower(text)) if token not in _SMALL)


def _stem(token: str) -> str:
    token = token.removesuffix("'s")
    if any(c.isdecimal() for c in token) or len(token) < 5:  # noqa: PLR2004 -- short words have no ending to lose
        return token
    for ending in ("ing", "ed", "es", "s", "ly"):
        if token.endswith(ending) and len(token) - len(ending) >= 4:  # noqa: PLR2004 -- a stem keeps four letters
            token = token.removesuffix(ending)
            break
    return token.removesuffix("e")


@lru_cache(maxsize=40_000)
def _pieces(mentions: tuple[str, ...]) -> frozenset[str]:
    pieces = {
        piece for slug in mentions if "/" in slug for piece in (*re.split(r"[/-]", slug), slug.rpartition("/")[2])
    }
    return frozenset(pieces | {piece.replace("-", "") for piece in pieces})


@lru_cache(maxsize=40_000)
def _named_apart(text: str, mentions: tuple[str, ...]) -> frozenset[str]:
    pieces = _pieces(mentions)
    return frozenset(
        w for w in words(text) if w not in pieces and w.replace("-", "") not in pieces and not w[:1].isdecimal()
    )


def _telling(text: str, claim: ParsedClaim) -> frozenset[str]:
    """The words of a claim without the names and numbers that its slots hold already."""
    return _named_apart(text, claim.mentions)


def rank(
    asked: ParsedClaim, candidates: Sequence[Candidate], *, same_as: Mapping[str, str] | None = None
) -> tuple[Scored, ...]:
    """The candidates in order of their score. ``same_as`` maps slugs to the one they are confirmed to be."""
    one = same_as or {}
    bags = [Counter(w for text in (c.text, *c.aliases) for w in _telling(text, c.claim)) for c in candidates]
    seen = Counter(w for bag in bags for w in bag)
    total = len(candidates) + 1
    weight = {w: log(1 + total / (0.5 + n)) for w, n in seen.items()}
    rarest = log(1 + total / 0.5)
    said = _telling(asked.text, asked)
    ranked = [
        _score(asked, candidate, _overlap(said, bag, weight, rarest), one)
        for candidate, bag in zip(candidates, bags, strict=True)
    ]
    return tuple(sorted(ranked, key=lambda s: (not s.exact, -s.score, s.candidate.id)))


def match(asked: ParsedClaim, candidates: Sequence[Candidate], *, same_as: Mapping[str, str] | None = None) -> Matched:
    """The claim of the ledger that a sentence repeats, or the nearest where none is near enough."""
    ranked = rank(asked, candidates, same_as=same_as)
    if (
        not ranked
        or not (ranked[0].exact or ranked[0].score >= THRESHOLD)
        or _contradicted(ranked[0])
        or not _told(ranked[0])
    ):
        return Matched((), ranked[:NEAREST])
    first = ranked[0]
    twins = (
        () if first.exact else tuple(s for s in ranked[1:2] if first.score - s.score < MARGIN and not _contradicted(s))
    )
    same = (first, *twins)
    return Matched(same, tuple(s for s in ranked if s not in same)[:NEAREST])


def _contradicted(scored: Scored) -> bool:
    """Whether the slots say that it is another claim, however alike the words are."""
    return any(
        scored.parts.get(slot, 0.0) < 0 for slot in ("subject", "comparator", "date", "number", "benchmark", "object")
    )


def _told(scored: Scored) -> bool:
    """Whether more than the subject and the kind of claim agree: another slot, or the words themselves."""
    if scored.exact or any(scored.parts.get(slot, 0.0) > 0 for slot in ("comparator", "object", "date", "number")):
        return True
    least = 0.15 if scored.candidate.claim.claim_type in {ClaimType.AVAILABLE, ClaimType.EXISTS} else 0.33
    return scored.parts["words"] >= least


def _overlap(said: frozenset[str], bag: Mapping[str, int], weight: Mapping[str, float], rarest: float) -> float:
    if not said or not bag:
        return 0.0
    shared = sum(weight.get(w, rarest) for w in said if w in bag)
    total = sum(weight.get(w, rarest) for w in said) + sum(weight.get(w, rarest) for w in bag)
    return 2 * shared / total if total else 0.0


def _score(asked: ParsedClaim, candidate: Candidate, overlap: float, one: Mapping[str, str]) -> Scored:
    theirs = candidate.claim
    parts: dict[str, float] = {"words": round(WEIGHTS["words"][0] * overlap, 4)}

    def weigh(slot: str, agree: bool | None) -> None:  # noqa: FBT001 -- yes, no, or nothing to compare
        if agree is not None:
            parts[slot] = WEIGHTS[slot][0 if agree else 1]

    def names(mine: str | None, other: str | None) -> bool | None:
        return None if mine is None or other is None else one.get(mine, mine) == one.get(other, other)

    sides = names(asked.subject, theirs.subject), names(asked.comparator, theirs.comparator)
    turned = False
    if sides[0] is False and asked.comparator and theirs.comparator and asked.claim_type is ClaimType.BETTER_THAN:
        turned = bool(names(asked.subject, theirs.comparator)) and bool(names(asked.comparator, theirs.subject))
    weigh("subject", sides[0] or turned or None if sides[0] is not False else turned)
    weigh(
        "comparator",
        True
        if turned
        else False
        if (asked.comparator is None) != (theirs.comparator is None) and asked.direction != theirs.direction
        else sides[1],
    )
    weigh("type", _types(asked.claim_type, theirs.claim_type))
    weigh("object", names(asked.object, theirs.object))
    weigh("benchmark", _boards(asked, theirs))
    weigh("date", None if asked.deadline is None or theirs.deadline is None else asked.deadline == theirs.deadline)
    weigh("number", _numbers(asked, theirs))
    if asked.claim_type is ClaimType.BETTER_THAN and theirs.claim_type is ClaimType.BETTER_THAN:
        way = (
            theirs.direction
            if not turned
            else {"above": "below", "below": "above"}.get(theirs.direction or "", theirs.direction)
        )
        opposed = asked.direction != way
    else:
        opposed = asked.polarity != theirs.polarity
    if opposed:
        parts["polarity"] = WEIGHTS["polarity"][1]
    if _binding(asked) != _binding(theirs) or (
        asked.forecast != theirs.forecast and asked.claim_type is theirs.claim_type
    ):
        parts["operator"] = WEIGHTS["operator"][1]
    exact = not opposed and _same(asked, theirs, one, overlap, turned=turned)
    return Scored(candidate, round(sum(parts.values()), 4), parts, exact)


def _types(mine: ClaimType | None, other: ClaimType | None) -> bool | None:
    if mine is None or other is None:
        return None
    return True if mine is other else None if frozenset({mine, other}) in _RELATED else False


def _boards(mine: ParsedClaim, other: ParsedClaim) -> bool | None:
    if not mine.benchmarks or not other.benchmarks:
        return None
    return bool(set(mine.benchmarks) & set(other.benchmarks))


def _numbers(mine: ParsedClaim, other: ParsedClaim) -> bool | None:
    ours, theirs = _values(mine), _values(other)
    if not ours or not theirs:
        return None
    return bool(ours & theirs)


def _values(claim: ParsedClaim) -> frozenset[float]:
    return frozenset(q.value for q in claim.quantities if q.unit != "rank")


def _binding(claim: ParsedClaim) -> str:
    if claim.deadline is None or claim.operator is None:
        return ""
    return {
        Operator.BY: "by",
        Operator.BEFORE: "by",
        Operator.WITHIN: "by",
        Operator.UNTIL: "by",
        Operator.ON: "on",
    }.get(claim.operator, "after")


def _same(mine: ParsedClaim, other: ParsedClaim, one: Mapping[str, str], overlap: float, *, turned: bool) -> bool:
    """Whether two claims agree in every slot; kinds without slots of their own need the words to agree as well."""

    def name(slug: str | None) -> str | None:
        return one.get(slug, slug) if slug else None

    sides = (name(mine.subject), name(mine.comparator)), (name(other.subject), name(other.comparator))
    if mine.claim_type is not other.claim_type or (
        sides[0] != sides[1] and not (turned and sides[0] == sides[1][::-1])
    ):
        return False
    if (name(mine.object), set(mine.benchmarks), _values(mine)) != (
        name(other.object),
        set(other.benchmarks),
        _values(other),
    ):
        return False
    if (mine.deadline, mine.operator, mine.vague) != (other.deadline, other.operator, other.vague):
        return False
    slotless = mine.claim_type in {
        ClaimType.OTHER,
        ClaimType.EXISTS,
        ClaimType.AVAILABLE,
        ClaimType.TRAINING_STATUS,
    } or not any((mine.comparator, mine.object, mine.benchmarks, mine.quantities, mine.deadline))
    return overlap >= (0.6 if slotless else 0.0)


def candidates(rows: Iterable[tuple[str, str, ParsedClaim]]) -> tuple[Candidate, ...]:
    """Candidates from ``(id, text, claim)`` rows."""
    return tuple(Candidate(*row) for row in rows)
