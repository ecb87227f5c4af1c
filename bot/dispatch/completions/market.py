"""Complete markets."""

from collections.abc import Sequence

from bot.dispatch.completions import Suggestion
from bot.domain.markets.market_view import board
from bot.domain.time import format_time
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.queries.watched import watched_markets


async def suggest(ports: Ports, ctx: RequestContext, text: str) -> Sequence[Suggestion]:
    """Suggest markets by text, with state and closing time.

    Without one, those watched and the latest read.
    """
    found = dict[str, Suggestion]()
    first = () if text.strip() else watched_markets(ports, ctx)
    for market in (*first, *ports.markets.search(text, ctx.view, open_only=False, limit=25)):
        made = board(market, ctx.as_of)
        row = made.main_row()
        until = f" — {format_time(row.date.last)}" if row is not None and row.date.last is not None else ""
        found[market.id] = Suggestion(f"{market.id} {market.title[:60]} — {made.state}{until}", market.id)
    return tuple(found.values())[:25]
