"""How claims ended against the grade that they had just before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from bot.domain.evidence.evidence import Claim, ClaimOutcome
from bot.domain.evidence.grade_rules import Grade
from bot.domain.wilson import Proportion, wilson
from bot.messages.request import View
from bot.ports import Ports
from bot.ports.claims import ClaimResolution, Claims
from bot.queries.claim_grades import grade_claim

CLAIMS = 5_000
AT_ONCE = 50  # claims read together
_FOR = frozenset({Grade.CONFIRMED, Grade.SUPPORTED})
_DECIDED = (ClaimOutcome.TRUE, ClaimOutcome.FALSE)


@dataclass(frozen=True, slots=True)
class ResolvedClaim:
    """A resolved claim, with grade and support a second before the outcome was known."""

    claim: Claim
    grade: Grade
    support: int
    true: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class GradedResolution:
    """How a claim turned out, with its grade a second before that was known."""

    claim: str
    grade: Grade
    true: bool
    at: datetime

    @property
    def missed(self) -> bool:
        """Whether the grade was wrong: well supported and false, or contradicted and true."""
        return (self.grade in _FOR and not self.true) or (self.grade is Grade.CONTRADICTED and self.true)


_Before = tuple[Grade, int]
_Graded = dict[tuple[str, str, datetime], _Before]
_BEFORE: WeakKeyDictionary[Claims, _Graded] = WeakKeyDictionary()
MANY = 200_000  # grades remembered of a database


def resolved_claims(ports: Ports, view: View, newest: int = CLAIMS, kind: str = "") -> tuple[ResolvedClaim, ...]:
    """Return those of the newest claims that came true or false, the latest first.

    ``kind``: of one type of claim only. A claim is graded by the evidence of whoever keeps it, a public one by public
    evidence alone. A grade of before its outcome does not change any more: it is computed once, for all tenants.
    """
    found = []
    for claim in ports.claims.every(view, newest):
        outcome, at = claim.outcome_at(view.as_of), claim.resolved_at
        if at is None or outcome not in _DECIDED or (kind and claim.statement.type != kind):
            continue
        grade, support = _grade_before(ports, claim, at)
        found.append(ResolvedClaim(claim, grade, support, outcome is ClaimOutcome.TRUE, at))
    return tuple(sorted(found, key=lambda one: (-one.at.timestamp(), one.claim.id)))


def graded_resolutions(ports: Ports, view: View) -> tuple[GradedResolution, ...]:
    """Return all claims that came true or false, the latest first."""
    decided, unknown = _decided(ports, view)
    known = _BEFORE[ports.claims] | _grade_unknown(ports, unknown, view)
    return tuple(
        GradedResolution(one.claim, known[key][0], one.outcome is ClaimOutcome.TRUE, one.at)
        for one in decided
        if (key := (one.tenant, one.claim, one.at)) in known
    )


def prepare_resolutions(ports: Ports, view: View, many: int = AT_ONCE) -> bool:
    """Grade some claims ahead of `graded_resolutions`; True if all are graded."""
    _, unknown = _decided(ports, view)
    _grade_unknown(ports, unknown[:many], view)
    return len(unknown) <= many or len(unknown) + many > MANY


def _decided(ports: Ports, view: View) -> tuple[list[ClaimResolution], list[ClaimResolution]]:
    """Return what came true or false, and those of it that are not graded yet."""
    known = _BEFORE.setdefault(ports.claims, {})
    decided = [one for one in ports.claims.resolutions(view) if one.outcome in _DECIDED]
    return decided, [one for one in decided if (one.tenant, one.claim, one.at) not in known]


def _grade_unknown(ports: Ports, unknown: Sequence[ClaimResolution], view: View) -> _Graded:
    graded: _Graded = {}
    for start in range(0, len(unknown), AT_ONCE):
        part = {one.claim: one.at for one in unknown[start : start + AT_ONCE]}
        for claim in ports.claims.some(tuple(part), view):
            at = part[claim.id]
            graded[claim.tenant, claim.id, at] = _grade_before(ports, claim, at)
    return graded


def _grade_before(ports: Ports, claim: Claim, at: datetime) -> _Before:
    """Return grade and support a second before an outcome was known.

    They do not change any more: they are computed once.
    """
    known = _BEFORE.setdefault(ports.claims, {})
    key = (claim.tenant, claim.id, at)
    if key not in known:
        if len(known) >= MANY:
            known.clear()
        graded = grade_claim(ports, claim, View(claim.tenant, at - timedelta(seconds=1))).graded
        known[key] = (graded.grade, graded.support)
    return known[key]


def came_true(resolved: Iterable[ResolvedClaim], grade: Grade, kind: str, but: str = "") -> Proportion:
    """How many of the claims with a grade and of a type came true.

    ``but`` is the id of one to leave out.
    """
    like = [
        one.true for one in resolved if one.grade is grade and one.claim.statement.type == kind and one.claim.id != but
    ]
    return wilson(sum(like), len(like))
