"""``/digest``: every digest here, when it runs next, and how its last one went."""

from __future__ import annotations

from dataclasses import dataclass

from bot.commands.digest._digests import facts, next_words, state_words
from bot.dispatch.command import Command
from bot.domain.time import format_time
from bot.messages.order import order
from bot.messages.reply import Bullets, Button, Form, Reply, Text, bold
from bot.messages.request import RequestContext, Role
from bot.notifications.arguments import place_words
from bot.ports import Ports
from bot.ports.notifications.outbox import OutboxMessage
from bot.ports.notifications.subscriptions import Digest


@dataclass(frozen=True, slots=True)
class ListedDigest:
    """A digest and its latest message."""

    digest: Digest
    last: OutboxMessage | None


class ListDigests(Command[tuple[ListedDigest, ...]], name="digest list", role=Role.MANAGER):
    """List the digests here, with their next run in your time zone."""

    async def gather(self, ports: Ports, ctx: RequestContext) -> tuple[ListedDigest, ...]:
        """Every digest of this server or workspace."""
        return tuple(
            ListedDigest(digest, next(iter(ports.outbox.recent(digest.key, 1)), None))
            for digest in ports.subscriptions.digests(ctx.tenant)
        )

    def answer(self, found: tuple[ListedDigest, ...], ctx: RequestContext) -> Reply:
        """A line a digest."""
        if not found:
            return Reply(
                title="No digests here",
                parts=(Text("Nothing is posted where nobody asked for it."),),
                actions=(Form("Make one", "digest create", {"channel": "here"}),),
                data={"digests": []},
            )
        items = tuple(
            (
                bold(f"{one.digest.id} {one.digest.name}"),
                " · ",
                place_words(one.digest.place, ctx),
                f" · {one.digest.table.words} · {state_words(one.digest)}",
                f" · next: {next_words(one.digest, ctx)} · last: {_last(one.last)}",
            )
            for one in found
        )
        first = found[0].digest
        return Reply(
            title=f"{len(found)} digest{'s' if len(found) > 1 else ''} here",
            parts=(Bullets(items),),
            actions=(
                Button("Preview", order("digest preview", id=first.id)),
                Form("Make another", "digest create", {"channel": "here"}),
            ),
            data={
                "digests": [
                    facts(one.digest, ctx) | {"last": one.last.state.value if one.last else None} for one in found
                ]
            },
        )


def _last(message: OutboxMessage | None) -> str:
    if message is None:
        return "none yet"
    at = message.settled_at or message.queued_at
    when = f" {format_time(at, '%d %b %H:%M')} UTC" if at else ""
    why = f" ({message.error})" if message.error and message.state.value in ("missed", "dead", "ambiguous") else ""
    return f"{message.state.value}{when}{why}"
