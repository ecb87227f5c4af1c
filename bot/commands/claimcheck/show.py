"""``/claimcheck show``: one claim of the ledger, with its outcome and the record of claims like it."""

from __future__ import annotations

from datetime import datetime

from bot.commands.claimcheck._cards.filed import FiledClaim, filed_card, gather_filed
from bot.dispatch.command import Command, as_of_option, option
from bot.messages.reply import Reply
from bot.messages.request import RequestContext
from bot.ports import Ports


class ShowClaim(Command[FiledClaim], name="claimcheck show", shareable=True, personal=True):
    """Show a claim of the ledger: grade, evidence, outcome, and how claims like it turned out."""

    claim: str = option("Claim id, such as CL-0044", complete="claim")
    as_of: datetime | None = as_of_option(default=None)

    async def gather(self, ports: Ports, ctx: RequestContext) -> FiledClaim:
        """The claim, its evidence, the resolved claims of its type, and its disputes."""
        return gather_filed(ports, ctx, self.claim)

    def answer(self, found: FiledClaim, ctx: RequestContext) -> Reply:
        """The card that `/claimcheck ask` with its id gives."""
        return filed_card(found, ctx)
