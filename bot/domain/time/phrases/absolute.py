"""Readers of written dates and periods: "30 Apr", "5/1", "Q2 2026", "next summer"."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.domain.time.calendar import (
    DaySpan,
    NoSuchDayError,
    days_in_month,
    decade_span,
    format_time,
    make_day,
    month_span,
    no_such_day,
    year_span,
)
from bot.domain.time.lexicon import Holiday
from bot.domain.time.phrases.relative import BACK
from bot.domain.time.placing import Granularity, Placed, PlacingContext, whole_day

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.domain.time.patterns import Phrase


SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}  # first month of three, northern


MONTHS_A_YEAR, LEAP_YEAR = 12, 2024
_FIRST_SHORT_YEAR = 20  # "in April 24" is a year; "in May 12" a day


def read_iso_day(phrase: Phrase, _context: PlacingContext) -> Placed:
    """Place 2026-04-30, 2026/4/30, 20260430."""
    year, month, day = phrase.first.value
    return whole_day(make_day(year, month, day), year_written=True)


def read_year_month(phrase: Phrase, _context: PlacingContext) -> Placed:
    """Place 2026-05."""
    year, month = phrase.first.value
    span = month_span(year, month)
    return Placed(span.first, span.last, Granularity.MONTH, year_written=True)


def read_numeric_day(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place 5/1, 4/30/2026, 30.4.2026.

    Slashes and dashes are month/day unless impossible; dots are day.month.
    """
    first, mark, second, written = phrase.first.value
    numbers = int(first), int(second)
    day_first = mark == "." or numbers[0] > MONTHS_A_YEAR
    day, month = numbers if day_first else (numbers[1], numbers[0])
    if month > MONTHS_A_YEAR:
        raise NoSuchDayError(f"there is no month {month}")
    year = int(written) + (2000 if len(written) == 2 else 0) if written else None  # noqa: PLR2004 - two digits
    placed = _place_day(month, day, year, context)
    if mark == "." or max(numbers) > MONTHS_A_YEAR or numbers[0] == numbers[1]:
        return placed
    typed = phrase.first.text
    return Placed(
        placed.first, placed.last, placed.granularity, year_written=placed.year_written,
        year_supplied=placed.year_supplied, note=f"“{typed}” is read as month/day: {format_time(placed.last, '%d %B')}",
    )  # fmt: skip


def read_numeric_month(phrase: Phrase, _context: PlacingContext) -> Placed:
    """Place 05/2026."""
    year, month = phrase.first.value
    span = month_span(make_day(year, month, 1).year, month)
    return Placed(span.first, span.last, Granularity.MONTH, year_written=True)


