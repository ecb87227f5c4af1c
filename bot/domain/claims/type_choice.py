"""Which type a clause is of, or what it is instead of a claim, by the weights of its words and its slots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import exp, log

from bot.domain.claims import scoring
from bot.domain.claims.attribution import ANYONE
from bot.domain.claims.claim_types import claim_types
from bot.domain.claims.claim_types.base import STILL_TO_COME, ClaimType
from bot.domain.claims.clause import Clause
from bot.domain.claims.parsed import Reason

_DOUBT = 0.8  # how much less may speak for "no claim": a claim that is refused costs less than a joke that is graded
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


def told_alike(clauses: Sequence[Clause], types: Sequence[str | None]) -> Iterator[tuple[int, ClaimType]]:
    """The clauses refused beside one that says the same of its model, with its type.

    "A is MIT, B is Apache" is one list.
    """
    kinds = {_verb(clause): name for clause, name in zip(clauses, types, strict=True) if name and _verb(clause)}
    for place, (clause, name) in enumerate(zip(clauses, types, strict=True)):
        kind = claim_types().get(kinds.get(_verb(clause), ""))
        if name is None and kind is not None and kind.fits(clause) and not clause.has("opinion"):
            yield place, kind


def _verb(clause: Clause) -> str:
    """The word behind the subject of a clause; empty where it has no subject of its own."""
    at = len(clause.parts) if clause.subject_at is None else clause.subject_at
    return "".join(part.norm or part.kind for part in clause.parts[at + 1 : at + 2] if part.name is None)


def _sum(scores: Mapping[str, float]) -> float:
    """The score of several labels together: the logarithm of what their shares sum to."""
    most = max(scores.values())
    return most + log(sum(exp(score - most) for score in scores.values()))


def _by_its_day(best: str, clause: Clause) -> str:
    """The type, with what is or comes out told apart by whether it has a day."""
    dated = (clause.moment is not None and not clause.standing) or clause.ordered is not None
    if best in ("exists", "other") and _only_dated(clause, best):
        return "release_date"
    if best == "available" and dated and not (clause.has("testing", "retire") or clause.there_now):
        return "release_date"  # what came out on a day is about that day
    if best == "release_date" and not dated and not clause.has(*STILL_TO_COME, "time word", "season"):
        return "available"
    return best


def _only_dated(clause: Clause, best: str) -> bool:
    """Whether nothing but "not before May" is said of it."""
    bounded = clause.moment is not None and clause.moment.operator == "not_before"
    return bounded and not clause.has(*claim_types()[best].keys)


def _may_be(reason: str, clause: Clause) -> bool:
    """Whether a clause can be refused for this; a yes-or-no question asks for no more than its statement says."""
    if reason == Reason.UNMEASURABLE and clause.has("release") and clause.moment is not None:
        return False  # a release has a day, and this names one
    if reason == Reason.GREETING:
        return not any(part.name is not None for part in clause.parts)
    if reason == Reason.JOKE:  # "…, it was GLM-5" only says what its subject is
        return not all(part.name or part.kind == "mark" or part.has("be", "pronoun") for part in clause.parts)
    return reason != Reason.QUESTION or _may_ask(clause)


def _may_ask(clause: Clause) -> bool:
    """Whether a clause can ask for what is no yes or no; "can I use it on Bedrock?" and "why you can't" do not."""
    if clause.has("available") and clause.has("negation", "second person"):
        return False
    return any(part.has("question", "second person", "first person") or part.norm in ANYONE for part in clause.parts)
