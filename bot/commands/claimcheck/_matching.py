"""Which claim of the ledger a sentence is: slot by slot, and by words only where a claim has no slots."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.domain import statements
from bot.domain.evidence import Claim, Statement, World
from bot.domain.subjects import fold
from bot.ports import Ports
from bot.request import Asked

NEAR = 3
ALIKE = 0.6  # the share of common words from which two claims without slots are taken to be one
_SMALL_WORDS = """
a an the is are was were will be of in on at to for and or it its has have that this by with
"""
_SMALL = frozenset(_SMALL_WORDS.split())
FEW_WORDS = 0.15  # two candidates nearer than this are both shown


def matched(claim: Claim, candidates: Iterable[Claim], world: World) -> tuple[Claim, str, tuple[Claim, ...]]:
    """The ledger's claim that says the same in every slot, else this one with the nearest beside it.

    ``other`` claims have no slots to compare: those match when their words do ("words" when only most of them do, and
    then never up to CONFIRMED).
    """
    asked = claim.statement
    ranked: list[tuple[float, str, Claim]] = []
    worded: Claim | None = None
    for candidate in candidates:
        said = candidate.statement
        if said.type == "other" or asked.type == "other":
            if _words(claim.text) in {_words(text) for text in (candidate.text, *candidate.aliases)}:
                return _taken(candidate, claim), "exact", ()
            if asked.polarity == said.polarity and said.type == "other" and _alike(claim, candidate, world) >= ALIKE:
                worded = worded or candidate
        elif statements.same(asked, said, world.one(asked.subject), world.one(said.subject)):
            return _taken(candidate, claim), "exact", ()
        elif statements.same(_negated(asked), said, world.one(asked.subject), world.one(said.subject)):
            # the negation of a claim of the ledger: it is graded the other way round and has no id of its own
            return claim, "negated", (candidate,)
        score = likeness(claim, candidate, world)
        if score > 0:
            ranked.append((-score, candidate.id, candidate))
    ranked.sort(key=lambda entry: entry[:2])
    near = tuple(entry[2] for entry in ranked[:NEAR])
    if worded is not None and asked.type == "other":
        return _taken(worded, claim), "words", near
    close = [entry for entry in ranked if ranked and entry[0] - ranked[0][0] < FEW_WORDS]
    return claim, "two" if len(close) == 2 else "near" if near else "none", near  # noqa: PLR2004 - both are shown


def _negated(said: Statement) -> Statement:
    return replace(said, polarity=-said.polarity)


def _taken(candidate: Claim, claim: Claim) -> Claim:
    """The ledger's claim, asked in these words."""
    return replace(
        candidate,
        statement=replace(candidate.statement, subject=claim.statement.subject or candidate.statement.subject),
    )


def likeness(claim: Claim, candidate: Claim, world: World) -> float:
    """How near two claims are, in plain sight: same type, other model, benchmark, numbers, date, words."""
    asked, said = claim.statement, candidate.statement
    score = 0.9 if asked.type == said.type else -0.2
    score += 0.9 if world.one(asked.subject) == world.one(said.subject) else -0.9
    for one, other, weight in (
        (asked.comparator, said.comparator, 0.35),
        (asked.benchmark, said.benchmark, 0.5),
        (asked.object, said.object, 0.35),
    ):
        if one and other:
            score += weight if world.one(one) == world.one(other) else -weight
    if asked.day and said.day:
        score += 0.6 if asked.day == said.day else -0.45
    if asked.values and said.values:
        score += 0.5 if asked.values == said.values else -0.3
    mine = set(_words(claim.text).split())
    theirs = [set(_words(text).split()) for text in (candidate.text, *candidate.aliases)]
    score += max((len(mine & words) / max(len(mine | words), 1) for words in theirs), default=0.0)
    return score - 0.9


def _alike(claim: Claim, candidate: Claim, world: World) -> float:
    """The share of words two claims about one subject have in common, small ones left out."""
    if world.one(claim.statement.subject) != world.one(candidate.statement.subject):
        return 0.0
    mine = set(_words(claim.text).split()) - _SMALL
    theirs = [set(_words(text).split()) - _SMALL for text in (candidate.text, *candidate.aliases)]
    return max((len(mine & words) / max(len(mine | words), 1) for words in theirs), default=0.0)


def _words(text: str) -> str:
    flat = fold(text)
    return " ".join(
        "".join(c if c.isalnum() or c in ".$%" else " " for c in flat).replace(". ", " ").rstrip(". ").split()
    )


def guess_subject(ports: Ports, asked: Asked, text: str) -> str:
    """The subject of the one claim of the ledger that is worded like a sentence which names nobody; else nothing."""
    mine = set(_words(text).split()) - _SMALL
    best: dict[str, float] = {}
    for claim in ports.claims.every(asked.view):
        for words in (claim.text, *claim.aliases):
            theirs = set(_words(words).split()) - _SMALL
            share = len(mine & theirs) / max(len(mine), 1) if mine <= theirs or mine == theirs else 0.0
            if share:
                subject = claim.statement.subject
                best[subject] = max(best.get(subject, 0.0), share)
    return next(iter(best)) if len(best) == 1 else ""
