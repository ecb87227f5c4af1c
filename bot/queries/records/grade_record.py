"""How claims ended against the grade that they had just before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.evidence.evidence import Claim, ClaimOutcome
from bot.domain.evidence.grade_rules import Grade
from bot.messages.request import View
from bot.ports import Ports
from bot.queries.claim_grades import grade_claim

CLAIMS = 5_000
_FOR = frozenset({Grade.CONFIRMED, Grade.SUPPORTED})


@dataclass(frozen=True, slots=True)
class ResolvedClaim:
    """A resolved claim, with grade and support a second before the outcome was known."""

    claim: Claim
    grade: Grade
    support: int
    true: bool
    at: datetime

    @property
    def missed(self) -> bool:
        """Whether the grade was wrong: well supported and false, or contradicted and true."""
        return (self.grade in _FOR and not self.true) or (self.grade is Grade.CONTRADICTED and self.true)


def resolved_claims(ports: Ports, view: View) -> tuple[ResolvedClaim, ...]:
    """Every claim that came true or false by the view's moment, the latest first."""
    found = []
    for claim in ports.claims.every(view, CLAIMS):
        outcome, at = claim.outcome_at(view.as_of), claim.resolved_at
        if at is None or outcome not in (ClaimOutcome.TRUE, ClaimOutcome.FALSE):
            continue
        then = View(view.tenant, at - timedelta(seconds=1))
        graded = grade_claim(ports, claim, then).graded
        found.append(ResolvedClaim(claim, graded.grade, graded.support, outcome is ClaimOutcome.TRUE, at))
    return tuple(sorted(found, key=lambda one: (-one.at.timestamp(), one.claim.id)))
