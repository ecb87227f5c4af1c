"""Polymarket: events from Gamma, books and histories from the CLOB, trades and single past prices from the Data API.

Reading needs no account. Polymarket US is another exchange on other hosts and is not read here.
Sources: docs.polymarket.com (Gamma, CLOB, Data); PyPI polymarket-client 0.14 for the keyset and Data v2.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import quote as quoted

import msgspec

from bot.domain.markets.quotes import WIDE, HistoryPoint, Quote, VenueMarket, VenueRung
from bot.messages.errors import SourceChanged, SourceError
from bot.sources.decode import TolerantReader, address, amount, line, moment, price
from bot.sources.protocol import Get, Reading, Upstream
from bot.sources.venues import _gamma as gamma

NAME: Final = gamma.NAME
SITE: Final = "polymarket.com"
# Theirs per 10 s and address: Gamma 500 events, 350 searches; CLOB 500 batches; Data 200 trades. We stay far below.
GAMMA: Final = Upstream("polymarket_gamma", "https://gamma-api.polymarket.com", 20, "Polymarket events and markets")
CLOB: Final = Upstream("polymarket_clob", "https://clob.polymarket.com", 20, "Polymarket order books")
DATA: Final = Upstream("polymarket_data", "https://data-api.polymarket.com", 10, "Polymarket price history")
UPSTREAMS: Final = (GAMMA, CLOB, DATA)

PAGES: Final = 3  # of one search; what comes later hardly matches
TAG: Final = "ai"  # release questions whose words no search of ours would find
TAG_PAGES: Final = 20
WINDOW: Final = timedelta(days=14)  # longer ones silently return nothing
COARSE: Final = "720"  # minutes; closed markets have no finer history (py-clob-client #216)
TRADES_ASKED: Final = 8  # rungs of one event whose last trade is looked up, because their book is no price
DIGITS: Final = re.compile(r"[0-9]{1,18}")


class _Events(msgspec.Struct):
    events: list[Any]
    next_cursor: str | None = None


class _Pagination(msgspec.Struct, rename="camel"):
    has_more: bool = False


class _Search(msgspec.Struct):
    events: list[Any] | None = None
    pagination: _Pagination | None = None


class _Owner(msgspec.Struct):
    slug: str


class _Market(msgspec.Struct):
    events: list[_Owner]


class _Level(msgspec.Struct):
    price: Any
    size: Any = 1


class _Book(msgspec.Struct):
    asset_id: str
    bids: list[_Level] | None = None
    asks: list[_Level] | None = None


class _Trade(msgspec.Struct):
    price: Any
    timestamp: Any
    outcome: Any = "Yes"


class _Point(msgspec.Struct):
    t: Any
    p: Any


class _History(msgspec.Struct):
    history: list[_Point]


class _Past(msgspec.Struct):
    timestamp: Any
    price: Any


class _PastPage(msgspec.Struct):
    data: list[_Past]


def from_url(url: str) -> str | None:
    """The key in a pasted address: an event's slug, or ``market/<slug>`` for one rung; None if it is not theirs."""
    host, path = address(url)
    if host != SITE:
        return None
    if found := re.search(r"/(event|market)/([a-z0-9-]+)", path, re.IGNORECASE):
        kind, slug = found.group(1).lower(), found.group(2).lower()
        return slug if kind == "event" else f"market/{slug}"
    return None


def read(key: str) -> Reading[VenueMarket]:
    """An event with every rung: Gamma for the words, the CLOB's books for the prices (Gamma's lag by minutes).

    `key` is a slug, a numeric event id, or ``market/<slug>``. Without the books Gamma's own prices are used, which is
    counted as one fault. A rung whose book is no price also gets its last trade with its time.
    """
    if key.startswith("market/"):
        answer = yield Get(GAMMA.name, f"/markets/slug/{quoted(key.removeprefix('market/'), safe='')}")
        owners = answer.as_a(_Market).events
        if not owners:
            raise SourceChanged(f"{answer.said} names no event")
        key = owners[0].slug
    path = f"/events/{key}" if DIGITS.fullmatch(key) else f"/events/slug/{quoted(key, safe='')}"
    answer = yield Get(GAMMA.name, path)
    found = gamma.event(answer)
    found = yield from _with_books(found)
    return (yield from _with_trades(found))


def discover(words: Iterable[str]) -> Reading[tuple[VenueMarket, ...]]:
    """Open events the site's own search gives for each word, in its order, then all of the AI tag; each event once.

    Prices are Gamma's. Without the tag's list the searches' findings still stand.
    """
    found: dict[str, VenueMarket] = {}
    for word in words:
        before = b""
        for page in range(1, PAGES + 1):
            query = {"q": word, "events_status": "active", "limit_per_type": "25", "page": str(page)}
            answer = yield Get(GAMMA.name, "/public-search", query)
            if answer.body == before:
                break
            before, shown = answer.body, answer.as_a(_Search)
            if shown.events is None and shown.pagination is None:
                answer.as_a(_Events)  # an error object under status 200: raises with what it says
            found.update((market.key, market) for market in gamma.events(shown.events or (), answer.read_at))
            if shown.pagination is None or not shown.pagination.has_more:
                break
    try:
        tagged = yield from sweep(TAG)
    except SourceError:
        tagged = ()
    for market in tagged:
        found.setdefault(market.key, market)
    return tuple(found.values())


