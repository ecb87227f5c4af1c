"""Whether one statement bears on another: for it, against it, or not at all.

Each claim type defines which statements bear on it, and how (`bot.domain.claims.claim_types`).
"""

from __future__ import annotations

from bot.domain.claims.claim_types import claim_types
from bot.domain.evidence.bearing import AGAINST, FOR, NONE, OF_MEMBERS, Bearing
from bot.domain.evidence.evidence import EvidenceContext, Statement

__all__ = ["AGAINST", "FOR", "NONE", "Bearing", "bears"]


def bears(said: Statement, asked: Statement, context: EvidenceContext) -> Bearing:
    """Return how a statement bears on the asked one, both negations applied."""
    kind = claim_types().get(asked.type)
    rule = kind.rules.get(said.type) if kind else None
    if kind is None or rule is None:
        return NONE
    if not kind.about_two and context.one(said.subject) != context.one(asked.subject):
        if asked.type not in OF_MEMBERS or said.subject not in context.members.get(asked.subject, ()):
            return NONE
        found = rule(said, asked, context)  # a release within a family proves the family's release, and no more
        return found.times(asked.polarity) if found.sign > 0 < said.polarity else NONE
    return rule(said, asked, context).times(said.polarity).times(asked.polarity)
