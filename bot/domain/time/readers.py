"""Readers of the pattern table, first pass: single days, periods, clock times and distances from now."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

from bot.domain.time.calendar import (
    HOURS_OF,
    NoSuchDayError,
    Prefer,
    Span,
    checked,
    day_of,
    days_in_month,
    decade_span,
    make_day,
    month_span,
    no_such_day,
    shift,
    unit_span,
    year_span,
)
from bot.domain.time.lexicon import Holiday
from bot.domain.time.placing import UNITS, Context, Granularity, Placed, whole_day

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.domain.time.patterns import Phrase
    from bot.domain.time.tokens import Token

SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}  # first month of three, northern
STEPS = {"this": 0, "next": 1, "last": -1, "coming": 1}
MONTHS_A_YEAR, DAYS_A_WEEK, LEAP_YEAR = 12, 7, 2024


def values(phrase: Phrase, *kinds: str) -> list[Any]:
    """Return the values of the phrase's tokens of these classes."""
    return [cast("Token", item).value for item in phrase.of(*kinds)]


def first_value(phrase: Phrase, *kinds: str) -> Any:  # noqa: ANN401 - a token's value is what its class holds
    """Return the first of those values, None where there is none."""
    found = values(phrase, *kinds)
    return found[0] if found else None


def read_iso_day(phrase: Phrase, _context: Context) -> Placed:
    """Place 2026-04-30, 2026/4/30, 20260430."""
    year, month, day = cast("Token", phrase.items[0]).value
    return whole_day(make_day(year, month, day), year_written=True)


def read_iso_moment(phrase: Phrase, context: Context) -> Placed:
    """Place 2026-04-30T12:00Z; without an offset it is on the reader's clock."""
    text = cast("Token", phrase.items[0]).value.upper()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise NoSuchDayError(f"there is no moment {text}") from None
    zone = context.zone if moment.tzinfo is None else moment.tzinfo
    moment = moment.replace(tzinfo=zone)
    return _moment(moment, moment.date(), year_written=True)


def _moment(moment: datetime, day: date, **marks: bool) -> Placed:
    span = checked(Span(day, day))
    return Placed(span.first, span.last, Granularity.MOMENT, moment=moment.astimezone(UTC), **marks)  # type: ignore[arg-type]


def read_stamp(phrase: Phrase, context: Context) -> Placed:
    """Place a chat stamp or a number of seconds since 1970."""
    return place_seconds(values(phrase, "STAMP")[0], context)


def place_seconds(seconds: int, context: Context) -> Placed:
    """Place seconds since 1970. Raises NoSuchDayError outside 2000–2100."""
    try:
        moment = datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        raise NoSuchDayError("that moment is outside 2000–2100") from None
    return _moment(moment, day_of(moment, context.zone), year_written=True)


def read_year_month(phrase: Phrase, _context: Context) -> Placed:
    """Place 2026-05."""
    year, month = cast("Token", phrase.items[0]).value
    span = month_span(year, month)
    return Placed(span.first, span.last, Granularity.MONTH, year_written=True)


def read_numeric_day(phrase: Phrase, context: Context) -> Placed:
    """Place 5/1, 4/30/2026, 30.4.2026: slashes and dashes are month/day unless that cannot be; dots are day.month."""
    first, mark, second, written = cast("Token", phrase.items[0]).value
    numbers = int(first), int(second)
    day_first = mark == "." or numbers[0] > MONTHS_A_YEAR
    day, month = numbers if day_first else (numbers[1], numbers[0])
    if month > MONTHS_A_YEAR:
        raise NoSuchDayError(f"there is no month {month}")
    year = int(written) + (2000 if len(written) == 2 else 0) if written else None  # noqa: PLR2004 - two digits
    placed = _place_day(month, day, year, context)
    if mark == "." or max(numbers) > MONTHS_A_YEAR or numbers[0] == numbers[1]:
        return placed
    typed = cast("Token", phrase.items[0]).text
    return Placed(
        placed.first, placed.last, placed.granularity, year_written=placed.year_written,
        year_supplied=placed.year_supplied, note=f"“{typed}” is read as month/day: {placed.last:%-d %B}",
    )  # fmt: skip


def read_numeric_month(phrase: Phrase, _context: Context) -> Placed:
    """Place 05/2026."""
    year, month = cast("Token", phrase.items[0]).value
    span = month_span(make_day(year, month, 1).year, month)
    return Placed(span.first, span.last, Granularity.MONTH, year_written=True)


def read_named_day(phrase: Phrase, context: Context) -> Placed:
    """Place 30 Apr, April 30th, the 30th of April 2026."""
    day = values(phrase, "DAY", "ORD", "NTH")[0]
    return _place_day(values(phrase, "MONTH")[0], day, first_value(phrase, "YEAR", "BADYEAR"), context)


