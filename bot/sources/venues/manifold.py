"""Manifold: play money, one automatic market maker; bid = ask = probability.

Reading needs no key. Source: docs.manifold.markets/api and the server's own schema; unknown parameters are refused.
A DATE market's answers are thresholds ("Before October 2026") unless they should sum to one; the market's time zone
is not told. The site's own expected date is not copied: it enforces no order and invents a tail.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote as quoted

import msgspec

from bot.domain.markets.quotes import HistoryPoint, Quote, Resolution, Status, VenueMarket, VenueRung
from bot.sources.decode import TolerantReader, amount, line, moment, on_site, price
from bot.sources.protocol import PAGES, Get, Reading, Upstream
from bot.sources.venues import SearchResult
from bot.sources.venues._search import MarketSearch

NAME: Final = "manifold"
SITE: Final = "manifold.markets"
API: Final = Upstream("manifold", "https://api.manifold.markets/v0", 5, "Manifold's API")  # 500 a minute and address
UPSTREAMS: Final = (API,)

PAGE: Final = re.compile(r"(?:/embed)?/(?P<maker>[^/]+)/(?P<slug>[A-Za-z0-9-]+)/?")
SITE_PAGES: Final = frozenset(("topic", "topics", "news", "link", "group", "browse", "charity", "leagues", "api"))
MAKER_PAGES: Final = frozenset(("calibration", "portfolio", "questions", "comments", "markets", "bets", "payments"))
LIMIT: Final = "50"  # hits of one search
WITH_ANSWERS: Final = frozenset({"MULTIPLE_CHOICE", "DATE", "FREE_RESPONSE", "MULTI_NUMERIC"})
ENDINGS: Final[dict[str, Resolution]] = {"YES": "yes", "NO": "no", "CANCEL": "void", "MKT": "void"}


class _Answer(msgspec.Struct, rename="camel"):
    """The fields we want of an answer, all `Any`: each is judged by itself."""

    id: Any = None
    text: Any = None
    probability: Any = None
    prob: Any = None
    volume: Any = None
    total_liquidity: Any = None
    resolution: Any = None
    resolution_time: Any = None
    resolution_probability: Any = None


class _Market(msgspec.Struct, rename="camel"):
    id: str
    question: str
    outcome_type: str
    slug: Any = None
    url: Any = None
    probability: Any = None
    volume: Any = None
    total_liquidity: Any = None
    close_time: Any = None
    is_resolved: Any = None
    resolution: Any = None
    resolution_time: Any = None
    resolution_probability: Any = None
    last_bet_time: Any = None
    text_description: Any = None
    should_answers_sum_to_one: Any = None
    token: Any = None
    answers: list[Any] | None = None


class _Bet(msgspec.Struct, rename="camel"):
    created_time: Any = None
    prob_after: Any = None
    answer_id: Any = None


@dataclass(frozen=True, slots=True)
class _Whole:
    """What holds for every rung of a market."""

    sent: _Market
    closes: datetime | None
    last_bet: datetime | None
    read_at: datetime

    @property
    def over(self) -> bool:
        return self.closes is not None and self.closes <= self.read_at


def from_url(url: str) -> str | None:
    """The ``slug/<slug>`` of a pasted address; None if it is not theirs.

    The maker's name in it does not matter.
    """
    parts = on_site(url, SITE)
    found = PAGE.fullmatch(parts.path) if parts is not None else None
    if found is None or found["maker"].lower() in SITE_PAGES or found["slug"].lower() in MAKER_PAGES:
        return None
    return f"slug/{found['slug']}"


def read(key: str) -> Reading[VenueMarket]:
    """One market with its answers. `key` is its id, or ``slug/<slug>``."""
    path = f"/slug/{quoted(key[5:], safe='')}" if key.startswith("slug/") else f"/market/{quoted(key, safe='')}"
    answer = yield Get(API.name, path)
    return _market(answer.as_a(_Market), answer.read_at)


def discover(words: Iterable[str]) -> Reading[SearchResult]:
    """Find open markets by each word, each once, without prize-money twins."""
    search = MarketSearch()
    yield from search.run_each(words, _of_word)
    return search.result


def _of_word(word: str, search: MarketSearch) -> Reading[None]:
    query = {"term": word, "filter": "open", "sort": "liquidity", "limit": LIMIT, "includeLiteAnswers": "true"}
    answer = yield Get(API.name, "/search-markets", query)
    for hit in answer.as_a(list[Any]):
        try:
            sent = msgspec.convert(hit, _Market)
        except msgspec.ValidationError:
            continue
        if sent.token != "CASH" and (sent.outcome_type in WITH_ANSWERS or sent.outcome_type == "BINARY"):  # noqa: S105 - a kind of money
            search.found[sent.id] = _market(sent, answer.read_at)


def history(token: str, since: datetime, until: datetime) -> Reading[tuple[HistoryPoint, ...]]:
    """The price after each hour's last bet, oldest first.

    `token` is a market's id, or ``<market>/<answer>``. A page holds a thousand bets; after the last page that is asked
    for, later hours are left out.
    """
    market, _, wanted = token.partition("/")
    hours: dict[datetime, HistoryPoint] = {}
    query = {"contractId": market, "limit": "1000", "order": "asc", "afterTime": _ms(since), "beforeTime": _ms(until)}
    before = b""
    for _ in range(PAGES):
        answer = yield Get(API.name, "/bets", dict(query))
        bets = answer.as_a(list[_Bet])
        if not bets or answer.body == before:
            break
        before = answer.body
        newest = None
        for bet in bets:
            careful = TolerantReader("a bet")
            when, paid = (
                careful.take(moment, bet.created_time, "time"),
                careful.take(price, bet.prob_after, "probAfter"),
            )
            newest = when or newest
            if when is not None and paid is not None and since <= when <= until and wanted in {"", bet.answer_id}:
                hours[when.replace(minute=0, second=0, microsecond=0)] = HistoryPoint(when, paid)
        if len(bets) < int(query["limit"]) or newest is None:
            break
        query["afterTime"] = _ms(newest)
    return tuple(hours[hour] for hour in sorted(hours))


def _market(sent: _Market, read_at: datetime) -> VenueMarket:
    careful = TolerantReader("the market")
    closes = careful.take(moment, sent.close_time, "closeTime")
    whole = _Whole(sent, closes, careful.take(moment, sent.last_bet_time, "lastBetTime"), read_at)
    rungs, faults = _rungs(whole)
    if careful.odd:
        faults.insert(0, careful.fault)
    slug = line(sent.slug) or line(sent.url).rpartition("/")[2] or sent.id
    return VenueMarket(
        venue=NAME,
        key=sent.id,
        slug=slug,
        title=line(sent.question),
        url=line(sent.url) or f"https://manifold.markets/market/{slug}",
        rules=sent.text_description if isinstance(sent.text_description, str) else "",
        rungs=tuple(rungs),
        faults=tuple(faults),
        currency="play",
        closes_at=closes,
        neg_risk=sent.outcome_type != "BINARY" and sent.should_answers_sum_to_one is True,
        read_at=read_at,
        lost=len(sent.answers or ()) - len(rungs) if sent.outcome_type != "BINARY" else 0,
    )


def _rungs(whole: _Whole) -> tuple[list[VenueRung], list[str]]:
    """The rungs of a market, and what could not be read of them."""
    sent, rungs, faults = whole.sent, list[VenueRung](), list[str]()
    if sent.outcome_type == "BINARY":
        careful = TolerantReader(line(sent.question))
        rungs.append(_binary(whole, careful))
        if careful.odd:
            faults.append(careful.fault)
    elif sent.answers is None:
        faults.append(f"a {line(sent.outcome_type)} market without answers")
    for place, one in enumerate(sent.answers or (), 1):
        try:
            answer = msgspec.convert(one, _Answer)
        except msgspec.ValidationError as odd:
            faults.append(f"answer {place}: {odd}")
            continue
        careful = TolerantReader(line(answer.text) or f"answer {place}")
        if line(answer.id):
            rungs.append(_rung(whole, answer, careful))
        else:
            careful.odd.append("it has no id")
        if careful.odd:
            faults.append(careful.fault)
    return rungs, faults


def _binary(whole: _Whole, careful: TolerantReader) -> VenueRung:
    sent = whole.sent
    status, resolution = _status(whole, None)
    settled, payout = _ending(whole, None, resolution, careful)
    quote = None
    if status == "open":
        quote = _quote(whole, (sent.probability, sent.volume, sent.total_liquidity), careful)
    return VenueRung(
        key=sent.id,
        label="",
        question=line(sent.question),
        end_date=None if sent.is_resolved is True else whole.closes,  # once resolved, closeTime is when that happened
        status=status,
        resolution=resolution,
        placeholder=False,
        quote=quote,
        token=sent.id,
        settled_at=settled,
        payout=payout,
    )


def _rung(whole: _Whole, answer: _Answer, careful: TolerantReader) -> VenueRung:
    status, resolution = _status(whole, answer)
    settled, payout = _ending(whole, answer, resolution, careful)
    odds = answer.prob if answer.probability is None else answer.probability
    quote = _quote(whole, (odds, answer.volume, answer.total_liquidity), careful) if status == "open" else None
    return VenueRung(
        key=line(answer.id),
        label=line(answer.text),
        question=line(whole.sent.question),
        end_date=None,  # an answer has none: `midpoint` is the middle of its period and closeTime the whole market's
        status=status,
        resolution=resolution,
        placeholder=False,
        quote=quote,
        token=f"{whole.sent.id}/{line(answer.id)}",
        settled_at=settled,
        payout=payout,
    )


def _ending(
    whole: _Whole, answer: _Answer | None, resolution: Resolution | None, careful: TolerantReader
) -> tuple[datetime | None, float | None]:
    """When it settled, an answer's own time first, and what YES was paid (MKT)."""
    if resolution is None:
        return None, None
    own = answer.resolution_time if answer is not None else None
    settled = careful.take(moment, whole.sent.resolution_time if own is None else own, "resolutionTime")
    told = whole.sent if answer is None or not line(answer.resolution) else answer
    if line(told.resolution).upper() != "MKT":
        return settled, None
    return settled, careful.take(price, told.resolution_probability, "resolutionProbability")


