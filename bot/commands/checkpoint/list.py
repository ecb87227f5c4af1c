"""``/checkpoint list``: recent sightings, here and on public lists."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.commands.checkpoint._reports.known_labels import is_disputed, rules_of
from bot.dispatch.command import Command, as_of_option, option
from bot.domain.sightings.field_guide import events as public_events
from bot.domain.sightings.labels import key
from bot.domain.sightings.sightings import SightingGrade, SightingRules, grade
from bot.domain.sightings.surfaces import Surface
from bot.domain.time import format_time
from bot.messages.order import order
from bot.messages.reply import Button, Menu, Reply, Table, Text
from bot.messages.request import RequestContext, View
from bot.ports import Ports
from bot.queries.labels.label_identity import known_labels
from bot.queries.labels.surface_names import place_of, words_of

SHOWN = 25
OLDER = 3  # names that are shown where none is as new as asked for
LONGEST = timedelta(days=365)
CONSIDERED = 300
States = Literal["all", "new", "corroborated", "disputed", "resolved"]


@dataclass(frozen=True, slots=True)
class LabelRow:
    """One label.

    Surface, grade, number of reports, latest change, and identity if known.
    """

    label: str
    surface: str
    grade: SightingGrade
    reports: int
    at: datetime
    what: str = ""
    vendor: str = ""
    disputed: bool = False


class ListSightings(Command[tuple[LabelRow, ...]], name="checkpoint list", shareable=True):
    """List names seen recently: here, in public, and on model lists."""

    state: States = option("Which ones", default="all")
    surface: Surface | None = option("Only this place", default=None)
    lab: str = option("Only this lab, if known", default="", limit=60)
    days: int = option("How far back", default=14, low=1, high=LONGEST.days)
    as_of: datetime | None = as_of_option(default=None)

    async def gather(self, ports: Ports, ctx: RequestContext) -> tuple[LabelRow, ...]:
        """Labels that changed since then: reported here, known in public, shown on lists.

        Where none did, those that changed before.
        """
        rows = _changed_since(ports, ctx, ctx.as_of - timedelta(days=self.days))
        return rows if any(map(self._wanted, rows)) else _changed_since(ports, ctx, ctx.as_of - LONGEST)

    def answer(self, found: tuple[LabelRow, ...], ctx: RequestContext) -> Reply:
        """The newest first."""
        wanted = [line for line in found if self._wanted(line)]
        kept = [line for line in wanted if line.at >= ctx.as_of - timedelta(days=self.days)]
        older = [] if kept else wanted[:OLDER]
        rows = tuple(
            (
                line.label,
                line.grade.value,
                words_of(line.surface),
                str(line.reports),
                _day(line.at, ctx),
                line.what or "–",
            )
            for line in kept[:SHOWN] or older
        )
        more = len(kept) - SHOWN
        none = f"No names seen here in {self.days} days"
        title = f"{len(kept)} name{'s' if len(kept) != 1 else ''} in {self.days} days" if kept else none
        return Reply(
            title=title,
            parts=(
                *((Text("The newest before that:"),) if older else ()),
                *(
                    (Table(("name", "grade", "where", "reports", "changed", "it is"), rows, frozenset({"reports"})),)
                    if rows
                    else ()
                ),
                *((Text(f"… {more} more: narrow it with surface:, state: or days:"),) if more > 0 else ()),
            ),
            actions=(
                *((Menu("Show", tuple(_show(line.label) for line in kept[:10] or older)),) if rows else ()),
                *self._further(kept, older, ctx),
                Button("Report a sighting", order("checkpoint report")),
            ),
            data={
                "labels": [
                    {
                        "label": line.label,
                        "grade": line.grade.value,
                        "surface": line.surface,
                        "reports": line.reports,
                        "changed_at": line.at,
                        "identified_as": line.what or None,
                        "disputed": line.disputed,
                    }
                    for line in kept[:200]
                ],
                "as_of": ctx.as_of,
            },
        )

    def _further(self, kept: Sequence[LabelRow], older: Sequence[LabelRow], ctx: RequestContext) -> tuple[Button, ...]:
        """Return the button of an empty list further back, to the newest names or as far as it goes."""
        if kept or self.days >= LONGEST.days:
            return ()
        days = (ctx.as_of - older[-1].at).days + 1 if older else LONGEST.days
        same = order(
            "checkpoint list", state=self.state, surface=self.surface, lab=self.lab or None, days=days, as_of=self.as_of
        )
        return (Button(f"Look back {days} days", same),)

    def _wanted(self, line: LabelRow) -> bool:
        if self.surface is not None and line.surface != self.surface.value:
            return False
        if self.lab and self.lab.casefold() not in line.vendor.casefold():
            return False
        match self.state:
            case "new":
                return line.grade in (SightingGrade.CASUAL, SightingGrade.NEEDS)
            case "corroborated":
                return line.grade is SightingGrade.CORROBORATED
            case "resolved":
                return line.grade is SightingGrade.RESOLVED
            case "disputed":
                return line.disputed
            case _:
                return True


def _changed_since(ports: Ports, ctx: RequestContext, since: datetime) -> tuple[LabelRow, ...]:
    """Read the labels that changed since a moment, the latest first."""
    rules, rows = rules_of(ports, ctx.tenant), dict[str, LabelRow]()
    for read in (_reported, _in_public, _on_lists):
        for name, row in read(ports, ctx.view, since, rules):
            rows.setdefault(name, row)
    return tuple(sorted(rows.values(), key=lambda row: row.at, reverse=True))


def _day(moment: datetime, ctx: RequestContext) -> str:
    """Format a day, with its year unless it is the current one."""
    return f"{format_time(moment, '%d %b')}" if moment.year == ctx.as_of.year else f"{format_time(moment)}"


def _show(label: str) -> Button:
    return Button(label[:80], order("checkpoint show", label=label))


def _reported(ports: Ports, view: View, since: datetime, rules: SightingRules) -> Iterator[tuple[str, LabelRow]]:
    """Read the labels reported here, with what is publicly known of them, by their keys."""
    store = ports.sightings
    guide = store.guide()
    for own in store.labels(view, since, CONSIDERED):
        public = guide.find(own.shown, view.as_of)
        events = (*store.events(own.key, view), *(public_events(public, view.as_of) if public else ()))
        state = grade(events, view.as_of, rules, history=False)
        settled = store.settled(view, own.key) if state.resolved else ()
        disputed = is_disputed(ports, view, own.key, settled[-1].at if settled else None)
        what = settled[-1].subject or settled[-1].outcome if settled else public.identified_as if public else ""
        at, lab = min(own.changed_at, view.as_of), public.vendor if public else ""
        yield own.key, LabelRow(own.shown, own.surface, state.grade, own.reports, at, what, lab, disputed)


def _in_public(ports: Ports, view: View, since: datetime, rules: SightingRules) -> Iterator[tuple[str, LabelRow]]:
    """Read the labels of the field guide, by their keys."""
    for one in known_labels(ports, view):
        latest = max(filter(None, (one.learned_at, one.known_at)))
        if latest >= since:
            state = grade(public_events(one, view.as_of), view.as_of, rules, history=False)
            row = LabelRow(one.label, one.surface, state.grade, 0, latest, one.identified_as, one.vendor)
            yield key(one.label), row


def _on_lists(ports: Ports, view: View, since: datetime, _: SightingRules) -> Iterator[tuple[str, LabelRow]]:
    """Read the labels that model lists showed, by their keys."""
    for shown in ports.listings.showed(view, since):
        if shown.kind.raises:
            where, grade_word = place_of(shown.catalog), SightingGrade.CORROBORATED
            yield key(shown.label), LabelRow(shown.label, where, grade_word, 0, shown.at, shown.named)
