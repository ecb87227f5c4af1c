"""Release curves from rungs: isotonic regression, quantiles, hazards, violations.

Exclusive buckets and pooling across venues are here, too. It is pure arithmetic on values;
`bot.domain.markets.market_view` prepares the rungs. Nothing is extrapolated: outside the ladder the curve is undefined.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations, groupby, pairwise
from typing import Literal

from bot.domain.markets.quotes import EDGE, Quote, Resolution, signal

CURVE_WIDE = 0.20  # a book wider than this bends no curve at all; up to here its weight is small (1/spread²)
NARROWEST = 0.005  # SPEC rule 4: a half-cent book is as good as it gets
PLAY_CAP = 0.25  # play money's greatest weight in a pool
STILL_RESOLVING = timedelta(hours=48)  # a sibling left open longer than this after a YES is a zombie, not news


@dataclass(frozen=True, slots=True)
class CurveRung:
    """One "by" rung: P(released by ``deadline``).

    ``price`` may be None, ``spread`` weighs it.
    """

    label: str
    deadline: datetime
    price: float | None
    bid: float | None = None
    ask: float | None = None
    resolution: Resolution | None = None
    resolved_at: datetime | None = None
    closed: bool = False

    @property
    def weight(self) -> float:
        """1/max(spread, 0.005)²; a price without a book weighs like a ten-point one."""
        spread = self.ask - self.bid if self.bid is not None and self.ask is not None else 0.10
        return 1.0 / max(spread, NARROWEST) ** 2


@dataclass(frozen=True, slots=True)
class Violation:
    """An earlier rung above a later one.

    ``executable`` is bid(early) - ask(late) if positive; otherwise the violation is noise.
    """

    early: str
    late: str
    gap: float
    executable: float | None = None


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """A pooled point of the curve: P(released by ``at``) and its rung's label."""

    at: datetime
    p: float
    label: str


@dataclass(frozen=True, slots=True)
class Hazard:
    """One gap of the ladder: mass, days, P(in the gap | not before), and rate per day."""

    until: datetime
    mass: float
    days: float
    cond_prob: float
    hazard_per_day: float


State = Literal["empty", "open", "resolving", "settled"]


@dataclass(frozen=True, slots=True)
class Curve:
    """The release curve of one ladder; ``since`` anchors F = 0.

    ``knots`` are monotone in time and probability.
    """

    since: datetime
    knots: tuple[CurvePoint, ...]
    violations: tuple[Violation, ...] = ()
    state: State = "open"

    @property
    def reach(self) -> float:
        """The highest probability the ladder carries: quantiles above it do not exist."""
        return self.knots[-1].p if self.knots else 0.0

    def quantile(self, q: float) -> datetime | None:
        """When F reaches ``q``, linear between rungs.

        It is None beyond the last ("after 31 Dec").
        """
        before = CurvePoint(self.since, 0.0, "")
        for knot in self.knots:
            if knot.p >= q:
                if knot.p <= before.p or knot.at <= before.at:
                    return knot.at
                return before.at + (knot.at - before.at) * ((q - before.p) / (knot.p - before.p))
            before = knot
        return None

    def carried(self, q: float) -> datetime | None:
        """The quantile, but never before the deadline of the first rung."""
        moment = self.quantile(q)
        return None if moment is None else max(moment, self.knots[0].at)

    def by(self, at: datetime) -> float | None:
        """F at a moment; None before the anchor or beyond the last rung."""
        if not self.knots or at < self.since or at > self.knots[-1].at:
            return None
        before = CurvePoint(self.since, 0.0, "")
        for knot in self.knots:
            if at <= knot.at:
                width = (knot.at - before.at).total_seconds()
                share = (at - before.at).total_seconds() / width if width > 0 else 1.0
                return before.p + (knot.p - before.p) * share
            before = knot
        return None

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        """Constant hazard within each gap: -ln(survival ratio) per day.

        The method is that of goranssongaspar.com/OU-timing.
        """
        out, before = [], CurvePoint(self.since, 0.0, "")
        for knot in self.knots:
            days = (knot.at - before.at).total_seconds() / 86_400
            mass, left = knot.p - before.p, 1.0 - before.p
            share = mass / left if left > 0 else 0.0
            rate = -math.log(1.0 - share) / days if days > 0 and share < 1.0 else math.inf if share >= 1.0 else 0.0
            out.append(Hazard(knot.at, mass, days, share, rate))
            before = knot
        return tuple(out)