def sweep(tag: str) -> Reading[tuple[VenueMarket, ...]]:
    """Open events under a tag, page by page through the keyset, the only deep paging there is."""
    found: dict[str, VenueMarket] = {}
    cursors: set[str] = set()
    query = {"tag_slug": tag, "closed": "false", "limit": "25"}
    for _ in range(TAG_PAGES):
        answer = yield Get(GAMMA.name, "/events/keyset", dict(query))
        page = answer.as_a(_Events)
        found.update((market.key, market) for market in gamma.events(page.events, answer.read_at))
        if not page.events or not page.next_cursor or page.next_cursor in cursors:
            break
        cursors.add(page.next_cursor)
        query["after_cursor"] = page.next_cursor
    return tuple(found.values())


def history(token: str, since: datetime, until: datetime) -> Reading[tuple[HistoryPoint, ...]]:
    """Hourly prices of a rung's Yes token, oldest first. A gap stays a gap: nothing is filled in.

    Windows of 14 days are asked one by one, because longer ones silently return nothing; an empty one is asked again
    at twelve hours. What the price is, is undocumented officially; measured by others it is the midpoint.
    """
    points: dict[datetime, float] = {}
    start = since
    while start < until:
        end = min(start + WINDOW, until)
        for fidelity in ("60", COARSE):
            query = {"market": token, "startTs": _ts(start), "endTs": _ts(end), "fidelity": fidelity}
            answer = yield Get(CLOB.name, "/prices-history", query)
            window = _points((point.t, point.p) for point in answer.as_a(_History).history)
            points.update(window)
            if window:
                break
        start = end
    return tuple(HistoryPoint(when, points[when]) for when in sorted(points) if since <= when <= until)


def price_at(token: str, when: datetime) -> Reading[HistoryPoint | None]:
    """The price at one past moment without having stored it ("24 h ago"); None where the venue has none."""
    answer = yield Get(DATA.name, "/v2/prices-history", {"token_id": token, "as_of": _ts(when)})
    points = _points((past.timestamp, past.price) for past in answer.as_a(_PastPage).data)
    return HistoryPoint(*max(points.items())) if points else None


def _with_books(found: VenueMarket) -> Reading[VenueMarket]:
    wanted = [rung.token for rung in found.rungs if rung.quote is not None and rung.token and not rung.placeholder]
    if not wanted:
        return found
    body = msgspec.json.encode([{"token_id": token} for token in wanted])
    try:
        answer = yield Get(CLOB.name, "/books", body=body)
        raws = answer.as_a(list[msgspec.Raw])
    except SourceError as error:
        told = f"the order books: {error.what}; the prices are Gamma's"
        return replace(found, faults=(*found.faults, told))
    faults = list(found.faults)
    books: dict[str, _Book] = {}
    for raw in raws:
        try:
            book = msgspec.json.decode(raw, type=_Book)
        except msgspec.DecodeError as odd:
            faults.append(f"an order book: {odd}")
        else:
            books[book.asset_id] = book
    rungs = []
    for rung in found.rungs:
        careful = TolerantReader(f"{rung.label or rung.question} (book)")
        rungs.append(_priced(rung, books.get(rung.token), careful, answer.read_at))
        if careful.odd:
            faults.append(careful.fault)
    return replace(found, rungs=tuple(rungs), faults=tuple(faults))


def _priced(rung: VenueRung, book: _Book | None, careful: TolerantReader, read_at: datetime) -> VenueRung:
    """The rung with the best bid and ask of its book, whichever way that is sorted (real asks descend)."""
    if book is None or rung.quote is None:
        return rung
    bid, ask = max(_side(book.bids, careful), default=None), min(_side(book.asks, careful), default=None)
    return replace(rung, quote=replace(rung.quote, read_at=read_at, bid=bid, ask=ask))


def _side(levels: list[_Level] | None, careful: TolerantReader) -> list[float]:
    taken = ((careful.take(price, one.price, "price"), careful.take(amount, one.size, "size")) for one in levels or ())
    return [level for level, size in taken if level and level < 1 and size]


def _with_trades(found: VenueMarket) -> Reading[VenueMarket]:
    """Gamma's and the book's last price have no time; where it would be needed, the newest trade is asked for."""
    rungs = list(found.rungs)
    unclear = [place for place, rung in enumerate(rungs) if _unclear(rung)][:TRADES_ASKED]
    for place in unclear:
        rung = rungs[place]
        try:
            answer = yield Get(DATA.name, "/trades", {"market": rung.key, "limit": "1"})
            trades = answer.as_a(list[_Trade])
        except SourceError:
            continue  # the rung then has no last trade of known age, which the reader is told anyway
        careful = TolerantReader(rung.label)
        for trade in trades[:1]:
            paid, when = careful.take(price, trade.price, "price"), careful.take(moment, trade.timestamp, "timestamp")
            if paid is not None and when is not None and rung.quote is not None:
                paid = 1 - paid if line(trade.outcome).lower() == "no" else paid
                rungs[place] = replace(rung, quote=replace(rung.quote, last=paid, last_at=when))
    return replace(found, rungs=tuple(rungs)) if unclear else found


def _unclear(rung: VenueRung) -> bool:
    quote: Quote | None = rung.quote
    if quote is None or rung.placeholder or quote.last is None or not rung.key.startswith("0x"):
        return False
    return quote.spread is None or quote.spread > WIDE


def _points(pairs: Iterable[tuple[object, object]]) -> dict[datetime, float]:
    points: dict[datetime, float] = {}
    for sent_at, sent_price in pairs:
        careful = TolerantReader("a point")
        when, paid = careful.take(moment, sent_at, "time"), careful.take(price, sent_price, "price")
        if when is not None and paid is not None:
            points[when] = paid
    return points


def _ts(when: datetime) -> str:
    return str(int(when.timestamp()))
