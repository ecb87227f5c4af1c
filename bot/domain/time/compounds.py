"""Readers of the pattern table, second and third pass: parts of periods, days with clock times, and ranges."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, cast

from bot.domain.time import readers
from bot.domain.time.calendar import HOURS_OF, MONTHS_OF, NoSuchDayError, Span, month_span, shift, unit_span, year_span
from bot.domain.time.placing import Context, Granularity, Placed, part_of_span, whole_day
from bot.domain.time.readers import counted, values

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.domain.time.patterns import Phrase

TIMES = ("DATE", "WEEKDAYS", "PERIOD", "WEEKS", "YEARS", "MOMENT", "RANGE")
A_YEAR = timedelta(days=366)


def place(phrase: Phrase, context: Context) -> Placed:
    """Place a phrase on the calendar. Raises NoSuchDayError when it has the form of a time that does not exist."""
    return READERS[phrase.reads](phrase, context)


def _times(phrase: Phrase) -> list[Phrase]:
    return cast("list[Phrase]", phrase.of(*TIMES))


def read_weekday_and_day(phrase: Phrase, context: Context) -> Placed:
    """Place Tuesday, April 28; a year that nobody wrote is one in which the weekday is right, where the nearest has it."""
    placed = place(_times(phrase)[-1], context)
    named = values(cast("Phrase", phrase.of("WEEKDAYS")[0]), "WEEKDAY")[0]
    if placed.first != placed.last or placed.first.weekday() == named:
        return placed
    return replace(placed, note=f"{placed.first:%-d %B %Y} is a {placed.first:%A}")


def read_weekday_in_week(phrase: Phrase, context: Context) -> Placed:
    """Place Friday next week."""
    week = place(cast("Phrase", phrase.of("WEEKS")[0]), context)
    number = values(cast("Phrase", phrase.of("WEEKDAYS")[0]), "WEEKDAY")[0]
    return whole_day(week.first + timedelta(days=number), relative=True)


def read_part_of_period(phrase: Phrase, context: Context) -> Placed:
    """Place the end of Q2, mid-May, early next week, later this year."""
    return _part(values(phrase, "PART")[0], place(_times(phrase)[-1], context), context)


def read_part_of_unit(phrase: Phrase, context: Context) -> Placed:
    """Place the end of the month, end of year 2026."""
    unit = values(phrase, "UNIT", "WEEK", "YEARWORD")[0]
    if years := _times(phrase):
        year = place(years[-1], context)
        return _part(values(phrase, "PART")[0], year, context)
    part = values(phrase, "PART")[0]
    if part == "end":
        return readers.end_of_unit(unit, context)
    span = unit_span(unit, context.today)
    return _part(part, Placed(span.first, span.last, Granularity.SPAN, relative=True), context)


def _part(part: str, whole: Placed, context: Context) -> Placed:
    if whole.first == whole.last:
        return whole
    if part == "later":
        first = max(context.today, whole.first) if context.today <= whole.last else whole.first
        return whole.with_span(Span(first, whole.last), Granularity.SPAN)
    if part == "earlier":
        last = min(context.today, whole.last) if context.today >= whole.first else whole.last
        return whole.with_span(Span(whole.first, last), Granularity.SPAN)
    made = whole.with_span(part_of_span(whole.span, part), Granularity.DAY if part == "end" else Granularity.SPAN)
    return replace(made, ending=part == "end", starting=part == "start")


def read_nth_of_period(phrase: Phrase, context: Context) -> Placed:
    """Place the first week of May, the last Friday of June, the second half of 2026, the third quarter of 2026."""
    times = _times(phrase)
    if phrase.items[-1].kind in ("UNIT", "WEEK", "YEARWORD"):
        unit = values(phrase, "UNIT", "WEEK", "YEARWORD")[-1]
        span = unit_span(unit, context.today)
        whole = Placed(span.first, span.last, Granularity.SPAN, relative=True)
    else:
        whole = place(times[-1], context)
    nth = _nth(phrase)
    if phrase.of("HALF"):
        if nth not in (1, 2):
            raise NoSuchDayError("a period has two halves")
        return whole.with_span(part_of_span(whole.span, ("first half", "second half")[nth - 1]), Granularity.HALF)
    if phrase.of("WEEKDAYS") and len(times) > 1:
        number = values(times[0], "WEEKDAY")[0]
        day = readers.nth_weekday(whole.span, number, nth)
        return whole.with_span(Span(day, day), Granularity.DAY)
    unit = values(phrase, "UNIT", "WEEK", "YEARWORD")[0]
    return whole.with_span(_nth_unit(whole.span, unit, nth), readers.UNITS.get(unit, Granularity.SPAN))


def _nth(phrase: Phrase) -> int:
    number = phrase.of("ORD", "NTH")
    if number:
        return int(values(phrase, "ORD", "NTH")[0])
    if values(phrase, "RELATION")[0] != "last":
        raise NoSuchDayError("that part of the period is not named")
    return -1


def _nth_unit(whole: Span, unit: str, nth: int) -> Span:
    """Return the nth day, week (days 1–7, 8–14, …), month or quarter of a period; −1 is the last one."""
    if unit in MONTHS_OF:
        size = MONTHS_OF[unit]
        count = ((whole.last.year - whole.first.year) * 12 + whole.last.month - whole.first.month + 1) // size
        index = nth - 1 if nth > 0 else count + nth
        span = month_span(whole.first.year, whole.first.month + index * size, size)
    else:
        length = timedelta(days={"week": 7, "weekend": 2, "fortnight": 14}.get(unit, 1))
        day = timedelta(days=1)
        if unit == "weekend":
            saturday = readers.nth_weekday(whole, 5, nth)
            return Span(saturday, saturday + day)
        first = whole.first + (nth - 1) * length if nth > 0 else whole.last + day + nth * length
        span = Span(first, first + length - day)
    if not whole.first <= span.first <= whole.last:
        raise NoSuchDayError(f"that period has no {nth}th {unit}")
    return span


def read_half_of_period(phrase: Phrase, context: Context) -> Placed:
    """Place half of May: its middle."""
    return _part("mid", place(_times(phrase)[-1], context), context)


def read_week_of_day(phrase: Phrase, context: Context) -> Placed:
    """Place the week of May 4: seven days from that day."""
    unit = values(phrase, "UNIT", "WEEK", "YEARWORD")[0]
    day = place(_times(phrase)[-1], context)
    last = shift(day.first, 1, unit) - timedelta(days=1)
    return day.with_span(Span(day.first, last), readers.UNITS.get(unit, Granularity.SPAN))


def read_period_in_year(phrase: Phrase, context: Context) -> Placed:
    """Place March of next year, Q1 next year, summer of this year."""
    inner, outer = _times(phrase)
    year = place(outer, context)
    placed = place(inner, replace(context, year=year.first.year))
    return replace(placed, year_supplied=False, year_written=year.year_written, relative=not year.year_written)


def read_day_and_clock(phrase: Phrase, context: Context) -> Placed:
    """Place Apr 30 2026 11:59 PM ET, 9am PT on Friday."""
    clock = readers.clock_of(cast("Phrase", phrase.of("CLOCKTIME")[0]), context)
    day = place(_times(phrase)[0], replace(context, zone=clock[2]))
    made = readers.at_clock(day.last, clock)
    return replace(day, first=made.first, last=made.last, granularity=Granularity.MOMENT, moment=made.moment)


def read_day_with_daypart(phrase: Phrase, context: Context) -> Placed:
    """Place Friday evening: the day."""
    return place(_times(phrase)[0], context)


def read_offset_from(phrase: Phrase, context: Context) -> Placed:
    """Place two weeks after May 5, a week from Friday."""
    count, unit, rough = counted(cast("Phrase", phrase.of("OFFSET")[0]))
    base = place(_times(phrase)[0], context)
    if unit in HOURS_OF:
        return base
    day = shift(base.first, -count, unit) if phrase.of("BEFORE") else shift(base.last, count, unit)
    return replace(base.with_span(Span(day, day), Granularity.DAY), approximate=rough, ending=False)


def read_range(phrase: Phrase, context: Context) -> Placed:
    """Place April–June, between April 1 and May 15, Q3 to Q4 2026: the year of one end counts for the other.

    Raises:
        NoSuchDayError: it ends more than a year before it begins.
    """
    begin, end = _times(phrase)
    first, last = place(begin, context), place(end, context)
    if not first.year_written and not first.relative:
        first = place(begin, replace(context, year=last.last.year))
        if first.first > last.last:
            first = place(begin, replace(context, year=last.last.year - 1))
    elif not last.year_written and not last.relative:
        last = place(end, replace(context, year=first.first.year))
        if last.last < first.first:
            last = place(end, replace(context, year=first.first.year + 1))
    if first.first > last.last:
        if first.first - last.last >= A_YEAR or first.first.year != last.last.year:
            raise NoSuchDayError("it ends before it begins")
        first = first.with_span(year_before(first.span))
    return replace(
        last, first=first.first, granularity=Granularity.SPAN, moment=None, ending=False,
        year_supplied=first.year_supplied and last.year_supplied, note=first.note or last.note,
    )  # fmt: skip


def year_before(span: Span) -> Span:
    """Return the same days a year earlier, 28 February for the 29th."""
    return Span(*(shift(day, -1, "year") for day in (span.first, span.last)))


def read_between_clocks(phrase: Phrase, context: Context) -> Placed:
    """Place today between 9:00 and 10:00: the day."""
    return place(_times(phrase)[0], context)


READERS: Mapping[str, Callable[[Phrase, Context], Placed]] = {
    **readers.READERS,
    **{name.removeprefix("read_"): reader for name, reader in list(globals().items()) if name.startswith("read_")},
}
__all__ = ["READERS", "place", "year_span"]
