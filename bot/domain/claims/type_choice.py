"""Which type a clause is of, or what it is instead of a claim, by the weights of its words and its slots."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, log

from bot.domain.claims import refusals, scoring
from bot.domain.claims.attribution import ANYONE
from bot.domain.claims.claim_types import claim_types
from bot.domain.claims.claim_types.base import ClaimType
from bot.domain.claims.clause import Clause
from bot.domain.claims.parsed import Reason

STILL_TO_COME = ("expected", "delay", "missed", "vague", "announce", "may", "rumour", "retire", "cancel")
"""Classes of words whose day is one to come, or one that something was to come on."""
_DOUBT = 0.5  # how much less may speak for "no claim": a claim that is refused costs less than a joke that is graded
_REASONS = {reason.value: reason for reason in Reason}


def type_of(clause: Clause, whole: dict[str, float]) -> tuple[ClaimType | None, Reason | None]:
    """The type whose words and slots a clause has most of, or what kind of sentence it is instead of a claim."""
    kinds = claim_types()
    weighed = whole or scoring.scores(scoring.features(clause.parts, asked=clause.asked))
    totals = {
        name: (weighed[name] if name in weighed else kind.untrained(clause)) + kind.evidence(clause)
        for name, kind in kinds.items()
        if kind.fits(clause)
    }
    best = max(totals, key=lambda name: totals[name])
    refused = {name: score for name, score in weighed.items() if name in _REASONS and _may_be(name, clause)}
    claimed = {name: score for name, score in weighed.items() if name in kinds} | totals
    if refused and _sum(refused) + _DOUBT > _sum(claimed):
        reason = _REASONS[max(refused, key=lambda name: refused[name])]
        felt = reason is Reason.UNMEASURABLE and clause.has("opinion")
        return None, Reason.OPINION if felt else reason
    return kinds[_by_its_day(best, clause)], None


def _sum(scores: Mapping[str, float]) -> float:
    """The score of several labels together: the logarithm of what their shares sum to."""
    most = max(scores.values())
    return most + log(sum(exp(score - most) for score in scores.values()))


def _by_its_day(best: str, clause: Clause) -> str:
    """Whether what is out, or comes out, is a matter of a day: the type, where it is one of these two."""
    dated = (clause.moment is not None and not clause.standing) or clause.ordered is not None
    dated = dated or clause.weekday is not None
    if best == "release_date" and _is_there(clause, dated=dated):
        return "available"
    if best == "available" and dated and not (clause.has("testing", "retire") or clause.there_now):
        return "release_date"  # what came out on a day is about that day
    return best


def _is_there(clause: Clause, *, dated: bool) -> bool:
    """Whether a clause tells that something is in a place, or is out: "on Bedrock since April"."""
    if clause.standing or clause.there_now or _not_there(clause):
        return True
    return not dated and not clause.has(*STILL_TO_COME) and not clause.ahead


def _not_there(clause: Clause) -> bool:
    """Whether it is only said that it will not be somewhere: "won't come to Cursor", no day."""
    return clause.polarity < 0 and clause.moment is None and clause.has("surface", "plan") and not clause.has("delay")


def _may_be(reason: str, clause: Clause) -> bool:
    """Whether a clause can be refused for this; a yes-or-no question asks for no more than its statement says."""
    if reason == Reason.UNMEASURABLE and clause.has("release") and (clause.moment or clause.weekday) is not None:
        return False  # a release has a day, and this names one
    if reason != Reason.QUESTION:
        return True
    told = clause.has("available") and clause.has("negation", "second person") and not clause.asked
    if told or refusals.presumes(clause.parts):
        return False  # "(why) you can't use it", "you can use it now"
    if clause.asked and clause.has("available") and not clause.has("question"):
        return False  # "can I use it on Bedrock?"
    return any(part.has("question", "second person", "first person") or part.norm in ANYONE for part in clause.parts)
