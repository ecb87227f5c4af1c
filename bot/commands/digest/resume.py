"""``/digest resume``: start a new, paused, switched-off or just deleted digest."""

from __future__ import annotations

from dataclasses import replace

from bot.commands.digest._digests import facts, find
from bot.dispatch.command import Command, option, order
from bot.jobs.digest_job import resumes_at
from bot.messages.reply import Button, Reply, Severity, Text
from bot.messages.request import RequestContext, Role
from bot.notifications.arguments import theirs
from bot.ports import Ports
from bot.ports.notifications.subscriptions import Digest, Mode


class Resume(Command[Digest], name="digest resume", role=Role.MANAGER):
    """Start a digest that is new, paused, switched off, or was just deleted."""

    id: str = option("Digest id, such as DG-03", default="", complete="digest")

    async def gather(self, ports: Ports, ctx: RequestContext) -> Digest:
        """Build the digest as running."""
        active = replace(
            theirs(find(ports, ctx, self.id, deleted=True), ctx), mode=Mode.ACTIVE, paused_until=None, why=""
        )
        return replace(active, next_at=resumes_at(active, ctx.now))

    def answer(self, found: Digest, ctx: RequestContext) -> Reply:
        """The sentence that says when it runs next."""
        says = found.table.confirmation(ctx.now)
        return Reply(
            title=f"{found.id} “{found.name}” is running",
            parts=(Text(f"{says}."), *(Text(line) for line in found.table.oddities(ctx.now))),
            severity=Severity.GOOD,
            actions=(
                Button("Preview", order("digest preview", id=found.id)),
                Button("Pause 1 week", order("digest pause", id=found.id, until="1 week")),
            ),
            data=facts(found, ctx) | {"confirmation": says},
        )

    async def keep(self, found: Digest, ports: Ports, ctx: RequestContext) -> None:
        """Store it as running."""
        await ports.subscriptions.keep(found, ctx.now)
