"""``/claimcheck show``: one claim of the ledger, with its outcome and the record of claims like it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.commands.claimcheck._cards import card as cards
from bot.commands.claimcheck._checking import ClaimMaterial, find_claim, gather, judge, resolved_like
from bot.dispatch.command import Command, as_of_option, option
from bot.domain.evidence.confidence import Resolved, record
from bot.domain.time import format_time
from bot.messages.reply import Bullets, Fields, Part, Reply, Words, link
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.ports.claims import ClaimDispute


@dataclass(frozen=True, slots=True)
class ShowClaimInputs:
    """The claim's material, how claims like it turned out, and who disputes it."""

    material: ClaimMaterial
    resolved: tuple[Resolved, ...]
    disputes: tuple[ClaimDispute, ...]


class ShowClaim(Command[ShowClaimInputs], name="claimcheck show", shareable=True, personal=True):
    """Shows a claim of the ledger: grade, evidence, outcome, and how claims like it turned out."""

    claim: str = option("Claim id, such as CL-0044", complete="claim")
    as_of: datetime | None = as_of_option(default=None)

    async def gather(self, ports: Ports, ctx: RequestContext) -> ShowClaimInputs:
        """The claim, its evidence, the resolved claims to compare it with, and its disputes."""
        claim = find_claim(ports, ctx, self.claim)
        disputes = tuple(ports.claims.disputes(claim.id, ctx.view))
        return ShowClaimInputs(gather(ports, ctx, claim), resolved_like(ports, ctx), disputes)

    def answer(self, found: ShowClaimInputs, ctx: RequestContext) -> Reply:
        """The card with the rule and every item, the record beside it, and the disputes."""
        checked = judge(found.material, ctx.as_of)
        like = record(found.resolved, checked.graded.support, checked.claim.statement.type)
        extra: list[Part] = [Fields((("Record", like.text),))]
        if found.disputes:
            lines: tuple[Words, ...] = tuple(_dispute(dispute) for dispute in found.disputes[:5])
            extra.append(Bullets(lines, "Disputed"))
        reply = cards.card(checked, ctx, why=True, extra=tuple(extra))
        facts = {"rate": like.rate, "true": like.true, "n": like.n, "n_level": like.n_level}
        return cards.with_data(reply, record=facts, disputes=[dispute.why for dispute in found.disputes])


def _dispute(dispute: ClaimDispute) -> Words:
    said = f"{format_time(dispute.at)} · {dispute.state} · {dispute.why}"
    return (said, " · ", link("link", dispute.link)) if dispute.link.startswith("http") else said
