"""A stored market as a board that can be said: each rung's date and signal, the curve, the state of the whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from bot.domain.markets import release_curve
from bot.domain.markets.deadlines import RungDate, read_rung
from bot.domain.markets.markets import MarketReading, PriceRead, RungReading
from bot.domain.markets.quotes import STALE_AFTER, Flag, Probability, Quality, Quote, Signal, flags, quality, signal
from bot.domain.markets.release_curve import CumulativeBucket, Curve, CurveRung, DateBucket, cumulate

State = Literal["open", "closed", "resolving", "settled", "down", "no_market"]
Shape = Literal["by", "buckets", "open-ended"]
FEW = 2  # a curve needs this many priced rungs before a median means anything
MINUTE = 60.0
GAP = 0.10  # two ladders of one model further apart than this are worth a line


@dataclass(frozen=True, slots=True)
class RungRow:
    """One rung with everything a card says of it. ``read_at``: when the price was last known to be so."""

    rung: RungReading
    date: RungDate
    signal: Signal
    read_at: datetime | None
    flags: tuple[Flag, ...] = ()
    quality: Quality | None = None
    change_day: float | None = None
    change_week: float | None = None
    told: PriceRead | None = None

    @property
    def label(self) -> str:
        """The venue's label without its blanks, else its question."""
        return self.rung.label.strip() or self.rung.question.strip()

    @property
    def open(self) -> bool:
        """Whether the venue still lets it trade."""
        return self.rung.status == "open"


@dataclass(frozen=True, slots=True)
class MarketBoard:
    """One market at a moment. ``rows`` in order of their deadlines, no placeholders; ``unread`` rungs are counted."""

    market: MarketReading
    shape: Shape
    rows: tuple[RungRow, ...]
    curve: Curve
    buckets: tuple[CumulativeBucket, ...]
    state: State
    outcome: Literal["yes", "no", "void"] | None
    settled_at: datetime | None
    unread: int
    placeholders: int

    @property
    def priced(self) -> tuple[RungRow, ...]:
        """The rows that say a probability."""
        return tuple(row for row in self.rows if row.signal.probability is not None)

    @property
    def carries(self) -> bool:
        """Whether the ladder has rungs enough for a median to mean anything."""
        return len(self.curve.knots) >= FEW and self.state == "open"

    def at(self, day: date) -> RungRow | None:
        """The row whose deadline is that day."""
        return next((row for row in self.rows if row.date.last == day and row.date.kind in ("by", "on")), None)

    @property
    def over(self) -> bool:
        """Whether no release can be learned of here any more: closed, settled NO or void, or another question."""
        return self.state == "closed" or (
            self.state == "settled" and (self.outcome != "yes" or self.shape == "open-ended")
        )

    def main_row(self) -> RungRow | None:
        """The row that says most: what settled it, the deepest open book, the earliest priced, the first.

        A deadline that has passed speaks only when no later one does; NO to the last one is NO to all.
        """
        if self.outcome == "yes":
            return next((row for row in self.rows if _came(row)), None)
        if self.outcome == "no":
            return max(self.rows, key=lambda row: row.date.deadline or row.rung.first_seen)
        live = [row for row in self.priced if row.open]
        ahead = [row for row in live if row.date.deadline is None or row.date.deadline > self.curve.since]
        ladder = [row for row in ahead if row.date.kind == "by"] if self.shape == "by" else []
        if live:
            return max(ladder or ahead or live, key=lambda row: (_depth(row.rung.quote), -_when(row)))
        return next(iter(self.priced), next(iter(self.rows), None))


def _depth(quote: Quote | None) -> float:
    return (quote.liquidity or 0.0) if quote is not None else 0.0


def _when(row: RungRow) -> float:
    return row.date.deadline.timestamp() if row.date.deadline else float("inf")


def board(market: MarketReading, as_of: datetime) -> MarketBoard:
    """The board of a stored market as it stood at ``as_of``."""
    rules = market.rules[-1].text if market.rules else ""
    rows = sorted(
        (_row(rung, market, rules, as_of) for rung in market.rungs if not rung.placeholder),
        key=lambda row: (_when(row), row.date.complement, row.label),
    )
    rows = _lone_window(rows, as_of)
    shape = _shape(rows, market)
    curve = _curve(rows, as_of) if shape == "by" else Curve(as_of, ())
    buckets = _buckets(rows) if shape == "buckets" else ()
    state, outcome, settled = _state(rows, curve, as_of)
    return MarketBoard(
        market,
        shape,
        tuple(rows),
        curve,
        buckets,
        state,
        outcome,
        settled,
        _unread(market),
        sum(rung.placeholder for rung in market.rungs),
    )