def isotonic(values: Sequence[float], weights: Sequence[float]) -> tuple[float, ...]:
    """Weighted isotonic regression by pooling adjacent violators.

    The result is the nearest non-decreasing sequence (Barlow et al. 1972).
    """
    blocks: list[list[float]] = []  # mean, weight, count
    for value, weight in zip(values, weights, strict=True):
        blocks.append([float(value), float(weight), 1])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            mean, heavy, count = blocks.pop()
            first = blocks[-1]
            total = first[1] + heavy
            first[0] = (first[0] * first[1] + mean * heavy) / total
            first[1], first[2] = total, first[2] + count
    return tuple(mean for mean, _weight, count in blocks for _ in range(int(count)))


def rung_price(quote: Quote | None) -> float | None:
    """Return a rung's price for the curve: its signal, or a midpoint.

    A midpoint is up to 20 points wide and has a small weight.
    """
    if quote is None:
        return None
    said = signal(quote).probability
    if said is not None:
        return float(said)
    spread = quote.spread
    if quote.mid is not None and spread is not None and 0 <= spread <= CURVE_WIDE + EDGE:
        return quote.mid
    return None


def state_of(rungs: Iterable[CurveRung], now: datetime) -> State:
    """Return ``resolving`` while rungs of one event settle one after another.

    Those of GPT-6 took 66 minutes.
    """
    rungs = tuple(rungs)
    if not rungs:
        return "empty"
    yes = [rung for rung in rungs if rung.resolution == "yes"]
    waiting = [rung for rung in rungs if rung.resolution is None]
    if not waiting:
        return "settled"
    if yes:
        first = min(yes, key=lambda rung: rung.deadline)
        known = [rung.resolved_at for rung in yes if rung.resolved_at is not None]
        late = [rung for rung in waiting if rung.deadline >= first.deadline]
        if late and (not known or now - max(known) < STILL_RESOLVING):
            return "resolving"
        return "settled"
    return "open"


def violations(rungs: Iterable[CurveRung], *, least: float = 0.0) -> tuple[Violation, ...]:
    """Find rungs out of order by more than ``least``, earliest first (SPEC rule 5).

    Neighbours are compared by price, every pair by book: a bid above any later ask can be traded, whatever is in
    between and even if a book is too wide to be a price. A book whose bid is above its own ask is not an offer.
    """
    ladder = sorted((rung for rung in rungs if not rung.closed), key=lambda rung: rung.deadline)
    out = {**_traded_inversions(ladder, least), **_priced_inversions(ladder, least)}
    return tuple(found for _, found in sorted(out.items()))


Inversions = dict[tuple[int, int], "Violation"]  # by the places of both rungs in the ladder


def _priced_inversions(ladder: Sequence[CurveRung], least: float) -> Inversions:
    """Find neighbours whose prices are out of order."""
    out: Inversions = {}
    for first, second in pairwise(place for place, rung in enumerate(ladder) if rung.price is not None):
        early, late = ladder[first], ladder[second]
        gap = (early.price or 0.0) - (late.price or 0.0)
        if gap > least + EDGE and early.deadline < late.deadline:
            out[first, second] = Violation(early.label, late.label, gap, _profit(early, late))
    return out


def _traded_inversions(ladder: Sequence[CurveRung], least: float) -> Inversions:
    """Find pairs whose books give a profit: sell the early rung, buy the late one."""
    out: Inversions = {}
    sound = [p for p, rung in enumerate(ladder) if rung.resolution is None and (rung.bid or 0.0) <= _or_one(rung.ask)]
    for first, second in combinations(sound, 2):
        early, late = ladder[first], ladder[second]
        profit = _profit(early, late)
        if profit is None or early.deadline >= late.deadline:
            continue
        both = early.price is not None and late.price is not None
        gap = max((early.price or 0.0) - (late.price or 0.0), profit) if both else profit
        if gap > least + EDGE:
            out[first, second] = Violation(early.label, late.label, gap, profit)
    return out


def _profit(early: CurveRung, late: CurveRung) -> float | None:
    """Return the profit of selling the early rung and buying the late one, or None."""
    if early.bid is None or late.ask is None or early.bid - late.ask <= EDGE:
        return None
    return early.bid - late.ask


def _or_one(ask: float | None) -> float:
    return 1.0 if ask is None else ask


