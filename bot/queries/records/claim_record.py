"""A claim of the ledger with its evidence, grade, and earlier grades."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.evidence.evidence import Claim, ClaimOutcome, Evidence
from bot.domain.evidence.grade_result import Graded
from bot.domain.evidence.needs import ChecklistFacts, ChecklistNeed
from bot.domain.grading.checklists import about_claim, flags, missing, settles
from bot.domain.time import over_everywhere
from bot.messages.request import View
from bot.ports import Ports
from bot.queries.aliases import Reading
from bot.queries.claims.claim_grades import grade_claim
from bot.reads.shared_reads import shared

STEPS = 60  # moments at which an earlier grade is computed; beyond that only the latest


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    """A judged claim; ``evidence`` is all that was read, by id."""

    claim: Claim
    graded: Graded
    evidence: Mapping[str, Evidence]
    readings: tuple[Reading, ...]
    missing: tuple[ChecklistNeed, ...]
    settles: str
    flags: tuple[str, ...]
    outcome: ClaimOutcome


@dataclass(frozen=True, slots=True)
class GradeStep:
    """A grade that a claim had from a moment on, by which rule."""

    at: datetime
    grade: str
    outcome: ClaimOutcome
    rule: str


@shared
def record_of(ports: Ports, claim: Claim, view: View) -> ClaimRecord:
    """Judge a claim at the view's moment, as `/claimcheck show` does."""
    found = grade_claim(ports, claim, view)
    graded, items, world = found.graded, found.items, found.world
    about = about_claim(claim, items, view.as_of, world)
    facts = ChecklistFacts(claim, graded, about)
    known = [item for item in items if item.known(view.as_of)]
    return ClaimRecord(
        claim=claim,
        graded=graded,
        evidence={item.id: item for item in items},
        readings=found.readings,
        missing=missing(facts),
        settles=settles(facts),
        flags=flags(claim, graded, known, view.as_of, world),
        outcome=claim.outcome_at(view.as_of),
    )


def records_about(ports: Ports, slugs: Iterable[str], view: View) -> tuple[ClaimRecord, ...]:
    """Every claim about some subjects, judged; the one with the latest origin first."""
    found = [record_of(ports, claim, view) for claim in ports.claims.about(tuple(slugs), view)]
    return tuple(sorted(found, key=_latest))


def _latest(record: ClaimRecord) -> tuple[float, str]:
    at = record.graded.last_origin or record.claim.learned_at
    return (-at.timestamp() if at is not None else 0.0, record.claim.id)


def grade_history(ports: Ports, claim: Claim, view: View) -> tuple[GradeStep, ...]:
    """Return a claim's past grades, oldest first, each with the time of the change."""
    items = grade_claim(ports, claim, view).items
    begins = claim.learned_at or min((item.learned_at for item in items), default=view.as_of)
    moments = {at for item in items for at in (max(item.learned_at, item.so_at), item.withdrawn_at) if at is not None}
    moments |= {begins, *((claim.resolved_at,) if claim.resolved_at else ())}
    if claim.statement.last_day is not None:
        moments.add(over_everywhere(claim.statement.last_day))
    steps: list[GradeStep] = []
    for at in sorted(at for at in moments if begins <= at <= view.as_of)[-STEPS:]:
        graded = grade_claim(ports, claim, View(view.tenant, at)).graded
        step = GradeStep(at, graded.word, claim.outcome_at(at), graded.rule.plain)
        if not steps or (steps[-1].grade, steps[-1].outcome) != (step.grade, step.outcome):
            steps.append(step)
    return tuple(steps)
