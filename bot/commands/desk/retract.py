"""``/desk retract``: something that was counted and should not be."""

from bot.commands.desk.refuse import RefusalReason
from bot.dispatch.command import Command, option
from bot.domain.text import shorten
from bot.messages.errors import Conflict, NotFound
from bot.messages.reply import Reply
from bot.messages.request import RequestContext, Role
from bot.moderation.proposals import Proposal, act, alone, members, proposal_reply
from bot.ports import Ports
from bot.ports.desk import QueueItem


class Retract(Command[Proposal], name="desk retract", role=Role.DESK):
    """Exclude a report or an attribution from the count."""

    id: str = option("A report's id (CP-0142) or an attribution's (AT-0007)", limit=20)
    reason: RefusalReason = option("Reason, shown to its reporter")
    note: str = option("What the reporter should know", default="", limit=300)

    async def gather(self, ports: Ports, ctx: RequestContext) -> Proposal:
        """The record, and whether a second person has to agree."""
        why = f"{self.reason.value}: {self.note}" if self.note else self.reason.value
        name = self.id.strip().upper()
        if name.startswith("AT-"):
            found = next((one for one in ports.sightings.attributions(ctx.view) if one.id == name), None)
            if found is None:
                raise NotFound(f"There is no {shorten(self.id, 20)} here.")
            title, about = f"retract {found.id} ({found.label} is {found.subject})", found.id
        else:
            report = ports.sightings.report(name, ctx.view)
            if report is None:
                raise NotFound(f"There is no {shorten(self.id, 20)} here.", todo="Ids look like CP-0142 or AT-0007.")
            if report.state in ("refused", "withdrawn"):
                raise Conflict(f"{report.id} does not count already: it was {report.state}.")
            title, about = f"retract {report.id} ({report.label})", report.id
        item = QueueItem("retract", about, title, ctx.actor, ctx.now, why)
        return Proposal(item, alone(ports, ctx), len(members(ports, ctx)) - 1)

    def answer(self, found: Proposal, ctx: RequestContext) -> Reply:
        """Done, or waiting for a second person."""
        return proposal_reply(found, (("Why", found.item.why),), {"reason": found.item.why, "as_of": ctx.as_of})

    async def keep(self, found: Proposal, ports: Ports, ctx: RequestContext) -> None:
        """Propose it, and carry it out if nobody else could decide."""
        await act(ports, ctx, found)
