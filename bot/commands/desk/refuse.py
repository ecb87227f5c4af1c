"""``/desk refuse``: refuse a request, with a reason for its author."""

from enum import StrEnum

from bot.dispatch.command import Command, option
from bot.messages import words
from bot.messages.errors import BadArgument
from bot.messages.order import order
from bot.messages.reply import Button, Fields, Form, Reply, Severity
from bot.messages.request import RequestContext, Role
from bot.moderation import carry_out
from bot.moderation.proposals import second, waiting
from bot.ports import Ports
from bot.ports.desk import QueueItem


class RefusalReason(StrEnum):
    """Why a request is refused; shown to its author."""

    UNCHECKABLE = "nobody could check it"
    COPY = "a copy of something we have"
    WRONG = "shown to be wrong"
    UNRELATED = "not about this"
    PERSONAL = "shows personal data"
    OTHER = "another reason, see the note"

    def with_note(self, note: str) -> str:
        """The reason as its author reads it.

        Raises:
            BadArgument: it refers to a note, and there is none.
        """
        if self is RefusalReason.OTHER and not note:
            raise BadArgument("Which other reason? Its reporter reads the note.", todo="Say it behind note:…")
        return (note if self is RefusalReason.OTHER else f"{self.value}: {note}") if note else self.value


class Refuse(Command[QueueItem], name="desk refuse", role=Role.DESK):
    """Refuse a waiting item, with a reason that its reporter sees."""

    id: str = option("The item's id (DQ-0007)", limit=20)
    reason: RefusalReason | None = option("Why", default=None)
    note: str = option("What the reporter should know", default="", limit=300)

    async def gather(self, ports: Ports, ctx: RequestContext) -> QueueItem:
        """The item, if it waits and is not the asker's own."""
        item = waiting(ports, ctx, self.id)
        second(ports, ctx, item)
        return item

    def answer(self, found: QueueItem, ctx: RequestContext) -> Reply:
        """Confirm the reason as it will be shown; without one, show the form."""
        if self.reason is None:
            return Reply(
                title=f"Refuse {found.id}",
                form=Form(f"Refuse {found.id}", "desk refuse", {"id": found.id}, ("reason", "note")),
                data={"state": "asking", "id": found.id},
            )
        return Reply(
            title=f"{found.id} refused",
            parts=(Fields((("What", found.title), ("Its reporter reads", self._said()))),),
            severity=Severity.GOOD,
            actions=(Button("Undo", order("desk undo"), in_place=True), Button("Queue", order("desk queue"))),
            note=words.UNDO_FOR,
            data={
                "id": found.id,
                "kind": found.kind,
                "about": found.about,
                "state": "refused",
                "reason": self._said(),
                "as_of": ctx.as_of,
            },
            shows=(found.about,),
        )

    def _said(self) -> str:
        return self.reason.with_note(self.note) if self.reason else ""

    async def keep(self, found: QueueItem, ports: Ports, ctx: RequestContext) -> None:
        """Carry it out."""
        if self.reason is not None:
            await carry_out(ports, ctx, found, "refused", self._said())