def _unread(market: MarketReading) -> int:
    """How many rungs the last reading could not read: the lost, those that kept their last book, those never priced."""
    at = market.polled_at
    if at is None:
        return 0
    lost = max(market.rungs_total - len(market.rungs), 0)
    live = [rung for rung in market.rungs if rung.status == "open" and not rung.placeholder]
    kept = sum(rung.quote is not None and rung.quote.read_at < at for rung in live)
    bare = sum(rung.quote is None for rung in live)
    return lost + kept + min(bare, max(len(market.faults) - lost - kept, 0))


def _row(rung: RungReading, market: MarketReading, rules: str, as_of: datetime) -> RungRow:
    seen_open = rung.status == "open" or (rung.resolved_at is not None and rung.first_seen < rung.resolved_at)
    when = read_rung(
        rung.question,
        rung.label,
        rung.end_date,
        title=market.title,
        rules=rules,
        seen=rung.first_seen,
        traded=rung.first_seen if seen_open else None,
    )
    told = rung.newest_read
    quote = rung.quote
    if quote is None or (told is not None and told.at > quote.read_at and signal(quote).probability is None):
        if told is None:
            return RungRow(rung, when, signal(None), None)
        price = Probability(told.price)
        stale: tuple[Flag, ...] = ("stale",) if as_of - told.at > STALE_AFTER else ()
        return RungRow(rung, when, Signal("reading", price, price, price), told.at, stale, None, None, None, told)
    said = signal(quote)
    marks = flags(quote, as_of, currency=market.currency) if rung.status == "open" else ()
    live = "stale" not in marks
    return RungRow(
        rung,
        when,
        said,
        quote.read_at,
        marks,
        quality(quote, currency=market.currency),
        _change(said, rung.day_ago) if live else None,
        _change(said, rung.week_ago) if live else None,
    )


def _change(now: Signal, then: Quote | None) -> float | None:
    before = signal(then).probability if then is not None else None
    if now.probability is None or before is None:
        return None
    return float(now.probability) - float(before)


def _lone_window(rows: list[RungRow], as_of: datetime) -> list[RungRow]:
    """A lone "in 2026" asks, once 2026 has begun, the same as "by 31 December"."""
    dated = [row for row in rows if row.date.last is not None]
    if len(dated) == 1 and dated[0].date.kind == "window":
        only = dated[0].date
        if only.first is not None and only.first <= as_of.date():
            return [replace(row, date=replace(only, kind="by", first=None)) if row is dated[0] else row for row in rows]
    return rows


def _shape(rows: Sequence[RungRow], market: MarketReading) -> Shape:
    dated = [row for row in rows if row.date.deadline is not None]
    if not dated:
        return "open-ended"
    exclusive = [row for row in dated if row.date.kind in ("on", "window") and not row.date.complement]
    if len(exclusive) * 2 > len(dated) or (market.neg_risk and exclusive):
        return "buckets"
    return "by"


def as_rung(row: RungRow) -> CurveRung | None:
    """A row as a rung of a "by" ladder, a complement ("no release by") turned round; None when of another kind."""
    if row.date.kind != "by" or row.date.deadline is None:
        return None
    quote = row.rung.quote
    price = release_curve.rung_price(quote) if row.signal.basis != "reading" else row.signal.probability
    bid, ask = (quote.bid, quote.ask) if quote is not None and row.signal.basis != "reading" else (None, None)
    resolution = row.rung.resolution
    if row.date.complement:
        price = None if price is None else 1 - price
        bid, ask = None if ask is None else 1 - ask, None if bid is None else 1 - bid
        resolution = {"yes": "no", "no": "yes"}.get(resolution or "", resolution)  # type: ignore[assignment]
    closed = row.rung.status != "open"
    if closed and resolution is None:
        price = None
    return CurveRung(
        row.label,
        _same_minute(row.rung.end_date, row.date.deadline),
        price,
        bid,
        ask,
        resolution,
        row.rung.resolved_at,
        closed,
    )


def _same_minute(end: datetime | None, deadline: datetime) -> datetime:
    """The venue's own moment where it names the deadline's very minute (most write 23:59:00): so curves compare."""
    return end if end is not None and abs((end - deadline).total_seconds()) < MINUTE else deadline


def _curve(rows: Sequence[RungRow], as_of: datetime) -> Curve:
    return release_curve.curve((rung for rung in map(as_rung, rows) if rung is not None), as_of)


def _buckets(rows: Sequence[RungRow]) -> tuple[CumulativeBucket, ...]:
    """Every live leg with the middle of its book: an exclusive board is one sum, and a leg left out would bend it."""
    legs = []
    for row in rows:
        price = _leg(row)
        if price is not None:
            legs.append(DateBucket(row.label, row.date.deadline, price, tail=row.date.complement))
    return cumulate(legs)


