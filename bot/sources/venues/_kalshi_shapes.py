"""The parts of Kalshi's payloads that are read (docs.kalshi.com, OpenAPI 3.34.0)."""

from __future__ import annotations

from typing import Any

import msgspec


class Leg(msgspec.Struct):
    """The fields we want of a leg, all `Any`: each is judged by itself."""

    ticker: Any = None
    title: Any = None
    yes_sub_title: Any = None
    subtitle: Any = None
    close_time: Any = None
    status: Any = None
    result: Any = None
    settlement_ts: Any = None
    settlement_value_dollars: Any = None
    yes_bid_dollars: Any = msgspec.UNSET
    yes_ask_dollars: Any = msgspec.UNSET
    yes_bid_size_fp: Any = None
    yes_ask_size_fp: Any = None
    last_price_dollars: Any = None
    volume_fp: Any = None
    liquidity_dollars: Any = None
    rules_primary: Any = None
    rules_secondary: Any = None


class Event(msgspec.Struct):
    event_ticker: str
    series_ticker: str
    title: str
    mutually_exclusive: Any = None
    markets: list[Any] | None = None


class EventAnswer(msgspec.Struct):
    event: Event
    markets: list[Any] | None = None


class Events(msgspec.Struct):
    events: list[Any]
    cursor: str | None = None


class Series(msgspec.Struct):
    ticker: str
    title: Any = None
    tags: list[str] | None = None


class SeriesAnswer(msgspec.Struct):
    series: list[Series] | None


class OfEvent(msgspec.Struct):
    event_ticker: str


class MarketAnswer(msgspec.Struct):
    market: OfEvent


class Trade(msgspec.Struct):
    yes_price_dollars: Any
    created_time: Any


class Trades(msgspec.Struct):
    trades: list[Trade]


class Book(msgspec.Struct):
    yes_dollars: list[list[Any]] | None = None
    no_dollars: list[list[Any]] | None = None


class BookAnswer(msgspec.Struct):
    orderbook_fp: Book | None = None
    orderbook: Book | None = None  # its name until the counts became fixed-point strings


class Side(msgspec.Struct):
    close_dollars: Any = None


class Candle(msgspec.Struct):
    end_period_ts: Any
    yes_bid: Side | None = None
    yes_ask: Side | None = None
    price: Side | None = None


class Candles(msgspec.Struct):
    candlesticks: list[Candle] | None
