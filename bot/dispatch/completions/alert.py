"""Complete alerts."""

from collections.abc import Sequence

from bot.dispatch.completions import Suggestion
from bot.messages.request import RequestContext
from bot.ports import Ports


async def suggest(ports: Ports, ctx: RequestContext, text: str) -> Sequence[Suggestion]:
    """Suggest alerts by id or subject, each with its state; this channel's first."""
    found = sorted(ports.subscriptions.alerts(ctx.tenant), key=lambda one: (one.place != ctx.place, one.number))
    wanted = text.casefold().strip()
    return [
        Suggestion(f"{one.id} — {one.wish.what.value} {', '.join(one.wish.about)} — {one.mode.value}", one.id)
        for one in found
        if wanted in one.id.casefold() or wanted in one.wish.what.value
    ][:25]
