"""When something runs that people asked for by wall clock: a function of a moment in an IANA zone.

One run a local date, whatever a zone's clocks do: a time that is skipped runs at the next valid minute, one that comes
twice runs at the first. The local date is the run's name; the rest of the design keys on it, so that a clock set back
or two processes cannot run it again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.domain.time.zones import zone_of
from bot.messages.errors import BadArgument, shorten

NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WEEKDAYS, WEEKEND = frozenset(range(5)), frozenset({5, 6})
EVERY = frozenset(range(7))
LONGEST_GAP = 24 * 60  # minutes; Samoa left out 30 December 2011
_CLOCK = re.compile(r"^(\d{1,2})(?:[:.h](\d{2}))?h?\s*(am|pm)?$")
_NAMED_TIMES = {"noon": "12:00", "midday": "12:00", "midnight": "0:00"}
_NAMED_DAYS = {
    "daily": EVERY, "day": EVERY, "everyday": EVERY, "weekdays": WEEKDAYS, "weekday": WEEKDAYS, "workdays": WEEKDAYS,
    "workday": WEEKDAYS, "weekends": WEEKEND, "weekend": WEEKEND, "weekly": frozenset({0}),
}  # fmt: skip
_UP_TO = re.compile(r"\s*(?:[-–—]|\b(?:to|through|thru|until)\b)\s*")
_AND = re.compile(r"(?:[\s,;/&+]|\b(?:and|on|each|every)\b)+")


@dataclass(frozen=True, slots=True)
class ScheduledRun:
    """One run: the local date it belongs to, and the moment (UTC)."""

    day: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Timetable:
    """The days of the week (0 is Monday), the wall-clock time, and the zone whose clock it is."""

    days: frozenset[int]
    at: time
    zone: str

    def __post_init__(self) -> None:
        if not self.days or not self.days <= EVERY or self.at.tzinfo or self.at.second or self.at.microsecond:
            raise ValueError("a timetable needs days of the week and a whole minute without a zone")

    def next_after(self, moment: datetime) -> ScheduledRun:
        """The first run strictly after a moment."""
        return next(self.runs(moment))

    def last_until(self, moment: datetime) -> ScheduledRun | None:
        """The latest run at or before a moment, looking back nine days; None if there was none."""
        found = None
        for run in self.runs(moment - timedelta(days=9)):
            if run.at > moment:
                return found
            found = run
        return found  # pragma: no cover - runs do not end

    def runs(self, after: datetime) -> Iterator[ScheduledRun]:
        """Every run strictly after a moment, in order."""
        # A day earlier, because the gap of a day may push its run past midnight (Nuuk, 23:30 in March).
        day = after.astimezone(zone_of(self.zone)).date() - timedelta(days=1)
        while True:
            if day.weekday() in self.days:
                at = moment_of(day, self.at, self.zone)
                if at is not None and at > after:
                    yield ScheduledRun(day, at)
            day += timedelta(days=1)

    @property
    def words(self) -> str:
        """The timetable in words: "Every weekday 09:00 Europe/Berlin"."""
        return f"{days_in_words(self.days)} {self.at:%H:%M} {self.zone}"

    def confirmation(self, now: datetime) -> str:
        """What a person is told: the timetable, and its next run on their clock."""
        return f"{self.words}; next: {self.local(self.next_after(now).at)}"

    def local(self, moment: datetime) -> str:
        """A moment on this timetable's clock: "Mon 27 Apr 09:00"."""
        there = moment.astimezone(zone_of(self.zone))
        return f"{NAMES[there.weekday()]} {there.day} {there:%b %H:%M}"

    def oddities(self, now: datetime, days: int = 366) -> tuple[str, ...]:
        """What the clock changes of the coming year do to this timetable, a sentence each."""
        told = []
        until = now + timedelta(days=days)
        for run in self.runs(now):
            if run.at > until:
                break
            naive = datetime.combine(run.day, self.at)
            there = run.at.astimezone(zone_of(self.zone))
            on = f"{NAMES[run.day.weekday()]} {run.day.day} {run.day:%b %Y}"
            if there.replace(tzinfo=None) != naive:
                shifted = f"{there:%H:%M}" + ("" if there.date() == run.day else " the next day")
                told.append(f"{self.at:%H:%M} does not exist on {on} in {self.zone}; that run will be at {shifted}.")
            elif there.utcoffset() != there.replace(fold=1).utcoffset():
                told.append(f"{self.at:%H:%M} comes twice on {on} in {self.zone}; that run will be at the first.")
        return tuple(told)


@lru_cache(maxsize=20_000)
def moment_of(day: date, at: time, zone: str) -> datetime | None:
    """The moment of a wall-clock time on a local date: the first of two, the next valid minute after a gap.

    None when the zone left the whole date out.
    """
    place = zone_of(zone)
    found = _valid(datetime.combine(day, at), place)
    if found is not None:
        return found
    if not any(_valid(datetime.combine(day, time(hour)), place) for hour in range(24)):
        return None
    naive = datetime.combine(day, at)
    for minutes in range(1, LONGEST_GAP + 1):
        if (found := _valid(naive + timedelta(minutes=minutes), place)) is not None:
            return found
    return None  # pragma: no cover - no zone has left out more than a day