def _quote(whole: _Whole, told: tuple[object, object, object], careful: TolerantReader) -> Quote | None:
    """The maker's probability as bid, ask and last; None where it is unreadable."""
    odds, volume, liquidity = told
    paid = careful.take(price, odds, "probability")
    if paid is None:
        if not careful.odd:
            careful.odd.append("it has no probability")
        return None
    traded, depth = careful.take(amount, volume, "volume"), careful.take(amount, liquidity, "totalLiquidity")
    return Quote(whole.read_at, paid, paid, paid, whole.last_bet, traded, depth)


def _status(whole: _Whole, answer: _Answer | None) -> tuple[Status, Resolution | None]:
    """The status of an answer; answers may resolve while the market is open.

    A market may also resolve to the id of one answer.
    """
    end = line(whole.sent.resolution)
    own = line(answer.resolution).upper() if answer is not None else end.upper()
    if own in ENDINGS:
        return "resolved", ENDINGS[own]
    if whole.sent.is_resolved is not True:
        return ("closed", None) if whole.over else ("open", None)
    if answer is None or end.upper() in ENDINGS or end == "CHOOSE_MULTIPLE":
        return "resolved", ENDINGS.get(end.upper(), "void")
    return "resolved", "yes" if end == line(answer.id) else "no"


def _ms(when: datetime) -> str:
    return str(int(when.timestamp() * 1000))
