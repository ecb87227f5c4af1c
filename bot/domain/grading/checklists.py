"""A claim's needs, what is missing, what would settle it, and its flags."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from bot.domain.claims.claim_types import claim_types
from bot.domain.evidence.evidence import Claim, ClaimOutcome, Evidence, EvidenceContext, EvidenceForm, Statement
from bot.domain.evidence.grade_result import Graded
from bot.domain.evidence.grade_rules import EvidenceLevel, Grade
from bot.domain.evidence.needs import ChecklistFacts, ChecklistNeed
from bot.domain.evidence.origins import Lineage
from bot.domain.names.lab_table import lab_table
from bot.domain.names.vendors import vendor_name

STALE = timedelta(days=60)


EXACT = ChecklistNeed("the claim's number as the source has it, not rounded", "the items for it", lambda _: False)


def about_claim(
    claim: Claim, items: Iterable[Evidence], as_of: datetime, world: EvidenceContext
) -> tuple[Evidence, ...]:
    """Return the evidence in force that is linked to a claim or is about its subject."""
    return tuple(item for item in items if item.is_valid(as_of) and _speaks_of(item, claim, world))


def _speaks_of(item: Evidence, claim: Claim, world: EvidenceContext) -> bool:
    subject = world.one(claim.statement.subject)
    return claim.id in item.links or any(world.one(said.subject) == subject for said in item.says)


def missing(facts: ChecklistFacts) -> tuple[ChecklistNeed, ...]:
    """Return what the claim lacks; nothing once a first-party document settled it."""
    weaker, stronger = sorted((facts.graded.support, facts.graded.refute))
    proven = stronger == EvidenceLevel.PROOF and weaker < EvidenceLevel.STRONG
    if proven or facts.graded.grade is Grade.CONTRADICTED:
        return ()
    if facts.graded.rule.name == "rounded":
        return (EXACT,)
    kinds = claim_types()
    kind = kinds.get(facts.claim.statement.type, kinds["other"])
    return tuple(need.of(facts.claim.statement) for need in kind.needs if not need.met(facts))


def settles(facts: ChecklistFacts) -> str:
    """Return what would settle the claim, or is missing first, and where to look."""
    left = missing(facts)
    first = next((need for need in left if need.settles), next(iter(left), None))
    if first is None:
        return ""
    return first.words if first.where in first.words else f"{first.words} ({first.where})"


_OF_QUALITY = frozenset({"superlative without benchmark", "different harness or build"})
"""Faults of a quality claim's source that do not affect a date or a limit."""

_COMPUTED: Mapping[EvidenceForm, str] = {
    EvidenceForm.DEMO: "one-shot demo",
    EvidenceForm.PICTURE: "screenshot only",
}


def flags(
    claim: Claim,
    graded: Graded,
    known: Iterable[Evidence],
    as_of: datetime,
    world: EvidenceContext,
) -> tuple[str, ...]:
    """Return all flags for a grade."""
    items = {item.id: item for item in known}
    against = {name for item in graded.items if item.sign < 0 for name in item.ids}
    decide = graded.used & against if graded.grade is Grade.CONTRADICTED else graded.used
    used = [items[name] for name in sorted(decide) if name in items]
    quality = claim.statement.type in ("better_than", "benchmark_score", "other")
    found = [
        *(["disputed"] if claim.disputed else []),
        *_of_grade(claim, graded, as_of),
        *_withdrawn(items.values(), claim, as_of, world),
        *_bound_in_time(claim, graded, as_of),
        *_of_words(claim.statement),
        *_of_items(used, graded.lineage, quality=quality),
        *(["rounded number"] if any(item.rounded for item in graded.items if item.sign > 0) else []),
        *(flag for line in graded.lines if line.on_axis for flag in line.flags),
    ]
    return tuple(dict.fromkeys(found))


def maker_by_name(said: Statement) -> str:
    """The lab a model's name gives it, if another is said to have made it; else empty."""
    labs = lab_table().labs
    maker, other = labs.get(said.subject.partition("/")[0]), labs.get(said.object)
    claimed = said.type == "identity" and said.polarity > 0
    return maker.name if claimed and maker and other and maker is not other else ""


def _of_words(said: Statement) -> list[str]:
    """The flags that a sentence itself raises."""
    if said.type == "better_than" and not said.benchmark and not said.object:
        return ["superlative without benchmark"]
    maker = maker_by_name(said)
    return [f"by its name a model of {maker}, not of {vendor_name(said.object)}"] if maker else []


def _of_grade(claim: Claim, graded: Graded, as_of: datetime) -> list[str]:
    found = []
    if min(graded.support, graded.refute) >= EvidenceLevel.TRACE:
        found.append("conflicting reports")
    done = EvidenceLevel.PROOF if claim.statement.future else EvidenceLevel.STRONG  # a fact ages no more
    open_still = claim.outcome_at(as_of) is ClaimOutcome.OPEN and max(graded.support, graded.refute) < done
    if graded.last_origin and open_still and as_of - graded.last_origin > STALE:
        found.append("stale")
    return found


def _of_items(used: Sequence[Evidence], lineage: Lineage, *, quality: bool) -> list[str]:
    own = {flag for item in used for flag in item.flags}
    forms = {item.form for item in used}
    found = sorted(own if quality else own - _OF_QUALITY)
    found += sorted(_COMPUTED[form] for form in forms & _COMPUTED.keys())
    if any(item.form in (EvidenceForm.DEMO, EvidenceForm.MEASUREMENT) and item.runs is None for item in used):
        found.append("no denominator")
    if any(not item.named for item in used):
        found.append("unnamed source")
    ids = {item.id for item in used}
    if lineage.circular & ids:
        found.append("circular sourcing")
    if {drift.copy for drift in lineage.drifts} & ids:
        found.append("drift")
    return found


def _withdrawn(items: Iterable[Evidence], claim: Claim, as_of: datetime, world: EvidenceContext) -> list[str]:
    """Find parties that withdrew a statement and have no other about the subject."""
    about = [item for item in items if _speaks_of(item, claim, world)]
    gone = {item.party for item in about if item.known(as_of) and not item.is_valid(as_of)}
    left = {item.party for item in about if item.is_valid(as_of)}
    return ["origin withdrew"] if gone - left else []


def _bound_in_time(claim: Claim, graded: Graded, as_of: datetime) -> list[str]:
    """Find a day that is to come or still open; what is refuted is not waited for."""
    said, today = claim.statement, as_of.date()
    ahead = said.day is not None and (said.day > today or (said.day == today and said.operator not in ("on", "")))
    return ["time-bound"] if ahead and graded.refute < EvidenceLevel.STRONG else []
