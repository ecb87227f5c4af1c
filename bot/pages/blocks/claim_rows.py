"""Claims as pages list them: a row a claim with its grade, counts and outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.evidence.evidence import Claim, ClaimOutcome
from bot.messages.request import View
from bot.pages.page import claim_path, subject_path
from bot.ports import Ports
from bot.queries.claims.kept_grades import GradeSummary, grade_summaries, summary_of
from bot.queries.records.claim_record import ClaimRecord

TYPES = {
    "exists": "exists",
    "identity": "identity",
    "available": "available",
    "release_date": "release date",
    "training_status": "training status",
    "price": "price",
    "context_limits": "context and limits",
    "benchmark_score": "benchmark score",
    "better_than": "better than",
    "model_card": "model card",
    "latency": "latency",
    "other": "other",
}


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim in a table. ``grade`` is NO EVIDENCE HERE where nothing bears on it."""

    id: str
    path: str
    text: str
    kind: str
    subject: str
    subject_path: str
    outcome: str
    grade: str
    origins: int
    repeats: int
    first_party: int
    latest_at: datetime | None


def claim_row(record: ClaimRecord) -> ClaimRow:
    """A judged claim as a row."""
    return summary_row(record.claim, record.outcome, summary_of(record.graded))


def claim_rows(ports: Ports, claims: Sequence[Claim], view: View) -> tuple[ClaimRow, ...]:
    """Claims as rows."""
    summaries = grade_summaries(ports, claims, view)
    return tuple(summary_row(one, one.outcome_at(view.as_of), summaries[one.id]) for one in claims)


def summary_row(claim: Claim, outcome: ClaimOutcome, graded: GradeSummary) -> ClaimRow:
    """A claim with the summary of its grade as a row."""
    slug = claim.statement.subject
    return ClaimRow(
        id=claim.id,
        path=claim_path(claim.id),
        text=claim.text,
        kind=TYPES.get(claim.statement.type, claim.statement.type.replace("_", " ")),
        subject=slug,
        subject_path=subject_path(slug) if "/" in slug else "",
        outcome=outcome.value,
        grade=graded.word,
        origins=graded.origins,
        repeats=graded.repeats,
        first_party=graded.first_party,
        latest_at=graded.last_origin or claim.learned_at,
    )
