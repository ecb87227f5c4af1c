"""``/desk accept``: what was asked happens."""

from bot.commands.desk._bench import second, waiting
from bot.dispatch.command import Command, option, order
from bot.messages.reply import Button, Fields, Reply, Severity
from bot.messages.request import Asked, Role
from bot.moderation import carry_out, ruling
from bot.ports import Ports
from bot.ports.desk import Item


class Accept(Command[Item], name="desk accept", role=Role.DESK):
    """Accepts what waits: it counts from now on."""

    id: str = option("The item's id (DQ-0007)", limit=20)

    async def gather(self, ports: Ports, asked: Asked) -> Item:
        """The item, if it waits and is not the asker's own."""
        item = waiting(ports, asked, self.id)
        second(ports, asked, item)
        return item

    def answer(self, found: Item, asked: Asked) -> Reply:
        """What follows from it."""
        return Reply(
            title=f"{found.id} accepted: {ruling(found.kind).ACCEPTED}",
            parts=(Fields((("What", found.title), *((("Why", found.why),) if found.why else ()))),),
            severity=Severity.GOOD,
            actions=(Button("Undo", order("desk undo")), Button("Queue", order("desk queue"))),
            note="You can undo it for ten minutes.",
            data={"id": found.id, "kind": found.kind, "about": found.about, "state": "accepted", "as_of": asked.as_of},
            shows=(found.about,),
        )

    async def keep(self, found: Item, ports: Ports, asked: Asked) -> None:
        """Carry it out."""
        await carry_out(ports, asked, found, "accepted")
