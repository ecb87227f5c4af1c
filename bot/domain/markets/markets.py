"""Stored markets: rungs with their latest book, outages, and second-hand readings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from bot.domain.markets.quotes import Currency, Quote, Resolution, Stage, Status, newsworthy

RECORDED = timedelta(hours=12)  # a public record without a price for longer says nothing of the time between
Relation = Literal["exact", "implies", "implied_by", "near", "different_date", "different_name"]
LinkState = Literal["proposed", "accepted", "refused"]
WatchWhen = Literal["moves by", "crosses", "settles", "rules change"]
RELATION_WORDS: Mapping[str, str] = {
    "exact": "asks exactly this claim",
    "implies": "a YES here implies the claim",
    "implied_by": "the claim implies a YES here",
    "near": "asks something near the claim",
    "different_date": "asks the same with a different date",
    "different_name": "asks about a different name",
}


def market_id(number: int) -> str:
    """``MK-0007``."""
    return f"MK-{number:04d}"


def market_number(text: str) -> int | None:
    """Parse a market number: 7 for ``mk-0007``, ``MK7``; None for anything else."""
    head, digits = text[:2].casefold(), text[2:].removeprefix("-")
    return int(digits) if head == "mk" and digits.isascii() and digits.isdecimal() and len(digits) <= 9 else None  # noqa: PLR2004 - digits of an id


@dataclass(frozen=True, slots=True)
class PriceRead:
    """A recorded price.

    ``read`` from a dated public record of the venue, or ``reported``. A reported price is a statement by a page: it is
    shown with its source and never drawn as current. ``until`` is the last day on which the same figure was still
    copied.
    """

    at: datetime
    price: float
    kind: Literal["read", "reported"]
    teller: str
    url: str
    learned_at: datetime
    until: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class RungReading:
    """A rung as known at a moment.

    ``quote.read_at`` is the last time its book was seen, ``since`` the first. ``day_ago`` and ``week_ago`` are the
    books in force then; None if nothing was read at the time. ``state_source`` is where its status was read: an
    address, or the venue's name. ``resolved_at`` is when it settled if ``settling_told``, else when it was first seen
    settled. ``stage`` and ``payout`` are as in `VenueRung`; ``rules`` is the leg's own text, empty if the market's
    applies.
    """

    id: int
    key: str
    label: str
    question: str
    end_date: datetime | None
    token: str
    placeholder: bool
    first_seen: datetime
    status: Status = "open"
    resolution: Resolution | None = None
    resolved_at: datetime | None = None
    quote: Quote | None = None
    since: datetime | None = None
    day_ago: Quote | None = None
    week_ago: Quote | None = None
    readings: tuple[PriceRead, ...] = ()
    state_source: str = ""
    stage: Stage = ""
    payout: float | None = None
    settling_told: bool = True
    rules: str = ""

    @property
    def newest_read(self) -> PriceRead | None:
        """The newest price a public record took at the venue."""
        return max((r for r in self.readings if r.kind == "read"), key=lambda r: r.at, default=None)

    def recorded_moves(self, as_of: datetime, *, complement: bool) -> tuple[float | None, float | None]:
        """Return the moves of a day and of a week by a public record.

        A complement's price moves the other way. None unless a price was recorded around both ends.
        """
        way = -1 if complement else 1
        now, *before = (self._recorded(as_of - timedelta(days=days)) for days in (0, 1, 7))
        day, week = (None if now is None or then is None else way * (now.price - then.price) for then in before)
        return day, week

    def _recorded(self, at: datetime) -> PriceRead | None:
        taken = (one for one in self.readings if one.kind == "read" and one.at <= at)
        last = max(taken, key=lambda one: one.at, default=None)
        return last if last is not None and at - last.at <= RECORDED else None

    @property
    def last_known(self) -> datetime | None:
        """When its price was last known: read by us or a public record, or settled."""
        times = [one.read_at for one in (self.quote,) if one is not None]
        times += [one.at for one in (self.newest_read,) if one is not None]
        return max([*times, *([self.resolved_at] if self.resolved_at is not None else [])], default=None)


class _Called:
    """How people call a market and its venue."""

    __slots__ = ()
    number: int
    venue: str

    @property
    def id(self) -> str:
        """``MK-0007``."""
        return market_id(self.number)

    @property
    def venue_name(self) -> str:
        """The venue as people write it: ``Polymarket``."""
        return self.venue.capitalize()


@dataclass(frozen=True, slots=True)
class MarketTitle(_Called):
    """A market as a list of titles needs it."""

    number: int
    venue: str
    title: str
    subject: str | None


@dataclass(frozen=True, slots=True)
class MarketRules:
    """One version of a market's rules: the published text, and where it was read."""

    text: str
    sha256: str
    so_at: datetime
    learned_at: datetime
    source: str