def _place_day(month: int, day: int, year: int | None, context: Context) -> Placed:
    def span_of(in_year: int) -> Span:
        found = make_day(in_year, month, day)
        return Span(found, found)

    if year is None and not 1 <= day <= days_in_month(LEAP_YEAR, month):
        raise NoSuchDayError(no_such_day(day, month))
    return context.place(span_of, year, Granularity.DAY)


def read_days_of_month(phrase: Phrase, context: Context) -> Placed:
    """Place 21–27 September."""
    month, year = values(phrase, "MONTH")[0], first_value(phrase, "YEAR")
    first, last = values(phrase, "DAY", "ORD")
    if first > last:
        raise NoSuchDayError(f"day {last} comes before day {first}")
    placed = context.place(
        lambda of: Span(make_day(of, month, first), make_day(of, month, last)), year, Granularity.SPAN
    )
    return placed


def read_month(phrase: Phrase, context: Context) -> Placed:
    """Place May, May 2026, next May."""
    month, relation = values(phrase, "MONTH")[0], first_value(phrase, "RELATION")
    return _recurring(
        lambda year: month_span(year, month), relation, first_value(phrase, "YEAR"), context, Granularity.MONTH
    )


def _recurring(
    span_of: Callable[[int], Span], relation: object, year: int | None, context: Context, granularity: Granularity
) -> Placed:
    """Place what comes every year: "this" is in this year, "next" the first that begins after today, "last" is over."""
    if relation is None or year is not None:
        return context.place(span_of, year, granularity)
    years = [span_of(context.today.year + step) for step in (-1, 0, 1, 2)]
    if relation == "this":
        span = years[1]
    elif relation == "last":
        span = [each for each in years if each.last < context.today][-1]
    else:
        span = next(each for each in years if each.first > context.today)
    return Placed(span.first, span.last, granularity, relative=True)


def read_quarter(phrase: Phrase, context: Context) -> Placed:
    """Place Q2, H2 2026, 2026 Q4, 3Q26."""
    size, number, short = cast("Token", phrase.of("QTR")[0]).value
    granularity = Granularity.QUARTER if size == 3 else Granularity.HALF  # noqa: PLR2004 - months
    if not 1 <= number <= MONTHS_A_YEAR // size:
        raise NoSuchDayError(f"there is no {granularity} {number} of a year")
    year = short or first_value(phrase, "YEAR")
    return context.place(lambda of: month_span(of, (number - 1) * size + 1, size), year, granularity)


def read_season(phrase: Phrase, context: Context) -> Placed:
    """Place summer 2026, next spring; winter 2026 begins in December 2026. Seasons of the northern half."""
    month = SEASONS[cast("Token", phrase.of("SEASON")[0]).value]
    relation = first_value(phrase, "RELATION")
    return _recurring(
        lambda year: month_span(year, month, 3), relation, first_value(phrase, "YEAR"), context, Granularity.SEASON
    )


def read_year(phrase: Phrase, _context: Context) -> Placed:
    """Place 2027."""
    span = year_span(values(phrase, "YEAR")[0])
    return Placed(span.first, span.last, Granularity.YEAR, year_written=True)


def read_bad_year(phrase: Phrase, _context: Context) -> Placed:
    """Refuse a year of five digits."""
    raise NoSuchDayError(f"the year {values(phrase, 'BADYEAR')[0]} is outside 2000–2100")


def read_decade(phrase: Phrase, _context: Context) -> Placed:
    """Place the 2030s."""
    span = decade_span(values(phrase, "DECADE")[0])
    return Placed(span.first, span.last, Granularity.DECADE, year_written=True)


def read_relative_unit(phrase: Phrase, context: Context) -> Placed:
    """Place this week, next quarter, last year."""
    unit = values(phrase, "UNIT", "WEEK", "YEARWORD")[0]
    relation = values(phrase, "RELATION")[0]
    steps = 0 if relation == "coming" and unit == "weekend" else STEPS[relation]
    return _unit(unit, steps, context)


def _unit(unit: str, steps: int, context: Context) -> Placed:
    span = unit_span(unit, context.today, steps)
    return Placed(span.first, span.last, UNITS.get(unit, Granularity.SPAN), relative=True)


def read_unit_after_next(phrase: Phrase, context: Context) -> Placed:
    """Place the week after next."""
    return _unit(values(phrase, "UNIT", "WEEK", "YEARWORD")[0], 2, context)


def read_this_unit(phrase: Phrase, context: Context) -> Placed:
    """Place the weekend, the year (in "by the weekend")."""
    return _unit(values(phrase, "UNIT", "WEEK", "YEARWORD")[0], 0, context)


