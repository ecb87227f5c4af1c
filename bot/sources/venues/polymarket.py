"""Polymarket: events from Gamma, books from the CLOB, trades from the Data API.

Reading needs no account. Polymarket US is another exchange on other hosts and is not read here.
Sources: docs.polymarket.com (Gamma, CLOB, Data, migrate/polymarket-v2); PyPI polymarket-client 0.14 for the keyset.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import parse_qs
from urllib.parse import quote as quoted

import msgspec
from msgspec.structs import replace

from bot.domain.markets.quotes import HistoryPoint, Quote, VenueMarket, VenueRung, is_narrow
from bot.messages.errors import SourceChanged, SourceError
from bot.sources.decode import TolerantReader, amount, line, moment, on_site, price, seconds
from bot.sources.protocol import PAGES, Get, Reading, Upstream, unfinished
from bot.sources.venues import SearchResult
from bot.sources.venues import _gamma as gamma
from bot.sources.venues._search import MarketSearch

NAME: Final = gamma.NAME
SITE: Final = "polymarket.com"
# Theirs per 10 s and address: Gamma 500 events, 350 searches; CLOB 500 batches; Data 200 trades. We stay far below.
GAMMA: Final = Upstream("polymarket_gamma", "https://gamma-api.polymarket.com", 20, "Polymarket events and markets")
CLOB: Final = Upstream("polymarket_clob", "https://clob.polymarket.com", 20, "Polymarket order books")
DATA: Final = Upstream("polymarket_data", "https://data-api.polymarket.com", 10, "Polymarket price history")
UPSTREAMS: Final = (GAMMA, CLOB, DATA)

SEARCH_PAGES: Final = 3  # of one search; what comes later hardly matches
TAG: Final = "ai"  # release questions whose words no search of ours would find
TAG_PAGE: Final = "25"
SMALL_PAGE: Final = "5"
WINDOW: Final = timedelta(days=14)  # longer ones silently return nothing
COARSE: Final = "720"  # minutes; closed markets have no finer history (py-clob-client #216)
TRADES_ASKED: Final = 8  # rungs of one event whose last trade is looked up, because their book is no price
TIGHT: Final = 0.05  # a spread of Gamma's below which a market plainly trades
GHOST: Final = 0.5  # a spread of a book above which it is not what people trade on
PAGE: Final = re.compile(r"/(?P<kind>events?|markets?|embed)/(?:slug/)?(?P<slug>[a-z0-9-]+)", re.IGNORECASE)
SLUG: Final = re.compile(r"[a-z0-9-]+", re.IGNORECASE)
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
    asset_id: str = ""
    token_id: str = ""
    bids: list[_Level] | None = None
    asks: list[_Level] | None = None
    min_order_size: Any = None


class _Trade(msgspec.Struct):
    price: Any
    timestamp: Any
    outcome: Any = "Yes"


class _Point(msgspec.Struct):
    t: Any
    p: Any


class _History(msgspec.Struct):
    history: list[_Point]


def from_url(url: str) -> str | None:
    """The slug in a pasted address, or ``market/<slug>`` for one rung.

    None if it is not theirs.
    """
    parts = on_site(url, SITE)
    if parts is None:
        return None
    if found := PAGE.search(parts.path):
        kind, slug = found["kind"].lower(), found["slug"].lower()
        return slug if kind.startswith("event") else f"market/{slug}"
    asked = parse_qs(parts.query)  # embed.polymarket.com/market?market=<slug>
    for kind, begins in (("event", ""), ("market", "market/")):
        if (slugs := asked.get(kind)) and SLUG.fullmatch(slugs[0]):
            return f"{begins}{slugs[0].lower()}"
    return None


def read(key: str) -> Reading[VenueMarket]:
    """Read an event: words from Gamma, prices from the CLOB (Gamma lags by minutes).

    `key` is a slug, a numeric event id, or ``market/<slug>``. Without the books Gamma's own prices are used, which is
    counted as one fault. A rung whose book is no price also gets its last trade with its time.
    """
    if key.startswith("market/"):
        answer = yield Get(GAMMA.name, f"/markets/slug/{quoted(key.removeprefix('market/'), safe='')}")
        owners = answer.as_a(_Market).events
        if not owners:
            raise SourceChanged(f"{answer.origin} names no event")
        key = owners[0].slug
    path = f"/events/{key}" if DIGITS.fullmatch(key) else f"/events/slug/{quoted(key, safe='')}"
    answer = yield Get(GAMMA.name, path)
    found = gamma.event(answer)
    found = yield from _with_books(found)
    return (yield from _with_trades(found))


def discover(words: Iterable[str]) -> Reading[SearchResult]:
    """Find open events: by each word, in the site's order, then all of the AI tag.

    Each event comes once. Prices are Gamma's. A failing word or page is skipped and counted.
    """
    search = MarketSearch()
    yield from search.run_each(words, _of_word)
    tagged = MarketSearch()
    yield from search.run(_of_tag(TAG, tagged))
    for key, market in tagged.found.items():
        search.found.setdefault(key, market)
    return search.result


def _of_word(word: str, search: MarketSearch) -> Reading[None]:
    before = b""
    for page in range(1, SEARCH_PAGES + 1):
        query = {"q": word, "events_status": "active", "limit_per_type": "25", "page": str(page)}
        answer = yield Get(GAMMA.name, "/public-search", query)
        if answer.body == before:
            break
        before, shown = answer.body, answer.as_a(_Search)
        if shown.events is None and shown.pagination is None:
            answer.as_a(_Events)  # an error object under status 200: raises with what it says
        search.found.update((market.key, market) for market in gamma.events(shown.events or (), answer.read_at))
        if shown.pagination is None or not shown.pagination.has_more:
            break


def _of_tag(tag: str, search: MarketSearch) -> Reading[None]:
    """The tag page by page, by the keyset; a failing page is asked for in small ones."""
    cursors: set[str] = set()
    query = {"tag_slug": tag, "closed": "false", "limit": TAG_PAGE}
    for _ in range(PAGES):
        try:
            answer = yield Get(GAMMA.name, "/events/keyset", dict(query))
        except SourceError:
            if query["limit"] == SMALL_PAGE:
                raise
            query["limit"] = SMALL_PAGE  # 71 legs are 285 KB: a page of such events may be more than we take
            continue
        page = answer.as_a(_Events)
        search.found.update((market.key, market) for market in gamma.events(page.events, answer.read_at))
        if not page.events or not page.next_cursor or page.next_cursor in cursors:
            return
        cursors.add(page.next_cursor)
        query["after_cursor"] = page.next_cursor
    raise unfinished(Get(GAMMA.name, "/events/keyset").origin)


def history(token: str, since: datetime, until: datetime) -> Reading[tuple[HistoryPoint, ...]]:
    """Hourly prices of a rung's Yes token, oldest first; gaps are not filled.

    Windows of 14 days are asked one by one, because longer ones silently return nothing; an empty one is asked again
    at twelve hours. What the price is, is undocumented officially; measured by others it is the midpoint.
    """
    points: dict[datetime, float] = {}
    start = since
    while start < until:
        end = min(start + WINDOW, until)
        for fidelity in ("60", COARSE):
            query = {"market": token, "startTs": seconds(start), "endTs": seconds(end), "fidelity": fidelity}
            answer = yield Get(CLOB.name, "/prices-history", query)
            window = _points((point.t, point.p) for point in answer.as_a(_History).history)
            points.update(window)
            if window:
                break
        start = end
    return tuple(HistoryPoint(when, points[when]) for when in sorted(points) if since <= when <= until)


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
            books[book.asset_id or book.token_id] = book
    missing = sum(token not in books for token in wanted)
    if missing:
        faults.append(f"the order books of {missing} of {len(wanted)} rungs did not come; their prices are Gamma's")
    rungs = []
    for rung in found.rungs:
        careful = TolerantReader(f"{rung.label or rung.question} (book)")
        rungs.append(_priced(rung, books.get(rung.token), careful, answer.read_at))
        if careful.odd:
            faults.append(careful.fault)
    return replace(found, rungs=tuple(rungs), faults=tuple(faults))


def _priced(rung: VenueRung, book: _Book | None, careful: TolerantReader, read_at: datetime) -> VenueRung:
    """The rung with the best bid and ask of its book, however that is sorted."""
    if book is None or rung.quote is None:
        return rung
    least = careful.take(amount, book.min_order_size, "min_order_size") or 0.0
    bid, ask = max(_side(book.bids, careful, least), default=None), min(_side(book.asks, careful, least), default=None)
    if ghost(rung.quote, bid, ask):
        careful.odd.append("it holds only orders at the edges; the price is Gamma's")
        return rung
    return replace(rung, quote=replace(rung.quote, read_at=read_at, bid=bid, ask=ask))


def ghost(quote: Quote, bid: float | None, ask: float | None) -> bool:
    """Whether a book is the CLOB's empty .01/.99 for a market that trades.

    See py-clob-client #180.
    """
    if bid is None or ask is None or quote.spread is None:
        return False
    return 0 <= quote.spread <= TIGHT and ask - bid > GHOST


def _side(levels: list[_Level] | None, careful: TolerantReader, least: float) -> list[float]:
    """The prices of one side, without levels below the smallest order."""
    taken = ((careful.take(price, one.price, "price"), careful.take(amount, one.size, "size")) for one in levels or ())
    return [level for level, size in taken if level and level < 1 and size and size >= least]


def _with_trades(found: VenueMarket) -> Reading[VenueMarket]:
    """Read the newest trade where a last price needs its time."""
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
    return not is_narrow(quote.bid, quote.ask)


def _points(pairs: Iterable[tuple[object, object]]) -> dict[datetime, float]:
    points: dict[datetime, float] = {}
    for sent_at, sent_price in pairs:
        careful = TolerantReader("a point")
        when, paid = careful.take(moment, sent_at, "time"), careful.take(price, sent_price, "price")
        if when is not None and paid is not None:
            points[when] = paid
    return points
