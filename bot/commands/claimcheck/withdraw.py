"""``/claimcheck withdraw``: take back a claim or evidence of one's own; without an id, list them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.claimcheck._filings import list_filings, own_filing
from bot.dispatch.command import Command, option
from bot.domain.text import shorten
from bot.messages import words
from bot.messages.errors import Conflict
from bot.messages.order import order
from bot.messages.reply import Button, Reply, Severity, Text
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.ports.claims import Filing


class WithdrawFiling(Command[Filing | Sequence[Filing]], name="claimcheck withdraw", erases=True):
    """Withdraw a claim or evidence that you filed; its words are erased."""

    id: str = option("Id of your claim or evidence (CL-1000, EV-1000); without one, list yours", default="", limit=20)
    sure: bool = option("Withdraw it without a question", default=False)

    async def gather(self, ports: Ports, ctx: RequestContext) -> Filing | Sequence[Filing]:
        """Read what the person filed."""
        return own_filing(ports, ctx, self.id) if self.id else ports.claims.filings(ctx.tenant, ctx.actor)

    def answer(self, found: Filing | Sequence[Filing], ctx: RequestContext) -> Reply:
        """The one question before it is erased, or that it is gone."""
        if not isinstance(found, Filing):
            return list_filings(found, ctx)
        data = {"id": found.id, "claim": found.claim, "asked": not self.sure, "as_of": ctx.as_of}
        if not self.sure:
            yes = Button(words.WITHDRAW, order("claimcheck withdraw", id=found.id, sure=True), "danger", in_place=True)
            with_it = "" if found.claim else " Your evidence for it goes with it."
            return Reply(
                title=f"Withdraw {found.id}, “{shorten(found.text, 80)}”?",
                parts=(Text(f"Its words are erased and cannot be brought back.{with_it}"),),
                actions=(yes,),
                data=data,
            )
        on = Button("The claim", order("claimcheck show", claim=found.claim))
        return Reply(
            title=f"{found.id} withdrawn",
            parts=(Text("Its words are erased and it counts nothing. What was told of it is corrected."),),
            severity=Severity.GOOD,
            actions=(on,) if found.claim else (),
            data=data,
            shows=(found.claim or found.id,),
        )

    async def keep(self, found: Filing | Sequence[Filing], ports: Ports, ctx: RequestContext) -> None:
        """Erase it.

        Raises:
            Conflict: it is gone already, or others added to the claim.
        """
        if not isinstance(found, Filing) or not self.sure:
            return
        if not await ports.claims.withdraw(found.id, ctx.tenant, ctx.actor, ctx.now):
            raise Conflict(
                f"{found.id} cannot be withdrawn: others added to it, or it is gone already.",
                todo="The desk can retract it.",
            )
