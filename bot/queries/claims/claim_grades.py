"""Grading of a ledger claim for a view, shared by lists, pages, the log and cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.evidence.evidence import Claim, ClaimOutcome, Evidence, EvidenceContext
from bot.domain.evidence.grade_result import Graded
from bot.domain.grading.caps import weakest
from bot.domain.grading.grades import grade
from bot.messages.request import View
from bot.ports import Ports
from bot.queries.aliases import Reading, Readings, confirmed_slugs
from bot.queries.claims.claim_parts import parts_of
from bot.queries.evidence import evidence_about, named_in
from bot.queries.records.model_state import context_of
from bot.reads.shared_reads import shared


@dataclass(frozen=True, slots=True)
class ClaimGrading:
    """A grade with the evidence read for it."""

    graded: Graded
    items: tuple[Evidence, ...]
    readings: tuple[Reading, ...]
    world: EvidenceContext
    about: tuple[str, ...]  # the subjects whose evidence was read


def grade_claim(ports: Ports, claim: Claim, view: View, known: Readings | None = None) -> ClaimGrading:
    """Grade a claim by all evidence a view sees.

    One that says several things has the grade of its weakest part. ``known`` caches the readings of names.
    """
    return _grading(ports, claim, view) if known is None else _graded(ports, claim, view, known)


def outcome_or_grade(ports: Ports, claim: Claim, view: View) -> str:
    """How a claim turned out ("it turned out false"), or while that is open its grade."""
    outcome = claim.outcome_at(view.as_of)
    return outcome.said if outcome is not ClaimOutcome.OPEN else grade_claim(ports, claim, view).graded.word


@shared
def _grading(ports: Ports, claim: Claim, view: View) -> ClaimGrading:
    return _graded(ports, claim, view, None)


def _graded(ports: Ports, claim: Claim, view: View, known: Readings | None) -> ClaimGrading:
    within = context_of(ports, claim.statement, view, known)
    items = evidence_about(ports, claim.statement, within.readings, view, claim.id, within.family)
    about = confirmed_slugs((*named_in(claim.statement), *within.family), within.readings)
    graded = grade(claim, items, view.as_of, within.world)
    found = ClaimGrading(graded, items, within.readings, within.world, about)
    if graded.known is not None or not (parts := parts_of(ports, claim, view)):
        return found
    said = [Claim(one.statement, one.text) for one in parts if one.statement is not None]
    each = [_graded(ports, one, view, known) for one in said]
    return each[weakest([one.graded for one in each])]


def newest_first(ports: Ports, claims: Sequence[Claim], view: View) -> list[Claim]:
    """Order claims by the newest evidence on them.

    It is linked to the claim, or speaks of its subject and type. All evidence is read at once; claims without any come
    last.
    """
    subjects = list(dict.fromkeys(slug for claim in claims for slug in named_in(claim.statement)))
    newest: dict[object, datetime] = {}
    for item in ports.claims.evidence(subjects, view):
        for key in (*item.links, *((said.subject, said.type) for said in item.says)):
            newest[key] = max(item.so_at, newest.get(key, item.so_at))

    def order(claim: Claim) -> tuple[float, str]:
        told = [newest[key] for key in (claim.id, (claim.statement.subject, claim.statement.type)) if key in newest]
        return (-max(told).timestamp() if told else 0.0, claim.id)

    return sorted(claims, key=order)
