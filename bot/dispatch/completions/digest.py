"""Complete digests."""

from collections.abc import Sequence

from bot.dispatch.completions import Suggestion
from bot.messages.request import RequestContext
from bot.ports import Ports


async def suggest(ports: Ports, ctx: RequestContext, text: str) -> Sequence[Suggestion]:
    """Suggest digests by id or name, each with its state; this channel's first."""
    found = sorted(ports.subscriptions.digests(ctx.tenant), key=lambda one: (one.place != ctx.place, one.number))
    wanted = text.casefold().strip()
    return [
        Suggestion(f"{one.id} — {one.name} — {one.mode.value}", one.id)
        for one in found
        if wanted in one.id.casefold() or wanted in one.name.casefold()
    ][:25]
