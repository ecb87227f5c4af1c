"""The grade of a label's identity, equal to that of the claim."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.evidence.evidence import Claim, ClaimOutcome, Statement
from bot.domain.evidence.grade_result import Graded
from bot.domain.names import label_slug
from bot.messages.request import View
from bot.ports import Ports
from bot.queries.claim_grades import grade_claim
from bot.queries.evidence import identity_claims
from bot.queries.names import names


@dataclass(frozen=True, slots=True)
class LabelIdentity:
    """The grade of "LABEL is MODEL", and whether it turned out true."""

    graded: Graded
    came_true: bool


def label_identity(ports: Ports, view: View, label: str, model: str) -> LabelIdentity | None:
    """Grade "LABEL is MODEL" by all evidence; None if no model is named."""
    reader = names(ports, view)
    one = reader.resolve(label).slug
    read = (found.readings[0] for found in reader.read(model) if found.readings)
    other = model if "/" in model else next((one.slug for one in read if one.is_model), "")
    if not other:
        return None
    if not one or one == other:
        one = label_slug(label)
    asked, pair = Claim(Statement("identity", one, object=other)), {one, other}
    filed = (c for c in identity_claims(ports, (one, other), view) if {c.statement.subject, c.statement.object} == pair)
    claim = next(filed, asked)
    came_true = claim.outcome_at(view.as_of) is ClaimOutcome.TRUE
    return LabelIdentity(grade_claim(ports, claim, view).graded, came_true)
