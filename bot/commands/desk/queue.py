"""``/desk queue``: waiting items, oldest first, five per page."""

from dataclasses import dataclass

from bot.dispatch.command import Command, option
from bot.domain.time import format_time
from bot.messages import words
from bot.messages.order import order
from bot.messages.reply import Bullets, Button, Menu, Reply, Text, Words, age, bold, code, person
from bot.messages.request import RequestContext, Role
from bot.moderation.proposals import members
from bot.ports import Ports
from bot.ports.desk import AuditEntry, QueueItem

PAGE = 5


@dataclass(frozen=True, slots=True)
class QueueInputs:
    """The queue, recent actions, the desk's size, and whether the trail is intact."""

    items: tuple[QueueItem, ...]
    trail: tuple[AuditEntry, ...]
    people: int
    broken: int | None


class Queue(Command[QueueInputs], name="desk queue", role=Role.DESK):
    """Show what is waiting for the desk, oldest first."""

    page: int = option("Which page", default=1, low=1, high=100)
    trail: bool = option("Show the audit trail instead", default=False)

    async def gather(self, ports: Ports, ctx: RequestContext) -> QueueInputs:
        """Read waiting items and recent actions."""
        return QueueInputs(
            tuple(ports.desk.queue(ctx.view)),
            tuple(ports.desk.trail(ctx.view, 20, posts=False)),
            len(members(ports, ctx)),
            ports.desk.broken(ctx.tenant),
        )

    def answer(self, found: QueueInputs, ctx: RequestContext) -> Reply:
        """Each item with its buttons; or the trail."""
        return _trail(found, ctx) if self.trail else self._queue(found, ctx)

    def _queue(self, found: QueueInputs, ctx: RequestContext) -> Reply:
        pages = max(1, -(-len(found.items) // PAGE))
        page = min(self.page, pages)
        shown = found.items[(page - 1) * PAGE : page * PAGE]
        lines: list[Words] = []
        for item in shown:
            by = "a member" if item.body.get("anonymous") else person(item.person)
            why = f" — {item.why}" if item.why else ""
            link = f" · {item.body['link']}" if item.body.get("link") else ""
            lines.append(
                (
                    code(item.id),
                    " ",
                    bold(item.kind),
                    f" · {item.title} · by ",
                    by,
                    f", {age(item.at, ctx.now)}{why}{link}",
                )
            )
        count = len(found.items)
        return Reply(
            title=f"{count} thing{'s' if count != 1 else ''} wait{'' if count != 1 else 's'} for the desk"
            if count
            else "Nothing waits for the desk",
            parts=(
                *((Bullets(tuple(lines), f"Page {page} of {pages}, oldest first"),) if lines else ()),
                *((_chain(found),) if found.broken is not None else ()),
            ),
            actions=(
                *(_menu(item) for item in shown),
                *((Button(words.NEXT_PAGE, Queue(page=page + 1)),) if page < pages else ()),
                Button("Audit trail", Queue(trail=True)),
            ),
            note=""
            if found.people == 1
            else f"{found.people} people at the desk: nobody decides on what they filed themselves.",
            data={
                "waiting": [
                    {
                        "id": item.id,
                        "kind": item.kind,
                        "about": item.about,
                        "title": item.title,
                        "by": None if item.body.get("anonymous") else item.person,
                        "at": item.at,
                        "why": item.why,
                        "body": dict(item.body),
                    }
                    for item in found.items
                ],
                "desk": found.people,
                "as_of": ctx.as_of,
            },
        )


def _menu(item: QueueItem) -> Menu:
    return Menu(
        item.id,
        (
            Button(f"Accept {item.id}", order("desk accept", id=item.id)),
            Button(f"Refuse {item.id}…", order("desk refuse", id=item.id)),
        ),
    )


def _chain(found: QueueInputs) -> Text:
    return Text((bold("The audit trail was changed"), f" from line {found.broken} on. Run spudwatch doctor."))


def _trail(found: QueueInputs, ctx: RequestContext) -> Reply:
    lines = tuple(
        (
            f"{format_time(act.at, '%d %b %H:%M')} UTC ",
            person(act.actor),
            f": {act.action} {act.about}" + (" (undone)" if act.undone_at else ""),
        )
        for act in found.trail
    )
    whole = _chain(found) if found.broken is not None else Text("Every line follows from the one before.", quiet=True)
    return Reply(
        title="What the desk did",
        parts=(*((Bullets(lines),) if lines else (Text("Nothing yet."),)), whole),
        actions=(Button("Queue", order("desk queue")),),
        data={
            "trail": [
                {
                    "number": act.number,
                    "at": act.at,
                    "actor": act.actor,
                    "action": act.action,
                    "about": act.about,
                    "before": dict(act.before),
                    "after": dict(act.after),
                    "undone": act.undone_at is not None,
                }
                for act in found.trail
            ],
            "whole": found.broken is None,
            "as_of": ctx.as_of,
        },
    )
