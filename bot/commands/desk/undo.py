"""``/desk undo``: take one's last decision back, for ten minutes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.dispatch.command import Command
from bot.domain.undo import can_undo
from bot.messages.errors import Conflict, NotFound
from bot.messages.order import order
from bot.messages.reply import Button, Reply, Severity, Text
from bot.messages.request import RequestContext, Role
from bot.moderation import AT_ONCE, ruling
from bot.ports import Ports
from bot.ports.desk import AuditEntry, QueueItem


@dataclass(frozen=True, slots=True)
class UndoInputs:
    """The asker's last act that can be taken back, if any, and the item it decided, if it is still there."""

    act: AuditEntry | None
    item: QueueItem | None

    def undoable(self, now: datetime) -> tuple[AuditEntry, QueueItem]:
        """Return the act and its item.

        Raises:
            NotFound: there is no such act, or its item is gone.
            Conflict: it is more than ten minutes old.
        """
        if self.act is None:
            raise NotFound("There is nothing of yours to undo.", todo="See /desk queue trail:yes.")
        if not can_undo(self.act.at, now):
            raise Conflict(
                f"Your last decision ({self.act.action}) is more than ten minutes old.",
                todo="Decide anew: retract, resolve or merge.",
            )
        if self.item is None:
            raise NotFound(
                "What it decided is no longer there.",
                todo="There is nothing to restore.",
            )
        return self.act, self.item


class Undo(Command[UndoInputs], name="desk undo", role=Role.DESK):
    """Undo your last decision, within ten minutes."""

    async def gather(self, ports: Ports, ctx: RequestContext) -> UndoInputs:
        """Read the last act of this person that is not undone."""
        last = _last_act(ports.desk.trail(ctx.view, posts=False), ctx.actor)
        return UndoInputs(last, ports.desk.item(last.undo["item"], ctx.view) if last else None)

    def answer(self, found: UndoInputs, ctx: RequestContext) -> Reply:
        """Confirm the restored state, if there is something to undo."""
        act, item = found.undoable(ctx.now)
        return Reply(
            title=f"Undone: {act.action} {act.about}",
            parts=(
                Text(
                    f"Taken back: {item.title}. All is as it was before."
                    if AT_ONCE in act.undo
                    else f"{item.id} waits again: {item.title}."
                ),
            ),
            severity=Severity.GOOD,
            actions=(Button("Queue", order("desk queue")),),
            data={"undone": act.action, "about": act.about, "item": item.id, "as_of": ctx.as_of},
            shows=(act.about,),
        )

    async def keep(self, found: UndoInputs, ports: Ports, ctx: RequestContext) -> None:
        """Undo the decision, requeue the item if it had waited, and record that, too."""
        act, item = found.undoable(ctx.now)
        given = {name: value for name, value in act.undo.items() if name not in ("item", "kind_of_item", AT_ONCE)}
        await ruling(item.kind).undo(ports, ctx, item, given)  # a refusal leaves the decision as it is
        if not await ports.desk.undone(ctx.tenant, act.number, ctx.now):
            raise Conflict("That was undone already.", todo="/desk queue shows how it stands now.")
        await ports.desk.decide(ctx.tenant, item.id, "waiting", ctx.actor, ctx.now)
        if AT_ONCE in act.undo:
            await ports.desk.decide(ctx.tenant, item.id, "undone", ctx.actor, ctx.now)
        line = AuditEntry(ctx.actor, f"undo {act.action}", act.about, ctx.now, act.after, act.before)
        await ports.desk.log(ctx.tenant, line)


def _last_act(trail: Iterable[AuditEntry], actor: str) -> AuditEntry | None:
    """Return the first entry of a person that can be undone and is not; a trail begins with the latest."""
    return next((one for one in trail if one.actor == actor and one.undo and one.undone_at is None), None)
