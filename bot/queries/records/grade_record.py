"""How claims ended against the grade that they had just before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from bot.domain.evidence.evidence import Claim, ClaimOutcome
from bot.domain.evidence.grade_rules import Grade
from bot.domain.wilson import Proportion, wilson
from bot.messages.request import View
from bot.ports import Ports
from bot.ports.claims import Claims
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


_Graded = dict[tuple[str, str, datetime], tuple[Grade, int]]
_BEFORE: WeakKeyDictionary[Claims, _Graded] = WeakKeyDictionary()
MANY = 20_000  # grades remembered of a database


def resolved_claims(ports: Ports, view: View, newest: int = CLAIMS, kind: str = "") -> tuple[ResolvedClaim, ...]:
    """Return those of the newest claims that came true or false, the latest first.

    ``kind``: of one type of claim only. A claim is graded by the evidence of whoever keeps it, a public one by public
    evidence alone. A grade of before its outcome does not change any more: it is computed once, for all tenants.
    """
    found = []
    known = _BEFORE.setdefault(ports.claims, {})
    for claim in ports.claims.every(view, newest):
        outcome, at = claim.outcome_at(view.as_of), claim.resolved_at
        if at is None or outcome not in (ClaimOutcome.TRUE, ClaimOutcome.FALSE):
            continue
        if kind and claim.statement.type != kind:
            continue
        key = (claim.tenant, claim.id, at)
        if key not in known:
            if len(known) >= MANY:
                known.clear()
            graded = grade_claim(ports, claim, View(claim.tenant, at - timedelta(seconds=1))).graded
            known[key] = (graded.grade, graded.support)
        grade, support = known[key]
        found.append(ResolvedClaim(claim, grade, support, outcome is ClaimOutcome.TRUE, at))
    return tuple(sorted(found, key=lambda one: (-one.at.timestamp(), one.claim.id)))


def came_true(resolved: Iterable[ResolvedClaim], grade: Grade, kind: str, but: str = "") -> Proportion:
    """How many of the claims with a grade and of a type came true.

    ``but`` is the id of one to leave out.
    """
    like = [
        one.true for one in resolved if one.grade is grade and one.claim.statement.type == kind and one.claim.id != but
    ]
    return wilson(sum(like), len(like))
