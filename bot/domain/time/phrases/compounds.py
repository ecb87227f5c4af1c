"""Readers of later passes: parts of periods, days with times, ranges."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, cast

from bot.domain.time.calendar import MONTHS_OF, DaySpan, NoSuchDayError, format_time, month_span, shift, unit_span
from bot.domain.time.patterns import Phrase
from bot.domain.time.phrases import absolute, clocks, relative
from bot.domain.time.placing import UNITS, Granularity, Placed, PlacingContext, part_of_span, whole_day
from bot.domain.time.tokens import TimeToken

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


TIMES = ("DATE", "FEAST", "WEEKDAYS", "PERIOD", "WEEKS", "YEARS", "MOMENT", "RANGE")
MORNING_ENDS = 12  # o'clock
A_YEAR = timedelta(days=366)


def place(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place a phrase on the calendar.

    Raises:
        NoSuchDayError: it has the form of a time that does not exist.
    """
    return READERS[phrase.reads](phrase, context)


def _times(phrase: Phrase) -> list[Phrase]:
    return cast("list[Phrase]", phrase.of(*TIMES))


def read_weekday_and_day(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place Tuesday, April 28; adds a note if that day is not a Tuesday."""
    placed = place(_times(phrase)[-1], context)
    named = cast("Phrase", phrase.of("WEEKDAYS")[0]).values("WEEKDAY")[0]
    if placed.first != placed.last or placed.first.weekday() == named:
        return placed
    return replace(placed, note=f"{format_time(placed.first, '%d %B %Y')} is a {placed.first:%A}")


def read_weekday_in_week(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place Friday next week."""
    week = place(cast("Phrase", phrase.of("WEEKS")[0]), context)
    number = cast("Phrase", phrase.of("WEEKDAYS")[0]).values("WEEKDAY")[0]
    return whole_day(week.first + timedelta(days=number))


def read_part_of_period(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place the end of Q2, mid-May, early next week, later this year."""
    return _part(phrase.values("PART")[0], place(_times(phrase)[-1], context), context)


def read_part_of_unit(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place the end of the month, end of year 2026."""
    unit = phrase.values(*relative.UNIT)[0]
    if years := _times(phrase):
        year = place(years[-1], context)
        return _part(phrase.values("PART")[0], year, context)
    part = phrase.values("PART")[0]
    if part == "end":
        return relative.end_of_unit(unit, context)
    span = unit_span(unit, context.today)
    return _part(part, Placed(span.first, span.last, Granularity.SPAN, relative=True), context)


def _part(part: str, whole: Placed, context: PlacingContext) -> Placed:
    if whole.first == whole.last:
        return whole
    if part == "later":
        first = max(context.today, whole.first) if context.today <= whole.last else whole.first
        return whole.with_span(DaySpan(first, whole.last), Granularity.SPAN)
    if part == "earlier":
        last = min(context.today, whole.last) if context.today >= whole.first else whole.last
        return whole.with_span(DaySpan(whole.first, last), Granularity.SPAN)
    made = whole.with_span(part_of_span(whole.span, part), Granularity.DAY if part == "end" else Granularity.SPAN)
    return replace(made, ending=part == "end", starting=part == "start")


def read_nth_of_period(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place the first week of May, the last Friday of June, the second half of 2026."""
    times = _times(phrase)
    if phrase.items[-1].kind in relative.UNIT:
        unit = phrase.values(*relative.UNIT)[-1]
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
        number = times[0].values("WEEKDAY")[0]
        day = absolute.nth_weekday(whole.span, number, nth)
        return whole.with_span(DaySpan(day, day), Granularity.DAY)
    unit = phrase.values(*relative.UNIT)[0]
    return whole.with_span(_nth_unit(whole.span, unit, nth), UNITS.get(unit, Granularity.SPAN))


def read_numbered_unit(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place day two of CES, week 2 of December."""
    unit, whole = phrase.values(*relative.UNIT)[0], place(_times(phrase)[-1], context)
    number = phrase.values("COUNT", "DAY")[0]
    return whole.with_span(_nth_unit(whole.span, unit, number), UNITS.get(unit, Granularity.SPAN))


def _nth(phrase: Phrase) -> int:
    number = phrase.of("ORD", "NTH")
    if number:
        return int(phrase.values("ORD", "NTH")[0])
    if phrase.values("RELATION")[0] != "last":
        raise NoSuchDayError("that part of the period is not named")
    return -1


def _nth_unit(whole: DaySpan, unit: str, nth: int) -> DaySpan:
    """Return the nth day, week (days 1–7, 8–14, …), month or quarter of a period.

    −1 is the last one.
    """
    if unit in MONTHS_OF:
        size = MONTHS_OF[unit]
        count = ((whole.last.year - whole.first.year) * 12 + whole.last.month - whole.first.month + 1) // size
        index = nth - 1 if nth > 0 else count + nth
        span = month_span(whole.first.year, whole.first.month + index * size, size)
    else:
        length = timedelta(days={"week": 7, "weekend": 2, "fortnight": 14}.get(unit, 1))
        day = timedelta(days=1)
        if unit == "weekend":
            saturday = absolute.nth_weekday(whole, 5, nth)
            return DaySpan(saturday, saturday + day)
        first = whole.first + (nth - 1) * length if nth > 0 else whole.last + day + nth * length
        span = DaySpan(first, first + length - day)
    if not whole.first <= span.first <= whole.last:
        raise NoSuchDayError(f"that period has no {nth}th {unit}")
    return span


def read_half_of_period(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place half of May: its middle."""
    return _part("mid", place(_times(phrase)[-1], context), context)


def read_week_of_day(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place the week of May 4: seven days from that day."""
    unit = phrase.values(*relative.UNIT)[0]
    day = place(_times(phrase)[-1], context)
    last = shift(day.first, 1, unit) - timedelta(days=1)
    return day.with_span(DaySpan(day.first, last), UNITS.get(unit, Granularity.SPAN))


def read_week_around(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place Thanksgiving week, the week of a day from Monday on, and its weekend."""
    unit, day = phrase.values(*relative.UNIT)[0], place(_times(phrase)[0], context)
    span = unit_span(unit, day.first)
    return day.with_span(span, UNITS.get(unit, Granularity.SPAN))


def read_unit_beside(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place the day after Thanksgiving, the week before CES."""
    unit, base = phrase.values(*relative.UNIT)[0], place(_times(phrase)[0], context)
    before = bool(phrase.of("BEFORE"))
    span = unit_span(unit, base.first if before else base.last, -1 if before else 1)
    return replace(base.with_span(span, UNITS.get(unit, Granularity.SPAN)), ending=False)


def read_weekday_beside(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place the Tuesday before Thanksgiving, the Monday after Easter."""
    weekday, base = _times(phrase)[0].values("WEEKDAY")[0], place(_times(phrase)[-1], context)
    step = timedelta(days=-1 if phrase.of("BEFORE") else 1)
    day = (base.first if phrase.of("BEFORE") else base.last) + step
    while day.weekday() != weekday:
        day += step
    return base.with_span(DaySpan(day, day), Granularity.DAY)


def read_eve(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place the eve of a feast, the day before it."""
    feast = place(_times(phrase)[0], replace(context, now=context.now + timedelta(days=1)))
    day = feast.first - timedelta(days=1)
    return feast.with_span(DaySpan(day, day), Granularity.DAY)


def read_period_in_year(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place March of next year, Q1 next year, summer of this year."""
    inner, outer = _times(phrase)
    year = place(outer, context)
    placed = place(inner, replace(context, year=year.first.year))
    return replace(placed, year_supplied=False, year_written=year.year_written, relative=not year.year_written)


def read_day_and_clock(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place Apr 30 2026 11:59 PM ET, 9am PT on Friday."""
    clock = clocks.clock_of(cast("Phrase", phrase.of("CLOCKTIME")[0]), context)
    named = _times(phrase)[0]
    day = place(named, replace(context, zone=clock[2]))
    after_midnight = bool(named.of("NIGHT")) and clock[0] < MORNING_ENDS
    made = clocks.at_clock(day.last + timedelta(days=after_midnight), clock)
    return replace(day, first=made.first, last=made.last, granularity=Granularity.MOMENT, moment=made.moment)


def read_day_and_hour(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place tomorrow afternoon at 5.

    Afternoon, evening and night use the hours after noon.
    """
    named = _times(phrase)[0]
    hour = phrase.values("DAY")[0]
    late = any(
        item.text != "morning" for item in [*phrase.of("DAYPART"), *named.of("DAYPART")] if isinstance(item, TimeToken)
    )
    if hour > MORNING_ENDS or not late:
        hour %= 24
    else:
        hour = hour % MORNING_ENDS + MORNING_ENDS
    day = place(named, context)
    made = clocks.at_clock(day.last, (hour, 0, context.zone))
    return replace(day, granularity=Granularity.MOMENT, moment=made.moment)


def read_day_with_daypart(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place Friday evening, the morning of the 15th: the day."""
    return place(_times(phrase)[0], context)


def read_offset_from(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place two weeks after May 5, a week from Friday."""
    count, unit, rough = relative.counted(cast("Phrase", phrase.of("OFFSET")[0]))
    base = place(_times(phrase)[0], context)
    day = shift(base.first, -count, unit) if phrase.of("BEFORE") else shift(base.last, count, unit)
    return replace(base.with_span(DaySpan(day, day), Granularity.DAY), approximate=rough, ending=False)


def read_range(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place a range: April–June, between April 1 and May 15, Q3 to Q4 2026.

    A year at one end also applies to the other.

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


def year_before(span: DaySpan) -> DaySpan:
    """Return the same days a year earlier, 28 February for the 29th."""
    return DaySpan(*(shift(day, -1, "year") for day in (span.first, span.last)))


def read_between_clocks(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place Thursday from 9:30 to 11:00: the day."""
    return place(_times(phrase)[0], context)


READERS: Mapping[str, Callable[[Phrase, PlacingContext], Placed]] = {  # by the names of patterns.toml
    name.removeprefix("read_"): reader
    for names in (vars(absolute), vars(relative), vars(clocks), dict(globals()))
    for name, reader in names.items()
    if name.startswith("read_")
}