@dataclass(frozen=True, slots=True)
class MarketLink:
    """A proposed relation of a market to a claim; it counts once the desk accepts it."""

    id: int
    market: int
    claim: str
    relation: Relation
    note: str
    by: str
    state: LinkState
    at: datetime


@dataclass(frozen=True, slots=True)
class MarketReading(_Called):
    """One event of a venue as known at a moment.

    ``rungs_total`` counts the venue's rungs, read or not. ``followed`` is False for a market read only when a search
    happens to find it: nothing maps, watches or links it, and no name in it can be resolved. ``named`` are the subjects
    a candidate is found by. ``by_desk``: a person said which subject it is about, not the rule for questions.
    """

    number: int
    venue: str
    key: str
    slug: str
    title: str
    url: str
    subject: str | None
    currency: Currency
    neg_risk: bool
    closes_at: datetime | None
    first_seen: datetime
    source: str
    rungs: tuple[RungReading, ...] = ()
    rules: tuple[MarketRules, ...] = ()
    faults: tuple[str, ...] = ()
    rungs_total: int = 0
    polled_at: datetime | None = None
    links: tuple[MarketLink, ...] = ()
    followed: bool = True
    named: tuple[str, ...] = ()
    by_desk: bool = False

    @property
    def why_quiet(self) -> str:
        """Why no move of its prices is told in an alert; empty where one may be."""
        quotes = [rung.quote for rung in self.rungs if rung.status == "open"]
        if any(quote is not None and newsworthy(quote) for quote in quotes):
            return ""
        if not quotes:
            return "it is closed: its prices move no more"
        if any(quotes):
            return "its book is thin or its two sides are far apart: no move is told until that changes"
        return "its price is told as one number, without bids and asks: its moves stand in digests alone"


@dataclass(frozen=True, slots=True)
class PricePoint:
    """A price in force from ``at`` on; None if the book had no signal."""

    at: datetime
    price: float | None


@dataclass(frozen=True, slots=True)
class MarketWatch:
    """A person's market watch.

    ``points`` is a move in points, or the price to cross, depending on ``when``.
    """

    id: int
    tenant: str
    actor: str
    place: str
    market: int
    when: WatchWhen
    points: int
    created_at: datetime


RequestState = Literal["waiting", "mapped", "failed"]


@dataclass(frozen=True, slots=True)
class MarketRequest:
    """An address pasted by a tenant's desk, to be read and mapped to a subject there.

    ``key`` is the market's name in the address, which may differ from the venue's own. ``why`` is what prevented
    reading it at ``tried_at`` ('' if nothing did); ``market`` is its number once mapped.
    """

    tenant: str
    venue: str
    key: str
    url: str
    subject: str
    by: str
    at: datetime
    state: RequestState = "waiting"
    tried_at: datetime | None = None
    why: str = ""
    market: int | None = None


@dataclass(frozen=True, slots=True)
class RecordingResult:
    """What a recording changed: rows written, and rungs with an unchanged book."""

    markets: int = 0
    rungs: int = 0
    quotes: int = 0
    still: int = 0
    resolved: tuple[int, ...] = field(default=())
    rules_changed: tuple[int, ...] = field(default=())
