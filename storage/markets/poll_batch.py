"""Rows of one poll, collected to be written together.

Markets of which only books moved take a short way past the tables.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.domain.markets.quotes import Quote, VenueMarket
from bot.ports.changes import ChangeMark
from storage.markets.write_cache import BookKept, MarketKept, book_prices, deeper, differs, due, words_of
from storage.rows import to_db


def over_bid(bid: int | None, ask: int | None, last: int | None, age: int | None = None) -> tuple[int | None, ...]:
    """Encode a book: the bid, ask and last relative to it, and the last trade's age."""
    base = bid or 0
    return bid, None if ask is None else ask - base, None if last is None else last - base, age


@dataclass(slots=True)
class PollBatch:
    """Rows of one poll, written together at its end."""

    quotes: list[tuple[object, ...]] = field(default_factory=list)
    longer: dict[tuple[int, int], list[int]] = field(default_factory=dict)
    runs: list[tuple[object, ...]] = field(default_factory=list)
    depth: list[tuple[object, ...]] = field(default_factory=list)
    states: list[tuple[object, ...]] = field(default_factory=list)
    markets: int = 0
    rungs: int = 0
    still: int = 0
    reads: dict[tuple[int, int], list[int]] = field(default_factory=dict)
    kept: dict[tuple[str, str], MarketKept] = field(default_factory=dict)
    went_on: list[tuple[MarketKept, list[BookKept], int]] = field(default_factory=list)
    ended: list[int] = field(default_factory=list)
    resolved: list[int] = field(default_factory=list)
    rules_changed: list[int] = field(default_factory=list)
    touched: list[ChangeMark] = field(default_factory=list)


def went_on(found: VenueMarket, kept: MarketKept | None, batch: PollBatch) -> bool:
    """Write a market whose books alone moved from the cache.

    False if it must be compared.
    """
    at = to_db(found.read_at)
    if kept is None or due(kept, at) or words_of(found) != kept.words:
        return False
    books, place = kept.books, -1
    for rung in found.rungs:
        if (quote := rung.quote) is None:
            continue
        book = books[place := place + 1]
        batch.longer.setdefault((at, book.since), []).append(book.rung)
        if (moved := _moved(book, quote, at, batch)) is not book:
            books = [*books[:place], moved, *books[place + 1 :]]
    batch.reads.setdefault((at, kept.read_since), []).append(kept.number)
    if books is not kept.books:
        batch.touched.append(ChangeMark("", "market", str(kept.number), found.read_at))
    batch.went_on.append((kept, books, at))
    return True


def _moved(book: BookKept, quote: Quote, at: int, batch: PollBatch) -> BookKept:
    """Write what moved of a book, and return the rows now in force."""
    said, volume, liquidity = book_prices(quote), quote.volume, quote.liquidity
    if said != book.prices and differs(book.at, book.prices, at, said):
        batch.quotes.append((book.rung, at, *over_bid(*said)))
        book = BookKept(book.rung, book.since, at, said, book.volume, book.liquidity)
    else:
        batch.still += 1
    told = volume is not None or liquidity is not None
    if told and (deeper(book.volume, volume) or deeper(book.liquidity, liquidity)):
        batch.depth.append((book.rung, at // 86_400, at, volume, liquidity))
        book = BookKept(book.rung, book.since, book.at, book.prices, volume, liquidity)
    return book