def read_relative_units(phrase: Phrase, context: Context) -> Placed:
    """Place the next two weeks, the last 30 days: counted from today."""
    count, unit, rough = counted(phrase)
    past = cast("Token", phrase.of("RELATION")[0]).value == "last"
    end = shift(context.today, -count if past else count, unit)
    first, last = sorted((context.today, end))
    return Placed(first, last, Granularity.SPAN, relative=True, approximate=rough)


def counted(phrase: Phrase) -> tuple[int, str, bool]:
    """Return the count, the unit, and whether the count is a rough one, of "2 weeks", "2w", "a few days"."""
    if written := phrase.of("DURATION"):
        count, unit = cast("Token", written[0]).value
        return count, unit, False
    count = values(phrase, "COUNT", "SOME", "DAY", "NUM")[-1]
    unit = values(phrase, "UNIT", "WEEK", "YEARWORD")[0]
    return count, unit, bool(phrase.of("SOME", "ABOUT"))


def read_weekday(phrase: Phrase, context: Context) -> Placed:
    """Place Friday, next Friday, last Tuesday."""
    target, today = values(phrase, "WEEKDAY")[0], context.today
    relation = first_value(phrase, "RELATION")
    ahead = (target - today.weekday()) % DAYS_A_WEEK
    back = (today.weekday() - target) % DAYS_A_WEEK
    if relation == "next":
        day = today - timedelta(days=today.weekday()) + timedelta(days=DAYS_A_WEEK + target)
    elif relation == "last":
        day = today - timedelta(days=back or DAYS_A_WEEK)
    elif relation == "coming":
        day = today + timedelta(days=ahead or DAYS_A_WEEK)
    else:
        day = today - timedelta(days=back) if context.prefer is Prefer.PAST else today + timedelta(days=ahead)
    return whole_day(day, relative=True)


def read_day_of_month(phrase: Phrase, context: Context) -> Placed:
    """Place the 30th: the next one, in the past tense the latest one."""
    number, today = values(phrase, "ORD")[0], context.today
    if not 1 <= number <= 31:  # noqa: PLR2004 - days of the longest month
        raise NoSuchDayError(f"no month has a day {number}")
    past = context.prefer is Prefer.PAST
    for step in range(0, -4, -1) if past else range(4):
        month = month_span(today.year, today.month + step)
        if number > month.last.day:
            continue
        day = month.first.replace(day=number)
        if day <= today if past else day >= today:
            return whole_day(day, relative=True)
    raise NoSuchDayError(f"no month near has a day {number}")


def read_day_word(phrase: Phrase, context: Context) -> Placed:
    """Place today, tomorrow morning, the day before yesterday."""
    return whole_day(shift(context.today, values(phrase, "DAYWORD")[0], "day"), relative=True)


def read_today_part(phrase: Phrase, context: Context) -> Placed:
    """Place this morning; "last night" is a word of its own."""
    steps = STEPS[values(phrase, "RELATION")[0]]
    return whole_day(shift(context.today, steps, "day"), relative=True)


def read_now(_phrase: Phrase, context: Context) -> Placed:
    """Place now."""
    return _moment(context.now, context.today, relative=True)


def read_holiday(phrase: Phrase, context: Context) -> Placed:
    """Place Christmas, Labor Day 2026, next Thanksgiving."""
    holiday = cast("Token", phrase.of("HOLIDAY")[0]).value
    relation, year = first_value(phrase, "RELATION"), first_value(phrase, "YEAR")
    return _recurring(lambda of: _holiday_span(holiday, of), relation, year, context, Granularity.DAY)


def _holiday_span(holiday: Holiday, year: int) -> Span:
    if holiday.day:
        day = make_day(year, holiday.month, holiday.day)
    else:
        day = nth_weekday(month_span(year, holiday.month), holiday.weekday, holiday.nth)
    day += timedelta(days=holiday.plus)
    return Span(day, day)


def nth_weekday(span: Span, weekday: int, nth: int) -> date:
    """Return the nth such weekday of a period; −1 is the last. Raises NoSuchDayError where it has fewer."""
    if nth < 0:
        day = span.last - timedelta(days=(span.last.weekday() - weekday) % 7 + 7 * (-nth - 1))
    else:
        day = span.first + timedelta(days=(weekday - span.first.weekday()) % 7 + 7 * (nth - 1))
    if not span.first <= day <= span.last:
        raise NoSuchDayError(f"that period has no {nth}th such weekday")
    return day


def read_end_of_unit(phrase: Phrase, context: Context) -> Placed:
    """Place EOY, EOM, year-end 2026."""
    unit, year = values(phrase, "SHORT")[0], first_value(phrase, "YEAR")
    if year is not None:
        day = year_span(year).last
        return whole_day(day, year_written=True, ending=True)
    return end_of_unit(unit, context)


