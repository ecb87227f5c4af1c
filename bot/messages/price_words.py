"""Where a market's price comes from and how old it is, in one form for every card."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.domain.markets.market_view import MarketBoard, RungRow, turned_outcome, turned_signal
from bot.domain.markets.quotes import STALE_AFTER, Probability
from bot.domain.text import shorten
from bot.domain.time import format_day
from bot.messages import words
from bot.messages.reply import Source, TextSpan, age, ago, link
from bot.messages.request import RequestContext

OLD_AFTER: Final = timedelta(days=1)  # from when a price is said to be the newest there is
NOT_TRADED: Final = {"upcoming": "not open yet", "withdrawn": "every forecast withdrawn"}


def price_said(row: RungRow) -> str:
    """Format the odds of a release, its settlement, or why there is none."""
    if (outcome := turned_outcome(row)) is not None:
        paid = row.rung.payout
        return f"settled {outcome.upper()}" if paid is None else f"settled at {Probability(paid)}"
    said = turned_signal(row)
    if row.rung.status == "closed":
        return f"closed at {said.said}" if said.probability is not None else "closed"
    if row.rung.stage in NOT_TRADED:
        return NOT_TRADED[row.rung.stage]
    if (known := row.known) is not None:
        return known.words
    return said.said if row.rung.quote is not None else "no price"


def price_at(row: RungRow) -> datetime | None:
    """Return when the price that `price_said` gives was read, or last reported."""
    return row.known.reports[-1].at if row.known is not None and row.known.reports else row.read_at


def is_old(row: RungRow, ctx: RequestContext) -> bool:
    """Whether a price is more than a day old."""
    at = price_at(row)
    return at is not None and ctx.as_of - at >= OLD_AFTER


def old_price_day(row: RungRow, ctx: RequestContext) -> str:
    """Format the day of an old price: ``, read 2 Apr``; '' for a recent one."""
    at = price_at(row)
    if at is None or row.known is None or not row.open or not is_old(row, ctx):
        return ""
    return f", {'reported' if row.known.reports else 'read'} {read_day(at, ctx)}"


def price_age(row: RungRow, ctx: RequestContext) -> str:
    """Format for a table how old a price is; "–" without one."""
    if (at := price_at(row)) is None:
        return "–"
    read = old(at, ctx)
    return read if isinstance(read, str) else read.text


def price_source(board: MarketBoard, row: RungRow) -> Source:
    """Return where a price is from.

    The venue, the public record that copied it, or who reports it.
    """
    name, known = board.market.venue_name, row.known
    if row.told is not None:
        return Source(f"{name} price in {row.told.teller}", row.told.url, row.told.at)
    if known is not None and known.reports:
        told = known.reports[-1]
        return Source(f"{name} price as reported by {told.teller}", told.url, told.at)
    return Source(f"{name}: {shorten(board.market.title)}", board.market.url, row.read_at)


def read_day(at: datetime, ctx: RequestContext) -> str:
    """Format the UTC date on which something was read or reported."""
    return format_day(at.date(), ctx.as_of.date())


def old(at: datetime, ctx: RequestContext) -> TextSpan | str:
    """Format an age: live where the platform can, fixed in a look into the past."""
    return ago(at, ctx.now) if ctx.as_of == ctx.now else age(at, ctx.as_of)


def price_origin(board: MarketBoard, row: RungRow, ctx: RequestContext) -> tuple[str | TextSpan, ...]:
    """Format the venue, who read the price there and when.

    ``Polymarket, read by when-model 59 minutes ago`` is an example, ``Polymarket, as reported on 28 Sep by Vellum``
    one that nobody read there. A market that a person linked to the model says so.
    """
    linked = f"; {words.LINKED_BY_DESK}" if board.market.by_desk else ""
    return (*_reading(board, row, ctx), linked)


def _reading(board: MarketBoard, row: RungRow, ctx: RequestContext) -> tuple[str | TextSpan, ...]:
    market = board.market
    if (known := row.known) is not None and known.reports:
        last = known.reports[-1]
        others = len({one.teller for one in known.reports}) - 1
        more = f" and {words.counted(others, 'other')}" if others else ""
        venue, day = link(market.venue_name, market.url), read_day(last.at, ctx)
        return (venue, f", as reported on {day} by ", link(last.teller, last.url), more, _unread(board, ctx))
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
    return (*out, f" ({age(at, ctx.as_of).removesuffix(' ago')} old{newest})", _unread(board, ctx) if newest else "")


def _unread(board: MarketBoard, ctx: RequestContext) -> str:
    """That nobody here reads an unsettled market, so that no new price follows."""
    read = board.market.polled_at is not None or board.state in ("settled", "closed") or ctx.as_of != ctx.now
    return "" if read else f"; {words.NOT_READ_HERE}"
