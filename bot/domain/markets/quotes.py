"""Prices and their meaning.

It has `Probability`, `Quote`, the signal rule, quality stars, and `VenueMarket` with its parts: venues create them,
storage stores them. Those are frozen structs, no dataclasses, because a poll makes them by the thousand and making one
takes a fifth of the time.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, NoReturn, Self

import msgspec

from bot.domain.text import short_number

Status = Literal["open", "closed", "resolved"]
Resolution = Literal["yes", "no", "void"]
Stage = Literal["", "paused", "not accepting", "proposed", "disputed", "upcoming", "withdrawn"]
Basis = Literal["mid", "last", "reading", "none"]
Currency = Literal["USD", "play", "forecast"]

WIDE = 0.10  # SPEC rule 3: above this spread the midpoint is not a price (as in Polymarket's own display rule)
LAST_TRADE_MAX_AGE = timedelta(hours=24)
STALE_AFTER = timedelta(minutes=30)
THIN_BELOW = 1000.0  # less than this in the book: one small order moves the price
EDGE = 1e-9  # a spread of 0.1 in floats may be 0.10000000000000009


class Probability(float):
    """A number from 0 to 1 that formats as ``<1 %``, ``78 %``, ``>99 %``.

    Refuses NaN and anything outside 0..1 with ValueError. Arithmetic gives plain floats; round only for display.
    """

    __slots__ = ()

    def __new__(cls, value: float) -> Self:
        """Check the range; minus zero becomes zero."""
        number = float(value)
        if not 0.0 <= number <= 1.0:
            raise ValueError(f"{value!r} is not a probability")
        return super().__new__(cls, number + 0.0)

    @property
    def said(self) -> str:
        """Whole per cent, halves up.

        Never "0 %" or "100 %", since a price is not an outcome.
        """
        if self < 0.01:  # noqa: PLR2004 - one per cent
            return "<1 %"
        if self > 0.99:  # noqa: PLR2004 - ninety-nine per cent
            return ">99 %"
        return f"{math.floor(self * 100 + 0.5 + EDGE)} %"

    def __str__(self) -> str:
        """Format for display."""
        return self.said

    def __format__(self, spec: str) -> str:
        """Format for display, unless a number format is given."""
        return float.__format__(self, spec) if spec else self.said


def _naive(moment: datetime) -> NoReturn:
    raise ValueError(f"{moment!r} has no zone; times are aware")


def aware(moment: datetime) -> datetime:
    """The same moment; ValueError when it has no zone."""
    return moment if moment.tzinfo is not None else _naive(moment)


class Quote(msgspec.Struct, frozen=True, gc=False):
    """One reading of a rung's book.

    Prices are 0..1; volume and liquidity are in the market's currency; None if not published.
    """

    read_at: datetime
    bid: float | None = None
    ask: float | None = None
    last: float | None = None
    last_at: datetime | None = None
    volume: float | None = None
    liquidity: float | None = None

    def __post_init__(self) -> None:
        """Refuse prices outside 0..1 and naive times (ValueError)."""
        bid, ask, last = self.bid or 0.0, self.ask or 0.0, self.last or 0.0
        if not (0.0 <= bid <= 1.0 and 0.0 <= ask <= 1.0 and 0.0 <= last <= 1.0):  # in one line: made by the thousand
            raise ValueError(f"{bid!r}, {ask!r} or {last!r} is not a probability")
        aware(self.read_at)
        if self.last_at is not None:
            aware(self.last_at)

    @property
    def spread(self) -> float | None:
        """Ask minus bid; None for a one-sided or empty book, negative for a crossed one."""
        return None if self.bid is None or self.ask is None else self.ask - self.bid

    @property
    def mid(self) -> float | None:
        """Midpoint of the book, however wide; not a signal by itself (see `signal`)."""
        return None if self.bid is None or self.ask is None else (self.bid + self.ask) / 2


class VenueRung(msgspec.Struct, frozen=True, gc=False):
    """One deadline of a ladder as reported by a venue.

    `token` queries its price history. `stage` refines `status`: an outcome proposed or disputed, trading paused or not
    yet open, forecasts withdrawn. `settled_at` is the venue's settlement time (None if not published), `payout` what
    YES was paid if neither 0 nor 1, and `rules` the leg's own text if legs differ.
    """

    key: str
    label: str
    question: str
    end_date: datetime | None
    status: Status
    resolution: Resolution | None
    placeholder: bool
    quote: Quote | None
    token: str
    stage: Stage = ""
    settled_at: datetime | None = None
    payout: float | None = None
    rules: str = ""


class VenueMarket(msgspec.Struct, frozen=True, gc=False):
    """One event of a venue with its readable rungs; `faults` describe the others.

    Each fault is one sentence. A rung with an unreadable price stays among `rungs` without a quote. `lost` counts rungs
    that could not be read at all, so the venue has ``len(rungs) + lost``. `event_id` is the venue's number for it where
    `key` may change.
    """

    venue: str
    key: str
    slug: str
    title: str
    url: str
    rules: str
    rungs: tuple[VenueRung, ...]
    faults: tuple[str, ...]
    currency: Currency
    closes_at: datetime | None
    neg_risk: bool
    read_at: datetime
    lost: int = 0
    event_id: str = ""


@dataclass(frozen=True, slots=True)
class HistoryPoint:
    """A past price of a rung from the venue's own history (presumably a midpoint)."""

    at: datetime
    price: float


