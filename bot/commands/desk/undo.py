"""``/desk undo``: take one's last decision back, for ten minutes."""

from dataclasses import dataclass

from bot.dispatch.command import Command
from bot.messages.errors import Conflict, NotFound
from bot.messages.order import order
from bot.messages.reply import Button, Reply, Severity, Text
from bot.messages.request import RequestContext, Role
from bot.moderation import ruling
from bot.moderation.proposals import UNDO
from bot.ports import Ports
from bot.ports.desk import AuditEntry, QueueItem


@dataclass(frozen=True, slots=True)
class UndoInputs:
    """The asker's last act that can be taken back, and the item it decided."""

    act: AuditEntry
    item: QueueItem


class Undo(Command[UndoInputs], name="desk undo", role=Role.DESK):
    """Undo your last decision, within ten minutes."""

    async def gather(self, ports: Ports, ctx: RequestContext) -> UndoInputs:
        """The last act of this person."""
        mine = [one for one in ports.desk.trail(ctx.view) if one.actor == ctx.actor and one.undo]
        last = next((one for one in mine if one.undone_at is None), None)
        if last is None:
            raise NotFound("There is nothing of yours to undo.")
        if ctx.now - last.at > UNDO:
            raise Conflict(
                f"Your last decision ({last.action}) is more than ten minutes old.",
                todo="Decide anew: retract, resolve or merge.",
            )
        item = ports.desk.item(last.undo["item"], ctx.view)
        if item is None:
            raise NotFound("What it decided is no longer there.")
        return UndoInputs(last, item)

    def answer(self, found: UndoInputs, ctx: RequestContext) -> Reply:
        """Confirm the restored state."""
        return Reply(
            title=f"Undone: {found.act.action} {found.act.about}",
            parts=(Text(f"{found.item.id} waits again: {found.item.title}."),),
            severity=Severity.GOOD,
            actions=(Button("Queue", order("desk queue")),),
            data={"undone": found.act.action, "about": found.act.about, "item": found.item.id, "as_of": ctx.as_of},
            shows=(found.act.about,),
        )

    async def keep(self, found: UndoInputs, ports: Ports, ctx: RequestContext) -> None:
        """Undo the decision, requeue the item, and record that, too."""
        act, item = found.act, found.item
        if not await ports.desk.undone(ctx.tenant, act.number, ctx.now):
            raise Conflict("That was undone already.")
        given = {name: value for name, value in act.undo.items() if name not in ("item", "kind_of_item")}
        await ruling(item.kind).undo(ports, ctx, item, given)
        await ports.desk.decide(ctx.tenant, item.id, "waiting", ctx.actor, ctx.now)
        line = AuditEntry(ctx.actor, f"undo {act.action}", act.about, ctx.now, act.after, act.before)
        await ports.desk.log(ctx.tenant, line)
