"""Make a `VenueMarket` of what Polymarket's Gamma sends, traps included.

Lists inside strings, numbers as text, missing keys for zero, labels with a leading space, `active` on settled rungs,
placeholder legs. A rung that cannot be read is skipped (docs.polymarket.com; recordings of 2026).

A poll decodes hundreds of answers and nearly all are right: an event is first taken at its word, and only when that
fails read again field by field.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta

from bot.domain.markets.quotes import Quote, Resolution, Stage, Status, VenueMarket, VenueRung
from bot.messages.errors import SourceChanged
from bot.sources.decode import (
    EARLIEST,
    LATEST,
    TolerantReader,
    Unreadable,
    amount,
    as_list,
    line,
    moment,
    number,
    placeholder,
    price,
)
from bot.sources.protocol import Answer

NAME: Final = "polymarket"
SETTLED: Final = frozenset({"resolved", "settled"})
STAGES: Final[dict[str, Stage]] = {"proposed": "proposed", "disputed": "disputed", "challenged": "disputed"}
MIDDLE: Final = (0.4, 0.6)
ROUNDED: Final = 0.001  # final prices come as 0.9999999999999999 and 1e-18, too

PRICES: Final = re.compile(r'\[ ?"(?:0(?:\.\d+)?|1(?:\.0+)?)", ?"(?:0(?:\.\d+)?|1(?:\.0+)?)" ?\]')
_NOTHING: Final[frozenset[str]] = frozenset()
_line = functools.lru_cache(maxsize=8192)(line)  # words stay the same from poll to poll

Price = Annotated[float, Meta(ge=0, le=1)]
Amount = Annotated[float, Meta(ge=0)]
Moment = Annotated[datetime, Meta(tz=True)]


class GoodRung(msgspec.Struct, rename="camel", gc=False):
    """A rung as it should be; anything else fails the decoding, for `Rung` to try."""

    question: str
    condition_id: str
    outcomes: str
    clob_token_ids: str = ""
    version: str = ""
    position_ids: list[str] | None = None
    group_item_title: str = ""
    outcome_prices: str | None = None
    end_date: Moment | None = None
    best_bid: Price = 0.0
    best_ask: Price = 0.0
    spread: float | None = None
    last_trade_price: Price = 0.0
    volume_num: Amount | None = None
    volume: str | Amount | None = None
    liquidity: str | Amount | None = None
    active: bool = True
    archived: bool = False
    accepting_orders: bool = True
    closed: bool = False
    closed_time: str = ""
    uma_resolution_status: str = ""
    resolution_status: str = ""


class GoodEvent(msgspec.Struct, rename="camel", gc=False):
    """An event all of whose rungs are as they should be."""

    slug: str
    title: str
    markets: list[GoodRung]
    description: Annotated[str, Meta(min_length=1)]  # the rules; an event without takes them from a rung
    id: str = ""
    end_date: Moment | None = None
    neg_risk: bool = False


class Rung(msgspec.Struct, rename="camel"):
    """The fields we want of any rung, each judged by itself, hence all `Any`."""

    question: Any = None
    group_item_title: Any = None
    condition_id: Any = None
    outcomes: Any = None
    outcome_prices: Any = None
    clob_token_ids: Any = None
    end_date: Any = None
    best_bid: Any = None
    best_ask: Any = None
    spread: Any = None
    last_trade_price: Any = None
    volume_num: Any = None
    volume: Any = None
    liquidity: Any = None
    version: Any = None
    position_ids: Any = None
    active: Any = None
    archived: Any = None
    accepting_orders: Any = None
    closed: Any = None
    closed_time: Any = None
    uma_resolution_status: Any = None
    resolution_status: Any = None
    description: Any = None


class Event(msgspec.Struct, rename="camel"):
    """An event that has at least its name and a list of something."""

    slug: str
    title: str
    markets: list[Any]
    id: Any = None
    description: Any = None
    end_date: Any = None
    neg_risk: Any = None


def event(answer: Answer) -> VenueMarket:
    """The one event of an answer; raises SourceChanged if it is hopeless."""
    try:
        return _good(answer.as_a(GoodEvent), answer.read_at)
    except (SourceChanged, ValueError):  # Unreadable is one, and so is a number that is none
        return market(answer.as_a(Event), answer.read_at)


def events(sent: Sequence[object], read_at: datetime) -> Iterable[VenueMarket]:
    """Those of a search's events that are events."""
    for one in sent:
        try:
            yield market(msgspec.convert(one, Event), read_at)
        except msgspec.ValidationError:
            continue


