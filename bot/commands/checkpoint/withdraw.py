"""``/checkpoint withdraw``: take one's own report or attribution back, at any time."""

from dataclasses import dataclass, replace
from typing import Self

from bot.commands.checkpoint._reports.known_labels import rules_of
from bot.commands.checkpoint._reports.own_reports import own_report
from bot.dispatch.command import Command, option
from bot.domain.sightings.methods import Attribution
from bot.domain.sightings.reports import FiledReport
from bot.domain.sightings.sightings import LabelState, SightingEvent, SightingEventKind, grade
from bot.messages.errors import Conflict, NotAllowed, NotFound
from bot.messages.order import order
from bot.messages.reply import Button, Reply, Severity, Text
from bot.messages.request import RequestContext
from bot.ports import Ports


@dataclass(frozen=True, slots=True)
class WithdrawInputs:
    """The report, and the grade with and without it."""

    report: FiledReport
    before: LabelState
    after: LabelState


class Withdraw(Command[WithdrawInputs | Attribution], name="checkpoint withdraw", erases=True):
    """Withdraw your own report or attribution; its words and picture are erased."""

    id: str = option("The id (CP-0142, AT-0007), or a report's label")

    async def gather(self, ports: Ports, ctx: RequestContext) -> WithdrawInputs | Attribution:
        """Read the attribution, or the report with its label's grade without it."""
        if self.id.strip().upper().startswith("AT-"):
            return _own_attribution(ports, ctx, self.id.strip().upper())
        report = own_report(ports, ctx, self.id)
        events, rules = ports.sightings.events(report.key, ctx.view), rules_of(ports, ctx.tenant)
        gone = SightingEvent(ctx.now, SightingEventKind.WITHDRAWN, about=report.id)
        return WithdrawInputs(
            report,
            grade(events, ctx.now, rules, history=False),
            grade((*events, gone), ctx.now, rules, history=False),
        )

    def pinned(self, found: WithdrawInputs | Attribution) -> Self:
        """Name what was found."""
        return replace(self, id=found.id if isinstance(found, Attribution) else found.report.id)

    def question(self, found: WithdrawInputs | Attribution, ctx: RequestContext) -> str:
        """Ask whether to withdraw it."""
        if isinstance(found, Attribution):
            return f"Withdraw {found.id}, what you said {found.label} is; its words are erased?"
        return f"Withdraw {found.report.id}, your report of {found.report.label}; its text and picture are erased?"

    def answer(self, found: WithdrawInputs | Attribution, ctx: RequestContext) -> Reply:
        """Confirm the withdrawal, and its effect on the grade."""
        if isinstance(found, Attribution):
            return Reply(
                title=f"{found.id} withdrawn",
                parts=(Text(f"What you said {found.label} is counts no more; its words are erased."),),
                severity=Severity.GOOD,
                actions=(Button("All attributions", order("checkpoint who", label=found.label)),),
                data={"id": found.id, "label": found.label, "as_of": ctx.as_of},
            )
        before, after = found.before.grade, found.after.grade
        moved = f"{before.value} → {after.value}" if before is not after else f"still {after.value}"
        return Reply(
            title=f"{found.report.id} withdrawn",
            parts=(
                Text(f"{found.report.label}: {moved}. {found.after.reason}."),
                Text("Its text and picture are erased; a line stays that a report was withdrawn.", quiet=True),
            ),
            severity=Severity.GOOD,
            actions=(Button("Show the label", order("checkpoint show", label=found.report.label)),),
            data={
                "id": found.report.id,
                "label": found.report.label,
                "before": before.value,
                "grade": after.value,
                "as_of": ctx.as_of,
            },
            shows=(found.report.id, found.report.key),
        )

    async def keep(self, found: WithdrawInputs | Attribution, ports: Ports, ctx: RequestContext) -> None:
        """Erase it; of a report, note it in the label's history."""
        if isinstance(found, Attribution):
            name, gone = found.id, await ports.sightings.unattribute(ctx.tenant, found.id, ctx.actor, ctx.now)
        else:
            name = found.report.id
            gone = await ports.sightings.withdraw(ctx.tenant, name, ctx.actor, ctx.now)
        if not gone:
            raise Conflict(f"{name} was withdrawn already.", todo="See /checkpoint mine.")


def _own_attribution(ports: Ports, ctx: RequestContext, name: str) -> Attribution:
    """Return the person's own attribution of that id.

    Raises:
        NotFound: there is none here.
        NotAllowed: it is somebody else's.
    """
    found = next((one for one in ports.sightings.attributions(ctx.view) if one.id == name), None)
    if found is None:
        raise NotFound(f"There is no {name} here.", todo="An attribution's id stands in /checkpoint who.")
    if found.by != ctx.actor:
        raise NotAllowed(f"{name} is somebody else's.", todo="The desk can retract it; you can dispute it.")
    return found
