"""Where a market's price comes from and how old it is, in one form for every card."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.domain.markets.market_view import MarketBoard, RungRow
from bot.domain.markets.quotes import STALE_AFTER
from bot.domain.time import format_day
from bot.messages import words
from bot.messages.reply import TextSpan, age, ago, link
from bot.messages.request import RequestContext

OLD_AFTER: Final = timedelta(days=1)  # from when a price is said to be the newest there is


def read_day(at: datetime, ctx: RequestContext) -> str:
    """Format the UTC date on which something was read or reported."""
    return format_day(at.date(), ctx.as_of.date())


def old(at: datetime, ctx: RequestContext) -> TextSpan | str:
    """Format an age: live where the platform can, fixed in a look into the past."""
    return ago(at, ctx.now) if ctx.as_of == ctx.now else age(at, ctx.as_of)


def price_origin(board: MarketBoard, row: RungRow, ctx: RequestContext) -> tuple[str | TextSpan, ...]:
    """Format the venue, who read the price there and when.

    ``Polymarket, read by when-model 59 minutes ago`` is an example.
    """
    market = board.market
    if row.told is not None:
        at, teller = row.told.at, link(row.told.teller, row.told.url)
        if ctx.as_of - at < OLD_AFTER:
            return (market.venue_name, ", read by ", teller, " ", old(at, ctx))
        out: tuple[str | TextSpan, ...] = (market.venue_name, f", read {read_day(at, ctx)} by ", teller)
    elif row.read_at is not None:
        at, stale = row.read_at, ctx.as_of - row.read_at > STALE_AFTER
        read: tuple[str | TextSpan, ...] = (f", read {read_day(at, ctx)}",) if stale else (", read ", old(at, ctx))
        out = (link(market.venue_name, market.url), *read)
    else:
        return (link(market.venue_name, market.url), ", no price read yet")
    if ctx.as_of - at <= STALE_AFTER or board.state == "settled":
        return out
    newest = f"; {words.NOTHING_NEWER}" if ctx.as_of - at >= OLD_AFTER else ""
    return (*out, f" ({age(at, ctx.as_of).removesuffix(' ago')} old{newest})")
