"""Kalshi: one call an event gives its ladder; prices are dollar strings.

Reading needs no key. A leg's `close_time` is its deadline (on Polymarket it is not); "before D" means by D-1.
Source: docs.kalshi.com, OpenAPI 3.34.0.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any, Final
from urllib.parse import quote as quoted

import msgspec
from msgspec.structs import replace

from bot.domain.markets.quotes import HistoryPoint, Quote, Resolution, Stage, Status, VenueMarket, VenueRung, is_narrow
from bot.messages.errors import SourceChanged, SourceError
from bot.sources.decode import TolerantReader, amount, line, moment, on_site, placeholder, price, seconds
from bot.sources.protocol import PAGES, Get, Reading, SourceGone, Upstream, unfinished
from bot.sources.venues import SearchResult
from bot.sources.venues import _kalshi_shapes as shapes
from bot.sources.venues._search import MarketSearch

NAME: Final = "kalshi"
SITE: Final = "kalshi.com"
# The limit without a key is not documented; with a basic one it is 20 requests a second.
API: Final = Upstream("kalshi", "https://external-api.kalshi.com/trade-api/v2", 5, "Kalshi's trade API")
UPSTREAMS: Final = (API,)
CATEGORY: Final = "Science and Technology"  # matched exactly; series of AI come under it
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

IN_TURN: Final = 8  # further series of the category asked in one round

WINDOW: Final = timedelta(days=90)  # 2,160 hourly candles; the documented batch limit is 10,000
TRADES_ASKED: Final = 8
BOOKS_ASKED: Final = 8
ENDINGS: Final[dict[str, Resolution]] = {"yes": "yes", "no": "no", "scalar": "void"}
SETTLED: Final = frozenset({"finalized", "amended", "settled"})
WORD: Final = re.compile(r"[^\W_]+")
TICKER: Final = re.compile(r"[A-Z0-9][A-Z0-9.\-]{1,80}")


def from_url(url: str) -> str | None:
    """The ticker of the event or series in a pasted address; None if not theirs."""
    parts = on_site(url, SITE)
    if parts is None:
        return None
    steps = [step.upper() for step in parts.path.split("/") if step]
    if len(steps) < 2 or steps[0] not in {"MARKETS", "EVENTS"}:  # noqa: PLR2004 - "markets" and a ticker
        return None
    series, last, leg = steps[1], steps[-1], parts.fragment.upper()
    key = next((ticker for ticker in (leg, last) if ticker.startswith(f"{series}-")), series)
    return key if TICKER.fullmatch(key) else None


def read(key: str) -> Reading[VenueMarket]:
    """Read an event with every leg, by its ticker, a market's or a series'.

    A market's ticker leads to its event, a series' to its first. Legs whose book is no price also get their last trade
    with its time.
    """
    key = key.upper()
    if "-" not in key:
        answer = yield Get(API.name, "/events", _open_events(key))
        found = next(_several(answer.as_a(shapes.Events).events, answer.read_at), None)
        if found is None:
            raise SourceGone(f"{answer.origin} has no open event in {key}")
        return (yield from _with_trades((yield from _with_books(found))))
    try:
        answer = yield Get(API.name, _path("events", key), {"with_nested_markets": "true"})
    except SourceGone:
        answer = yield Get(API.name, _path("markets", key))
        owner = answer.as_a(shapes.MarketAnswer).market.event_ticker
        answer = yield Get(API.name, _path("events", owner), {"with_nested_markets": "true"})
    sent = answer.as_a(shapes.EventAnswer)
    if sent.event.markets is None and sent.markets is None:
        raise SourceChanged(f"{answer.origin} names no markets")
    found = _market(sent.event, sent.event.markets or sent.markets or [], answer.read_at)
    return (yield from _with_trades((yield from _with_books(found))))


def discover(words: Iterable[str]) -> Reading[SearchResult]:
    """Find open events of the AI series: the known ones, and those titled by a word.

    Kalshi has no search by words. A series that fails is skipped and counted. All together ask for at most PAGES
    pages: of the category's series those whose title holds a word first, some others of each hour, and further pages
    with what is left.
    """
    wanted = [word.casefold() for word in words]
    search, series = MarketSearch(), dict.fromkeys(SERIES)
    if wanted:
        yield from search.run(_of_category(wanted, series))
    further = iter(range(PAGES - len(series)))  # pages of all series together, after the first of each
    for ticker in series if wanted else ():
        yield from search.run(_of_series(ticker, search, further))
    return search.result


def _of_category(words: list[str], series: dict[str, None]) -> Reading[None]:
    """Add some series of the category: those that a word names, others by the hour."""
    answer = yield Get(API.name, "/series", {"category": CATEGORY})
    others: dict[str, bool] = {}
    for sent in answer.as_a(shapes.SeriesAnswer).series or ():
        title = f" {' '.join(WORD.findall(line(sent.title).casefold()))} "
        about_ai = "AI" in (sent.tags or ()) or " ai " in title
        named = any(f" {word} " in title for word in words)
        if TICKER.fullmatch(sent.ticker) and (about_ai or named) and sent.ticker not in series:
            others.setdefault(sent.ticker, named)
    hour = int(answer.read_at.timestamp()) // 3600
    drawn = sorted(others, key=lambda ticker: (not others[ticker], blake2b(f"{hour} {ticker}".encode()).digest()))
    series.update(dict.fromkeys(drawn[:IN_TURN]))


def _of_series(series: str, search: MarketSearch, further: Iterator[int]) -> Reading[None]:
    cursors: set[str] = set()
    query = _open_events(series)
    for _ in itertools.chain((0,), further):
        answer = yield Get(API.name, "/events", dict(query))
        page = answer.as_a(shapes.Events)
        search.found.update((market.key, market) for market in _several(page.events, answer.read_at))
        if not page.events or not page.cursor or page.cursor in cursors:
            return
        cursors.add(page.cursor)
        query["cursor"] = page.cursor
    raise unfinished(Get(API.name, "/events").origin)


def history(token: str, since: datetime, until: datetime) -> Reading[tuple[HistoryPoint, ...]]:
    """Hourly prices of a leg, oldest first: the closing midpoint, or the last trade.

    Candles in which nobody traded have no price, and an hour without a usable book and without a trade is left out.
    Legs settled before the venue's historical cutoff answer with nothing.
    """
    points: dict[datetime, float] = {}
    series = token.partition("-")[0]
    start = since
    while start < until:
        end = min(start + WINDOW, until)
        query = {"start_ts": seconds(start), "end_ts": seconds(end), "period_interval": "60"}
        answer = yield Get(API.name, f"{_path('series', series)}{_path('markets', token)}/candlesticks", query)
        for candle in answer.as_a(shapes.Candles).candlesticks or ():
            careful = TolerantReader("a candle")
            when = careful.take(moment, candle.end_period_ts, "end_period_ts")
            paid = _closed_at(candle, careful)
            if when is not None and paid is not None and since <= when <= until:
                points[when] = paid
        start = end
    return tuple(HistoryPoint(when, points[when]) for when in sorted(points))


def book(ticker: str) -> Reading[tuple[float | None, float | None]]:
    """Best bid and ask of the order book, whose ask is 1 minus the best bid for No."""
    answer = yield Get(API.name, f"{_path('markets', ticker)}/orderbook")
    sent = answer.as_a(shapes.BookAnswer)
    sides = sent.orderbook_fp or sent.orderbook or shapes.Book()
    bid, against = (max(_levels(side), default=None) for side in (sides.yes_dollars, sides.no_dollars))
    return bid, None if against is None else round(1 - against, 4)


def _open_events(series: str) -> dict[str, str]:
    return {"series_ticker": series, "status": "open", "with_nested_markets": "true", "limit": "200"}


def _several(events: list[Any], read_at: datetime) -> Iterator[VenueMarket]:
    for sent in events:
        try:
            event = msgspec.convert(sent, shapes.Event)
        except msgspec.ValidationError:
            continue
        yield _market(event, event.markets or [], read_at)


def _market(event: shapes.Event, legs: list[Any], read_at: datetime) -> VenueMarket:
    rungs: list[VenueRung] = []
    faults: list[str] = []
    for place, leg in enumerate(legs, 1):
        try:
            sent = msgspec.convert(leg, shapes.Leg)
        except msgspec.ValidationError as odd:
            faults.append(f"leg {place}: {odd}")
            continue
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
        rules="\n\n".join(dict.fromkeys(rung.rules for rung in sorted(rungs, key=lambda rung: rung.key) if rung.rules)),
        rungs=tuple(rungs),
        faults=tuple(faults),
        currency="USD",
        closes_at=max((rung.end_date for rung in rungs if rung.end_date is not None), default=None),
        neg_risk=event.mutually_exclusive is True,
        read_at=read_at,
        lost=len(legs) - len(rungs),
    )


def _rung(ticker: str, sent: shapes.Leg, careful: TolerantReader, read_at: datetime) -> VenueRung:
    label = line(sent.yes_sub_title) or line(sent.subtitle)
    status, resolution, stage = _status(sent)
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
        stage=stage,
        settled_at=careful.take(moment, sent.settlement_ts, "settlement_ts") if resolution else None,
        payout=careful.take(price, sent.settlement_value_dollars, "settlement_value_dollars")
        if resolution == "void"
        else None,
        rules=_rules(sent),
    )


def _rules(sent: shapes.Leg) -> str:
    """The leg's own rules: the first part names its date, the second all share."""
    texts = (sent.rules_primary, sent.rules_secondary)
    return "\n\n".join(text.strip() for text in texts if isinstance(text, str) and text.strip())