def _valid(naive: datetime, place: ZoneInfo) -> datetime | None:
    moment = naive.replace(tzinfo=place, fold=0).astimezone(UTC)
    return moment if moment.astimezone(place).replace(tzinfo=None, fold=0) == naive else None


def read_clock(text: str) -> time:
    """A wall-clock time as people type it: ``09:00``, ``9``, ``9.30``, ``0900``, ``9 pm``, ``noon``.

    Raises:
        BadArgument: it is not a time of day.
    """
    flat = " ".join(text.casefold().replace(".m.", "m").split())
    flat = f"{flat[:2]}:{flat[2:]}" if re.fullmatch(r"\d{4}", flat) else _NAMED_TIMES.get(flat, flat)
    match = _CLOCK.match(flat)
    hour, minute = (int(match[1]), int(match[2] or 0)) if match else (99, 0)
    if match and match[3]:
        hour = hour % 12 + (12 if match[3] == "pm" else 0) if 1 <= hour <= 12 else 99  # noqa: PLR2004 - a clock's face
    if hour > 23 or minute > 59:  # noqa: PLR2004 - a day's hours and minutes
        todo = "The end of a day is 0:00 of the next." if (hour, minute) == (24, 0) else "Try 09:00, 9 or 21:30."
        raise BadArgument(f"“{shorten(text, 40)}” is not a time of day.", todo=todo)
    return time(hour, minute)


def read_days(text: str) -> frozenset[int]:
    """Days as people type them: ``daily``, ``weekdays``, ``weekly``, ``mon wed``, ``Mon-Thu``, ``weekly on friday``.

    ``weekly`` alone is Monday.

    Raises:
        BadArgument: a word is no day.
    """
    if text.casefold().strip() in ("every", "each"):
        return EVERY
    words = [word for word in _AND.split(_UP_TO.sub("-", text.casefold().strip())) if word]
    if len(words) > 1 and words[0] == "weekly":
        words = words[1:]
    days: set[int] = set()
    for word in words:
        if word in _NAMED_DAYS:
            days |= _NAMED_DAYS[word]
            continue
        ends = [_weekday(end, text) for end in word.split("-")]
        if len(ends) > 2:  # noqa: PLR2004 - from and to
            raise _no_day(text)
        first, last = ends[0], ends[-1]
        days.update((first + step) % 7 for step in range((last - first) % 7 + 1))
    if not days:
        raise _no_day(text)
    return frozenset(days)


def _weekday(word: str, text: str) -> int:
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    found = [number for number, name in enumerate(names) if len(word) >= 2 and name.startswith(word.removesuffix("s"))]  # noqa: PLR2004
    if word in ("tues", "thurs", "thur", "weds"):
        found = [names.index(name) for name in names if name.startswith(word[:3])]
    if len(found) != 1:
        raise _no_day(text)
    return found[0]


def _no_day(text: str) -> BadArgument:
    return BadArgument(f"“{shorten(text, 40)}” names no days.", todo="Try daily, weekdays, weekly, or mon wed fri.")


def days_in_words(days: frozenset[int]) -> str:
    """Days as a sentence begins: "Every day", "Every weekday", "Every Mon, Wed"."""
    if days == EVERY:
        return "Every day"
    if days == WEEKDAYS:
        return "Every weekday"
    if days == WEEKEND:
        return "Every weekend day"
    return "Every " + ", ".join(NAMES[day] for day in sorted(days))


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Hours in which nothing is posted, on one zone's clock; they may run over midnight."""

    start: time
    end: time
    zone: str

    def over(self, moment: datetime) -> datetime | None:
        """When the quiet hours that hold at a moment end; None if none do."""
        there = moment.astimezone(zone_of(self.zone))
        clock = there.time().replace(second=0, microsecond=0)
        inside = self.start <= clock < self.end if self.start <= self.end else clock >= self.start or clock < self.end
        if not inside:
            return None
        day = there.date() + timedelta(days=1 if self.start > self.end and clock >= self.start else 0)
        end = moment_of(day, self.end, self.zone)
        # The end may lie in the first of two equal hours, which is already over.
        return end if end is not None and end > moment else moment + timedelta(minutes=1)

    @property
    def words(self) -> str:
        """The hours and the clock they are on: "22:00–08:00 Europe/Berlin"."""
        return f"{self.start:%H:%M}–{self.end:%H:%M} {self.zone}"


def read_quiet_hours(text: str, zone: str) -> QuietHours | None:
    """Quiet hours as people type them: ``22:00-08:00``; ``none`` is None.

    Raises:
        BadArgument: it is not two times of day, or they are the same.
    """
    words = text.strip().casefold()
    if words in ("none", "off", "no", "-", "never"):
        return None
    parts = re.split(r"\s*(?:-|–|—|to|until)\s*", words)
    if len(parts) != 2:  # noqa: PLR2004 - from and to
        raise BadArgument(f"“{shorten(text, 40)}” is not a span of hours.", todo="Try 22:00-08:00, or none.")
    start, end = read_clock(parts[0]), read_clock(parts[1])
    if start == end:
        raise BadArgument("Quiet hours that start when they end would be the whole day.", todo="Pause it instead.")
    return QuietHours(start, end, zone)
