"""``/claimcheck dispute``: object to a grade, with a reason and something to look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.commands.claimcheck._cards.facts import data
from bot.commands.claimcheck._checking import ClaimMaterial, find_claim, gather, judge
from bot.dispatch.command import Command, option
from bot.domain.evidence.evidence import Claim
from bot.domain.text import shorten
from bot.messages.errors import BadArgument
from bot.messages.order import order
from bot.messages.reply import Button, Form, Reply, Severity, Text, bold, code
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.ports.claims import ClaimDispute
from bot.ports.desk import QueueItem
from bot.queries.desk_items import dispute_pause, refuse_dispute

LEAST = 15  # characters a reason needs
EXAMPLE = {"why": "the page says the opposite", "link": "https://…"}


@dataclass(frozen=True, slots=True)
class DisputeClaimInputs:
    """The claim, and until when the person may not dispute."""

    material: ClaimMaterial
    paused: datetime | None


class DisputeClaim(Command[DisputeClaimInputs], name="claimcheck dispute"):
    """Object to a claim's grade; shown on its card at once, weighed by the desk."""

    claim: str = option("Claim id, such as CL-0044", complete="claim")
    why: str = option("What is wrong, in a sentence", default="", limit=300, long=True)
    link: str = option("Address of what the desk should look at", default="", limit=500)

    async def gather(self, ports: Ports, ctx: RequestContext) -> DisputeClaimInputs:
        """The claim and whether this person may dispute now."""
        claim = find_claim(ports, ctx, self.claim)
        return DisputeClaimInputs(gather(ports, ctx, claim), dispute_pause(ports, ctx))

    @property
    def _open(self) -> bool:
        """Whether the sentence or the page is still to be asked."""
        return not self.why or not self.link

    def answer(self, found: DisputeClaimInputs, ctx: RequestContext) -> Reply:
        """That it is shown as disputed and who looks at it, or a form for what is missing.

        Raises:
            BadArgument: too short a reason, or nothing to look at.
            NotAllowed: too many of this person's disputes were refused.
        """
        if found.paused is not None:
            raise refuse_dispute(found.paused)
        claim = found.material.claim
        if self._open:
            return self._ask(claim)
        if len(self.why.strip()) < LEAST:
            raise BadArgument(
                "Say what is wrong in a sentence.",
                why=f"You wrote “{shorten(self.why, 60)}”.",
                todo="Write it behind why: “the page says the opposite”.",
            )
        if not self.link.strip().startswith(("http://", "https://")):
            raise BadArgument(
                "A dispute needs something to look at.", todo="Give link: an address that starts with https://."
            )
        checked = judge(found.material, ctx.as_of)
        return Reply(
            title=f"{claim.id} is shown as disputed.",
            parts=(Text("The desk looks at it; you are told what it decides."), Text(self.why.strip(), quiet=True)),
            severity=Severity.GOOD,
            actions=(Button("The claim", order("claimcheck show", claim=claim.id)),),
            data={**data(checked, ctx), "disputed": True, "why": self.why.strip()},
            shows=(claim.id,),
        )

    def _ask(self, claim: Claim) -> Reply:
        """Ask for the sentence and the page, with what was given kept."""
        missing = " and ".join(
            words for words, given in (("what is wrong", self.why), ("a page that shows it", self.link)) if not given
        )
        filled = {"claim": claim.id} | {key: said for key in ("why", "link") if (said := getattr(self, key))}
        example = order("claimcheck dispute", **filled, **{key: to for key, to in EXAMPLE.items() if key not in filled})
        return Reply(
            title=f"Object to the grade of {claim.id}",
            parts=(
                Text(f"“{shorten(claim.text, 120)}”"),
                Text(("Still to say: ", bold(missing), ". For example: ", code(example.line))),
            ),
            form=Form(f"Object to {claim.id}", "claimcheck dispute", filled, ("why", "link")),
            data={"state": "asking", "claim_id": claim.id},
        )

    async def keep(self, found: DisputeClaimInputs, ports: Ports, ctx: RequestContext) -> None:
        """Note the dispute and put it before the desk."""
        if self._open:
            return
        claim = found.material.claim
        said = ClaimDispute(claim.id, ctx.actor, self.why.strip(), self.link.strip(), ctx.now)
        await ports.claims.dispute(said, ctx.tenant)
        body = {"claim": claim.id, "link": self.link.strip(), "why": self.why.strip()}
        title = f"{claim.id} disputed: {shorten(self.why, 80)}"
        await ports.desk.propose(ctx.tenant, QueueItem("dispute", claim.id, title, ctx.actor, ctx.now, body=body))