def _good(sent: GoodEvent, read_at: datetime) -> VenueMarket:
    """An event taken at its word; raises Unreadable if it needs a second look."""
    neg_risk = sent.neg_risk
    rungs = tuple([_good_rung(leg, read_at, neg_risk=neg_risk) for leg in sent.markets])
    ends = [rung.end_date for rung in rungs if rung.end_date]
    ends += [_sane(sent.end_date)] if sent.end_date else []
    return VenueMarket(
        NAME,
        sent.slug,
        sent.slug,
        _line(sent.title),
        f"https://polymarket.com/event/{sent.slug}",
        sent.description,
        rungs,
        (),
        "USD",
        max(ends) if ends else None,
        neg_risk,
        read_at,
        0,
        sent.id,
    )


def _good_rung(sent: GoodRung, read_at: datetime, *, neg_risk: bool) -> VenueRung:
    yes = _yes_of(sent.outcomes)
    token = _good_token(sent, yes)
    if not sent.condition_id:
        raise Unreadable("it lacks an id")
    if sent.outcome_prices and not PRICES.fullmatch(sent.outcome_prices):
        raise Unreadable("its prices need a second look")
    label = _line(sent.group_item_title)
    end = sent.end_date
    status: Status = "open"
    resolution: Resolution | None = None
    settled = None
    quote = None
    words = _words(sent.uma_resolution_status, sent.resolution_status)
    if sent.closed or sent.archived:
        prices = [price(value, "price") for value in as_list(sent.outcome_prices, "outcomePrices")]
        status, resolution = _closed(words, prices, yes)
        settled = moment(sent.closed_time, "closedTime") if resolution else None
    else:
        ask = sent.best_ask
        quote = Quote(
            read_at,
            sent.best_bid or None,
            ask if 0 < ask < 1 else None,
            sent.last_trade_price or None,
            None,
            sent.volume_num if sent.volume_num is not None else amount(sent.volume, "volume"),
            _depth(sent.liquidity),
        )
    unpriced = neg_risk and not sent.outcome_prices and not sent.best_bid
    return VenueRung(
        sent.condition_id,
        label,
        _line(sent.question),
        None if end is None else _sane(end),
        status,
        resolution,
        status == "open" and (unpriced or (bool(label) and placeholder(label))),
        quote,
        token,
        _stage(words, status, active=sent.active, accepting=sent.accepting_orders),
        settled,
    )


def _good_token(sent: GoodRung, yes: int) -> str:
    """The id that YES trades under; the version decides which field holds it."""
    if sent.version == "v2":
        ids = sent.position_ids or ()
        if len(ids) != 2:  # noqa: PLR2004 - Yes and No
            raise Unreadable("it lacks an id")
        return ids[yes]
    return _ids(sent.clob_token_ids)[yes]


@functools.lru_cache(maxsize=8192)
def _ids(told: str) -> tuple[str, str]:
    tokens = told.split('"')  # ["<Yes>", "<No>"]
    if len(tokens) != 5:  # noqa: PLR2004 - two texts in quotes
        raise Unreadable("it lacks an id")
    return tokens[1], tokens[3]


def _words(*told: str) -> frozenset[str]:
    return frozenset(filter(None, told)) if any(told) else _NOTHING  # mostly nothing


def _stage(words: frozenset[str], status: Status, *, active: bool, accepting: bool) -> Stage:
    """What an unsettled rung is in: the oracle's word first, then whether it trades."""
    if status == "resolved":
        return ""
    for word in ("disputed", "challenged", "proposed") if words else ():
        if word in words:
            return STAGES[word]
    if status == "closed":
        return ""
    return "paused" if not active else "" if accepting else "not accepting"


@functools.lru_cache(maxsize=64)
def _yes_of(outcomes: str) -> int:
    names = [line(name).lower() for name in as_list(outcomes, "outcomes")]
    if sorted(names) != ["no", "yes"]:
        raise Unreadable("its outcomes are not Yes and No")
    return names.index("yes")  # first by convention only


def _depth(told: str | float | None) -> float | None:
    if not isinstance(told, str):
        return told
    depth = float(told)
    if not 0.0 <= depth < math.inf:
        raise Unreadable("its liquidity is no amount")
    return depth


def _sane(when: datetime) -> datetime:
    if not EARLIEST.year <= when.year < LATEST.year:
        raise Unreadable("its date is out of this world")
    return when


def market(sent: Event, read_at: datetime) -> VenueMarket:
    """The event with its readable rungs, and a sentence for each fault."""
    rungs: list[VenueRung] = []
    faults: list[str] = []
    rules = ""
    neg_risk = sent.neg_risk is True
    for place, leg in enumerate(sent.markets, 1):
        try:
            told = msgspec.convert(leg, Rung)
        except msgspec.ValidationError as odd:
            faults.append(f"rung {place}: {odd}")
            continue
        rules = rules or (told.description if isinstance(told.description, str) else "")
        careful = TolerantReader(line(told.group_item_title) or line(told.question) or f"rung {place}")
        found = _rung(told, careful, read_at, neg_risk=neg_risk)
        if found is not None:
            rungs.append(found)
        if careful.odd:
            faults.append(careful.fault)
    careful = TolerantReader("the event")
    ends = [rung.end_date for rung in rungs if rung.end_date is not None]
    if end := careful.take(moment, sent.end_date, "endDate"):
        ends.append(end)
    return VenueMarket(
        venue=NAME,
        key=sent.slug,
        slug=sent.slug,
        title=line(sent.title),
        url=f"https://polymarket.com/event/{sent.slug}",
        rules=sent.description if isinstance(sent.description, str) and sent.description else rules,
        rungs=tuple(rungs),
        faults=tuple(faults),
        currency="USD",
        closes_at=max(ends, default=None),
        neg_risk=neg_risk,
        read_at=read_at,
        lost=len(sent.markets) - len(rungs),
        event_id=str(sent.id) if isinstance(sent.id, (str, int)) else "",
    )


