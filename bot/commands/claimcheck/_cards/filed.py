"""The card of a claim of the ledger, with how claims like it ended."""

from __future__ import annotations

from dataclasses import dataclass

from bot.commands.claimcheck._cards import card as cards
from bot.commands.claimcheck._checking import ClaimMaterial, find_claim, gather, judge
from bot.domain.evidence.grade_rules import Grade
from bot.domain.time import format_time
from bot.domain.wilson import Proportion
from bot.messages.reply import Bullets, Fields, Part, Reply, Words, link
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.ports.claims import ClaimDispute
from bot.queries.records.grade_record import GradedResolution, came_true, graded_resolutions

FEW = 10  # claims below which no rate is given
NEWEST = 300  # decided claims of a type that a record is made of, so that a card costs the same over any ledger


@dataclass(frozen=True, slots=True)
class FiledClaim:
    """The claim's material, how claims like it turned out, and who disputes it."""

    material: ClaimMaterial
    resolved: tuple[GradedResolution, ...]
    disputes: tuple[ClaimDispute, ...]


def gather_filed(ports: Ports, ctx: RequestContext, name: str) -> FiledClaim:
    """Read a claim with all that its card shows; raises as `find_claim`."""
    claim = find_claim(ports, ctx, name)
    disputes = tuple(ports.claims.disputes(claim.id, ctx.view))
    like = graded_resolutions(ports, ctx.view, claim.statement.type, NEWEST)
    return FiledClaim(gather(ports, ctx, claim), like, disputes)


def filed_card(found: FiledClaim, ctx: RequestContext, *, why: bool = False) -> Reply:
    """The card with the rule and every item, the record beside it, and the disputes."""
    checked = judge(found.material, ctx.as_of)
    grade, kind = checked.graded.known, checked.claim.statement.type
    like = came_true(found.resolved, grade, kind, but=checked.claim.id)
    extra: list[Part] = []
    if grade is not None and like.n >= FEW:
        extra.append(Fields((("Record", _record(like, grade, cards.label(kind))),)))
    if found.disputes:
        lines: tuple[Words, ...] = tuple(_dispute(dispute) for dispute in found.disputes[:5])
        extra.append(Bullets(lines, "Disputed"))
    reply = cards.card(checked, ctx, why=why, rule=True, extra=tuple(extra))
    share = like.share if like.n >= FEW else None
    interval = [like.low, like.high] if share is not None else None
    facts = {"true": like.hits, "n": like.n, "share": share, "interval": interval}
    return cards.with_data(reply, record=facts, disputes=[dispute.why for dispute in found.disputes])


def _record(like: Proportion, grade: Grade, kind: str) -> str:
    """How other claims of a type ended that had a grade."""
    return f"of other claims of its type ({kind}) that were {grade.value} just before they ended, {like.text} came true"


def _dispute(dispute: ClaimDispute) -> Words:
    said = f"{format_time(dispute.at)} · {dispute.state} · {dispute.why}"
    return (said, " · ", link("link", dispute.link)) if dispute.link.startswith("http") else said
