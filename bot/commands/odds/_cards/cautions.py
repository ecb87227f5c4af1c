"""Warnings about a number: stale, thin, wide, out of order, reworded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.commands.odds._cards import words
from bot.domain.markets.ladder_gap import DayAboveDeadline, LadderGap
from bot.domain.markets.market_view import MarketBoard, RungRow
from bot.domain.markets.quotes import STALE_AFTER, Probability, interval, money, points
from bot.domain.markets.release_curve import Violation
from bot.messages.price_words import OLD_AFTER
from bot.messages.reply import Words, age, when
from bot.messages.request import RequestContext

FAULTS = 2  # described in words
OUT_OF_ORDER = 4  # pairs of rungs described in words; the facts contain all
RECENT_RULES = timedelta(days=60)


def warnings(found: MarketBoard, row: RungRow | None, ctx: RequestContext) -> list[Words]:
    """Return the warnings to read before quoting the number."""
    out: list[Words] = []
    if found.unread:
        faults = found.market.faults
        more = f"; {len(faults) - FAULTS} more" if len(faults) > FAULTS else ""
        why = f": {'; '.join(faults[:FAULTS])}{more}" if faults else ""
        total = found.market.rungs_total
        out.append(f"{total - found.unread} of {total} rungs read{why}")
    if row is not None:
        out += _row_warnings(found, row, ctx)
    out += _order_warnings(found.curve.violations)
    if len(found.market.rules) > 1 and ctx.as_of - found.market.rules[-1].learned_at < RECENT_RULES:
        changed = words.read_day(found.market.rules[-1].learned_at, ctx)
        out.append(f"The rules text changed on {changed}: Full rules shows what is new in it")
    if found.market.subject is None and found.shape != "choice":
        out.append("It belongs to no model here: the number answers its own question only")
    return out


def _silence(found: MarketBoard, read_at: datetime, ctx: RequestContext) -> Words:
    """Describe a price's age, and whether the venue or only this price is unreadable."""
    old = age(read_at, ctx.as_of).removesuffix(" ago")
    polled, venue = found.market.polled_at, found.market.venue_name
    if not found.market.followed:
        return (f"This price is {old} old. Not followed: it is read only when a search finds it, last ", when(read_at))
    answers = polled is not None and polled - read_at > STALE_AFTER
    since = "It could not be read at {} since " if answers else "{} has not answered since "
    return (f"This price is {old} old. {since.format(venue)}", when(read_at), "; the last good value is shown")


def _order_warnings(odd_ones: Sequence[Violation]) -> list[Words]:
    """Describe rungs out of order, keeping the worst of many.

    One price that is far out is out of order with every later rung.
    """
    gravest = sorted(odd_ones, key=lambda odd: (-(odd.executable or 0.0), -odd.gap))[:OUT_OF_ORDER]
    out: list[Words] = []
    for odd in (one for one in odd_ones if one in gravest):
        what = f"{odd.early} stands {points(odd.gap)} above {odd.late}"
        if odd.executable is not None:
            left = points(odd.executable)
            out.append(f"{what}, and {left} of it is left after the spread: executable, the ladder is out of order")
        else:
            out.append(f"{what}, within the spread: noise")
    if len(odd_ones) > len(gravest):
        out.append(f"{len(odd_ones) - len(gravest)} more pairs of rungs are out of order")
    return out


def _row_warnings(found: MarketBoard, row: RungRow, ctx: RequestContext) -> list[Words]:
    out: list[Words] = []
    quote = row.rung.quote
    if row.rung.stage in words.STAGES and row.rung.resolution is None:
        out.append(words.STAGES[row.rung.stage].capitalize())
    if row.date.note:
        out.append(f"{row.date.note}; the words are kept")
    if row.told is None and "stale" in row.flags and row.read_at is not None:
        out.append(_silence(found, row.read_at, ctx))
    if "thin" in row.flags and quote is not None:
        out.append(f"Thin market ({money(quote.liquidity)} in the book): one small order can move this")
    if "one-sided" in row.flags and quote is not None:
        out.append("Nobody offers to buy" if quote.bid is None else "Nobody offers to sell")
    if "wide" in row.flags and quote is not None and quote.spread is not None and row.signal.basis == "none":
        out.append(
            f"Bid and ask are {points(quote.spread)} apart ({interval(row.signal.low, row.signal.high)}): no signal"
        )
    return out


def age_warning(row: RungRow | None, ctx: RequestContext) -> list[Words]:
    """Describe a second-hand price that is more than a day old; the brief says it elsewhere."""
    if row is None or row.told is None or ctx.as_of - row.told.at < OLD_AFTER:
        return []
    return [("The newest reading known is from ", when(row.told.at), ": too old to tell how it moves now")]


def gap_warning(gap: LadderGap | None, ctx: RequestContext) -> list[Words]:
    """Two ladders of one model that disagree."""
    if gap is None:
        return []
    by, on = Probability(gap.by), Probability(min(gap.summed, 1.0))
    day = f"{words.day_said(gap.day, ctx)}{' (the middle of a wide book)' if gap.wide else ''}"
    return [f"Two ladders disagree by {points(gap.size)}: {by} by {day}, but the single days up to it sum to {on}"]


def day_above_warning(gap: DayAboveDeadline | None, ctx: RequestContext) -> list[Words]:
    """Describe a single day priced above the deadline that includes it."""
    if gap is None:
        return []
    day = words.day_said(gap.day, ctx)
    hours = round(gap.apart.total_seconds() / 3600)
    stale = f"read {hours} h apart, so one may be out of date" if hours else "read at the same time"
    on, by = Probability(gap.on), Probability(gap.by)
    return [f"“On {day}” stands at {on}, above “by {day}” at {by}: it cannot be both; {stale}"]


def resolved_on_warning(name: str) -> list[Words]:
    """Describe a question that settled on a model of another name."""
    return [f"It settled on {name}: the name at launch was not the name in the question"] if name else []
