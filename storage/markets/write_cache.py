"""Cache of written markets, so that a quiet poll need not query the tables.

Losing it, or a concurrent writer, costs only time: rows are keyed by rung and moment, and every market is compared with
the tables within the hour.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.markets.quotes import Quote, VenueMarket

TICK = 10_000
RUN_GAP = 3 * 3600  # readings further apart are two runs: the price in between is unknown
OLD_TRADE = 32_767  # minutes; an older trade is only "old", and the number stays within two bytes
SAME_TRADE = 6 * 60  # minutes; a newer trade at the same price gets a row only this often
DEPTH_MOVED = 0.02
LOOK_AGAIN = 3600
BookPrices = tuple[int | None, int | None, int | None, int | None]


@dataclass(slots=True)
class BookKept:
    """The current rows of one rung: its run's start, latest book and latest depth."""

    rung: int
    since: int
    at: int
    prices: BookPrices
    volume: float | None
    liquidity: float | None


@dataclass(slots=True)
class MarketKept:
    """A market as last written; `at` advances with later identical readings.

    From `again_at` on it must be compared with the tables: within the hour, and on another day.
    """

    words: tuple[object, ...]
    number: int
    read_since: int
    books: list[BookKept]
    at: int
    again_at: int

    @staticmethod
    def until(at: int) -> int:
        """When a market compared at a moment must be compared again."""
        return min(at + LOOK_AGAIN, (at // 86_400 + 1) * 86_400)


def words_of(found: VenueMarket) -> tuple[object, ...]:
    """Everything a market says but its books and the moment it was read."""
    words: list[object] = [found.slug, found.title, found.url, found.closes_at, found.rules, found.faults, found.lost]
    words.append(found.event_id)
    for rung in found.rungs:
        words += (rung.key, rung.label, rung.question, rung.end_date, rung.status, rung.resolution, rung.token)
        words += (rung.placeholder, rung.quote is None, rung.stage, rung.settled_at, rung.payout, rung.rules)
    return tuple(words)


def due(kept: MarketKept | None, at: int) -> bool:
    """Whether a market must be compared with the tables.

    That is if it was never written here, long ago, out of order, or on another day.
    """
    return kept is None or not kept.at < at < kept.again_at


def ticks(price: float | None) -> int | None:
    """A price in ten-thousandths."""
    return None if price is None else round(price * TICK)


def book_prices(quote: Quote) -> BookPrices:
    """Return bid, ask, last in ten-thousandths, and the last trade's age in minutes."""
    bid, ask, last = quote.bid, quote.ask, quote.last
    return (
        None if bid is None else round(bid * TICK),
        None if ask is None else round(ask * TICK),
        None if last is None else round(last * TICK),
        None if quote.last_at is None else last_age(quote.read_at, quote.last_at),
    )


def last_age(read_at: datetime, last_at: datetime) -> int:
    """Whole minutes since a trade, at most OLD_TRADE."""
    return min(max(int((read_at - last_at).total_seconds() // 60), 0), OLD_TRADE)


def differs(at_before: int, before: BookPrices, at: int, now: BookPrices) -> bool:
    """Whether a book needs a row of its own after the previous one."""
    if before[:3] != now[:3] or (before[3] is None) != (now[3] is None):
        return True
    if before[3] is None or now[3] is None or now[3] >= OLD_TRADE:
        return False
    return (at // 60 - now[3]) - (at_before // 60 - before[3]) >= SAME_TRADE


def deeper(before: float | None, now: float | None) -> bool:
    """Whether a volume or a liquidity moved enough to be written again the same day."""
    if before == now:
        return False
    if before is None or now is None:
        return True
    return abs(now - before) > DEPTH_MOVED * max(abs(before), 1.0)
