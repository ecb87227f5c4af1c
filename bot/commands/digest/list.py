"""``/digest``: every digest here, when it runs next, and how its last one went."""

from __future__ import annotations

from dataclasses import dataclass

from bot.commands.digest._digests import facts, next_words, state_words, wish_words
from bot.commands.digest._finding import find
from bot.dispatch.command import Command, option
from bot.domain.names.vendors import vendor_name
from bot.domain.time import format_time
from bot.messages import words
from bot.messages.order import order
from bot.messages.reply import Bullets, Button, Form, Reply, Text, bold
from bot.messages.request import RequestContext, Role
from bot.notifications.arguments import is_gone, place_words
from bot.ports import Ports
from bot.ports.notifications.outbox import OutboxMessage
from bot.ports.notifications.subscriptions import Digest
from bot.queries.names import name_of

GONE = "its webhook was removed: it posts nowhere"


@dataclass(frozen=True, slots=True)
class ListedDigest:
    """A digest, its latest message, what its subjects are called, and whether its webhook was removed."""

    digest: Digest
    last: OutboxMessage | None
    about: tuple[str, ...] = ()
    gone: bool = False


class ListDigests(Command[tuple[ListedDigest, ...]], name="digest list", role=Role.MANAGER):
    """List the digests here, with their next run in your time zone."""

    id: str = option("Only this digest: its id or name, such as DG-03", default="", complete="digest")

    async def gather(self, ports: Ports, ctx: RequestContext) -> tuple[ListedDigest, ...]:
        """Every digest of this server or workspace."""
        return tuple(
            ListedDigest(
                digest,
                next(iter(ports.outbox.recent(digest.key, 1)), None),
                _names(ports, ctx, digest),
                is_gone(ports, ctx, digest.place),
            )
            for digest in ((find(ports, ctx, self.id),) if self.id else ports.subscriptions.digests(ctx.tenant))
        )

    def answer(self, found: tuple[ListedDigest, ...], ctx: RequestContext) -> Reply:
        """A line a digest."""
        if not found:
            return Reply(
                title="No digests here",
                parts=(Text(words.NOTHING_POSTED),),
                actions=(Form("Make one", "digest create", {"channel": "here"}),),
                data={"digests": []},
            )
        items = tuple(
            (
                bold(f"{one.digest.id} {one.digest.name}"),
                " · ",
                place_words(one.digest.place, ctx),
                f" · {one.digest.table.words} · {wish_words(one.digest, one.about)}",
                f" · {GONE if one.gone else state_words(one.digest)}",
                f" · next: {'none' if one.gone else next_words(one.digest, ctx)} · last: {_last(one.last)}",
            )
            for one in found
        )
        first = found[0].digest
        return Reply(
            title=_title(found, ctx),
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


def _names(ports: Ports, ctx: RequestContext, digest: Digest) -> tuple[str, ...]:
    about = digest.wish.about
    return tuple(name_of(ports, ctx.view, one) if "/" in one else vendor_name(one) or one for one in about)


def _title(found: tuple[ListedDigest, ...], ctx: RequestContext) -> str:
    """How many there are, and which runs next."""
    ahead = [one.digest for one in found if not one.gone and next_words(one.digest, ctx) != "none"]
    first = min(ahead, key=lambda one: one.next_at or ctx.now, default=None)
    title = f"{len(found)} digest{'s' if len(found) > 1 else ''} here"
    return f"{title}; next: {first.id} {first.name}, {next_words(first, ctx)}" if first is not None else title


def _last(message: OutboxMessage | None) -> str:
    if message is None:
        return "none yet"
    at = message.settled_at or message.queued_at
    when = f" {format_time(at, '%d %b %H:%M')} UTC" if at else ""
    why = f" ({message.error})" if message.error and message.state.value in ("missed", "dead", "ambiguous") else ""
    return f"{message.state.value}{when}{why}"
