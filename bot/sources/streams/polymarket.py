"""Polymarket's market channel: whole books, then changes, trades, settlements.

Needs no account. A connection that is not pinged every ten seconds is closed by the server. Source:
docs.polymarket.com/market-data/websocket/market-channel.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import msgspec

from bot.domain.markets.quotes import Quote
from bot.sources.decode import Unreadable, amount, moment, price
from bot.sources.protocol import Upstream
from bot.sources.streams import LiveQuote
from bot.sources.venues.polymarket import ghost

NAME: Final = "polymarket stream"
VENUE: Final = "polymarket"
HOST: Final = Upstream(
    "polymarket_stream",
    "wss://ws-subscriptions-clob.polymarket.com",
    1,
    "Polymarket prices as they change, beside the poll",
)
UPSTREAMS: Final = (HOST,)
LOSES: Final = "Polymarket's prices come with the poll, minutes later"
PATH: Final = "/ws/market"
PING: Final = "PING"
AT_ONCE: Final = 50  # rungs in one message: their whole books come back in one, which is decoded in one go
LEAST: Final = 5.0  # shares; the smallest order there is, so that a level of less is nobody's offer


class _Level(msgspec.Struct):
    price: Any
    size: Any = 0


class _Change(msgspec.Struct):
    asset_id: str
    price: Any
    size: Any
    side: str
    best_bid: Any = None
    best_ask: Any = None


class _Message(msgspec.Struct):
    """The fields of every kind of message, each kind filling some."""

    event_type: str = ""
    asset_id: str = ""
    bids: list[_Level] | None = None
    asks: list[_Level] | None = None
    price_changes: list[_Change] | None = None
    best_bid: Any = None
    best_ask: Any = None
    price: Any = None
    timestamp: Any = None
    assets_ids: list[str] | None = None


@dataclass(slots=True)
class _Book:
    """The levels of one rung (price to shares), the venue's best, the last trade."""

    bids: dict[float, float] = field(default_factory=dict)
    asks: dict[float, float] = field(default_factory=dict)
    best_bid: float = 1.0
    best_ask: float = 0.0
    last: float | None = None
    last_at: datetime | None = None
    quote: LiveQuote | None = None

    def best(self) -> LiveQuote:
        """Each side's best level that is no crumb and not beyond the venue's best."""
        bids = (level for level, size in self.bids.items() if size >= LEAST and level <= self.best_bid)
        asks = (level for level, size in self.asks.items() if size >= LEAST and level >= self.best_ask)
        return LiveQuote(max(bids, default=None), min(asks, default=None), self.last, self.last_at)

    def say_best(self, bid: float | None, ask: float | None) -> None:
        """Keep the venue's best levels; one that is not in the book was missed."""
        if bid is not None:
            self.best_bid = bid
            if 0 < bid < 1:
                self.bids.setdefault(bid, LEAST)
        if ask is not None:
            self.best_ask = ask
            if 0 < ask < 1:
                self.asks.setdefault(ask, LEAST)


class OrderBooks:
    """The books of one connection.

    ``take`` costs microseconds; ``quote`` looks through a book only after a change.
    """

    def __init__(self) -> None:
        self._books: dict[str, _Book] = {}
        self._decoder = msgspec.json.Decoder(_Message | list[_Message])
        self.faults = 0
        self.resolved: set[str] = set()
        self._kinds: dict[str, Callable[[_Message], None]] = {
            "book": self._whole,
            "price_change": self._changed,
            "best_bid_ask": self._best,
            "last_trade_price": self._traded,
            "market_resolved": self._settled,
        }

    def take(self, text: str) -> None:
        """Take a message, a JSON object or several; anything else (a pong) is ignored."""
        if not text.startswith(("{", "[")):
            return
        try:
            told = self._decoder.decode(text)
        except msgspec.DecodeError:
            self.faults += 1
            return
        for message in told if isinstance(told, list) else (told,):
            if kind := self._kinds.get(message.event_type):
                try:
                    kind(message)
                except Unreadable:
                    self.faults += 1

    def quote(self, token: str) -> LiveQuote | None:
        """A rung's book now; None before its whole book has come."""
        book = self._books.get(token)
        if book is None:
            return None
        if book.quote is None:
            book.quote = book.best()
        return book.quote

    def _whole(self, message: _Message) -> None:
        before = self._books.get(message.asset_id) or _Book()
        self._books[message.asset_id] = _Book(
            _side(message.bids), _side(message.asks), last=before.last, last_at=before.last_at
        )

    def _changed(self, message: _Message) -> None:
        for change in message.price_changes or ():
            book = self._books.get(change.asset_id)
            if book is None:
                continue
            level, size = price(change.price, "price"), amount(change.size, "size")
            if level is not None:
                side = book.bids if change.side.upper() == "BUY" else book.asks
                if size:
                    side[level] = size
                else:  # a level that is kept at nothing would hide that the venue names it as its best again
                    side.pop(level, None)
            book.say_best(price(change.best_bid, "best bid"), price(change.best_ask, "best ask"))
            book.quote = None

    def _best(self, message: _Message) -> None:
        if book := self._books.get(message.asset_id):
            book.say_best(price(message.best_bid, "best bid"), price(message.best_ask, "best ask"))
            book.quote = None

    def _traded(self, message: _Message) -> None:
        if book := self._books.get(message.asset_id):
            paid, sent = price(message.price, "price"), amount(message.timestamp, "timestamp")
            if paid is not None and sent is not None:
                book.last, book.last_at, book.quote = paid, moment(sent, "timestamp"), None

    def _settled(self, message: _Message) -> None:
        self.resolved.update(message.assets_ids or ())


def subscribe(tokens: Sequence[str], *, first: bool) -> tuple[str, ...]:
    """Messages that ask for these rungs; a connection's first names the channel."""
    made = []
    for start in range(0, len(tokens), AT_ONCE):
        said: dict[str, object] = {"assets_ids": list(tokens[start : start + AT_ONCE]), "custom_feature_enabled": True}
        said |= {"type": "market"} if first and not start else {"operation": "subscribe"}
        made.append(msgspec.json.encode(said).decode())
    return tuple(made)


def books() -> OrderBooks:
    """Empty books, for a new connection."""
    return OrderBooks()


def believable(polled: Quote, told: LiveQuote) -> bool:
    """Whether this is not the empty book that the CLOB gives for a market that trades."""
    return not ghost(polled, told.bid, told.ask)


def _side(levels: list[_Level] | None) -> dict[float, float]:
    """One side of a whole book; levels at 0 and 1 are nobody's price."""
    read = ((price(one.price, "price"), amount(one.size, "size")) for one in levels or ())
    return {level: size for level, size in read if level is not None and 0 < level < 1 and size}
