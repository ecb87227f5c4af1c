"""``/digest delete``: end a digest, with ten minutes to take it back."""

from __future__ import annotations

from dataclasses import replace
from typing import Self

from bot.commands.digest._digests import DIGEST_ID, facts, undo_of
from bot.commands.digest._finding import find
from bot.dispatch.command import Command, option
from bot.messages.reply import Reply, Severity, Text
from bot.messages.request import RequestContext, Role
from bot.notifications.arguments import theirs
from bot.notifications.audited import keep
from bot.notifications.undo import UNDO_NOTE
from bot.ports import Ports
from bot.ports.notifications.subscriptions import Digest, Mode


class Delete(Command[Digest], name="digest delete", role=Role.MANAGER):
    """Delete a digest; you can undo this for ten minutes."""

    id: str = option(DIGEST_ID, complete="digest")

    async def gather(self, ports: Ports, ctx: RequestContext) -> Digest:
        """Read the digest that is to go."""
        return theirs(find(ports, ctx, self.id), ctx)

    def pinned(self, found: Digest) -> Self:
        """Name the digest that was found."""
        return replace(self, id=found.id)

    def question(self, found: Digest, ctx: RequestContext) -> str:
        """Ask whether to delete it."""
        return f"Delete {found.id} “{found.name}”, {found.table.words}?"

    def answer(self, before: Digest, ctx: RequestContext) -> Reply:
        """That it is gone, and the way back."""
        found = _deleted(before)
        return Reply(
            title=f"{found.id} “{found.name}” is deleted",
            parts=(Text("Nothing more is posted. What was posted stays, and is still corrected."),),
            severity=Severity.GOOD,
            actions=(undo_of(before),),
            note=UNDO_NOTE,
            data=facts(found, ctx),
        )

    async def keep(self, before: Digest, ports: Ports, ctx: RequestContext) -> None:
        """Store it as deleted until the ten minutes are over."""
        await keep(ports, ctx, _deleted(before))


def _deleted(before: Digest) -> Digest:
    """The digest as deleted; how long it was paused, and why it was off, stay with it."""
    return replace(before, mode=Mode.DELETED, next_at=None)
