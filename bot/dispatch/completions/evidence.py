"""Complete items of evidence."""

from collections.abc import Sequence

from bot.dispatch.completions import Suggestion
from bot.domain.time import format_time
from bot.messages.request import RequestContext
from bot.ports import Ports

PARTIES, MOST = 10, 25  # sources whose items are suggested, and how many items


async def suggest(ports: Ports, ctx: RequestContext, text: str) -> Sequence[Suggestion]:
    """Suggest an item by id, else a source's items by name prefix, latest first."""
    one = ports.claims.item(text.strip(), ctx.view)
    if one is not None:
        return [Suggestion(f"{one.id} {one.party} — {format_time(one.so_at)}", one.id)]
    wanted = text.strip().casefold()
    parties = [party for party in ports.claims.sources(ctx.view) if party.casefold().startswith(wanted)]
    found = ports.claims.latest_of(parties[:PARTIES], ctx.view, MOST) if parties else ()
    return [Suggestion(f"{item.id} {item.party} — {format_time(item.so_at)}", item.id) for item in found]
