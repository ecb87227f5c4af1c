"""A stored market prepared for display: dates, signals, curve, overall state."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from bot.domain.markets import release_curve
from bot.domain.markets.board_state import State, board_state, came
from bot.domain.markets.deadlines import RungDate, read_rung
from bot.domain.markets.known_odds import KnownOdds, known_odds
from bot.domain.markets.markets import MarketReading, PriceRead, RungReading
from bot.domain.markets.quotes import (
    STALE_AFTER,
    Flag,
    Probability,
    Quality,
    Quote,
    Resolution,
    Signal,
    Stage,
    flags,
    quality,
    signal,
)
from bot.domain.markets.release_curve import CumulativeBucket, Curve, CurveRung, DateBucket, cumulate

Shape = Literal["by", "buckets", "choice", "open-ended"]
FEW = 2  # a curve needs this many priced rungs before a median means anything
MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class RungRow:
    """One rung as a card shows it; ``read_at`` is when its price was last confirmed."""

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
        """Whether the venue still accepts trades."""
        return self.rung.status == "open"

    @property
    def known(self) -> KnownOdds | None:
        """The best odds known of a release by its day, read or reported."""
        return known_odds(self.rung, turned_signal(self), complement=self.date.complement)


@dataclass(frozen=True, slots=True)
class MarketBoard:
    """One market at a moment: ``rows`` by deadline, without placeholders.

    ``unread`` rungs are counted. The rows of a choice ("which company …?") are options without dates, likeliest first.
    ``settled_told`` is False if the venue does not publish its settlement time, so that ``settled_at`` is when we first
    saw it.
    """

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
    settled_told: bool = True

    @property
    def stage(self) -> Stage:
        """The stage beyond the state: disputed, else a proposed outcome, else all paused."""
        found = [row.rung.stage for row in self.rows if row.rung.resolution is None]
        grave: tuple[Stage, ...] = ("disputed", "proposed")
        for stage in grave:
            if stage in found:
                return stage
        return found[0] if len(set(found)) == 1 else ""

    @property
    def priced(self) -> tuple[RungRow, ...]:
        """The rows that say a probability."""
        return tuple(row for row in self.rows if row.signal.probability is not None)

    @property
    def carries(self) -> bool:
        """Whether the ladder has rungs enough for a median to mean anything."""
        return len(self.curve.knots) >= FEW and self.state == "open"

    def at(self, day: date, *, on: bool = False) -> RungRow | None:
        """The row whose deadline is that day; with ``on``, only one about the day itself."""
        kinds = ("on",) if on else ("by", "on")
        return next((row for row in self.rows if row.date.last == day and row.date.kind in kinds), None)

    @property
    def over(self) -> bool:
        """Whether no release can be inferred here any more.

        It is closed, settled NO or void, or asks another question.
        """
        return self.state == "closed" or (
            self.state == "settled" and (self.outcome != "yes" or self.shape in ("open-ended", "choice"))
        )

    def main_row(self) -> RungRow | None:
        """The most informative row.

        The settling one, the deepest open, the earliest priced, the first. A deadline that has passed counts only if
        there is no later one; NO to the last one is NO to all.
        """
        if self.shape == "choice":
            return next((row for row in self.rows if row.rung.resolution == "yes"), next(iter(self.rows), None))
        if self.outcome == "yes":
            return next((row for row in self.rows if came(row)), None)
        if self.outcome == "no":
            return max(self.rows, key=lambda row: row.date.deadline or row.rung.first_seen)
        ahead = sorted(self._ahead(), key=lambda row: row.known is None)
        return self._deepest() or next(iter((*ahead, *self.priced, *self.rows)), None)

    def _deepest(self) -> RungRow | None:
        """The priced open row with the deepest book, preferring deadlines still ahead."""
        live = [row for row in self.priced if row.open]
        ahead = [row for row in live if row.date.deadline is None or row.date.deadline > self.curve.since]
        ladder = [row for row in ahead if row.date.kind == "by"] if self.shape == "by" else []
        return max(ladder or ahead or live, key=lambda row: (_depth(row.rung.quote), -_when(row)), default=None)

    def _ahead(self) -> list[RungRow]:
        """The open rows with a deadline still ahead, next first, with or without a signal."""
        return [row for row in self.rows if row.open and row.date.deadline and row.date.deadline > self.curve.since]


def _depth(quote: Quote | None) -> float:
    return (quote.liquidity or 0.0) if quote is not None else 0.0


def _when(row: RungRow) -> float:
    return row.date.deadline.timestamp() if row.date.deadline else float("inf")


def board(market: MarketReading, as_of: datetime) -> MarketBoard:
    """Build the board of a stored market as of ``as_of``."""
    rules = market.rules[-1].text if market.rules else ""
    rows = sorted(
        (_row(rung, market, rules, as_of) for rung in market.rungs if not rung.placeholder),
        key=lambda row: (_when(row), row.date.complement, row.label),
    )
    rows = _lone_window(rows, as_of)
    shape = _shape(rows, market)
    if shape == "choice":
        rows = _options(rows)
    curve = _curve(rows, as_of) if shape == "by" else Curve(as_of, ())
    buckets = _buckets(rows) if shape == "buckets" else ()
    state, outcome, settled = board_state(rows, curve, as_of, followed=market.followed)
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
        all(row.rung.settling_told for row in rows if row.rung.resolved_at == settled),
    )


def _unread(market: MarketReading) -> int:
    """Count the rungs the last reading could not parse.

    They are lost, kept their last book, or were never priced.
    """
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
        day, week = rung.recorded_moves(as_of, complement=when.complement)
        return RungRow(rung, when, Signal("reading", price, price, price), told.at, stale, None, day, week, told)
    said = signal(quote)
    way = -1 if when.complement else 1
    marks = flags(quote, as_of, currency=market.currency) if rung.status == "open" else ()
    live = "stale" not in marks
    return RungRow(
        rung,
        when,
        said,
        quote.read_at,
        marks,
        quality(quote, currency=market.currency) if market.currency != "forecast" else None,
        _change(said, rung.day_ago, way) if live else None,
        _change(said, rung.week_ago, way) if live else None,
    )


def _change(now: Signal, then: Quote | None, way: int) -> float | None:
    """Return how far P(released) moved.

    A complement's price moves the other ``way``.
    """
    before = signal(then).probability if then is not None else None
    if now.probability is None or before is None:
        return None
    return way * (float(now.probability) - float(before))


def _lone_window(rows: list[RungRow], as_of: datetime) -> list[RungRow]:
    """Treat a lone "in 2026", once 2026 has begun, as "by 31 December"."""
    dated = [row for row in rows if row.date.last is not None]
    if len(dated) == 1 and dated[0].date.kind == "window":
        only = dated[0].date
        if only.first is not None and only.first <= as_of.date():
            return [replace(row, date=replace(only, kind="by", first=None)) if row is dated[0] else row for row in rows]
    return rows


def _options(rows: Sequence[RungRow]) -> list[RungRow]:
    """The options of a choice: no option has a date, and the likeliest comes first."""
    bare = RungDate("unbounded", None, None, None)
    options = [replace(row, date=bare) for row in rows]
    return sorted(options, key=lambda row: (-(_leg(row) or 0.0), row.label))


def _is_choice(rows: Sequence[RungRow], market: MarketReading) -> bool:
    """Whether the rungs are options of one day: two or more labels, none a date."""
    labels = {row.rung.label.strip() for row in rows}
    if len(rows) < FEW or len(labels) < len(rows) or "" in labels:
        return False
    days = {row.date.last for row in rows}
    if len(days) > 1 or (days == {None} and not market.neg_risk):
        return False
    return all(read_rung("", label, None, seen=market.first_seen).read_from == "nothing" for label in labels)


def _shape(rows: Sequence[RungRow], market: MarketReading) -> Shape:
    if _is_choice(rows, market):
        return "choice"
    dated = [row for row in rows if row.date.deadline is not None]
    if not dated:
        return "open-ended"
    exclusive = [row for row in dated if row.date.kind in ("on", "window") and not row.date.complement]
    if len(exclusive) * 2 > len(dated) or (market.neg_risk and exclusive):
        return "buckets"
    return "by"


def as_rung(row: RungRow) -> CurveRung | None:
    """Convert a row to a rung of a "by" ladder; None for other kinds.

    A complement ("no release by") is inverted.
    """
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
    """Return the venue's own moment if it is in the deadline's minute.

    Most venues write 23:59:00; this keeps curves comparable.
    """
    return end if end is not None and abs((end - deadline).total_seconds()) < MINUTE else deadline


def _curve(rows: Sequence[RungRow], as_of: datetime) -> Curve:
    return release_curve.curve((rung for rung in map(as_rung, rows) if rung is not None), as_of)


def _buckets(rows: Sequence[RungRow]) -> tuple[CumulativeBucket, ...]:
    """Build buckets from the midpoints of all live legs.

    Omitting one would distort the sum.
    """
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


def without_wide(found: MarketBoard, as_of: datetime) -> Curve:
    """Build the curve without wide books, to see how much it relies on them."""
    strict = [row for row in found.rows if row.signal.probability is not None or row.rung.resolution is not None]
    return _curve(strict, as_of)


def ranked(boards: Iterable[MarketBoard], own: str) -> list[MarketBoard]:
    """Rank the boards to answer from.

    Boards that are not over come first, then priced ones, dated ladders, and the deepest.
    """
    shapes = {"by": 0, "buckets": 1, "choice": 2, "open-ended": 3}

    def key(found: MarketBoard) -> tuple[object, ...]:
        depth = sum(_depth(row.rung.quote) for row in found.rows)
        played = found.market.currency != "USD"
        silent = not found.priced and found.state not in ("settled", "resolving")
        return (
            found.over,
            silent and 1 + all(row.known is None for row in found.rows),
            shapes[found.shape],
            played,
            -depth,
            found.market.subject != own,
            found.market.number,
        )

    return sorted(boards, key=key)


def turned(row: RungRow) -> Probability | None:
    """P(released by the row's day): a complement turned round."""
    return turned_signal(row).probability


def turned_signal(row: RungRow) -> Signal:
    """Return the signal of a release: that of "no release by D" turned round."""
    return row.signal.inverted if row.date.complement else row.signal


def turned_outcome(row: RungRow) -> Resolution | None:
    """How the row settled as a question of a release."""
    if row.rung.resolution in ("yes", "no") and row.date.complement:
        return "no" if row.rung.resolution == "yes" else "yes"
    return row.rung.resolution
