"""Claims as pages list them: a row a claim with its grade, counts and outcome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.pages.page import claim_path, subject_path
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
    claim, graded = record.claim, record.graded
    slug = claim.statement.subject
    return ClaimRow(
        id=claim.id,
        path=claim_path(claim.id),
        text=claim.text,
        kind=TYPES.get(claim.statement.type, claim.statement.type.replace("_", " ")),
        subject=slug,
        subject_path=subject_path(slug) if "/" in slug else "",
        outcome=record.outcome.value,
        grade=graded.word,
        origins=len(graded.origins),
        repeats=graded.repeats,
        first_party=graded.first_party,
        latest_at=graded.last_origin or claim.learned_at,
    )
