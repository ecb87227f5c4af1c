"""``/desk retract``: something that was counted and should not be."""

from dataclasses import dataclass

from bot.commands.desk.refuse import RefusalReason
from bot.dispatch.command import Command, option
from bot.domain.evidence.evidence import Claim, Evidence
from bot.domain.sightings.methods import Attribution
from bot.domain.sightings.reports import FiledReport
from bot.domain.text import shorten
from bot.messages.errors import Conflict, NotAllowed, NotFound
from bot.messages.reply import Reply
from bot.messages.request import RequestContext, Role
from bot.moderation.proposals import Proposal, act, alone, proposal_reply
from bot.ports import Ports
from bot.ports.desk import QueueItem


@dataclass(frozen=True, slots=True)
class RetractInputs:
    """What the id is of, and whether nobody else could decide."""

    report: FiledReport | None
    attribution: Attribution | None
    alone: bool
    claim: Claim | None = None
    item: Evidence | None = None


class Retract(Command[RetractInputs], name="desk retract", role=Role.DESK):
    """Exclude a report, an attribution, or a claim or evidence filed here from the count."""

    id: str = option("Id of a report, attribution, claim or evidence (CP-0142, AT-0007, CL-1000, EV-1000)", limit=20)
    reason: RefusalReason = option("Reason, shown to its reporter")
    note: str = option("What the reporter should know", default="", limit=300)

    async def gather(self, ports: Ports, ctx: RequestContext) -> RetractInputs:
        """Read the record, and whether a second person has to agree."""
        name = self.id.strip().upper()
        attribution = next((one for one in ports.sightings.attributions(ctx.view) if one.id == name), None)
        report, claim = ports.sightings.report(name, ctx.view), ports.claims.claim(name, ctx.view)
        return RetractInputs(report, attribution, alone(ports, ctx), claim, ports.claims.item(name, ctx.view))

    def answer(self, found: RetractInputs, ctx: RequestContext) -> Reply:
        """Done, or waiting for a second person."""
        proposal = self._proposal(found, ctx)
        why = proposal.item.why
        return proposal_reply(proposal, (("Why", why),), {"reason": why, "as_of": ctx.as_of})

    def _proposal(self, found: RetractInputs, ctx: RequestContext) -> Proposal:
        """Build the desk's proposal.

        Raises:
            NotFound: nothing has that id.
            NotAllowed: it is the public ledger's.
            Conflict: it does not count already.
        """
        if (filed := found.claim or found.item) is not None:
            title, about = _filed(filed)
        elif (one := found.attribution) is not None:
            title, about = f"retract {one.id} ({one.label} is {one.subject})", one.id
        elif found.report is None:
            raise NotFound(
                f"There is no {shorten(self.id, 20)} here.", todo="Ids look like CP-0142, AT-0007, CL-1000 or EV-1000."
            )
        elif found.report.state in ("refused", "withdrawn"):
            raise Conflict(
                f"{found.report.id} does not count already: it was {found.report.state}.",
                todo="See /desk queue trail:yes.",
            )
        else:
            title, about = f"retract {found.report.id} ({found.report.label})", found.report.id
        why = self.reason.with_note(self.note)
        return Proposal(QueueItem("retract", about, title, ctx.actor, ctx.now, why), found.alone)

    async def keep(self, found: RetractInputs, ports: Ports, ctx: RequestContext) -> None:
        """Propose it, and carry it out if nobody else could decide."""
        await act(ports, ctx, self._proposal(found, ctx))


def _filed(filed: Claim | Evidence) -> tuple[str, str]:
    """The title and the id of a proposal about what was filed here.

    Raises:
        NotAllowed: it is the public ledger's.
        Conflict: the desk did not accept it.
    """
    if not filed.tenant:
        raise NotAllowed(f"{filed.id} is of the public ledger.", todo="Object to a grade: /claimcheck dispute")
    if isinstance(filed, Claim):
        return f"retract {filed.id} (“{shorten(filed.text, 80)}”)", filed.id
    if not filed.accepted:
        raise Conflict(f"{filed.id} does not count already: the desk has not accepted it.", todo="See /desk queue.")
    return f"retract {filed.id} ({filed.basis.value} from {filed.party})", filed.id
