"""``/desk accept``: accept a request."""

from bot.dispatch.command import Command, option
from bot.messages import words
from bot.messages.order import order
from bot.messages.reply import Button, Fields, Reply, Severity
from bot.messages.request import RequestContext, Role
from bot.moderation import carry_out, follow_ups, ruling
from bot.moderation.dispute import ACCEPTED_CLAIM
from bot.moderation.proposals import second, waiting
from bot.ports import Ports
from bot.ports.desk import QueueItem


class Accept(Command[QueueItem], name="desk accept", role=Role.DESK):
    """Accept a waiting item: it counts from now on."""

    id: str = option("The item's id (DQ-0007)", limit=20)

    async def gather(self, ports: Ports, ctx: RequestContext) -> QueueItem:
        """The item, if it waits and is not the asker's own."""
        item = waiting(ports, ctx, self.id)
        second(ports, ctx, item)
        return item

    def answer(self, found: QueueItem, ctx: RequestContext) -> Reply:
        """Describe the effect."""
        return Reply(
            title=f"{found.id} accepted: {_effect(found)}",
            parts=(Fields((("What", found.title), *((("Why", found.why),) if found.why else ()))),),
            severity=Severity.GOOD,
            actions=(
                *follow_ups(found),
                Button("Undo", order("desk undo"), in_place=True),
                Button("Queue", order("desk queue")),
            ),
            note=words.UNDO_FOR,
            data={"id": found.id, "kind": found.kind, "about": found.about, "state": "accepted", "as_of": ctx.as_of},
            shows=(found.about,),
        )

    async def keep(self, found: QueueItem, ports: Ports, ctx: RequestContext) -> None:
        """Carry it out."""
        await carry_out(ports, ctx, found, "accepted")


def _effect(item: QueueItem) -> str:
    """What accepting an item did."""
    of_claim = item.kind == "dispute" and item.about.startswith("CL-")
    return ACCEPTED_CLAIM if of_claim else ruling(item.kind).ACCEPTED
