"""What storage remembers of a market: its rungs with their latest book, the venue's silence, readings others copied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.domain.markets.quotes import Currency, Quote, Resolution, Stage, Status

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
    """7 for ``mk-0007``, ``MK7``; None for anything else."""
    head, digits = text[:2].casefold(), text[2:].removeprefix("-")
    return int(digits) if head == "mk" and digits.isascii() and digits.isdecimal() and len(digits) <= 9 else None  # noqa: PLR2004 - digits of an id


@dataclass(frozen=True, slots=True)
class PriceRead:
    """A price somebody wrote down. ``read``: taken at the venue by a dated public record; ``reported``: told by a page.

    A reported price is somebody's word about a price: it is shown with its teller and never drawn as current.
    ``until``: the last day the same figure was still being copied.
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
    """A rung as it was known at a moment. ``quote.read_at`` is the last time its book was seen, ``since`` the first.

    ``day_ago`` and ``week_ago`` are the books in force then, None when nobody was reading at the time. ``state_source``
    is where its status was read: an address, or the venue's name. ``resolved_at`` is when it settled where
    ``settling_told``, else only when it was first seen settled. ``stage`` and ``payout`` are as in `VenueRung`;
    ``rules`` the leg's own text, empty where the market's holds for all.
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


@dataclass(frozen=True, slots=True)
class MarketRules:
    """One version of a market's rules: the text as a venue or a public copy gives it, and where it was read."""

    text: str
    sha256: str
    so_at: datetime
    learned_at: datetime
    source: str


@dataclass(frozen=True, slots=True)
class MarketLink:
    """Somebody's word on how a market bears on a claim; counts once the desk accepts it."""

    id: int
    market: int
    claim: str
    relation: Relation
    note: str
    by: str
    state: LinkState
    at: datetime


@dataclass(frozen=True, slots=True)
class MarketReading:
    """One event of a venue as it was known at a moment. ``rungs_total`` counts those the venue has, read or not.

    ``followed`` is False of a market that is read only when a search happens to find it: nothing maps, watches or links
    it and no name in it can be read. ``named`` are the subjects a candidate is found by.
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

    @property
    def id(self) -> str:
        """``MK-0007``."""
        return market_id(self.number)

    @property
    def venue_name(self) -> str:
        """The venue as people write it: ``Polymarket``."""
        return self.venue.capitalize()


@dataclass(frozen=True, slots=True)
class PricePoint:
    """A price in force from ``at`` on; None where the book said nothing."""

    at: datetime
    price: float | None


@dataclass(frozen=True, slots=True)
class MarketWatch:
    """A person's wish to hear of a market: ``points`` is a move in points, or the price to cross, by ``when``."""

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
    """An address the desk of a tenant pasted: to be read, and mapped to a subject there.

    ``key`` is what the address calls the market, which need not be its own name for it. ``why`` is what kept it from
    being read at ``tried_at`` ('' nothing); ``market`` is its number once it is mapped.
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
    """What a recording changed: rows written, and rungs whose book was still the same."""

    markets: int = 0
    rungs: int = 0
    quotes: int = 0
    still: int = 0
    resolved: tuple[int, ...] = field(default=())
    rules_changed: tuple[int, ...] = field(default=())
