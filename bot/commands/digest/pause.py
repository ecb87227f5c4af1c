"""``/digest pause``: stop a digest until a day, or until somebody resumes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from bot.commands.digest._digests import DIGEST_ID, facts, undo_of
from bot.commands.digest._finding import find
from bot.dispatch.command import Command, option
from bot.jobs.digest_job import resumes_at
from bot.messages.order import order
from bot.messages.reply import Button, Reply, Severity, Text
from bot.messages.request import RequestContext, Role
from bot.notifications.arguments import parse_until, theirs
from bot.notifications.audited import keep
from bot.notifications.digest_page import short
from bot.ports import Ports
from bot.ports.notifications.subscriptions import Digest, Mode


@dataclass(frozen=True, slots=True)
class PauseDigestInputs:
    """The digest as paused, and the end of the pause."""

    digest: Digest
    until: datetime | None
    before: Digest


class PauseDigest(Command[PauseDigestInputs], name="digest pause", role=Role.MANAGER):
    """Pause a digest until a day, or until somebody resumes it."""

    id: str = option(DIGEST_ID, default="", complete="digest")
    until: str = option("1 week, friday, a date; default: until resumed", default="", limit=60)

    async def gather(self, ports: Ports, ctx: RequestContext) -> PauseDigestInputs:
        """The digest and the moment."""
        until = parse_until(self.until, ctx)
        before = theirs(find(ports, ctx, self.id), ctx)
        paused = replace(before, mode=Mode.PAUSED, paused_until=until)
        return PauseDigestInputs(replace(paused, next_at=resumes_at(paused, ctx.now)), until, before)

    def pinned(self, found: PauseDigestInputs) -> Self:
        """Name the digest that was found."""
        return replace(self, id=found.before.id)

    def question(self, found: PauseDigestInputs, ctx: RequestContext) -> str:
        """Ask whether to pause it, and until when."""
        return f"Pause {found.digest.id} “{found.digest.name}” {_end(found, ctx)}?"

    def answer(self, found: PauseDigestInputs, ctx: RequestContext) -> Reply:
        """Confirm the end of the pause, and the next run."""
        digest = found.digest
        then = f"Next: {digest.table.local(digest.next_at)} {digest.table.zone}." if digest.next_at else ""
        return Reply(
            title=f"{digest.id} “{digest.name}” is paused {_end(found, ctx)}",
            parts=(Text(f"{then} What happens meanwhile is told then, as far as it still fits.".strip()),),
            severity=Severity.GOOD,
            actions=(
                Button("Resume now", order("digest resume", id=digest.id)),
                undo_of(found.before),
            ),
            data=facts(digest, ctx),
        )

    async def keep(self, found: PauseDigestInputs, ports: Ports, ctx: RequestContext) -> None:
        """Store the pause."""
        await keep(ports, ctx, found.digest)


def _end(found: PauseDigestInputs, ctx: RequestContext) -> str:
    return f"until {short(found.until, ctx.zone)} {ctx.zone}" if found.until else "until somebody resumes it"
