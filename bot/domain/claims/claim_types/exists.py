"""Claims that a model exists: it is being built, has a name, or was seen."""

from datetime import date

from bot.domain.claims.claim_types.base import ClaimType
from bot.domain.claims.clause import Clause
from bot.domain.evidence.bearing import FOR, NONE, Bearing
from bot.domain.evidence.evidence import EvidenceContext, Statement
from bot.domain.evidence.needs import ChecklistNeed, level


def _simply(said: Statement, asked: Statement, world: EvidenceContext) -> Bearing:
    """Any positive word of it is a word for it; one about another place is not."""
    del world
    return FOR if not asked.surface or asked.surface == said.surface else NONE


def _happened(said: Statement, asked: Statement, world: EvidenceContext) -> Bearing:
    """What was released, sold or trained was there: only an accomplished, affirmed fact speaks for it."""
    del world
    if asked.surface and asked.surface != said.surface:
        return NONE
    return FOR if said.polarity > 0 and not said.future else NONE


class _Exists(ClaimType):
    def evidence(self, clause: Clause) -> float:
        """Its making, or what it is called."""
        return 4.0 * _introduced(clause) + 2.0 * _made(clause)

    def deadline(self, clause: Clause, made: Statement) -> tuple[date | None, str]:
        """The day it was seen, if one is named."""
        return (clause.seen_on, "on") if clause.seen_on is not None else super().deadline(clause, made)


def _made(clause: Clause) -> bool:
    """Whether a lab makes a model: "is xAI even making a Grok 6?"."""
    before = clause.parts[: clause.subject_at or 0]
    return any(part.has("exist") for part in before) and any(part.lab for part in before)


def _introduced(clause: Clause) -> bool:
    """Whether nothing but what it is stands behind a name: "Orion 2, OpenAI's unreleased model"."""
    at = clause.subject_at
    if at is None or not clause.parts[at].model or not any(part.norm == "," for part in clause.parts[at + 1 : at + 2]):
        return False
    behind = clause.parts[at + 2 :]
    return any(part.lab for part in behind[:2]) and behind[-1].has("model word", "exist")


TYPE = _Exists(
    name="exists",
    label="exists",
    words=frozenset({"exist", "trace", "codename", "testing", "expected"}),
    keys=frozenset({"exist", "trace"}),
    rules={"exists": _simply, "training_status": _happened, "available": _happened, "release_date": _happened},
    needs=(ChecklistNeed("a first-party document that names it", "the vendor's newsroom or model list", level(5)),),
    examples=(
        "OpenAI is working on a model called Orion",
        "References to Sonnet 5 were found in the code",
        "DeepSeek R2 doesn't exist",
    ),
)