def _status(sent: shapes.Leg) -> tuple[Status, Resolution | None, Stage]:
    """The status of a leg; one determined may be disputed, so it is not settled yet."""
    status, ending = line(sent.status), ENDINGS.get(line(sent.result))
    if status in {"active", "open", "initialized", "inactive"}:
        return "open", None, "paused" if status == "inactive" else ""
    if status in SETTLED and ending:
        return "resolved", ending, ""
    stages: dict[str, Stage] = {"determined": "proposed", "disputed": "disputed"}
    return "closed", None, stages.get(status, "")


def _quote(sent: shapes.Leg, careful: TolerantReader, read_at: datetime) -> Quote | None:
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


def _top(sent: shapes.Leg, bid: float | None, ask: float | None, careful: TolerantReader) -> float | None:
    """Dollars at the best bid and ask, the only depth an event's answer still has."""
    bids = careful.take(amount, sent.yes_bid_size_fp, "yes_bid_size_fp")
    asks = careful.take(amount, sent.yes_ask_size_fp, "yes_ask_size_fp")
    if bids is None and asks is None:
        return None
    return (bids or 0.0) * (bid or 0.0) + (asks or 0.0) * (0.0 if ask is None else 1 - ask)


def _with_books(found: VenueMarket) -> Reading[VenueMarket]:
    """Read the book of each leg without either side, which full ones may lack.

    See pmxt #117.
    """
    rungs = list(found.rungs)
    bare = [place for place, rung in enumerate(rungs) if _bare(rung)][:BOOKS_ASKED]
    for place in bare:
        rung = rungs[place]
        try:
            bid, ask = yield from book(rung.key)
        except SourceError:
            continue  # the listing's empty book stands
        if rung.quote is not None:
            rungs[place] = replace(rung, quote=replace(rung.quote, bid=bid or None, ask=ask))
    return replace(found, rungs=tuple(rungs)) if bare else found


def _bare(rung: VenueRung) -> bool:
    quote = rung.quote
    return quote is not None and quote.bid is None and quote.ask is None and not rung.placeholder and not rung.stage


def _with_trades(found: VenueMarket) -> Reading[VenueMarket]:
    """Read the newest trade where an event's last price needs its time."""
    rungs = list(found.rungs)
    unclear = [place for place, rung in enumerate(rungs) if _unclear(rung)][:TRADES_ASKED]
    for place in unclear:
        rung = rungs[place]
        try:
            answer = yield Get(API.name, "/markets/trades", {"ticker": rung.key, "limit": "1"})
            trades = answer.as_a(shapes.Trades).trades
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
    return not is_narrow(quote.bid, quote.ask)


def _closed_at(candle: shapes.Candle, careful: TolerantReader) -> float | None:
    bid, ask, traded = (
        careful.take(price, side.close_dollars, "close_dollars") if side else None
        for side in (candle.yes_bid, candle.yes_ask, candle.price)
    )
    if bid and ask and ask < 1 and is_narrow(bid, ask):
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
