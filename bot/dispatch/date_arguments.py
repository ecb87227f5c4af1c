"""Time options: a day, a moment or a deadline, parsed by the time grammar.

All of them refuse bad input in the same words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Self

from bot.domain.notify.timetable import QuietHours
from bot.domain.text import shorten
from bot.domain.time import (
    Granularity,
    Prefer,
    TimeForm,
    TimeReading,
    TimeRole,
    UnreadTimeError,
    day_of,
    end_of_day,
    format_day,
    format_moment,
    parse_time,
)
from bot.domain.time.schedule import parse_clock, parse_weekdays
from bot.domain.time.zones import UnreadZoneError, parse_zone, zone_of
from bot.messages.errors import BadArgument
from bot.messages.request import RequestContext

SINCE, UNTIL = BOUNDS = ("since", "until")  # options that take the first and the last day of a time


def parse_moment(text: str, now: datetime, zone: str, prefer: Prefer = Prefer.PAST) -> datetime:
    """Parse a moment in UTC; a day or period means its end.

    A time without a zone is on the reader's clock. Where the past is expected, a period that is not over means the end
    of today.

    Raises:
        BadArgument: it cannot be parsed, or lies outside 2000–2100; gives three examples.
    """
    reading = read_option(text, now, zone, TimeForm.MOMENT, prefer)
    today = day_of(now, zone_of(zone))
    if prefer is Prefer.PAST and reading.mention.first <= today < reading.day:
        return end_of_day(today, zone_of(zone))
    return reading.moment or end_of_day(reading.day, zone_of(zone))


def parse_day(text: str, now: datetime, zone: str, prefer: Prefer = Prefer.PAST, bound: str = "") -> date:
    """Parse a single day on the reader's calendar.

    Of a period the first or last day, where it is a ``bound`` of `BOUNDS`.

    Raises:
        BadArgument: it cannot be parsed, does not exist, or covers more than a day and is no bound.
    """
    if bound:
        mention = read_option(text, now, zone, TimeForm.SPAN, prefer).mention
        return mention.first if bound == SINCE else mention.last
    return read_option(text, now, zone, TimeForm.DAY, prefer).day


def check_order(first: date, last: date) -> None:
    """Refuse days, or moments, of which the last is before the first.

    Raises:
        BadArgument: it is.
    """
    if last < first:
        raise BadArgument("Those days end before they begin.", todo="Give since: an earlier day than until:.")


def read_option(text: str, now: datetime, zone: str, accept: TimeForm, prefer: Prefer) -> TimeReading:
    """Parse an option's text as a time.

    Raises:
        BadArgument: it cannot be parsed; quotes it, says why, and gives three examples that work.
    """
    try:
        return parse_time(text, now, accept, prefer, zone)
    except UnreadTimeError as error:
        first, second, third = error.examples
        why = "" if str(error).startswith("“") else f": {error}"
        raise BadArgument(
            f"I could not read “{shorten(text, 40)}” as a date{why}.", todo=f"Try {first}, {second} or {third}."
        ) from None


@dataclass(frozen=True, slots=True)
class Deadline:
    """The option ``by`` of any command: the last day of the date a person typed.

    ``note`` tells, for the reply, how an ambiguous form ("5/1") was read. ``exact``: it was asked what happens on that
    single day ("on 23 April"), not by it.
    """

    day: date
    typed: str = ""
    note: str = ""
    exact: bool = False

    @classmethod
    def parse(cls, text: str, ctx: RequestContext) -> Self:
        """Parse the last day that a text names, by the reader's today.

        Raises:
            BadArgument: it cannot be parsed; gives three examples.
        """
        reading = read_option(text, ctx.as_of, ctx.zone, TimeForm.DEADLINE, Prefer.FUTURE)
        supplied = f"“{shorten(text, 40)}” is read as {format_day(reading.day)}"
        far = reading.mention.year_supplied and reading.day.year != ctx.as_of.year
        on = reading.mention.role is TimeRole.ON and reading.mention.granularity is Granularity.DAY
        return cls(reading.day, text, reading.note or (supplied if far else ""), exact=on)

    @property
    def at(self) -> datetime:
        """The moment it passes, in UTC: 23:59:59 in New York, as the markets define it."""
        return end_of_day(self.day)

    def __str__(self) -> str:
        """Format as ISO, so that a button or a typed line carries a fixed date."""
        return f"{'on ' if self.exact else ''}{self.day.isoformat()}"


@dataclass(frozen=True, slots=True)
class Since:
    """The option ``since``: the beginning, in UTC, of the time a person typed."""

    at: datetime

    @classmethod
    def parse(cls, text: str, ctx: RequestContext) -> Self:
        """Parse a moment, else the first second of the first day, on the reader's clock.

        Raises:
            BadArgument: it cannot be parsed, or is in the future.
        """
        reading = read_option(text, ctx.now, ctx.zone, TimeForm.SPAN, Prefer.PAST)
        begin = datetime.combine(reading.mention.first, time(), zone_of(ctx.zone)).astimezone(UTC)
        begin = reading.mention.moment or begin
        if begin > ctx.now:
            what = f"“{shorten(text, 40)}” is in the future: nothing has happened since."
            raise BadArgument(what, todo="Try yesterday, last month, or a date that is over.")
        return cls(begin)

    def __str__(self) -> str:
        """Format as ISO, so that a button carries a fixed moment."""
        return self.at.isoformat()


def parse_time_of_day(text: str) -> time:
    """Parse a wall-clock time: ``09:00``, ``9``, ``9.30``, ``9 pm``, ``noon``.

    Raises:
        BadArgument: it cannot be parsed; gives examples.
    """
    try:
        return parse_clock(text)
    except UnreadTimeError as error:
        reason = "" if str(error).startswith("“") else f"{str(error).capitalize()}. "
        todo = f"{reason}Try {error.examples[0]}, {error.examples[1]} or {error.examples[2]}."
        raise BadArgument(f"“{shorten(text, 40)}” is not a time of day.", todo=todo) from None


def parse_time_and_zone(text: str) -> tuple[time, str]:
    """Parse a time of day with its place: ``8:30 Berlin``, ``9 am New York``.

    The place is '' where none is named.

    Raises:
        BadArgument: it cannot be parsed; a place that is no time zone is told as such.
    """
    words = re.sub(r"(?i)[,()]|\b(?:in|at)\b|\btime\b", " ", text).split()
    unread: BadArgument | None = None
    for size in range(len(words), 0, -1):
        try:
            at = parse_time_of_day(" ".join(words[:size]))
        except BadArgument as error:
            unread = error if size == len(words) else unread
            continue
        return at, parse_time_zone(" ".join(words[size:])) if words[size:] else ""
    raise unread or BadArgument(f"“{shorten(text, 40)}” is not a time of day.", todo="Try 09:00, 9 or 21:30.")


_UNEVEN = re.compile(
    r"(?i)\b(?:every other|every second|biweekly|fortnight(?:ly)?|monthly|first|last|hourly|month|nth)\b"
)


def parse_days(text: str) -> frozenset[int]:
    """Parse days of the week, 0 being Monday: ``daily``, ``Mon-Thu``.

    Raises:
        BadArgument: it cannot be parsed; gives examples.
    """
    try:
        return parse_weekdays(text)
    except UnreadTimeError:
        if _UNEVEN.search(text):
            raise BadArgument(
                f"“{shorten(text, 40)}” is not possible: days are the same every week.",
                todo="Try daily, weekdays, weekly, or mon wed fri.",
            ) from None
        raise BadArgument(
            f"“{shorten(text, 40)}” names no days.", todo="Try daily, weekdays, weekly, or mon wed fri."
        ) from None


LOUD = 60  # minutes of a day that quiet hours leave at least
_UP_TO = re.compile(r"\s*(?:-|–|—|\bto\b|\buntil\b)\s*")


def parse_quiet_hours(text: str, zone: str) -> QuietHours | None:
    """Parse quiet hours: ``22:00-08:00``; ``none`` gives None.

    Raises:
        BadArgument: it is not two times of day, or they are equal.
    """
    words = text.strip().casefold()
    if words in ("none", "off", "no", "-", "never"):
        return None
    parts = _UP_TO.split(words)
    if len(parts) != 2:  # noqa: PLR2004 - from and to
        raise BadArgument(f"“{shorten(text, 40)}” is not a span of hours.", todo="Try 22:00-08:00, or none.")
    start, (end, place) = parse_time_of_day(parts[0]), parse_time_and_zone(parts[1])
    left = ((start.hour - end.hour) * 60 + start.minute - end.minute) % (24 * 60)  # minutes of a day that are not quiet
    if left < LOUD:
        raise BadArgument("Those quiet hours would leave less than an hour of the day.", todo="Pause it instead.")
    return QuietHours(start, end, place or zone)


def parse_time_zone(text: str) -> str:
    """Parse a time zone as its IANA name.

    Raises:
        BadArgument: it is unknown; offers the zone usually meant, or the nearest.
    """
    try:
        return parse_zone(text)
    except UnreadZoneError as error:
        shown = shorten(text, 40)
        what = f"“{shown}” {error.why}" if error.why else f"I do not know the time zone “{shown}”."
        raise BadArgument(what, todo=error.todo) from None


def past_moment(text: str, now: datetime) -> datetime:
    """Parse a moment in the past, in UTC; today means today so far.

    Raises:
        BadArgument: it cannot be parsed, or lies in the future.
    """
    moment = parse_moment(text, now, "UTC")
    if moment > now and moment.date() != now.date():
        raise BadArgument("That time is in the future.", why=f"It is {format_moment(now)} UTC.", todo="Leave it out.")
    return min(moment, now)
