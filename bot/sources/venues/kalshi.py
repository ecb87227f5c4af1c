"""Kalshi: one call an event gives its ladder. Prices are dollar strings; the integer cents of old payloads are gone.

Reading needs no key. A leg's `close_time` is its deadline (on Polymarket it is not); "before D" means by D-1.
Source: docs.kalshi.com, OpenAPI 3.34.0.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import quote as quoted

import msgspec

from bot.domain.markets.quotes import WIDE, HistoryPoint, Quote, Resolution, Status, VenueMarket, VenueRung
from bot.messages.errors import SourceChanged, SourceError
from bot.sources.decode import TolerantReader, address, amount, line, moment, placeholder, price
from bot.sources.protocol import Get, Reading, SourceGone, Upstream

NAME: Final = "kalshi"
SITE: Final = "kalshi.com"
# The limit without a key is not documented; with a basic one it is 20 requests a second.
API: Final = Upstream("kalshi", "https://external-api.kalshi.com/trade-api/v2", 5, "Kalshi's trade API")
UPSTREAMS: Final = (API,)
# The live AI series are generic by vendor; tickers guessed from a model's name find empty shells.
SERIES: Final = (
    "KXGPT",
    "KXCLAUDE",
    "KXGEMINI",
    "KXGROK",
    "KXLLM1",
    "KXTOPMODEL",
    "KXTOPAI",
    "KXOAIAGI",
    "KXCODINGMODEL",
)

WINDOW: Final = timedelta(days=90)  # 2,160 hourly candles; the documented batch limit is 10,000
TRADES_ASKED: Final = 8
ENDINGS: Final[dict[str, Resolution]] = {"yes": "yes", "no": "no", "scalar": "void"}
SETTLED: Final = frozenset({"finalized", "amended", "settled"})
TICKER: Final = re.compile(r"[A-Z0-9][A-Z0-9.\-]{1,80}")


class _Leg(msgspec.Struct):
    """The fields we want of a leg, all `Any`: each is judged by itself."""

    ticker: Any = None
    title: Any = None
    yes_sub_title: Any = None
    subtitle: Any = None
    close_time: Any = None
    status: Any = None
    result: Any = None
    yes_bid_dollars: Any = msgspec.UNSET
    yes_ask_dollars: Any = msgspec.UNSET
    yes_bid_size_fp: Any = None
    yes_ask_size_fp: Any = None
    last_price_dollars: Any = None
    volume_fp: Any = None
    liquidity_dollars: Any = None
    rules_primary: Any = None
    rules_secondary: Any = None


class _Event(msgspec.Struct):
    event_ticker: str
    series_ticker: str
    title: str
    mutually_exclusive: Any = None
    markets: list[Any] | None = None


class _EventAnswer(msgspec.Struct):
    event: _Event
    markets: list[Any] | None = None


class _Events(msgspec.Struct):
    events: list[Any]
    cursor: str | None = None


class _OfEvent(msgspec.Struct):
    event_ticker: str


class _MarketAnswer(msgspec.Struct):
    market: _OfEvent


class _Trade(msgspec.Struct):
    yes_price_dollars: Any
    created_time: Any


class _Trades(msgspec.Struct):
    trades: list[_Trade]


class _Book(msgspec.Struct):
    yes_dollars: list[list[Any]] | None = None
    no_dollars: list[list[Any]] | None = None


class _BookAnswer(msgspec.Struct):
    orderbook_fp: _Book | None = None
    orderbook: _Book | None = None  # its name until the counts became fixed-point strings


class _Side(msgspec.Struct):
    close_dollars: Any = None


class _Candle(msgspec.Struct):
    end_period_ts: Any
    yes_bid: _Side | None = None
    yes_ask: _Side | None = None
    price: _Side | None = None


class _Candles(msgspec.Struct):
    candlesticks: list[_Candle] | None


def from_url(url: str) -> str | None:
    """The event's ticker in a pasted address, or the series' where the address ends there; None if not theirs."""
    host, path = address(url)
    if host != SITE:
        return None
    steps = [step.upper() for step in path.split("/") if step]
    if len(steps) < 2 or steps[0] not in {"MARKETS", "EVENTS"}:  # noqa: PLR2004 - "markets" and a ticker
        return None
    series, last = steps[1], steps[-1]
    key = last if last.startswith(f"{series}-") else series
    return key if TICKER.fullmatch(key) else None


def read(key: str) -> Reading[VenueMarket]:
    """An event with every leg. `key` is an event's ticker; a market's leads to its event, a series' to its first.

    Legs whose book is no price also get their last trade with its time.
    """
    key = key.upper()
    if "-" not in key:
        answer = yield Get(API.name, "/events", _open_events(key))
        found = next(_several(answer.as_a(_Events).events, answer.read_at), None)
        if found is None:
            raise SourceGone(f"{answer.said} has no open event in {key}")
        return (yield from _with_trades(found))
    try:
        answer = yield Get(API.name, _path("events", key), {"with_nested_markets": "true"})
    except SourceGone:
        answer = yield Get(API.name, _path("markets", key))
        owner = answer.as_a(_MarketAnswer).market.event_ticker
        answer = yield Get(API.name, _path("events", owner), {"with_nested_markets": "true"})
    sent = answer.as_a(_EventAnswer)
    if sent.event.markets is None and sent.markets is None:
        raise SourceChanged(f"{answer.said} names no markets")
    found = _market(sent.event, sent.event.markets or sent.markets or [], answer.read_at)
    return (yield from _with_trades(found))


def discover(words: Iterable[str]) -> Reading[tuple[VenueMarket, ...]]:
    """Open events of the AI series. Kalshi has no search, so `words` only spares the request when there are none."""
    found: dict[str, VenueMarket] = {}
    for series in SERIES if any(True for _ in words) else ():
        cursors: set[str] = set()
        query = _open_events(series)
        while True:
            answer = yield Get(API.name, "/events", dict(query))
            page = answer.as_a(_Events)
            found.update((market.key, market) for market in _several(page.events, answer.read_at))
            if not page.events or not page.cursor or page.cursor in cursors:
                break
            cursors.add(page.cursor)
            query["cursor"] = page.cursor
    return tuple(found.values())


def history(token: str, since: datetime, until: datetime) -> Reading[tuple[HistoryPoint, ...]]:
    """Hourly prices of a leg, oldest first: the midpoint of the closing bid and ask, else the hour's last trade.

    Candles in which nobody traded have no price, and an hour without a usable book and without a trade is left out.
    Legs settled before the venue's historical cutoff answer with nothing.
    """
    points: dict[datetime, float] = {}
    series = token.partition("-")[0]
    start = since
    while start < until:
        end = min(start + WINDOW, until)
        query = {"start_ts": _ts(start), "end_ts": _ts(end), "period_interval": "60"}
        answer = yield Get(API.name, f"{_path('series', series)}{_path('markets', token)}/candlesticks", query)
        for candle in answer.as_a(_Candles).candlesticks or ():
            careful = TolerantReader("a candle")
            when = careful.take(moment, candle.end_period_ts, "end_period_ts")
            paid = _closed_at(candle, careful)
            if when is not None and paid is not None and since <= when <= until:
                points[when] = paid
        start = end
    return tuple(HistoryPoint(when, points[when]) for when in sorted(points))


def book(ticker: str) -> Reading[tuple[float | None, float | None]]:
    """Best bid and ask from the order book, which holds bids only: the ask is 1 minus the best bid for No."""
    answer = yield Get(API.name, f"{_path('markets', ticker)}/orderbook")
    sent = answer.as_a(_BookAnswer)
    sides = sent.orderbook_fp or sent.orderbook or _Book()
    bid, against = (max(_levels(side), default=None) for side in (sides.yes_dollars, sides.no_dollars))
    return bid, None if against is None else round(1 - against, 4)


def _open_events(series: str) -> dict[str, str]:
    return {"series_ticker": series, "status": "open", "with_nested_markets": "true", "limit": "200"}


def _several(events: list[Any], read_at: datetime) -> Iterator[VenueMarket]:
    for sent in events:
        try:
            event = msgspec.convert(sent, _Event)
        except msgspec.ValidationError:
            continue
        yield _market(event, event.markets or [], read_at)


def _market(event: _Event, legs: list[Any], read_at: datetime) -> VenueMarket:
    rungs: list[VenueRung] = []
    faults: list[str] = []
    rules = ""
    for place, leg in enumerate(legs, 1):
        try:
            sent = msgspec.convert(leg, _Leg)
        except msgspec.ValidationError as odd:
            faults.append(f"leg {place}: {odd}")
            continue
        rules = rules or "\n\n".join(
            text.strip()
            for text in (sent.rules_primary, sent.rules_secondary)
            if isinstance(text, str) and text.strip()
        )
        careful = TolerantReader(line(sent.yes_sub_title) or line(sent.ticker) or f"leg {place}")
        if ticker := line(sent.ticker):
            rungs.append(_rung(ticker, sent, careful, read_at))
        else:
            careful.odd.append("it has no ticker")
        if careful.odd:
            faults.append(careful.fault)
    return VenueMarket(
        venue=NAME,
        key=event.event_ticker,
        slug=event.event_ticker,
        title=line(event.title),
        url=f"https://kalshi.com/markets/{event.series_ticker.lower()}",  # the series: an event adds a slug we lack
        rules=rules,
        rungs=tuple(rungs),
        faults=tuple(faults),
        currency="USD",
        closes_at=max((rung.end_date for rung in rungs if rung.end_date is not None), default=None),
        neg_risk=event.mutually_exclusive is True,
        read_at=read_at,
        lost=len(legs) - len(rungs),
    )


def _rung(ticker: str, sent: _Leg, careful: TolerantReader, read_at: datetime) -> VenueRung:
    label = line(sent.yes_sub_title) or line(sent.subtitle)
    status, resolution = _status(sent)
    return VenueRung(
        key=ticker,
        label=label,
        question=line(sent.title),
        end_date=careful.take(moment, sent.close_time, "close_time"),
        status=status,
        resolution=resolution,
        placeholder=status == "open" and (sent.status == "initialized" or (bool(label) and placeholder(label))),
        quote=_quote(sent, careful, read_at) if status == "open" else None,
        token=ticker,
    )


def _status(sent: _Leg) -> tuple[Status, Resolution | None]:
    """Determined is not settled: it can still be disputed, so it is closed without a resolution until then."""
    status, ending = line(sent.status), ENDINGS.get(line(sent.result))
    if status in {"active", "open", "initialized"}:
        return "open", None
    return ("resolved", ending) if status in SETTLED and ending else ("closed", None)


def _quote(sent: _Leg, careful: TolerantReader, read_at: datetime) -> Quote | None:
    if sent.yes_bid_dollars is msgspec.UNSET or sent.yes_ask_dollars is msgspec.UNSET:
        careful.odd.append("it has no prices in dollars")
        return None
    odd = len(careful.odd)
    bid = careful.take(price, sent.yes_bid_dollars, "yes_bid_dollars")
    ask = careful.take(price, sent.yes_ask_dollars, "yes_ask_dollars")
    last = careful.take(price, sent.last_price_dollars, "last_price_dollars")
    if len(careful.odd) > odd:
        return None
    bid, ask = bid or None, ask if ask and ask < 1 else None  # no bid is 0.0000, no ask 1.0000 (once 0.0000)
    depth = careful.take(amount, sent.liquidity_dollars, "liquidity_dollars")
    return Quote(
        read_at=read_at,
        bid=bid,
        ask=ask,
        last=last or None,
        volume=careful.take(amount, sent.volume_fp, "volume_fp"),
        liquidity=_top(sent, bid, ask, careful) if depth is None else depth,
    )


def _top(sent: _Leg, bid: float | None, ask: float | None, careful: TolerantReader) -> float | None:
    """Dollars resting at the best bid and ask, the only depth an event's answer still tells."""
    bids = careful.take(amount, sent.yes_bid_size_fp, "yes_bid_size_fp")
    asks = careful.take(amount, sent.yes_ask_size_fp, "yes_ask_size_fp")
    if bids is None and asks is None:
        return None
    return (bids or 0.0) * (bid or 0.0) + (asks or 0.0) * (0.0 if ask is None else 1 - ask)


