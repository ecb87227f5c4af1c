"""Readers of relative times: "next week", "2 weeks ago", "within 30 days"."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, cast

from bot.domain.time.calendar import (
    HOURS_OF,
    NoSuchDayError,
    Prefer,
    day_of,
    month_span,
    shift,
    unit_span,
    year_span,
)
from bot.domain.time.phrases.clocks import place_moment
from bot.domain.time.placing import UNITS, Granularity, Placed, PlacingContext, whole_day

if TYPE_CHECKING:
    from bot.domain.time.patterns import Phrase
    from bot.domain.time.tokens import TimeToken


UNIT = ("UNIT", "UNITS", "WEEK", "YEARWORD", "HOURUNIT", "QUARTERWORD")  # classes of a unit
A_YEAR = 366  # days
STEPS = {"this": 0, "next": 1, "last": -1, "past": -1, "coming": 1}
BACK = ("last", "past")  # relations that look back


def read_relative_unit(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place this week, next quarter, last year.

    "The past month" reaches up to today, as any fortnight does, or starts today.
    """
    unit = phrase.values(*UNIT)[0]
    relation = phrase.values("RELATION", "PASSED")[0]
    if unit == "fortnight" or (relation == "past" and unit != "weekend"):
        return _from_today(STEPS[relation] or 1, unit, context)
    steps = 0 if relation == "coming" and unit == "weekend" else STEPS[relation]
    return _unit(unit, steps, context)


def _unit(unit: str, steps: int, context: PlacingContext) -> Placed:
    span = unit_span(unit, context.today, steps)
    return Placed(span.first, span.last, UNITS.get(unit, Granularity.SPAN), relative=True)


def read_unit_after_next(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place the week after next."""
    return _unit(phrase.values(*UNIT)[0], 2, context)


def read_this_unit(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place the weekend, the year (in "by the weekend")."""
    return _unit(phrase.values(*UNIT)[0], 0, context)


def read_relative_units(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place the next two weeks, the last 30 days: counted from today."""
    count, unit, rough = counted(phrase)
    sign = -1 if phrase.values("RELATION", "PASSED")[0] in BACK else 1
    return _from_today(sign * count, unit, context, rough=rough)


def _from_today(count: int, unit: str, context: PlacingContext, *, rough: bool = False) -> Placed:
    """Place the days from today on, or up to today, today included."""
    first, last = sorted((context.today, shift(context.today, count, unit)))
    return Placed(first, last, Granularity.SPAN, relative=True, approximate=rough)


def counted(phrase: Phrase) -> tuple[int, str, bool]:
    """Parse "2 weeks", "2w", "a few days".

    The count, the unit, and whether it is approximate.
    """
    if written := phrase.of("DURATION", "HOURLY"):
        count, unit = cast("TimeToken", written[0]).value
        return count, unit, False
    count = phrase.values("COUNT", "SOME", "DAY", "NUM")[-1]
    unit = phrase.values(*UNIT)[0]
    return count, unit, bool(phrase.of("SOME", "ABOUT"))


def read_weekday(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place Friday, next Friday, last Tuesday."""
    target, today = phrase.values("WEEKDAY")[0], context.today
    relation = phrase.value("RELATION")
    ahead = (target - today.weekday()) % 7
    back = (today.weekday() - target) % 7
    if relation == "next":
        day = today - timedelta(days=today.weekday()) + timedelta(days=7 + target)
    elif relation in BACK:
        day = today - timedelta(days=back or 7)
    elif relation == "coming":
        day = today + timedelta(days=ahead or 7)
    else:
        day = today - timedelta(days=back) if context.prefer is Prefer.PAST else today + timedelta(days=ahead)
    return whole_day(day)


def read_weekday_after_next(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place Friday after next: the second one from today on."""
    ahead = (phrase.values("WEEKDAY")[0] - context.today.weekday()) % 7
    return whole_day(context.today + timedelta(days=(ahead or 7) + 7))


def read_weekday_of_month(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place Tuesday the 19th: the next matching day, in the past tense the latest one."""
    weekday, number = phrase.values("WEEKDAY")[0], phrase.values("ORD")[0]
    sign = -1 if context.prefer is Prefer.PAST else 1
    days = (context.today + timedelta(days=sign * step) for step in range(A_YEAR))
    for day in days:
        if (day.day, day.weekday()) == (number, weekday):
            return whole_day(day)
    raise NoSuchDayError(f"no month near has such a day {number}")


def read_day_of_month(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place the 30th: the next one, in the past tense the latest one."""
    number, today = phrase.values("ORD")[0], context.today
    if not 1 <= number <= 31:  # noqa: PLR2004 - days of the longest month
        raise NoSuchDayError(f"no month has a day {number}")
    past = context.prefer is Prefer.PAST
    for step in range(0, -4, -1) if past else range(4):
        month = month_span(today.year, today.month + step)
        if number > month.last.day:
            continue
        day = month.first.replace(day=number)
        if day <= today if past else day >= today:
            return whole_day(day)
    raise NoSuchDayError(f"no month near has a day {number}")


def read_day_word(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place today, tomorrow morning, the day before yesterday."""
    return whole_day(shift(context.today, phrase.values("DAYWORD", "NIGHT")[0], "day"))


def read_today_part(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place this morning; "last night" is a separate word."""
    steps = STEPS[phrase.values("RELATION", "PASSED")[0]]
    return whole_day(shift(context.today, steps, "day"))


def read_end_of_unit(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place EOY, EOM, year-end 2026."""
    unit, year = phrase.values("SHORT")[0], phrase.value("YEAR")
    if year is not None:
        day = year_span(year).last
        return whole_day(day, year_written=True, ending=True)
    return end_of_unit(unit, context)


def end_of_unit(unit: str, context: PlacingContext) -> Placed:
    """Place the end of the current week, month, quarter or year."""
    return whole_day(unit_span(unit, context.today).last, ending=True)


def read_ago(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place 2 weeks ago, an hour ago."""
    return _distance(phrase, context, -1)


def read_ahead(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place in 2 weeks, three days from now."""
    return _distance(phrase, context, 1)


def _distance(phrase: Phrase, context: PlacingContext, sign: int) -> Placed:
    count, unit, rough = counted(phrase)
    if unit in HOURS_OF:
        moment = context.now + sign * count * HOURS_OF[unit]
        return place_moment(moment, day_of(moment, context.zone), approximate=rough)
    day = shift(context.today, sign * count, unit)
    if phrase.of("HALF"):
        day = shift(day, sign * 6, "month") if unit == "year" else shift(day, sign * _HALVES.get(unit, 0), "day")
    return whole_day(day, approximate=rough)


_HALVES = {"month": 15, "week": 3}  # days of half a unit


def read_ahead_between(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place in 2–3 weeks."""
    unit = phrase.values(*UNIT)[0]
    low, high = (shift(context.today, count, unit) for count in phrase.values("COUNT", "DAY", "NUM"))
    if low > high:
        raise NoSuchDayError("the second number is smaller than the first")
    return Placed(low, high, Granularity.SPAN, relative=True, approximate=True)


def read_within(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place within 30 days: from today on."""
    count, unit, rough = counted(phrase)
    last = (
        shift(context.today, count, unit)
        if unit not in HOURS_OF
        else day_of(context.now + count * HOURS_OF[unit], context.zone)
    )
    return Placed(context.today, last, Granularity.SPAN, relative=True, approximate=rough, within=True)
