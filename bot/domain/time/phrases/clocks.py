"""Readers of moments: clock times with a zone, chat stamps, seconds since 1970."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

from bot.domain.time.calendar import (
    DaySpan,
    NoSuchDayError,
    Prefer,
    checked,
    day_of,
)
from bot.domain.time.placing import Granularity, Placed, PlacingContext

if TYPE_CHECKING:
    from bot.domain.time.patterns import Phrase
    from bot.domain.time.tokens import TimeToken


def read_iso_moment(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place 2026-04-30T12:00Z; without an offset it is on the reader's clock."""
    text = phrase.first.value.upper()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise NoSuchDayError(f"there is no moment {text}") from None
    zone = context.zone if moment.tzinfo is None else moment.tzinfo
    moment = moment.replace(tzinfo=zone)
    return place_moment(moment, moment.date(), year_written=True)


def place_moment(moment: datetime, day: date, *, year_written: bool = False, approximate: bool = False) -> Placed:
    """Place a moment of a day; it is relative unless its year is written.

    Raises:
        NoSuchDayError: it is outside 2000–2100.
    """
    span = checked(DaySpan(day, day))
    return Placed(
        span.first, span.last, Granularity.MOMENT, moment.astimezone(UTC), year_written=year_written,
        relative=not year_written, approximate=approximate,
    )  # fmt: skip


def read_stamp(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place a chat stamp or a number of seconds since 1970."""
    return place_seconds(phrase.values("STAMP")[0], context)


def place_seconds(seconds: int, context: PlacingContext) -> Placed:
    """Place seconds since 1970.

    Raises:
        NoSuchDayError: it is outside 2000–2100.
    """
    try:
        moment = datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        raise NoSuchDayError("that moment is outside 2000–2100") from None
    return place_moment(moment, day_of(moment, context.zone), year_written=True)


def read_now(_phrase: Phrase, context: PlacingContext) -> Placed:
    """Place now."""
    return place_moment(context.now, context.today)


def clock_of(phrase: Phrase, context: PlacingContext) -> tuple[int, int, ZoneInfo]:
    """Return hour (24 is the end of the day), minute and zone of a clock time.

    Raises:
        NoSuchDayError: there is no such time, such as 25:00.
    """
    zone = ZoneInfo(phrase.values("ZONE")[0]) if phrase.of("ZONE") else context.zone
    if noon := phrase.values("NOON"):
        return noon[0], 0, zone
    token = cast("TimeToken", phrase.of("CLOCK", "HOUR", "DAY")[0])
    hour, minute, half = token.value if token.kind != "DAY" else (token.value, 0, "")
    shift_by = {"a": 0, "p": 12}.get(half[:1], phrase.value("AMPM"))
    if shift_by is not None and 1 <= hour <= 12:  # noqa: PLR2004 - a clock's face
        hour = hour % 12 + shift_by
    elif shift_by is not None and half and hour > 12:  # noqa: PLR2004 - a clock's face
        raise NoSuchDayError(f"there is no {hour} o'clock {half}")
    if hour > 24 or minute > 59 or (hour == 24 and minute):  # noqa: PLR2004 - a day's hours and minutes
        raise NoSuchDayError(f"there is no time {hour}:{minute:02}")
    return hour, minute, zone


def at_clock(day: date, clock: tuple[int, int, ZoneInfo]) -> Placed:
    """Place a clock time on a day, in UTC; 24:00 is the start of the next day."""
    hour, minute, zone = clock
    naive = datetime.combine(day, datetime.min.time()) + timedelta(hours=hour, minutes=minute)
    return place_moment(naive.replace(tzinfo=zone), day)


def read_clock(phrase: Phrase, context: PlacingContext) -> Placed:
    """Place a clock time alone.

    Today's, or yesterday's if that is still ahead and the past is meant.
    """
    clock = clock_of(phrase, context)
    today = context.now.astimezone(clock[2]).date()
    placed = at_clock(today, clock)
    if context.prefer is Prefer.PAST and placed.moment is not None and placed.moment > context.now:
        return at_clock(today - timedelta(days=1), clock)
    return placed