def curve(rungs: Iterable[CurveRung], since: datetime) -> Curve:
    """Build the release curve; rungs may come in any order.

    A rung resolved YES sets later ones to 1, one resolved NO sets itself and earlier ones to 0. Rungs without a price
    are left out. While the event resolves there is a state and no knots: a mixed ladder has no median.
    """
    given = sorted(
        rungs, key=lambda rung: (rung.deadline, rung.label, rung.price is None, rung.price or 0.0, rung.weight)
    )
    state = state_of(given, since)
    if state in ("resolving", "empty"):
        return Curve(since, (), (), state)
    yes = min((rung.deadline for rung in given if rung.resolution == "yes"), default=None)
    no = max((rung.deadline for rung in given if rung.resolution == "no"), default=None)
    fixed = [(rung, *known) for rung in given if (known := _value(rung, yes, no)) is not None]
    pooled = _one_a_moment(fixed)
    fitted = isotonic([value for _, value, _ in pooled], [weight for _, _, weight in pooled])
    knots = [
        CurvePoint(rung.deadline, p, rung.label)
        for (rung, _, _), p in zip(pooled, fitted, strict=True)
        if rung.deadline > since
    ]
    return Curve(since, tuple(knots), violations(given), state)


def _value(rung: CurveRung, yes: datetime | None, no: datetime | None) -> tuple[float, float] | None:
    """Return a rung's value and weight.

    It is certain from the first YES on and up to the last NO, else its price.
    """
    if yes is not None and rung.deadline >= yes:
        return 1.0, 1e12
    if no is not None and rung.deadline <= no:
        return 0.0, 1e12
    return (rung.price, rung.weight) if rung.price is not None and rung.resolution is None else None


def _one_a_moment(fixed: Sequence[tuple[CurveRung, float, float]]) -> list[tuple[CurveRung, float, float]]:
    """Pool rungs of one deadline to a weighted mean, under the heaviest one's label."""
    out = []
    for _, same in groupby(fixed, key=lambda one: one[0].deadline):
        tied = list(same)
        weight = math.fsum(heavy for _, _, heavy in tied)
        mean = math.fsum(value * heavy for _, value, heavy in tied) / weight if len(tied) > 1 else tied[0][1]
        out.append((max(tied, key=lambda one: one[2])[0], mean, weight))
    return out


@dataclass(frozen=True, slots=True)
class DateBucket:
    """One leg of an exclusive board: a day, a week, the head or the tail.

    The head is "on or prior to", the tail "no release by".
    """

    label: str
    last: datetime | None
    price: float
    tail: bool = False


@dataclass(frozen=True, slots=True)
class CumulativeBucket:
    """A normalized bucket: its share and P(released by its end).

    The tail has no ``cum``.
    """

    label: str
    last: datetime | None
    share: float
    cum: float | None


def cumulate(buckets: Iterable[DateBucket]) -> tuple[CumulativeBucket, ...]:
    """Convert buckets to shares and a running sum, without tail and placeholders.

    Prices are divided by their total (tail included) if the board is complete or they exceed 1. A truncated board is
    left as it is, since dividing would claim certainty within it.
    """
    legs = sorted(
        buckets, key=lambda leg: (leg.tail, leg.last is None, leg.last.timestamp() if leg.last else 0.0, leg.label)
    )
    whole = math.fsum(leg.price for leg in legs)
    divisor = whole if whole > 0 and (whole > 1.0 or any(leg.tail for leg in legs)) else 1.0
    out, running = [], 0.0
    for leg in legs:
        share = leg.price / divisor
        if leg.tail:
            out.append(CumulativeBucket(leg.label, leg.last, share, None))
        else:
            running += share
            out.append(CumulativeBucket(leg.label, leg.last, share, min(running, 1.0)))
    return tuple(out)


def logit(p: float) -> float:
    """Log-odds, kept finite at the ends."""
    p = min(max(p, 1e-6), 1 - 1e-6)
    return math.log(p / (1 - p))


def pool(prices: Iterable[tuple[float, float]]) -> float | None:
    """Pool (probability, weight) pairs by weighted mean log-odds; None without weight.

    This is the geometric mean of odds. Satopää et al. 2014 extremise such means; that is not advised for two or three
    venues that copy each other.
    """
    pairs = [(p, w) for p, w in prices if w > 0]
    total = math.fsum(w for _, w in pairs)
    if not pairs or total <= 0:
        return None
    mean = math.fsum(logit(p) * w for p, w in pairs) / total
    return 1.0 / (1.0 + math.exp(-mean))


def pool_weight(quote: Quote, *, play: bool) -> float:
    """log(1 + depth) / (spread + one point); play money at most 0.25."""
    spread = quote.spread if quote.spread is not None else CURVE_WIDE
    weight = math.log1p(max(quote.liquidity or 0.0, 0.0)) / (max(spread, 0.0) + 0.01)
    return min(weight, PLAY_CAP) if play else weight
