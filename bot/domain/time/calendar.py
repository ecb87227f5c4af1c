"""Calendar arithmetic: days, months, periods, and the year of a date without one."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Callable

NEW_YORK = ZoneInfo("America/New_York")
FIRST_YEAR, LAST_YEAR = 2000, 2100
GRACE = timedelta(days=14)  # how far back the future tense, or an option, still reaches
AHEAD = timedelta(days=1)  # how far ahead of the reader's today a past day may be, since zones differ
MONTHS_A_YEAR = 12
QUARTER, HALF_YEAR = 3, 6  # months


class NoSuchDayError(ValueError):
    """A text has the form of a time, but there is no such day in 2000–2100.

    The message says why.
    """


class Prefer(StrEnum):
    """How to choose a missing year: the latest such day, the next, or the nearest."""

    PAST = "past"
    FUTURE = "future"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class DaySpan:
    """Calendar days, both ends included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it covers."""
        return (self.last - self.first).days + 1


def end_of_day(day: date, zone: ZoneInfo = NEW_YORK) -> datetime:
    """Return when a deadline on that day passes: 23:59:59 in the zone, in UTC."""
    return datetime.combine(day, time(23, 59, 59), zone).astimezone(UTC)


def day_of(moment: datetime, zone: ZoneInfo = NEW_YORK) -> date:
    """Return the calendar day of a moment in a zone."""
    return moment.astimezone(zone).date()


def format_time(at: date, pattern: str = "%d %b %Y") -> str:
    """Format a day or moment with strftime codes; ``%d`` has no leading zero anywhere.

    Windows has no code with a dash (https://docs.python.org/3/library/datetime.html#technical-detail).
    """
    return at.strftime(pattern.replace("%d", str(at.day)))


def format_moment(at: datetime) -> str:
    """Format a moment as ``30 Apr 2026 14:05``, in its own zone."""
    return format_time(at, "%d %b %Y %H:%M")


def format_day(day: date, today: date | None = None) -> str:
    """Format a day as ``30 Apr``, with the year unless it is today's: ``30 Apr 2027``."""
    return f"{day.day} {day:%b}" if today is not None and day.year == today.year else f"{day.day} {day:%b} {day.year}"


def over_everywhere(day: date) -> datetime:
    """Return when a day is past in every zone: it ends last in UTC-12."""
    return datetime.combine(day, time(), UTC) + timedelta(days=1, hours=12)


def make_day(year: int, month: int, day: int) -> date:
    """Return the date.

    Raises:
        NoSuchDayError: 31 February, month 13, or a year outside 2000–2100.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NoSuchDayError(f"the year {year} is outside {FIRST_YEAR}–{LAST_YEAR}")
    try:
        return date(year, month, day)
    except ValueError:
        raise NoSuchDayError(no_such_day(day, month, f" {year}")) from None


def no_such_day(day: int, month: int, year: str = "") -> str:
    """Describe the fault: a month without such a day, or no such month."""
    if 1 <= month <= MONTHS_A_YEAR:
        return f"there is no {day} {calendar.month_name[month]}{year}"
    return f"there is no month {month}"


def days_in_month(year: int, month: int) -> int:
    """Return the number of days of a month."""
    return calendar.monthrange(year, month)[1]


def month_span(year: int, month: int, count: int = 1) -> DaySpan:
    """Return ``count`` whole months from a month on; ``month`` may lie outside 1–12."""
    index = year * MONTHS_A_YEAR + month - 1
    first, last = divmod(index, MONTHS_A_YEAR), divmod(index + count - 1, MONTHS_A_YEAR)
    end = make_day(last[0], last[1] + 1, 1)
    return DaySpan(make_day(first[0], first[1] + 1, 1), end.replace(day=days_in_month(end.year, end.month)))


def whole_months(span: DaySpan) -> int:
    """Return how many whole months a span is; 0 if it does not begin and end with one."""
    if span.first.day != 1 or span.last.day != days_in_month(span.last.year, span.last.month):
        return 0
    return (span.last.year - span.first.year) * MONTHS_A_YEAR + span.last.month - span.first.month + 1


def year_span(year: int) -> DaySpan:
    """Return all days of a year."""
    return DaySpan(make_day(year, 1, 1), make_day(year, 12, 31))


def add_months(day: date, count: int) -> date:
    """Return the same day ``count`` months later, or the last day of a shorter month."""
    span = month_span(day.year, day.month + count)
    return span.first.replace(day=min(day.day, span.last.day))


def unit_span(unit: str, today: date, steps: int = 0) -> DaySpan:
    """Return the period of a unit ``steps`` after the current one.

    Units are day, week (starting on Monday), month, quarter, year and decade.
    """
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=steps)
    match unit:
        case "week":
            return checked(DaySpan(monday, monday + timedelta(days=6)))
        case "weekend":
            return checked(DaySpan(monday + timedelta(days=5), monday + timedelta(days=6)))
        case "month":
            return month_span(today.year, today.month + steps)
        case "quarter":
            return month_span(today.year, (today.month - 1) // QUARTER * QUARTER + 1 + QUARTER * steps, QUARTER)
        case "year":
            return year_span(today.year + steps)
        case "decade":
            return decade_span(today.year + 10 * steps)
        case _:
            day = checked(DaySpan(today + timedelta(days=steps), today + timedelta(days=steps)))
            return day if unit in ("day", "workday") else _no_unit(unit)


def _no_unit(unit: str) -> DaySpan:
    raise NoSuchDayError(f"“{unit}” is not a period of the calendar here")


def decade_span(year: int) -> DaySpan:
    """Return the decade that contains a year: 2020–2029."""
    return DaySpan(make_day(year // 10 * 10, 1, 1), make_day(year // 10 * 10 + 9, 12, 31))


def checked(span: DaySpan) -> DaySpan:
    """Return the span, or raise NoSuchDayError if it leaves 2000–2100."""
    for day in (span.first, span.last):
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise NoSuchDayError(f"the year {day.year} is outside {FIRST_YEAR}–{LAST_YEAR}")
    return span


def shift(day: date, count: int, unit: str) -> date:
    """Return the day ``count`` units later, or earlier if negative.

    Raises:
        NoSuchDayError: it is too far away.
    """
    try:
        if unit in MONTHS_OF:
            return add_months(day, count * MONTHS_OF[unit])
        if unit == "workday":
            return add_workdays(day, count)
        moved = day + timedelta(days=count * DAYS_OF.get(unit, 0))
    except OverflowError:
        raise NoSuchDayError("that is too far away") from None
    return checked(DaySpan(moved, moved)).first


MONTHS_OF = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
DAYS_OF = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}
HOURS_OF = {"hour": timedelta(hours=1), "minute": timedelta(minutes=1)}
SATURDAY = 5


def add_workdays(day: date, count: int) -> date:
    """Return the day ``count`` days later, Saturdays and Sundays not counted."""
    step = timedelta(days=1 if count > 0 else -1)
    weeks, rest = divmod(abs(count), 5)
    day += step * 7 * weeks
    while rest:
        day += step
        rest -= day.weekday() < SATURDAY
    return day


def place_year(span_of: Callable[[int], DaySpan], today: date, prefer: Prefer) -> DaySpan:
    """Place a yearly day or period in the year that the tense implies.

    ``span_of`` returns it for a year and raises NoSuchDayError if a year lacks it (29 February).
    """
    spans, failure = [], NoSuchDayError("there is no such day")
    for year in range(today.year - 5, today.year + 6):
        try:
            spans.append(span_of(year))
        except NoSuchDayError as error:
            failure = error
    if prefer is Prefer.PAST:
        spans = [span for span in spans if span.first <= today + AHEAD][-1:]
    elif prefer is Prefer.FUTURE:
        spans = [span for span in spans if span.last >= today - GRACE][:1]
    if not spans:
        raise failure
    return min(spans, key=lambda span: (distance(span, today), span.first))


def distance(span: DaySpan, today: date) -> timedelta:
    """Return the distance of a span from a day; 0 if the day is inside.

    Of two equally distant spans the later one counts as 30 days nearer.
    """
    if span.last < today:
        return today - span.last + timedelta(days=30)
    return max(span.first - today, timedelta(0))
