"""``/claimcheck dispute``: object to a grade, with a reason and something to look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.commands.claimcheck._checking import Material, find_claim, gather, judge
from bot.commands.claimcheck._facts import data
from bot.dispatch.command import Command, option, order
from bot.messages.errors import BadArgument, NotAllowed, shorten
from bot.messages.reply import Button, Reply, Text
from bot.messages.request import Asked
from bot.ports import Ports
from bot.ports.claims import Dispute
from bot.ports.desk import Item

LEAST = 15  # characters a reason needs
REFUSED = 3
WITHIN, PAUSE = timedelta(days=30), timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Found:
    """The claim, and the person's refused disputes of late."""

    material: Material
    refused: tuple[Item, ...]


class DisputeClaim(Command[Found], name="claimcheck dispute"):
    """Objects to a claim's grade; shown on its card at once, weighed by the desk."""

    claim: str = option("Claim id, such as CL-0044", complete="claim")
    why: str = option("What is wrong, in a sentence", limit=300, long=True)
    link: str = option("What the desk should look at", default="", limit=500)

    async def gather(self, ports: Ports, asked: Asked) -> Found:
        """The claim and whether this person may dispute now."""
        claim = find_claim(ports, asked, self.claim)
        since = asked.now - WITHIN
        filed = ports.desk.filed_by(asked.actor, asked.tenant, "dispute", since)
        return Found(gather(ports, asked, claim), tuple(item for item in filed if item.state == "refused"))

    def answer(self, found: Found, asked: Asked) -> Reply:
        """That it is shown as disputed and who looks at it, or what is missing.

        Raises:
            BadArgument: too short a reason, or nothing to look at.
            NotAllowed: three disputes were refused in thirty days; the pause says until when.
        """
        if len(self.why.strip()) < LEAST:
            raise BadArgument("Say what is wrong in a sentence.", why=f"You wrote “{shorten(self.why, 60)}”.")
        if not self.link.strip().startswith(("http://", "https://")):
            raise BadArgument("A dispute needs something to look at.", todo="Add link: with an address.")
        last = max((item.decided_at or item.at for item in found.refused), default=asked.now)
        if len(found.refused) >= REFUSED and asked.now < last + PAUSE:
            raise NotAllowed(
                f"{REFUSED} of your disputes were refused in {WITHIN.days} days.",
                why=f"You can dispute again from {last + PAUSE:%-d %b %Y}.",
            )
        checked = judge(found.material, asked.as_of)
        claim = found.material.claim
        return Reply(
            title=f"{claim.id} is shown as disputed.",
            parts=(Text("The desk looks at it; you are told what it decides."), Text(self.why.strip(), quiet=True)),
            actions=(Button("The claim", order("claimcheck show", claim=claim.id)),),
            data={**data(checked, asked), "disputed": True, "why": self.why.strip()},
            shows=(claim.id,),
        )

    async def keep(self, found: Found, ports: Ports, asked: Asked) -> None:
        """Note the dispute and put it before the desk."""
        claim = found.material.claim
        said = Dispute(claim.id, asked.actor, self.why.strip(), self.link.strip(), asked.now)
        await ports.claims.dispute(said, asked.tenant)
        body = {"claim": claim.id, "link": self.link.strip(), "why": self.why.strip()}
        title = f"{claim.id} disputed: {shorten(self.why, 80)}"
        await ports.desk.propose(asked.tenant, Item("dispute", claim.id, title, asked.actor, asked.now, body=body))
