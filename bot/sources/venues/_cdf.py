"""A forecast of a date as Metaculus keeps it: a cumulative curve over a range.

The ends of the range may be open.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bot.domain.time import day_of, end_of_day

MONTHLY = timedelta(days=2 * 366)  # a range up to this gets a deadline a month,
QUARTERLY = timedelta(days=8 * 366)  # up to this one a quarter, beyond it one a year
MOST = 80  # deadlines; longer ranges are thinned
SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Cdf:
    """Values of F at equal steps u in 0..1, u linear or logarithmic in time.

    `zero` is Metaculus' ``zero_point`` (Unix seconds) of a logarithmic range, None for a linear one. Where the upper
    bound is open the last value is below 1, and quantiles above it do not exist.
    Source: metaculus.com/api, ``scaling``.
    """

    values: tuple[float, ...]
    start: datetime
    end: datetime
    zero: float | None = None

    def __post_init__(self) -> None:
        """Refuse a falling curve, one outside 0..1, one of under two values, no range.

        Raises:
            ValueError: it is one of these.
        """
        steps = zip(self.values, self.values[1:], strict=False)
        if len(self.values) < 2 or not all(0 <= value <= 1 + SLACK for value in self.values):  # noqa: PLR2004 - a curve
            raise ValueError("it is no curve from 0 to 1")
        if any(later < earlier - SLACK for earlier, later in steps):
            raise ValueError("it falls")
        if self.end <= self.start or (self.zero is not None and self.zero >= self.start.timestamp()):
            raise ValueError("its range is empty")

    def at(self, when: datetime) -> float:
        """F(when): the probability of a date by then; beyond the range its end's value."""
        place = min(max(self._u(when.timestamp()), 0.0), 1.0) * (len(self.values) - 1)
        low = min(int(place), len(self.values) - 2)
        return min(self.values[low] + (self.values[low + 1] - self.values[low]) * (place - low), 1.0)

    def quantile(self, share: float) -> datetime | None:
        """The date by which `share` of the forecast lies; None outside the range."""
        if share < self.values[0] or share > self.values[-1]:
            return None
        high = bisect_left(self.values, share)
        if high == 0:
            return self.start
        low = high - 1
        rise = self.values[high] - self.values[low]
        place = low + ((share - self.values[low]) / rise if rise else 0.0)
        return datetime.fromtimestamp(self._time(place / (len(self.values) - 1)), UTC)

    def deadlines(self) -> tuple[tuple[date, datetime], ...]:
        """Ends of months, quarters or years (New York) in the range; quantiles move."""
        span = self.end - self.start
        every = 1 if span <= MONTHLY else 3 if span <= QUARTERLY else 12
        found = [(day, end_of_day(day)) for day in _month_ends(day_of(self.start), day_of(self.end), every)]
        inside = [(day, end) for day, end in found if self.start < end <= self.end]
        return tuple(inside[:: max(1, math.ceil(len(inside) / MOST))])

    def _ratio(self) -> float:
        zero, start, end = self.zero or 0.0, self.start.timestamp(), self.end.timestamp()
        return (end - zero) / (start - zero)

    def _u(self, moment: float) -> float:
        start, end = self.start.timestamp(), self.end.timestamp()
        share = (moment - start) / (end - start)
        if self.zero is None:
            return share
        ratio = self._ratio()
        return math.log(max(share * (ratio - 1) + 1, SLACK)) / math.log(ratio)

    def _time(self, u: float) -> float:
        start, end = self.start.timestamp(), self.end.timestamp()
        if self.zero is None:
            return start + (end - start) * u
        ratio = self._ratio()
        return start + (end - start) * (math.pow(ratio, u) - 1) / (ratio - 1)


def _month_ends(first: date, last: date, every: int) -> Iterator[date]:
    year, month = first.year, -(-first.month // every) * every
    while True:
        following = date(year + (month == 12), month % 12 + 1, 1)  # noqa: PLR2004 - December
        day = following - timedelta(days=1)
        if day > last:
            return
        yield day
        month += every
        if month > 12:  # noqa: PLR2004 - December
            year, month = year + 1, month - 12