def _rung(sent: Rung, careful: TolerantReader, read_at: datetime, *, neg_risk: bool) -> VenueRung | None:
    outcomes = [line(name).lower() for name in careful.take(as_list, sent.outcomes, "outcomes") or ()]
    if sorted(outcomes) != ["no", "yes"]:
        careful.odd.append(f"its outcomes are {', '.join(outcomes) or 'missing'}, not Yes and No")
        return None
    yes = outcomes.index("yes")
    token = _token(sent, careful, yes)
    key = line(sent.condition_id) or token or _key_of(line(sent.question) or line(sent.group_item_title))
    if not key:
        careful.odd.append("it has neither conditionId, token, question nor label")
        return None
    told = careful.take(as_list, sent.outcome_prices, "outcomePrices") or []
    prices = [careful.take(price, value, "price") for value in told]
    status: Status = "open"
    resolution: Resolution | None = None
    words = _words(line(sent.uma_resolution_status), line(sent.resolution_status))
    if sent.closed is True or sent.archived is True:
        status, resolution = _closed(words, prices, yes)
    label = line(sent.group_item_title)
    unpriced = neg_risk and not told and not sent.best_bid
    return VenueRung(
        key=key,
        label=label,
        question=line(sent.question),
        end_date=careful.take(moment, sent.end_date, "endDate"),
        status=status,
        resolution=resolution,
        placeholder=status == "open" and (unpriced or (bool(label) and placeholder(label))),
        quote=_quote(sent, careful, read_at) if status == "open" else None,
        token=token,
        stage=_stage(words, status, active=sent.active is not False, accepting=sent.accepting_orders is not False),
        settled_at=careful.take(moment, sent.closed_time, "closedTime") if resolution else None,
    )


def _token(sent: Rung, careful: TolerantReader, yes: int) -> str:
    second = line(sent.version) == "v2"
    field = "positionIds" if second else "clobTokenIds"
    ids = careful.take(as_list, sent.position_ids if second else sent.clob_token_ids, field) or []
    return str(ids[yes]) if len(ids) > yes else ""


def _key_of(words: str) -> str:
    """A key from a rung's words, unique in its event, for one without any id."""
    return "-".join(re.findall(r"\w+", words.casefold()))[:120]


def _quote(sent: Rung, careful: TolerantReader, read_at: datetime) -> Quote | None:
    """A rung's quote; None with an unreadable price: the last good one keeps its age.

    `outcomePrices` is the midpoint even of a book that says nothing (bid .351, ask .938 -> .6445), and is not used.
    """
    odd = len(careful.odd)
    bid = careful.take(price, sent.best_bid, "bestBid")
    ask = careful.take(price, sent.best_ask, "bestAsk")
    last = careful.take(price, sent.last_trade_price, "lastTradePrice")
    if len(careful.odd) > odd:
        return None
    careful.take(number, sent.spread, "spread")  # ours comes from bid and ask; that theirs is bad is worth telling
    return Quote(
        read_at=read_at,
        bid=bid or None,  # no bid is told as 0 or not at all, no ask as 1 or not at all
        ask=ask if ask and ask < 1 else None,
        last=last or None,
        volume=careful.take(amount, sent.volume if sent.volume_num is None else sent.volume_num, "volume"),
        liquidity=careful.take(amount, sent.liquidity, "liquidity"),
    )


def _closed(words: frozenset[str], prices: Sequence[float | None], yes: int) -> tuple[Status, Resolution | None]:
    """The status of a closed rung, and its side, by the oracle and *both* prices.

    `active` stays true after resolution; a price near one half is a void only where the oracle is done.
    """
    final = prices[yes] if len(prices) == 2 else None  # noqa: PLR2004 - Yes and No
    other = prices[1 - yes] if len(prices) == 2 else None  # noqa: PLR2004 - Yes and No
    if final is None or other is None or abs(final + other - 1) > ROUNDED or (words and not words & SETTLED):
        return "closed", None
    if min(final, other) <= ROUNDED:
        return "resolved", "yes" if final > other else "no"
    halved = MIDDLE[0] <= final <= MIDDLE[1] and bool(words)
    return ("resolved", "void") if halved or final == other else ("closed", None)
