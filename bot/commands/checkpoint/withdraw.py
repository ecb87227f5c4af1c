"""``/checkpoint withdraw``: take one's own report back, at any time."""

from dataclasses import dataclass, replace
from typing import ClassVar, Self

from bot.commands.checkpoint._reports.known_labels import rules_of
from bot.commands.checkpoint._reports.own_reports import own_report
from bot.dispatch.command import Command, option
from bot.domain.sightings.reports import FiledReport
from bot.domain.sightings.sightings import LabelState, SightingEvent, SightingEventKind, grade
from bot.messages.errors import Conflict
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


class Withdraw(Command[WithdrawInputs], name="checkpoint withdraw"):
    """Withdraw your own report; its text and picture are erased."""

    erases: ClassVar[bool] = True
    id: str = option("The report's id (CP-0142), or its label")

    async def gather(self, ports: Ports, ctx: RequestContext) -> WithdrawInputs:
        """Read the report, and its label's grade without it."""
        report = own_report(ports, ctx, self.id)
        events, rules = ports.sightings.events(report.key, ctx.view), rules_of(ports, ctx.tenant)
        gone = SightingEvent(ctx.now, SightingEventKind.WITHDRAWN, about=report.id)
        return WithdrawInputs(
            report,
            grade(events, ctx.now, rules, history=False),
            grade((*events, gone), ctx.now, rules, history=False),
        )

    def pinned(self, found: WithdrawInputs) -> Self:
        """Name the report that was found."""
        return replace(self, id=found.report.id)

    def question(self, found: WithdrawInputs, ctx: RequestContext) -> str:
        """Ask whether to withdraw it."""
        return f"Withdraw {found.report.id}, your report of {found.report.label}; its text and picture are erased?"

    def answer(self, found: WithdrawInputs, ctx: RequestContext) -> Reply:
        """Confirm the withdrawal, and its effect on the grade."""
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

    async def keep(self, found: WithdrawInputs, ports: Ports, ctx: RequestContext) -> None:
        """Erase it, and note it in the label's history."""
        if not await ports.sightings.withdraw(ctx.tenant, found.report.id, ctx.actor, ctx.now):
            raise Conflict(f"{found.report.id} was withdrawn already.", todo="See /checkpoint mine.")