@dataclass(frozen=True, slots=True)
class Signal:
    """The signal of a book.

    With `basis` none there is only the interval the book allows.
    """

    basis: Basis
    probability: Probability | None
    low: Probability
    high: Probability
    why: str = ""

    @property
    def said(self) -> str:
        """``78 %`` or ``no signal (35-94 %)``."""
        if self.probability is not None:
            return self.probability.said
        if self.high - self.low >= 1.0 - EDGE:
            return "no signal"
        return f"no signal ({interval(self.low, self.high)})"

    @property
    def inverted(self) -> Signal:
        """The signal of the opposite: price and interval turned round."""
        price = None if self.probability is None else Probability(1 - self.probability)
        return replace(self, probability=price, low=Probability(1 - self.high), high=Probability(1 - self.low))


def interval(low: Probability, high: Probability) -> str:
    """Format ``35-94 %`` with an en dash.

    The edges are ``30 % or less`` and ``30 % or more``.
    """
    if low.said == high.said:
        return high.said
    if low <= 0 and high >= 1:
        return "0–100 %"
    if low <= 0 or high >= 1:
        return f"{high.said} or less" if low <= 0 else f"{low.said} or more"
    return f"{low.said.removesuffix(' %')}–{high.said}"


def is_narrow(bid: float | None, ask: float | None) -> bool:
    """Whether a book's midpoint is a price: two sides, not crossed, ten points apart."""
    return bid is not None and ask is not None and 0 <= ask - bid <= WIDE + EDGE


def signal(quote: Quote | None) -> Signal:
    """Apply SPEC rule 3 to a book.

    The midpoint if both sides are within ten points, else a trade younger than 24 h, else nothing. The trade's age is
    measured when the book was read: a later outage makes the reading stale, not wrong.
    """
    if quote is None:
        return Signal("none", None, Probability(0), Probability(1), "no price was given")
    low = Probability(quote.bid or 0.0)
    high = Probability(1.0 if quote.ask is None else quote.ask)
    spread = quote.spread
    if spread is not None and spread < 0:
        return Signal("none", None, high, low, "bid above ask: the book was read while it moved")
    if quote.mid is not None and is_narrow(quote.bid, quote.ask):
        return Signal("mid", Probability(quote.mid), low, high)
    if quote.last is not None and quote.last_at is not None and fresh_trade(quote):
        return Signal("last", Probability(quote.last), low, high, "last trade; the book is too wide")
    if spread is None:
        why = "empty book" if quote.bid is None and quote.ask is None else "one-sided book"
    else:
        why = f"spread {points(spread)}"
    return Signal("none", None, low, high, why)


def newsworthy(quote: Quote) -> bool:
    """Whether a move of this price may raise an alert.

    It needs two sides close together and a book not known to be thin. Twelve points on three hundred dollars are one
    person's order (arXiv 2503.03312 finds such shocks in 817 markets). If a venue does not publish its depth (None),
    the spread alone decides.
    """
    return signal(quote).basis == "mid" and (quote.liquidity is None or quote.liquidity >= THIN_BELOW)


def fresh_trade(quote: Quote) -> bool:
    """Whether the last trade was under 24 h before the reading.

    One minute ahead is tolerated.
    """
    if quote.last_at is None:
        return False
    return timedelta(minutes=-1) <= quote.read_at - quote.last_at < LAST_TRADE_MAX_AGE