def end_of_unit(unit: str, context: Context) -> Placed:
    """Place the end of the current week, month, quarter or year; with no tense the end that is nearest."""
    steps = (0, -1) if context.prefer is Prefer.NONE and unit != "day" else (0,)
    ends = [unit_span(unit, context.today, step).last for step in steps]
    just_over = timedelta(days=3)
    day = next((end for end in ends if end < context.today and context.today - end <= just_over), ends[0])
    return whole_day(day, relative=True, ending=True)


def read_ago(phrase: Phrase, context: Context) -> Placed:
    """Place 2 weeks ago, an hour ago."""
    return _distance(phrase, context, -1)


def read_ahead(phrase: Phrase, context: Context) -> Placed:
    """Place in 2 weeks, three days from now."""
    return _distance(phrase, context, 1)


def _distance(phrase: Phrase, context: Context, sign: int) -> Placed:
    count, unit, rough = counted(phrase)
    if unit in HOURS_OF:
        moment = context.now + sign * count * HOURS_OF[unit]
        return _moment(moment, day_of(moment, context.zone), relative=True, approximate=rough)
    day = shift(context.today, sign * count, unit)
    if phrase.of("HALF"):
        day = shift(day, sign * 6, "month") if unit == "year" else shift(day, sign * _HALVES.get(unit, 0), "day")
    return whole_day(day, relative=True, approximate=rough)


_HALVES = {"month": 15, "week": 3}  # days of half a unit


def read_ahead_between(phrase: Phrase, context: Context) -> Placed:
    """Place in 2–3 weeks."""
    unit = values(phrase, "UNIT", "WEEK", "YEARWORD")[0]
    low, high = (shift(context.today, count, unit) for count in values(phrase, "COUNT", "DAY", "NUM"))
    if low > high:
        raise NoSuchDayError("the second number is smaller than the first")
    return Placed(low, high, Granularity.SPAN, relative=True, approximate=True)


def read_within(phrase: Phrase, context: Context) -> Placed:
    """Place within 30 days: from today on."""
    count, unit, rough = counted(phrase)
    last = (
        shift(context.today, count, unit)
        if unit not in HOURS_OF
        else day_of(context.now + count * HOURS_OF[unit], context.zone)
    )
    return Placed(context.today, last, Granularity.SPAN, relative=True, approximate=rough, within=True)


def clock_of(phrase: Phrase, context: Context) -> tuple[int, int, ZoneInfo]:
    """Return hour (24 is the end of the day), minute and zone of a clock time. Raises NoSuchDayError for 25:00."""
    zone = ZoneInfo(values(phrase, "ZONE")[0]) if phrase.of("ZONE") else context.zone
    if noon := values(phrase, "NOON"):
        return noon[0], 0, zone
    token = cast("Token", phrase.of("CLOCK", "HOUR", "DAY")[0])
    hour, minute, half = token.value if token.kind != "DAY" else (token.value, 0, "")
    shift_by = {"a": 0, "p": 12}.get(half[:1], first_value(phrase, "AMPM"))
    if shift_by is not None and 1 <= hour <= 12:  # noqa: PLR2004 - a clock's face
        hour = hour % 12 + shift_by
    elif shift_by is not None and not half == "" and hour > 12:  # noqa: PLR2004
        raise NoSuchDayError(f"there is no {hour} o'clock {half}")
    if hour > 24 or minute > 59 or (hour == 24 and minute):  # noqa: PLR2004 - a day's hours and minutes
        raise NoSuchDayError(f"there is no time {hour}:{minute:02}")
    return hour, minute, zone


def at_clock(day: date, clock: tuple[int, int, ZoneInfo], **marks: bool) -> Placed:
    """Place a clock time of a day, in UTC; 24:00 is the begin of the next day."""
    hour, minute, zone = clock
    naive = datetime.combine(day, datetime.min.time()) + timedelta(hours=hour, minutes=minute)
    return _moment(naive.replace(tzinfo=zone), day, **marks)


def read_clock(phrase: Phrase, context: Context) -> Placed:
    """Place a clock time alone: today's, or yesterday's when that is still to come and the past is meant."""
    clock = clock_of(phrase, context)
    today = context.now.astimezone(clock[2]).date()
    placed = at_clock(today, clock, relative=True)
    if context.prefer is Prefer.PAST and placed.moment is not None and placed.moment > context.now:
        return at_clock(today - timedelta(days=1), clock, relative=True)
    return placed


READERS: Mapping[str, Callable[[Phrase, Context], Placed]] = {
    name.removeprefix("read_"): reader for name, reader in list(globals().items()) if name.startswith("read_")
}
