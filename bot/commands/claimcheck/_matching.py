"""Which claim of the ledger a sentence is, and what it is about where it names nobody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from bot.domain.claims.matching.match import LISTED, by_likeness, nearly_says
from bot.domain.claims.matching.wording import words
from bot.domain.evidence.evidence import Claim, Statement
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.queries.claims.claim_grades import outcome_or_grade

NEAREST = 3  # known claims that are shown beside a sentence
VERY_NEAR = 0.45
"""The likeness from which a claim is nearly what an unread sentence says.

Of 650 paraphrases and new sentences and 586 without a claim (30 November 2026), 34 were refused, reached it and nearly
said the first claim: 33 meant it.
"""
_PRONOUNS = ("it ", "it's ", "its ", "this ", "that ", "they ")


@dataclass(frozen=True, slots=True)
class NearClaim:
    """A known claim beside a text that was not read.

    ``word`` is its outcome or its grade, of those that are shown; ``alike`` whether anything in it is like the text,
    ``very_near`` that the text nearly says it.
    """

    claim: Claim
    word: str
    alike: bool
    very_near: bool

    @property
    def line(self) -> str:
        """The claim in a line, with how it stands."""
        return f"{self.claim.id} — {self.claim.text}: {self.word}"


def nearest(ports: Ports, ctx: RequestContext, text: str, subject: str = "") -> tuple[NearClaim, ...]:
    """Find the nearest claims to a text that makes none, by its words and its model.

    The latest stand in where fewer are like it.
    """
    subjects = (subject,) if subject else ()
    like = ports.claims.like(text, subjects, ctx.view)
    found = {
        one.id: (one, alike) for one, alike in islice(by_likeness(Claim(Statement("", subject), text), like), LISTED)
    }
    if len(found) < LISTED:
        latest = ports.claims.every(ctx.view, LISTED + len(found))
        found |= {one.id: (one, 0.0) for one in latest if one.id not in found}
    return tuple(
        NearClaim(
            one,
            outcome_or_grade(ports, one, ctx.view) if place < NEAREST else "",
            alike=alike > 0,
            very_near=alike >= VERY_NEAR and nearly_says(text, one),
        )
        for place, (one, alike) in enumerate(tuple(found.values())[:LISTED])
    )


def guess_subject(ports: Ports, ctx: RequestContext, text: str) -> str:
    """The subject of the one claim worded like a sentence that names nobody; else nothing."""
    if text.strip().casefold().startswith(_PRONOUNS):
        return ""  # "it" means something that was said before, and nobody knows what
    mine = frozenset(words(text))
    found = {claim.statement.subject for claim in _worded(ports.claims.like(text, (), ctx.view), mine)}
    return found.pop() if len(found) == 1 else ""


def _worded(claims: Iterable[Claim], mine: frozenset[str]) -> Iterable[Claim]:
    """The claims of which some wording holds every telling word of a sentence."""
    return (c for c in claims if mine and any(mine <= frozenset(words(text)) for text in (c.text, *c.aliases)))
