"""Which claim of the ledger a sentence is, and what it is about where it names nobody."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.claims.matching.match import rank
from bot.domain.claims.matching.wording import words
from bot.domain.evidence.evidence import Claim, EvidenceContext, Statement
from bot.messages.request import RequestContext
from bot.ports import Ports

CANDIDATES = 80
NEAREST = 3  # known claims that are shown beside a sentence
LISTED = 5  # and that its data lists
_PRONOUNS = ("it ", "it's ", "its ", "this ", "that ", "they ")


def nearest(ports: Ports, ctx: RequestContext, text: str, subject: str = "") -> tuple[Claim, ...]:
    """Find the nearest claims to a text that makes none, by its words and its model.

    The latest stand in where fewer are like it.
    """
    subjects = (subject,) if subject else ()
    like = ports.claims.like(text, subjects, ctx.view, CANDIDATES)
    found = {one.id: one for one in rank(Claim(Statement("", subject), text), like, EvidenceContext())[:LISTED]}
    if len(found) < LISTED:
        latest = sorted(ports.claims.every(ctx.view), key=lambda one: one.id, reverse=True)
        found |= {one.id: one for one in latest[: LISTED + len(found)] if one.id not in found}
    return tuple(found.values())[:LISTED]


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
