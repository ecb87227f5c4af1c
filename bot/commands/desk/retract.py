"""``/desk retract``: something that was counted and should not be."""

from dataclasses import dataclass

from bot.commands.desk.refuse import RefusalReason
from bot.dispatch.command import Command, option
from bot.domain.sightings.methods import Attribution
from bot.domain.sightings.reports import FiledReport
from bot.domain.text import shorten
from bot.messages.errors import Conflict, NotFound
from bot.messages.reply import Reply
from bot.messages.request import RequestContext, Role
from bot.moderation.proposals import Proposal, act, alone, proposal_reply
from bot.ports import Ports
from bot.ports.desk import QueueItem


@dataclass(frozen=True, slots=True)
class RetractInputs:
    """The report or the attribution of the id, and whether nobody else could decide."""

    report: FiledReport | None
    attribution: Attribution | None
    alone: bool


class Retract(Command[RetractInputs], name="desk retract", role=Role.DESK):
    """Exclude a report or an attribution from the count."""

    id: str = option("A report's id (CP-0142) or an attribution's (AT-0007)", limit=20)
    reason: RefusalReason = option("Reason, shown to its reporter")
    note: str = option("What the reporter should know", default="", limit=300)

    async def gather(self, ports: Ports, ctx: RequestContext) -> RetractInputs:
        """Read the record, and whether a second person has to agree."""
        name = self.id.strip().upper()
        attribution = next((one for one in ports.sightings.attributions(ctx.view) if one.id == name), None)
        report = ports.sightings.report(name, ctx.view) if attribution is None else None
        return RetractInputs(report, attribution, alone(ports, ctx))

    def answer(self, found: RetractInputs, ctx: RequestContext) -> Reply:
        """Done, or waiting for a second person."""
        proposal = self._proposal(found, ctx)
        why = proposal.item.why
        return proposal_reply(proposal, (("Why", why),), {"reason": why, "as_of": ctx.as_of})

    def _proposal(self, found: RetractInputs, ctx: RequestContext) -> Proposal:
        """Build the desk's proposal.

        Raises:
            NotFound: nothing has that id.
            Conflict: the report does not count already.
        """
        if (one := found.attribution) is not None:
            title, about = f"retract {one.id} ({one.label} is {one.subject})", one.id
        elif found.report is None:
            raise NotFound(f"There is no {shorten(self.id, 20)} here.", todo="Ids look like CP-0142 or AT-0007.")
        elif found.report.state in ("refused", "withdrawn"):
            raise Conflict(f"{found.report.id} does not count already: it was {found.report.state}.")
        else:
            title, about = f"retract {found.report.id} ({found.report.label})", found.report.id
        why = f"{self.reason.value}: {self.note}" if self.note else self.reason.value
        return Proposal(QueueItem("retract", about, title, ctx.actor, ctx.now, why), found.alone)

    async def keep(self, found: RetractInputs, ports: Ports, ctx: RequestContext) -> None:
        """Propose it, and carry it out if nobody else could decide."""
        await act(ports, ctx, self._proposal(found, ctx))
