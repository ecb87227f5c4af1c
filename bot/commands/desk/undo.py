"""``/desk undo``: take one's last decision back, for ten minutes."""

from dataclasses import dataclass

from bot.commands.desk._bench import UNDO
from bot.dispatch.command import Command, order
from bot.messages.errors import Conflict, Unknown
from bot.messages.reply import Button, Reply, Severity, Text
from bot.messages.request import Asked, Role
from bot.moderation import ruling
from bot.ports import Ports
from bot.ports.desk import Act, Item


@dataclass(frozen=True, slots=True)
class Last:
    """The asker's last act that can be taken back, and the item it decided."""

    act: Act
    item: Item


class Undo(Command[Last], name="desk undo", role=Role.DESK):
    """Takes your last decision back, within ten minutes."""

    async def gather(self, ports: Ports, asked: Asked) -> Last:
        """The last act of this person."""
        mine = [one for one in ports.desk.trail(asked.view) if one.actor == asked.actor and one.undo]
        last = next((one for one in mine if one.undone_at is None), None)
        if last is None:
            raise Unknown("There is nothing of yours to undo.")
        if asked.now - last.at > UNDO:
            raise Conflict(
                f"Your last decision ({last.action}) is more than ten minutes old.",
                todo="Decide anew: retract, resolve or merge.",
            )
        item = ports.desk.item(last.undo["item"], asked.view)
        if item is None:
            raise Unknown("What it decided is no longer there.")
        return Last(last, item)

    def answer(self, found: Last, asked: Asked) -> Reply:
        """What is as it was."""
        return Reply(
            title=f"Undone: {found.act.action} {found.act.about}",
            parts=(Text(f"{found.item.id} waits again: {found.item.title}."),),
            severity=Severity.GOOD,
            actions=(Button("Queue", order("desk queue")),),
            data={"undone": found.act.action, "about": found.act.about, "item": found.item.id, "as_of": asked.as_of},
            shows=(found.act.about,),
        )

    async def keep(self, found: Last, ports: Ports, asked: Asked) -> None:
        """Take it back, let the item wait again, and write that down, too."""
        act, item = found.act, found.item
        if not await ports.desk.undone(asked.tenant, act.number, asked.now):
            raise Conflict("That was undone already.")
        given = {name: value for name, value in act.undo.items() if name not in ("item", "kind_of_item")}
        await ruling(item.kind).undo(ports, asked, item, given)
        await ports.desk.decide(asked.tenant, item.id, "waiting", asked.actor, asked.now)
        line = Act(asked.actor, f"undo {act.action}", act.about, asked.now, act.after, act.before)
        await ports.desk.log(asked.tenant, line)
