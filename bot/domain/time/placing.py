"""The input and output of the pattern readers: placing a phrase on the calendar."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.domain.time.calendar import (
    MONTHS_A_YEAR,
    DaySpan,
    NoSuchDayError,
    Prefer,
    checked,
    month_span,
    place_year,
    whole_months,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo


class Granularity(StrEnum):
    """The precision of a time, as worded."""

    MOMENT = "moment"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    DECADE = "decade"
    SPAN = "span"


UNITS = {
    "minute": Granularity.MOMENT, "hour": Granularity.MOMENT, "day": Granularity.DAY, "workday": Granularity.DAY,
    "week": Granularity.WEEK, "weekend": Granularity.SPAN, "fortnight": Granularity.WEEK, "month": Granularity.MONTH,
    "quarter": Granularity.QUARTER, "year": Granularity.YEAR, "decade": Granularity.DECADE,
    "century": Granularity.DECADE,
}  # fmt: skip


WEEK = 7  # days


@dataclass(frozen=True, slots=True)
class PlacingContext:
    """What places a time: ``now`` in ``zone``, and the tense's or a given year."""

    now: datetime
    zone: ZoneInfo
    prefer: Prefer
    year: int | None = None

    @property
    def today(self) -> date:
        """The day of ``now`` in the zone."""
        return self.now.astimezone(self.zone).date()

    def place(self, span_of: Callable[[int], DaySpan], year: int | None, granularity: Granularity) -> Placed:
        """Place a yearly day or period in the written year, the given one, or by tense."""
        if year is not None:
            span = span_of(year)
            return Placed(span.first, span.last, granularity, year_written=True)
        span = span_of(self.year) if self.year is not None else place_year(span_of, self.today, self.prefer)
        return Placed(span.first, span.last, granularity, year_supplied=True)


@dataclass(frozen=True, slots=True)
class Placed:
    """A phrase on the calendar: its days, inclusive, and its moment if it names one.

    ``year_supplied``: no year was written and none follows from the words. ``ending``: it names an end ("end of Q2").
    ``note`` says how an ambiguous form was read.
    """

    first: date
    last: date
    granularity: Granularity
    moment: datetime | None = None
    year_written: bool = False
    year_supplied: bool = False
    relative: bool = False
    approximate: bool = False
    ending: bool = False
    starting: bool = False
    within: bool = False
    note: str = ""

    @property
    def span(self) -> DaySpan:
        """Its days."""
        return DaySpan(self.first, self.last)

    def with_span(self, span: DaySpan, granularity: Granularity | None = None) -> Placed:
        """Return it with other days."""
        checked(span)
        return replace(self, first=span.first, last=span.last, granularity=granularity or self.granularity)


def whole_day(day: date, *, year_written: bool = False, approximate: bool = False, ending: bool = False) -> Placed:
    """Place a single day; it is relative unless its year is written.

    Raises:
        NoSuchDayError: it is outside 2000–2100.
    """
    span = checked(DaySpan(day, day))
    return Placed(
        span.first, span.last, Granularity.DAY, year_written=year_written, relative=not year_written,
        approximate=approximate, ending=ending,
    )  # fmt: skip


def part_of_span(span: DaySpan, part: str) -> DaySpan:
    """Return the early, middle or late part of a period.

    "end" and "start" are its last and first day.

    Raises:
        NoSuchDayError: the period has no such part.
    """
    cut = _CUTS.get(part)
    if cut is None:
        raise NoSuchDayError(f"“{part}” names no part of a period")
    first, last = cut(span)
    return DaySpan(first, last)


def _thirds(span: DaySpan) -> tuple[date, date, date, date]:
    """Return the bounds of the parts: early end, middle start and end, late start."""
    first, last, day = span.first, span.last, timedelta(days=1)
    if span.days == WEEK:  # Monday and Tuesday, Wednesday and Thursday, Thursday to Sunday
        return first + day, first + 2 * day, first + 3 * day, first + 3 * day
    months = whole_months(span)
    if months == 1:
        return first.replace(day=10), first.replace(day=11), first.replace(day=20), first.replace(day=21)
    if months == MONTHS_A_YEAR:  # the first quarter, May to August, the last quarter
        year = first.year
        return date(year, 3, 31), date(year, 5, 1), date(year, 8, 31), date(last.year, 10, 1)
    if months and months % 3 == 0:
        size = months // 3
        parts = [month_span(first.year, first.month + step * size, size) for step in range(3)]
        return parts[0].last, parts[1].first, parts[1].last, parts[2].first
    third = max(span.days // 3, 1)
    early, late = first + timedelta(days=third - 1), last - timedelta(days=third - 1)
    if span.days <= 2 * third:  # a weekend has no day between its two: its middle is all of it
        return early, first, last, late
    return early, early + day, late - day, late


def _half(span: DaySpan) -> date:
    """Return the last day of the first half: of a month the 15th, of a year 30 June."""
    months = whole_months(span)
    if months == 1:
        return span.first.replace(day=15)
    if months % 2 == 0 and months:
        return month_span(span.first.year, span.first.month, months // 2).last
    return span.first + timedelta(days=(span.days + 1) // 2 - 1)


_DAY = timedelta(days=1)
_CUTS: dict[str, Callable[[DaySpan], tuple[date, date]]] = {
    "early": lambda span: (span.first, _thirds(span)[0]),
    "start": lambda span: (span.first, _thirds(span)[0]),
    "early-to-mid": lambda span: (span.first, _thirds(span)[2]),
    "mid": lambda span: (_thirds(span)[1], _thirds(span)[2]),
    "mid-to-late": lambda span: (_thirds(span)[1], span.last),
    "late": lambda span: (_thirds(span)[3], span.last),
    "end": lambda span: (span.last, span.last),
    "first half": lambda span: (span.first, _half(span)),
    "second half": lambda span: (_half(span) + _DAY, span.last),
}