def points_between(then: float, now: float) -> int:
    """Return whole points from one price to another, halves away from zero."""
    whole = math.floor(abs(now - then) * 100 + 0.5 + EDGE)
    return whole if now > then else -whole


def points(difference: float) -> str:
    """Format a difference: ``4 points``, ``1 point``, ``0.5 points`` below one."""
    size = abs(difference) * 100
    if size >= 0.95:  # noqa: PLR2004 - from here on whole points
        whole = points_between(0, abs(difference))
        return f"{whole} point" if whole == 1 else f"{whole} points"
    return f"{size:.1f} points"


def moved(change: float | None) -> str:
    """Describe a change in words, not colour: ``up 4 points``, ``unchanged``."""
    if change is None:
        return "–"
    if abs(change) < 0.0005:  # noqa: PLR2004 - less than a tick of any venue
        return "unchanged"
    return f"{'up' if change > 0 else 'down'} {points(change)}"


@dataclass(frozen=True, slots=True)
class Quality:
    """Stars 0..5 with the sentence that says how they came about."""

    stars: int
    formula: str

    @property
    def said(self) -> str:
        """Format ``★★★☆☆ 3 of 5``; the number carries the meaning without the stars."""
        return f"{'★' * self.stars}{'☆' * (5 - self.stars)} {self.stars} of 5"


def quality(quote: Quote, *, currency: Currency = "USD") -> Quality:
    """Rate how far to trust a book.

    The rules are Metaforecast's for Polymarket and two of ours. Theirs
    (github.com/quantified-uncertainty/metaforecast): 4 with more than 1,000 in the book and 10,000 traded, 3 with 500
    and 1,000, else 2; one less outside 10-90 %. Ours: one less when the spread exceeds 10 points or a side is missing;
    play money at most 3.
    """
    depth, traded = quote.liquidity or 0.0, quote.volume or 0.0
    if depth > 1000 and traded > 10_000:  # noqa: PLR2004 - the published thresholds
        stars, steps = 4, ["4: book > 1,000 and volume > 10,000"]
    elif depth > 500 and traded > 1000:  # noqa: PLR2004 - the published thresholds
        stars, steps = 3, ["3: book > 500 and volume > 1,000"]
    else:
        stars, steps = 2, ["2: book or volume below 500 / 1,000"]
    middle = quote.mid if quote.mid is not None else quote.last
    if middle is not None and not 0.1 <= middle <= 0.9:  # noqa: PLR2004 - favourite-longshot bias
        stars, steps = stars - 1, [*steps, "−1 outside 10–90 %"]
    if quote.spread is None:
        stars, steps = stars - 1, [*steps, "−1 one-sided"]
    elif quote.spread > WIDE + EDGE:
        stars, steps = stars - 1, [*steps, "−1 spread > 10 points"]
    if currency == "play" and stars > 3:  # noqa: PLR2004 - no real money is at stake
        stars, steps = 3, [*steps, "play money: at most 3"]
    return Quality(max(stars, 0), " · ".join(steps))


Flag = Literal["thin", "one-sided", "empty", "wide", "crossed", "stale", "play money"]


def flags(quote: Quote, now: datetime, *, currency: Currency = "USD") -> tuple[Flag, ...]:
    """Return the cautions about a book.

    ``quote.read_at`` is when it was last confirmed.
    """
    said: list[Flag] = []
    if quote.bid is None and quote.ask is None:
        said.append("empty")
    elif quote.bid is None or quote.ask is None:
        said.append("one-sided")
    elif quote.ask < quote.bid:
        said.append("crossed")
    elif quote.ask - quote.bid > WIDE + EDGE:
        said.append("wide")
    if quote.liquidity is not None and quote.liquidity < THIN_BELOW and currency == "USD":
        said.append("thin")
    if now - quote.read_at > STALE_AFTER:
        said.append("stale")
    if currency == "play":
        said.append("play money")
    return tuple(said)


def money(amount: float | None, currency: Currency = "USD") -> str:
    """``$41k``, ``$310``, ``Ṁ1.2k`` for play money, ``–`` when unknown."""
    if amount is None or not math.isfinite(amount):
        return "–"
    return ("$" if currency == "USD" else "Ṁ") + short_number(amount)
