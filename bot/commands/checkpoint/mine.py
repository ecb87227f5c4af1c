"""``/checkpoint mine``: one's own reports, each with the remaining actions."""

from dataclasses import dataclass
from datetime import UTC, datetime

from bot.commands.checkpoint._reports.known_labels import rules_of
from bot.commands.checkpoint.edit import OPEN
from bot.dispatch.command import Command, option
from bot.domain.sightings.reports import FiledReport
from bot.domain.sightings.sightings import SightingGrade, grade
from bot.messages.order import order
from bot.messages.reply import Action, Bullets, Button, Form, Menu, Reply, Text, Words, bold, code, when
from bot.messages.request import RequestContext
from bot.messages.words import NEXT_PAGE
from bot.ports import Ports

PAGE = 5
EVER = datetime(1970, 1, 1, tzinfo=UTC)
STATES = {
    "queued": "waits for the desk",
    "withdrawn": "you withdrew it; its text is gone",
    "refused": "refused by the desk",
}


@dataclass(frozen=True, slots=True)
class ListOwnReportsInputs:
    """A person's reports, newest first, and the grade of the labels of those shown."""

    reports: tuple[FiledReport, ...]
    grades: dict[str, SightingGrade]


class ListOwnReports(Command[ListOwnReportsInputs], name="checkpoint mine"):
    """List your own reports here, to edit or withdraw."""

    page: int = option("Which page", default=1, low=1, high=1_000)

    async def gather(self, ports: Ports, ctx: RequestContext) -> ListOwnReportsInputs:
        """Read everything this person reported here, and the grades on this page."""
        store, view, rules = ports.sightings, ctx.view, rules_of(ports, ctx.tenant)
        reports = tuple(reversed(store.reports_by(ctx.actor, ctx.tenant, EVER)))
        grades = {
            key: grade(store.events(store.canonical(key, view), view), view.as_of, rules, history=False).grade
            for key in {one.key for one in self._shown(reports)}
        }
        return ListOwnReportsInputs(reports, grades)

    def answer(self, found: ListOwnReportsInputs, ctx: RequestContext) -> Reply:
        """List one line per report, with buttons for what can still be changed."""
        report = Button("Report a sighting", order("checkpoint report"))
        data = {"reports": [_facts(one, ctx) for one in found.reports[:200]], "as_of": ctx.as_of}
        if not found.reports:
            text = Text("Your reports appear here. You can edit one for a day, and withdraw it at any time.")
            return Reply(title="You reported nothing here yet", parts=(text,), actions=(report,), data=data)
        count, shown = len(found.reports), self._shown(found.reports)
        pages = -(-count // PAGE)
        lines = tuple(_line(one, found.grades[one.key], ctx) for one in shown)
        labels = tuple(dict.fromkeys(one.label for one in shown))
        following = min(self.page, pages) + 1
        return Reply(
            title=f"You filed {count} report{'s' if count != 1 else ''} here",
            parts=(Bullets(lines, f"Page {following - 1} of {pages}, newest first" if pages > 1 else ""),),
            actions=(
                Menu("Show", tuple(Button(label[:80], order("checkpoint show", label=label)) for label in labels)),
                *(action for one in shown for action in _changes(one, ctx)),
                *((Button(NEXT_PAGE, ListOwnReports(page=following)),) if following <= pages else ()),
                report,
            ),
            data=data,
        )

    def _shown(self, reports: tuple[FiledReport, ...]) -> tuple[FiledReport, ...]:
        page = min(self.page, max(1, -(-len(reports) // PAGE)))
        return reports[(page - 1) * PAGE : page * PAGE]


def _line(one: FiledReport, standing: SightingGrade, ctx: RequestContext) -> Words:
    name = "" if one.named else " · without your name"
    words = STATES.get(one.state, standing.value)
    if one.state == "refused" and one.reason:
        words += f": {one.reason}"
    until = (" · can be edited until ", when(one.at + OPEN)) if _editable(one, ctx) else ()
    return (code(one.id), " ", bold(one.label), f" · {one.surface.value} · ", when(one.at), f" · {words}{name}", *until)


def _changes(one: FiledReport, ctx: RequestContext) -> tuple[Action, ...]:
    if one.state == "withdrawn":
        return ()
    edit = (Button(f"Edit {one.id}", order("checkpoint edit", id=one.id)),) if _editable(one, ctx) else ()
    return (*edit, Form(f"Withdraw {one.id}…", "checkpoint withdraw", {"id": one.id}))  # the form is the second thought


def _editable(one: FiledReport, ctx: RequestContext) -> bool:
    return one.state != "withdrawn" and ctx.now - one.at <= OPEN


def _facts(one: FiledReport, ctx: RequestContext) -> dict[str, object]:
    return {
        "id": one.id,
        "label": one.label,
        "surface": one.surface.value,
        "at": one.at,
        "state": one.state,
        "editable": _editable(one, ctx),
    }
