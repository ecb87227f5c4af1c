"""``/checkpoint edit``: edit one's own report within 24 hours."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.commands.checkpoint._reports import whereabouts
from bot.commands.checkpoint._reports.known_labels import rules_of
from bot.commands.checkpoint._reports.own_reports import own_report
from bot.commands.checkpoint._reports.report_draft import checked_link, checked_time
from bot.dispatch.command import Command, option
from bot.domain.sightings.confirmations import Plan
from bot.domain.sightings.report_basis import ReportBasis
from bot.domain.sightings.reports import MAX_TEXT, FiledReport, missing
from bot.domain.sightings.sightings import SightingEvent, SightingEventKind, SightingGrade, SightingRules, grade
from bot.domain.sightings.surfaces import Surface
from bot.domain.text import shorten
from bot.messages.errors import BadArgument, Conflict, NotAllowed
from bot.messages.order import order
from bot.messages.reply import Bullets, Button, Form, Reply, Severity, Text
from bot.messages.request import RequestContext
from bot.ports import Ports

OPEN = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class EditReportInputs:
    """The report as it is, what happened to its label, and the rules that grade it."""

    before: FiledReport
    events: tuple[SightingEvent, ...]
    rules: SightingRules

    def grade_with(self, after: FiledReport, now: datetime) -> SightingGrade:
        """Return the label's grade with the edited report."""
        edited = SightingEvent(now, SightingEventKind.EDITED, after.report, after.id)
        return grade((*self.events, edited), now, self.rules, history=False).grade


class EditReport(Command[EditReportInputs], name="checkpoint edit"):
    """Edit your own report within 24 hours."""

    id: str = option("The report's id (CP-0142)", limit=20)
    text: str = option("What you saw, and what else it could be", default="", limit=MAX_TEXT, long=True)
    surface: Surface | None = option("Where you saw it", default=None)
    how: ReportBasis | None = option("How you know", default=None)
    where: str = option(
        "The place and the time, e.g. “ChatGPT web, yesterday 14:05”",
        default="",
        limit=whereabouts.MAX_PLACE,
        label="When and where?",
    )
    seen: datetime | None = option("When you saw it", default=None)
    plan: Plan | None = option("The plan of your account", default=None)
    link: str | None = option("A page that shows it; stored, never opened", default=None, limit=MAX_TEXT)
    anonymous: bool | None = option("Keep your name from other members", default=None)

    async def gather(self, ports: Ports, ctx: RequestContext) -> EditReportInputs:
        """Read the report as it is, and what its label's grade rests on."""
        before = own_report(ports, ctx, self.id)
        events = tuple(ports.sightings.events(before.key, ctx.view))
        return EditReportInputs(before, events, rules_of(ports, ctx.tenant))

    def _edited(self, before: FiledReport, ctx: RequestContext) -> FiledReport:
        """Build the report as edited.

        Raises:
            NotAllowed: it is older than `OPEN`.
            BadArgument: the place, the time or the link cannot be read, or the text says less than the one it replaces.
        """
        if ctx.now - before.at > OPEN:
            raise NotAllowed(
                f"{before.id} can no longer be edited.",
                why="Reports can be edited for 24 hours, so that others can rely on them afterwards.",
                todo="Withdraw it at any time, and report again.",
            )
        unchanged = self.where == whereabouts.line_of(before.surface.value, before.seen)
        read = whereabouts.Whereabouts() if unchanged else whereabouts.read(self.where, ctx)
        if read.unread and self.surface is None:
            raise BadArgument(
                f"I know no place called “{shorten(read.unread, 40)}”.",
                todo="Choose the nearest with surface:, or surface:other.",
            )
        seen = self.seen or read.seen
        after = replace(
            before,
            text=self.text or before.text,
            surface=self.surface or read.surface or before.surface,
            how=self.how or before.how,
            seen=checked_time(seen, ctx) if seen else before.seen,
            plan=self.plan or read.plan or before.plan,
            link=checked_link(self.link) if self.link else before.link,
            named=before.named if self.anonymous is None else not self.anonymous,
        )
        if self.text and before.complete and (lacks := _lacks(after)):
            raise BadArgument(
                f"{before.id} was kept as it is: the new text lacks {'; '.join(lacks)}.",
                todo="Write the whole account anew, or withdraw the report.",
            )
        return replace(after, complete=after.how.first_hand and not _lacks(after))

    def answer(self, found: EditReportInputs, ctx: RequestContext) -> Reply:
        """List the changes; without any, show the form."""
        before, after = found.before, self._edited(found.before, ctx)
        changed = [name for name in _FIELDS if getattr(before, name) != getattr(after, name)]
        if not changed:
            line = whereabouts.line_of(before.surface.value, before.seen)
            filled = {"id": before.id, "text": before.text, "where": line, "how": before.how.value}
            filled |= {"link": before.link} if before.link else {}
            return Reply(
                title=f"Edit {before.id}",
                form=Form(f"Edit {before.id}", "checkpoint edit", filled, ("how", "where", "text", "link")),
                data={"state": "asking", "id": before.id},
            )
        lacks = (Bullets(_lacks(after), "It still lacks"),) if _lacks(after) else ()
        word = found.grade_with(after, ctx.now).value
        return Reply(
            title=f"{before.id} edited — {word}",
            parts=(Text("Changed: " + ", ".join(_FIELDS[name] for name in changed) + "."), *lacks),
            severity=Severity.GOOD,
            actions=(Button("Show it", order("checkpoint show", label=after.label)),),
            data={"id": before.id, "changed": changed, "grade": word, "as_of": ctx.as_of},
            shows=(before.id, before.key),
        )

    async def keep(self, found: EditReportInputs, ports: Ports, ctx: RequestContext) -> None:
        """Store it; the history records the edit."""
        after = self._edited(found.before, ctx)
        if found.before == after:
            return
        if not await ports.sightings.edit(ctx.tenant, after, ctx.now):
            raise Conflict(f"{found.before.id} was withdrawn meanwhile.", todo="Nothing was changed.")


def _lacks(report: FiledReport) -> tuple[str, ...]:
    """Return what a first-hand report lacks to be complete."""
    return missing(report.text, report.label) if report.how.first_hand else ()


_FIELDS = {
    "text": "text",
    "surface": "surface",
    "how": "how you know",
    "seen": "time",
    "plan": "plan",
    "link": "link",
    "named": "whether your name is shown",
}
