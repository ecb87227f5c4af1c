"""Which claim of the ledger a sentence is: slot by slot, and by words only where a claim has no slots.

Only a claim that says the same in every slot lends what is filed under its id. One that is merely near is named, and
the sentence is graded by its own slots.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from bot.domain.claims.match import Candidate, match
from bot.domain.claims.parsed import ClaimType, Operator, ParsedClaim, Quantity
from bot.domain.evidence import statements
from bot.domain.evidence.evidence import Claim, EvidenceContext, Statement
from bot.domain.names.subjects import fold
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.queries.aliases import other_readings

NEAR = 5
ALIKE = 0.6  # the share of common words from which two claims without slots are taken to be one
_SMALL_WORDS = """
a an the is are was were will be of in on at to for and or it its has have that this by with
"""
_SMALL = frozenset(_SMALL_WORDS.split())
_OPERATORS = {operator.value: operator for operator in Operator}


def matched(
    claim: Claim, candidates: Sequence[Claim], world: EvidenceContext, *, whole: bool = True
) -> tuple[Claim, str, tuple[Claim, ...]]:
    """The ledger's claim that says the same in every slot, else this one; how they match; and the nearest.

    *exact*: the same in every slot (or, without slots, in its words) · *negated*: its opposite, graded the other way
    round · *words*: without slots and mostly the same words, never up to CONFIRMED · *near*, *two*: one or two that it
    probably repeats, first among the nearest · *none*. ``whole`` tells that no word of the sentence is left out of its
    slots; one with words beyond them may be near a claim with the same slots, and is not that claim.
    """
    asked = claim.statement
    exact, slots = _same_in_slots(claim, candidates, world, whole=whole)
    if exact is not None:
        return _taken(exact, claim), "exact", ()
    near, kind = _nearest(claim, candidates, world)
    if slots is not None:
        return claim, "near", _first(slots, near)
    negated = replace(asked, polarity=-asked.polarity)
    for candidate in candidates:
        said = candidate.statement
        plain = said.type != "other" and not said.beyond and not said.altered
        if plain and statements.same(negated, said, world.one(asked.subject), world.one(said.subject)):
            return claim, "negated", _first(candidate, near)
    worded = [c for c in candidates if c.statement.type == asked.type == "other"]
    worded = [c for c in worded if c.statement.polarity == asked.polarity and _alike(claim, c, world) >= ALIKE]
    if worded:
        return _taken(worded[0], claim), "words", near
    return claim, kind, near


def _same_in_slots(
    claim: Claim, candidates: Sequence[Claim], world: EvidenceContext, *, whole: bool
) -> tuple[Claim | None, Claim | None]:
    """The claim that this is, and the first that has its slots where the sentence has words beyond them."""
    asked, mine = claim.statement, _words(claim.text)
    slots: Claim | None = None
    for candidate in candidates:
        said = candidate.statement
        worded = any(mine == _words(text) for text in (candidate.text, *candidate.aliases))
        if said.type == "other" or asked.type == "other":
            if worded:
                return candidate, None
        elif statements.same(asked, said, world.one(asked.subject), world.one(said.subject)):
            plain = not said.beyond and not said.altered
            if worded or (whole and plain):
                return candidate, None
            if not plain:
                continue
            slots = slots or candidate
    return None, slots


def _first(one: Claim, others: Iterable[Claim]) -> tuple[Claim, ...]:
    return (one, *(other for other in others if other.id != one.id))


def _nearest(claim: Claim, candidates: Sequence[Claim], world: EvidenceContext) -> tuple[tuple[Claim, ...], str]:
    """The nearest claims in order, and whether the first (or the first two) are what the sentence repeats."""
    by_id = {candidate.id: candidate for candidate in candidates}
    rows = [Candidate(c.id, c.text, as_parsed(c), c.aliases) for c in candidates]
    found = match(as_parsed(claim), rows, same_as=world.same)
    ordered = tuple(by_id[scored.candidate.id] for scored in (*found.same, *found.near))[:NEAR]
    same = [c for c in ordered[: len(found.same)] if _of_a_kind(claim.statement, c.statement)]
    return ordered, "none" if not same else "two" if len(same) > 1 else "near"


def _of_a_kind(one: Statement, other: Statement) -> bool:
    """Whether the numbers of two statements measure the same: a rank is no score, an input price no output price."""
    mine, theirs = {value.role for value in one.values}, {value.role for value in other.values}
    return not mine or not theirs or bool(mine & theirs) or "" in mine | theirs


def as_parsed(claim: Claim) -> ParsedClaim:
    """A claim's slots in the shape that sentences are matched in; both sides are made from statements, alike."""
    return _parsed(claim.statement, claim.text)