def _leg(row: RungRow) -> float | None:
    if row.rung.resolution in ("yes", "no"):
        return 1.0 if row.rung.resolution == "yes" else 0.0
    if row.signal.probability is not None:
        return float(row.signal.probability)
    quote = row.rung.quote
    if quote is None or (quote.bid is None and quote.ask is None):
        return None
    low, high = quote.bid or 0.0, 1.0 if quote.ask is None else quote.ask
    return None if high - low >= release_curve.CURVE_WIDE * 2 else (low + high) / 2


def _state(
    rows: Sequence[RungRow], curve: Curve, as_of: datetime
) -> tuple[State, Literal["yes", "no", "void"] | None, datetime | None]:
    if not rows:
        return "no_market", None, None
    if curve.state == "resolving" or _one_by_one(rows, as_of):
        return "resolving", None, None
    dated = [row for row in rows if row.date.deadline is not None]
    rows = dated or rows  # beside a deadline, "open source?" or "which name?" says nothing of a release
    ended = [row for row in rows if row.rung.resolution is not None]
    yes = [row for row in ended if _came(row)]
    if yes and (dated or len(ended) == len(rows)):
        times = [row.rung.resolved_at for row in yes if row.rung.resolved_at]
        return "settled", "yes", min(times, default=None)
    if len(ended) == len(rows):
        void = all(row.rung.resolution == "void" for row in rows)
        times = [row.rung.resolved_at for row in ended if row.rung.resolved_at]
        return "settled", "void" if void else "no", max(times, default=None)
    if any(row.open and (row.date.deadline is None or row.date.deadline > as_of) for row in rows):
        live = [row for row in rows if row.open and row.rung.quote is not None]
        if live and all("stale" in row.flags for row in live):
            return "down", None, None
        return "open", None, None
    return "closed", None, None


def _came(row: RungRow) -> bool:
    """Whether a rung's outcome means that it was released: YES, or NO to "no release by"; void means neither."""
    return row.rung.resolution == ("no" if row.date.complement else "yes")


def _one_by_one(rows: Sequence[RungRow], as_of: datetime) -> bool:
    """Bucket boards resolve leg by leg, too: a YES among legs that still trade."""
    yes = [row.rung.resolved_at for row in rows if row.rung.resolution == "yes" and row.date.kind in ("on", "window")]
    recent = [at for at in yes if at is not None and as_of - at < release_curve.STILL_RESOLVING]
    return bool(recent) and any(row.rung.resolution is None for row in rows)


@dataclass(frozen=True, slots=True)
class LadderGap:
    """A by-ladder and a day-by-day board of one model that disagree: the day where they do most.

    ``wide``: the ladder's side is the middle of a book that is no signal by itself.
    """

    day: date
    by: float
    summed: float
    wide: bool = False

    @property
    def size(self) -> float:
        """How far apart, 0..1."""
        return abs(self.by - self.summed)


def ladder_gap(by: MarketBoard, on: MarketBoard) -> LadderGap | None:
    """The widest gap between two ladders of one model over the days both name, None below ten points."""
    sums = {leg.last: leg.cum for leg in on.buckets if leg.cum is not None and leg.last is not None}
    found = [
        LadderGap(rung.date.last, float(price), sums[rung.date.deadline], rung.signal.probability is None)
        for rung in by.rows
        if rung.date.last is not None
        and rung.date.deadline in sums
        and (made := as_rung(rung)) is not None
        and (price := made.price) is not None
        and rung.open
    ]
    widest = max(found, key=lambda gap: gap.size, default=None)
    return widest if widest is not None and widest.size >= GAP else None


def without_wide(found: MarketBoard, as_of: datetime) -> Curve:
    """The curve with only those rungs that are a signal on their own: how much it rests on wide books."""
    strict = [row for row in found.rows if row.signal.probability is not None or row.rung.resolution is not None]
    return _curve(strict, as_of)


def ranked(boards: Iterable[MarketBoard], own: str) -> list[MarketBoard]:
    """The boards a question is answered from, best first: not over, priced, dated ladders, then the deepest."""
    shapes = {"by": 0, "buckets": 1, "open-ended": 2}

    def key(found: MarketBoard) -> tuple[object, ...]:
        depth = sum(_depth(row.rung.quote) for row in found.rows)
        played = found.market.currency == "play"
        silent = not found.priced and found.state not in ("settled", "resolving")
        return (
            found.over,
            silent,
            shapes[found.shape],
            played,
            -depth,
            found.market.subject != own,
            found.market.number,
        )

    return sorted(boards, key=key)


def turned(row: RungRow) -> Probability | None:
    """P(released by the row's day): a complement turned round."""
    said = row.signal.probability
    if said is None:
        return None
    return Probability(1 - said) if row.date.complement else said