def read_named_day(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place 30 Apr, April 30th, the 30th of April 2026."""
    day = phrase.values("DAY", "ORD", "NTH")[0]
    return _place_day(phrase.values("MONTH")[0], day, phrase.value("YEAR", "BADYEAR"), context)


def _place_day(month: int, day: int, year: int | None, context: PlacingContext) -> Placed:
    def span_of(in_year: int) -> DaySpan:
        found = make_day(in_year, month, day)
        return DaySpan(found, found)

    if year is None and not 1 <= day <= days_in_month(LEAP_YEAR, month):
        raise NoSuchDayError(no_such_day(day, month))
    return context.place(span_of, year, Granularity.DAY)


def read_days_of_month(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place 21–27 September."""
    month, year = phrase.values("MONTH")[0], phrase.value("YEAR")
    first, last = phrase.values("DAY", "ORD", "NTH")
    if first > last:
        raise NoSuchDayError(f"day {last} comes before day {first}")
    return context.place(
        lambda of: DaySpan(make_day(of, month, first), make_day(of, month, last)), year, Granularity.SPAN
    )


def read_spaced_day(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place 2 / 15, as month/day unless that cannot be."""
    first, second = phrase.values("DAY")
    month, day = (second, first) if first > MONTHS_A_YEAR else (first, second)
    if month > MONTHS_A_YEAR:
        raise NoSuchDayError(f"there is no month {month}")
    return _place_day(month, day, None, context)


def read_day_or_short_year(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place "in April 24": a month of 2024, or a day where that year cannot be meant."""
    month, number = phrase.values("MONTH")[0], phrase.values("DAY")[0]
    if not _FIRST_SHORT_YEAR <= number <= context.today.year - 2000:
        return _place_day(month, number, None, context)
    span = month_span(2000 + number, month)
    return Placed(span.first, span.last, Granularity.MONTH, year_written=True)


def read_month(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place May, May 2026, next May, May after next."""
    month, relation = phrase.values("MONTH")[0], phrase.value("RELATION")
    if phrase.of("AFTERNEXT"):
        coming = _recurring(lambda year: month_span(year, month), "next", None, context, Granularity.MONTH)
        return coming.with_span(month_span(coming.first.year + 1, month))
    return _recurring(lambda year: month_span(year, month), relation, phrase.value("YEAR"), context, Granularity.MONTH)


def _recurring(
    span_of: Callable[[int], DaySpan],
    relation: str | None,
    year: int | None,
    context: PlacingContext,
    granularity: Granularity,
) -> Placed:
    """Place a yearly day.

    "this" is this year's, "next" the next, "last" the latest past one.
    """
    if relation is None or year is not None:
        return context.place(span_of, year, granularity)
    years = [span_of(context.today.year + step) for step in (-1, 0, 1, 2)]
    if relation == "this":
        span = years[1]
    elif relation in BACK:
        span = [each for each in years if each.last < context.today][-1]
    else:
        span = next(each for each in years if each.first > context.today)
    return Placed(span.first, span.last, granularity, relative=True)


def read_quarter(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place Q2, H2 2026, 2026 Q4, 3Q26."""
    size, number, short = phrase.values("QTR")[0]
    granularity = Granularity.QUARTER if size == 3 else Granularity.HALF  # noqa: PLR2004 - months
    if not 1 <= number <= MONTHS_A_YEAR // size:
        raise NoSuchDayError(f"there is no {granularity} {number} of a year")
    year = short or phrase.value("YEAR")
    return context.place(lambda of: month_span(of, (number - 1) * size + 1, size), year, granularity)


def read_named_quarter(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place the third quarter, the second half: in the year that the tense prefers."""
    number, half = phrase.values("ORD", "NTH")[0], bool(phrase.of("HALF"))
    size = 6 if half else 3  # months
    granularity = Granularity.HALF if half else Granularity.QUARTER
    if not 1 <= number <= MONTHS_A_YEAR // size:
        raise NoSuchDayError(f"there is no {granularity} {number} of a year")
    return context.place(lambda year: month_span(year, (number - 1) * size + 1, size), None, granularity)


def read_iso_week(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place KW 47, the calendar week of ISO 8601."""
    number = phrase.values("DAY", "NUM")[0]

    def span_of(year: int) -> DaySpan:
        try:
            return DaySpan(*(date.fromisocalendar(year, number, day) for day in (1, 7)))
        except ValueError:
            raise NoSuchDayError(f"{year} has no week {number}") from None

    return context.place(span_of, phrase.value("YEAR"), Granularity.WEEK)


def read_season(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place summer 2026, next spring (northern seasons).

    Winter 2026 begins in December 2026.
    """
    month = SEASONS[phrase.values("SEASON")[0]]
    relation = phrase.value("RELATION")
    return _recurring(
        lambda year: month_span(year, month, 3), relation, phrase.value("YEAR"), context, Granularity.SEASON
    )


def read_year(phrase: Phrase, _context: PlacingContext) -> Placed:
    """Place 2027."""
    span = year_span(phrase.values("YEAR")[0])
    return Placed(span.first, span.last, Granularity.YEAR, year_written=True)


def read_bad_year(phrase: Phrase, _context: PlacingContext) -> Placed:
    """Refuse a year of five digits."""
    raise NoSuchDayError(f"the year {phrase.values('BADYEAR')[0]} is outside 2000–2100")


def read_decade(phrase: Phrase, _context: PlacingContext) -> Placed:
    """Place the 2030s."""
    span = decade_span(phrase.values("DECADE")[0])
    return Placed(span.first, span.last, Granularity.DECADE, year_written=True)


def read_holiday(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place Christmas, Labor Day 2026, next Thanksgiving."""
    holiday = phrase.values("HOLIDAY", "EVENT")[0]
    relation, year = phrase.value("RELATION"), phrase.value("YEAR")
    return _recurring(lambda of: _holiday_span(holiday, of), relation, year, context, Granularity.DAY)


def _holiday_span(holiday: Holiday, year: int) -> DaySpan:
    if holiday.easter:
        day = easter(year)
    elif holiday.dates:
        day = _dated(holiday, year)
    elif holiday.day:
        day = make_day(year, holiday.month, holiday.day)
    else:
        day = nth_weekday(month_span(year, holiday.month), holiday.weekday, holiday.nth)
    day += timedelta(days=holiday.plus)
    return DaySpan(day, day + timedelta(days=holiday.days - 1))


def _dated(holiday: Holiday, year: int) -> date:
    """The day of a year on which a holiday by the moon falls.

    Raises:
        NoSuchDayError: the table does not reach that year.
    """
    for day in holiday.dates:
        if day.year == year:
            return day
    raise NoSuchDayError(f"no such holiday is known for {year}")


def easter(year: int) -> date:
    """Return Easter Sunday of a Gregorian year.

    It follows Butcher's rule (Nature, 20 April 1876).
    """
    century, rest = divmod(year, 100)
    golden, leap = year % 19, century - century // 4
    moon = (19 * golden + leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(span: DaySpan, weekday: int, nth: int) -> date:
    """Return the nth such weekday of a period; −1 is the last.

    Raises:
        NoSuchDayError: the period has fewer.
    """
    if nth < 0:
        day = span.last - timedelta(days=(span.last.weekday() - weekday) % 7 + 7 * (-nth - 1))
    else:
        day = span.first + timedelta(days=(weekday - span.first.weekday()) % 7 + 7 * (nth - 1))
    if not span.first <= day <= span.last:
        raise NoSuchDayError(f"that period has no {nth}th such weekday")
    return day
