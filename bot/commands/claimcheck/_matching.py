"""Which claim of the ledger a sentence is, and what it is about where it names nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from bot.domain.claims.matching.match import LISTED, by_likeness, nearly_says
from bot.domain.claims.matching.wording import words
from bot.domain.evidence.evidence import Claim, ClaimOutcome, Evidence, EvidenceContext, Statement
from bot.domain.time import find_times, format_time
from bot.messages.request import RequestContext, View
from bot.ports import Ports
from bot.queries.claims.claim_grades import grade_claim, outcome_or_grade
from bot.queries.claims.claim_states import recorded_checklist
from bot.queries.names import name_of

NEAREST = 3  # known claims that are shown beside a sentence
VERY_NEAR = 0.45
"""The likeness from which a claim is nearly what an unread sentence says.

Of 650 paraphrases and new sentences and 586 without a claim (30 November 2026), 34 were refused, reached it and nearly
said the first claim: 33 meant it.
"""
PRICE_AND_LIMITS = ("pricing", "context and output limits")  # of the release checklist
_SIDES = {ClaimOutcome.TRUE: (1,), ClaimOutcome.FALSE: (-1,), ClaimOutcome.MIXED: (1, -1)}
_PRONOUNS = ("it ", "it's ", "its ", "this ", "that ", "they ")


@dataclass(frozen=True, slots=True)
class KnownNear:
    """A known claim that compares the same models, or that a sentence nearly says.

    ``verdict`` is its outcome, with the item that decided it, else its grade; ``reversed``: it names the other model
    first.
    """

    claim: Claim
    verdict: str
    by: Evidence | None = None
    reversed: bool = False


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


def known_near(
    ports: Ports, ctx: RequestContext, claim: Claim, near: Sequence[Claim], world: EvidenceContext
) -> KnownNear | None:
    """The nearest claim about the same comparison: what was asked of a family may be known of a model.

    One that turned out true or false comes first. Of what has words that no slot holds, the one that they nearly say.
    """
    said = claim.statement
    if said.beyond:
        days = [format_time(one.last) for one in find_times(claim.text, ctx.as_of, ctx.zone) if one.relative]
        told = dict.fromkeys((claim.text, " ".join((claim.text, *days))))  # "tomorrow", and which day that is
        about = (one for one in near if _is_about(one, said, world))
        same = [one for one in about if any(nearly_says(text, one) for text in told)][:1]
    elif said.comparator and said.type == "better_than":
        same = [one for one in near if _compares_the_same(one.statement, said, world)]
    else:
        return None
    best = min(same, key=lambda one: one.outcome_at(ctx.as_of) is ClaimOutcome.OPEN, default=None)
    if best is None:
        return None
    outcome = best.outcome_at(ctx.as_of)
    turned = world.one(best.statement.subject) != world.one(said.subject)
    if outcome is not ClaimOutcome.OPEN:
        by = deciding(best, ports.claims.evidence((), ctx.view, best.id), ctx.as_of)
        return KnownNear(best, outcome.said, by, turned)
    graded = grade_claim(ports, best, ctx.view).graded
    return KnownNear(best, graded.word if graded.known else "", reversed=turned)


def deciding(claim: Claim, items: Iterable[Evidence], as_of: datetime) -> Evidence | None:
    """The item on the page that a claim's outcome is from, and on its side."""
    sides = _SIDES.get(claim.outcome_at(as_of), ())
    found = (
        item
        for item in items
        if item.url == claim.outcome_source and item.links.get(claim.id) in sides and item.is_valid(as_of)
    )
    return max(found, key=lambda item: (item.so_at, item.id), default=None)


def _is_about(one: Claim, said: Statement, world: EvidenceContext) -> bool:
    other = one.statement
    return world.one(other.subject) == world.one(said.subject) and other.polarity == said.polarity


def _compares_the_same(other: Statement, said: Statement, world: EvidenceContext) -> bool:
    """Whether a claim compares the same models in either order, or one of the other's family."""
    ours, theirs = world.one(said.subject), said.comparator
    pairs = ((other.subject, other.comparator), (other.comparator, other.subject))
    same = (world.one(one) == ours and (two == theirs or two.startswith(f"{theirs}-")) for one, two in pairs)
    return other.type == said.type and any(same)


def prices_and_limits(ports: Ports, said: Statement, view: View) -> Iterator[tuple[str, str]]:
    """The price and limits of two models that are compared on nothing special."""
    if said.type != "better_than" or said.benchmark or said.object or not said.comparator:
        return
    told = {slug: _price_and_limits(ports, slug, view) for slug in (said.subject, said.comparator)}
    if any(told.values()):
        for slug, known in told.items():
            yield name_of(ports, view, slug), known or "no price or limits of its own"


def _price_and_limits(ports: Ports, slug: str, view: View) -> str:
    found = recorded_checklist(ports, slug, view)
    known = {one.name: one.value for one in found.waits} if found is not None else {}
    return " · ".join(filter(None, (known.get(name) for name in PRICE_AND_LIMITS)))
