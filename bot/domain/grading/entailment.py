"""Whether one statement bears on another: for it, against it, or not at all.

Each claim type defines which statements bear on it, and how (`bot.domain.claims.claim_types`).
"""

from __future__ import annotations

from datetime import date

from bot.domain.claims.claim_types import claim_types
from bot.domain.evidence.bearing import AGAINST, FOR, NONE, OF_MEMBERS, Bearing, Rule
from bot.domain.evidence.evidence import EvidenceContext, Statement

__all__ = ["AGAINST", "FOR", "NONE", "Bearing", "bears"]


def bears(said: Statement, asked: Statement, context: EvidenceContext) -> Bearing:
    """Return how a statement bears on the asked one, both negations applied."""
    kind = claim_types().get(asked.type)
    rule = kind.rules.get(said.type) if kind else None
    if kind is None or rule is None:
        return NONE
    if (bound := _bound_bears(said, asked, context, rule)) is not None:
        return bound
    if not kind.about_two and context.one(said.subject) != context.one(asked.subject):
        if asked.type not in OF_MEMBERS or said.subject not in context.members.get(asked.subject, ()):
            return NONE
        found = rule(said, asked, context)  # a release within a family proves the family's release, and no more
        return found.times(asked.polarity) if found.sign > 0 < said.polarity else NONE
    return rule(said, asked, context).times(said.polarity).times(asked.polarity)


_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()
_BOUNDS = frozenset({"by", "before", "after", "not_before", "within"})


def _bound_bears(said: Statement, asked: Statement, context: EvidenceContext, rule: Rule) -> Bearing | None:
    """Return how a span of days bears on a day or a span; None for all else.

    "By 31 January" leaves every day before open: it denies no earlier deadline, and confirms no day.
    """
    if asked.type != "release_date" or said.type != asked.type or said.operator not in _BOUNDS:
        return None
    told, wanted = _span(said, said.polarity), _span(asked, 1)
    if told is None or wanted is None or context.one(said.subject) != context.one(asked.subject):
        return None
    if not rule(said, asked, context).sign:  # of another place, plan or order
        return NONE
    if wanted[0] <= told[0] and told[1] <= wanted[1]:
        return FOR.times(asked.polarity)
    apart = told[1] < wanted[0] or wanted[1] < told[0]
    return AGAINST.times(asked.polarity) if apart else NONE


def _span(said: Statement, polarity: int) -> tuple[int, int] | None:
    """Return the first and last day a statement leaves; None for no one span.

    Days are ordinals, so that no bound leaves the calendar.
    """
    if said.day is None or any(value.role for value in said.values):
        return None
    day = said.day.toordinal()
    low, high = {
        "by": (_FIRST, day),
        "before": (_FIRST, day - 1),
        "after": (day + 1, _LAST),
        "not_before": (day, _LAST),
        "within": ((said.since or said.day).toordinal(), day),
        "on": (day, day),
        "": (day, day),
    }.get(said.operator, (_LAST, _FIRST))
    if polarity < 0:
        low, high = (high + 1, _LAST) if low == _FIRST else (_FIRST, low - 1 if high == _LAST else 0)
    return (low, high) if low <= high else None