@lru_cache(maxsize=20_000)
def _parsed(said: Statement, text: str) -> ParsedClaim:
    mentions = tuple(slug for slug in (said.subject, said.object, said.comparator) if "/" in slug)
    direction = ("below" if said.polarity < 0 else "above") if said.type == "better_than" else None
    return ParsedClaim(
        text=text,
        claim_type=ClaimType(said.type) if said.type else None,
        subject=said.subject or None,
        object=said.object or None,
        comparator=said.comparator or None,
        direction=direction,
        benchmark=said.benchmark or None,
        benchmarks=(said.benchmark,) if said.benchmark else (),
        quantities=tuple(Quantity(v.number, "rank" if v.role == "rank" else v.role, "") for v in said.values),
        deadline=said.day,
        starts=said.since,
        operator=_OPERATORS.get(said.operator),
        polarity="-" if said.polarity < 0 else "+",
        forecast=False,
        mentions=mentions,
    )


def _taken(candidate: Claim, claim: Claim) -> Claim:
    """The ledger's claim, asked with this subject."""
    subject: str = claim.statement.subject or candidate.statement.subject
    said: Statement = replace(candidate.statement, subject=subject)
    return replace(candidate, statement=said)


def _alike(claim: Claim, candidate: Claim, world: EvidenceContext) -> float:
    """The share of words two claims about one subject have in common, small ones left out."""
    if world.one(claim.statement.subject) != world.one(candidate.statement.subject):
        return 0.0
    mine = _telling(claim.text)
    theirs = [_telling(text) for text in (candidate.text, *candidate.aliases)]
    return max((len(mine & words) / max(len(mine | words), 1) for words in theirs), default=0.0)


@lru_cache(maxsize=50_000)
def _telling(text: str) -> frozenset[str]:
    return frozenset(_words(text).split()) - _SMALL


@lru_cache(maxsize=50_000)
def _words(text: str) -> str:
    flat = fold(text)
    kept = "".join(c if c.isalnum() or c in ".$%" else " " for c in flat).replace(". ", " ")
    return " ".join(kept.rstrip(". ").split())


def guess_subject(ports: Ports, ctx: RequestContext, text: str) -> str:
    """The subject of the one claim of the ledger that is worded like a sentence which names nobody; else nothing."""
    mine = _telling(text)
    found = {claim.statement.subject for claim in _worded(ports.claims.like(text, (), ctx.view), mine)}
    return found.pop() if len(found) == 1 else ""


def _worded(claims: Iterable[Claim], mine: frozenset[str]) -> Iterable[Claim]:
    """The claims of which some wording holds every telling word of a sentence."""
    return (c for c in claims if mine and any(mine <= _telling(text) for text in (c.text, *c.aliases)))


def of_version(ports: Ports, ctx: RequestContext, version: str, about: str | None) -> tuple[str, ...]:
    """The subjects of the ledger that a bare "5.5" can be: of what it is about where that is said, else of them all.

    A codename has no version; what it is said to be has one, and naming it is not yet believing it.
    """
    if about:
        named = [about, *(reading.slug for reading in other_readings(ports, [about], ctx.view))]
    else:
        named = sorted({alias.slug for alias in ports.ledger.aliases(ctx.view)})
    return tuple(slug for slug in named if slug.endswith((f"-{version}", f"/{version}")))