def _with_trades(found: VenueMarket) -> Reading[VenueMarket]:
    """An event tells a last price without its time; where that would be needed, the newest trade is asked for."""
    rungs = list(found.rungs)
    unclear = [place for place, rung in enumerate(rungs) if _unclear(rung)][:TRADES_ASKED]
    for place in unclear:
        rung = rungs[place]
        try:
            answer = yield Get(API.name, "/markets/trades", {"ticker": rung.key, "limit": "1"})
            trades = answer.as_a(_Trades).trades
        except SourceError:
            continue  # the rung then has no last trade of known age, which the reader is told anyway
        careful = TolerantReader(rung.label)
        for trade in trades[:1]:
            paid = careful.take(price, trade.yes_price_dollars, "yes_price_dollars")
            when = careful.take(moment, trade.created_time, "created_time")
            if paid is not None and when is not None and rung.quote is not None:
                rungs[place] = replace(rung, quote=replace(rung.quote, last=paid, last_at=when))
    return replace(found, rungs=tuple(rungs)) if unclear else found


def _unclear(rung: VenueRung) -> bool:
    quote = rung.quote
    if quote is None or rung.placeholder or quote.last is None:
        return False
    return quote.spread is None or quote.spread > WIDE


def _closed_at(candle: _Candle, careful: TolerantReader) -> float | None:
    bid, ask, traded = (
        careful.take(price, side.close_dollars, "close_dollars") if side else None
        for side in (candle.yes_bid, candle.yes_ask, candle.price)
    )
    if bid and ask and ask < 1 and ask - bid <= WIDE:
        return (bid + ask) / 2
    return traded or None


def _levels(side: list[list[Any]] | None) -> Iterator[float]:
    careful = TolerantReader("a level")
    for level in side or ():
        paid = careful.take(price, level[0], "price") if level else None
        if paid:
            yield paid


def _path(kind: str, name: str) -> str:
    return f"/{kind}/{quoted(name, safe='')}"


def _ts(when: datetime) -> str:
    return str(int(when.timestamp()))
