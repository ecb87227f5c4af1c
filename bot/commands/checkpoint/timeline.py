"""``/checkpoint timeline``: a label's events in order, and its changes of grade."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.commands.checkpoint._reports import brief
from bot.commands.checkpoint._reports.known_labels import LABEL_ID, LabelRecord, LabelText, find, who
from bot.commands.checkpoint.show import nobody
from bot.dispatch.command import Command, as_of_option, option
from bot.domain.sightings.confirmations import by_day
from bot.domain.sightings.sightings import SightingEvent, SightingEventKind, SightingGrade
from bot.domain.text import shorten
from bot.domain.time import format_time
from bot.messages.order import order
from bot.messages.reply import Bullets, Button, Chart, Mark, Part, Reply, Series, Text, Words, when
from bot.messages.request import RequestContext
from bot.messages.words import counted
from bot.ports import Ports

LINES = 40
LEVELS = {
    SightingGrade.CASUAL: 1.0,
    SightingGrade.NEEDS: 2.0,
    SightingGrade.CORROBORATED: 3.0,
    SightingGrade.RESOLVED: 4.0,
}


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One line of the timeline."""

    at: datetime
    text: str
    kind: str


class Timeline(Command[LabelRecord], name="checkpoint timeline", shareable=True, personal=True):
    """Show what happened to a label, and why its grade changed."""

    label: LabelText = option(LABEL_ID, complete="label")
    image: bool = option("Include a chart", default=True)
    as_of: datetime | None = as_of_option(default=None)

    async def gather(self, ports: Ports, ctx: RequestContext) -> LabelRecord:
        """Read everything known of it, with every change of its grade."""
        return find(ports, ctx, self.label, history=True)

    def answer(self, found: LabelRecord, ctx: RequestContext) -> Reply:
        """The lines, oldest first; the grade as a step line."""
        if not (found.exists or found.attributions):
            return nobody(found, ctx)
        moments = story(found)
        hidden = max(0, len(moments) - LINES)
        lines: tuple[Words, ...] = tuple((when(one.at), f" {one.text}") for one in moments[hidden:])
        chart = self._chart(found, ctx) if self.image else ()
        return Reply(
            title=_title(found),
            parts=(
                *((Text(_last(moments)),) if moments else ()),
                *chart,
                *((Text(f"… {hidden} earlier"),) if hidden else ()),
                Bullets(lines, "What happened"),
            ),
            actions=(Button("Show it", order("checkpoint show", label=found.shown)),),
            data={
                "label": found.shown,
                "grade": found.state.grade.value,
                "events": [{"at": one.at, "kind": one.kind, "text": one.text} for one in moments],
                "changes": [
                    {
                        "at": change.at,
                        "before": change.before.value if change.before else None,
                        "after": change.after.value,
                        "reason": change.reason,
                    }
                    for change in found.state.changes
                ],
                "daily": [
                    {"day": day, "have": share.hits, "looked": share.n}
                    for day, share in by_day(found.checks, ctx.as_of)
                ],
                "as_of": ctx.as_of,
            },
            shows=(found.key,),
        )

    @staticmethod
    def _chart(found: LabelRecord, ctx: RequestContext) -> tuple[Part, ...]:
        changes = found.state.changes
        if len({change.after for change in changes}) < 2:  # noqa: PLR2004 - a grade that never moved draws no line
            return ()
        points = [(change.at, LEVELS[change.after]) for change in changes]
        end = max(ctx.as_of, points[-1][0] + timedelta(hours=1))
        words = "; ".join(f"{change.after.value} on {format_time(change.at)}" for change in changes[-6:])
        return (
            Chart(
                title=f"{found.shown}: grade over time",
                series=(Series("grade", (*points, (end, points[-1][1]))),),
                alt=f"Grade of {found.shown}: {words}. 1 is CASUAL, 2 NEEDS CORROBORATION, 3 CORROBORATED, 4 RESOLVED.",
                unit="",
                marks=tuple(Mark(change.at, change.after.value) for change in changes[-6:]),
            ),
        )


def _title(found: LabelRecord) -> str:
    """When it was first seen, and what it is as far as that is known."""
    seen = brief.first_seen(found)
    name, known = shorten(found.shown, 60), brief.title(found)
    what = known.removeprefix(name).removeprefix(":").strip()
    return f"{name}: first seen {seen}; {what}" if seen else known


def _last(moments: Sequence[TimelineRow]) -> str:
    """The last event that is no change of grade, its day, and how many there are."""
    last = next((one for one in reversed(moments) if one.kind != "grade"), moments[-1])
    return f"Last: {shorten(last.text, 80)}, {format_time(last.at)} · {counted(len(moments), 'event')}"


def story(found: LabelRecord) -> list[TimelineRow]:
    """Return all rows in order.

    Events, attributions, list appearances, changes of grade.
    """
    names = {one.id: one.person if one.named and found.names else "" for one in found.reports}
    moments = [TimelineRow(event.at, _said(event, names), event.kind.value) for event in found.events]
    moments += [
        TimelineRow(one.at, f"{found.who(one)}: it is {found.called(one.subject)}, by {one.method.value}", "attributed")
        for one in (said.attribution for said in found.attributions)
    ]
    moments += [
        TimelineRow(
            one.at,
            f"{one.kind.value}: {one.why}" + (f" ({', '.join(one.candidates[:3])})" if one.candidates else ""),
            "list",
        )
        for one in found.listed
        if not one.kind.raises
    ]
    moments += [
        TimelineRow(
            change.at,
            f"{change.before.value if change.before else 'new'} → {change.after.value}: {change.reason}",
            "grade",
        )
        for change in found.state.changes
    ]
    return sorted(moments, key=lambda one: (one.at, one.kind == "grade"))


def _said(event: SightingEvent, names: dict[str, str]) -> str:
    name = names.get(event.about, "")
    by = f" by {who(name)}" if name and event.kind in (SightingEventKind.REPORTED, SightingEventKind.EDITED) else ""
    if event.about == "public":
        return "written about in public (second-hand)"
    if event.kind is SightingEventKind.LISTED:
        return f"shown on a public list: {event.reason or event.about}"
    reason = f": {event.reason}" if event.reason else ""
    return f"{event.about} {event.kind.value}{by}{reason}".strip()
