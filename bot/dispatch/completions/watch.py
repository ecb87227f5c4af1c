"""Complete a person's own watches."""

from collections.abc import Sequence

from bot.dispatch.completions import Suggestion
from bot.domain.markets.markets import market_id
from bot.messages.request import RequestContext
from bot.ports import Ports


async def suggest(ports: Ports, ctx: RequestContext, text: str) -> Sequence[Suggestion]:
    """Suggest the markets that the person watches in this tenant, with the condition."""
    mine = ports.markets.watches(ctx.tenant, ctx.actor)
    told = [(market_id(watch.market), f"{watch.when} {watch.points or ''}".strip()) for watch in mine]
    return [Suggestion(f"{name} — {what}", name) for name, what in told if text.casefold() in name.casefold()]
