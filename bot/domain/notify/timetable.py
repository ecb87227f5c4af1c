"""Wall-clock timetables in an IANA zone, as a function of a moment.

There is one run per local date, whatever the zone's clock changes: a skipped time runs at the next valid minute, a
repeated one at its first occurrence. The local date identifies the run, so that neither a clock set back nor a second
process can repeat it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.domain.time.calendar import format_time
from bot.domain.time.schedule import EVERY, WEEKDAYS, WEEKEND
from bot.domain.time.zones import zone_of

NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
LONGEST_GAP = 24 * 60  # minutes; Samoa left out 30 December 2011


@dataclass(frozen=True, slots=True)
class ScheduledRun:
    """One run: the local date it belongs to, and the moment (UTC)."""

    day: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Timetable:
    """Days of the week (0 is Monday), a wall-clock time, and its zone."""

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
        """Return the latest run at or before a moment, within nine days.

        None if there is none.
        """
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
        """Format the confirmation for a person.

        The timetable and its next run on their clock.
        """
        return f"{self.words}; next: {self.local(self.next_after(now).at)}"

    def local(self, moment: datetime) -> str:
        """A moment on this timetable's clock: "Mon 27 Apr 09:00"."""
        there = moment.astimezone(zone_of(self.zone))
        return f"{NAMES[there.weekday()]} {format_time(there, '%d %b %H:%M')}"

    def oddities(self, now: datetime, days: int = 366) -> tuple[str, ...]:
        """Describe how the coming year's clock changes affect this timetable."""
        told = []
        until = now + timedelta(days=days)
        for run in self.runs(now):
            if run.at > until:
                break
            naive = datetime.combine(run.day, self.at)
            there = run.at.astimezone(zone_of(self.zone))
            on = f"{NAMES[run.day.weekday()]} {format_time(run.day)}"
            if there.replace(tzinfo=None) != naive:
                shifted = f"{there:%H:%M}" + ("" if there.date() == run.day else " the next day")
                told.append(f"{self.at:%H:%M} does not exist on {on} in {self.zone}; that run will be at {shifted}.")
            elif there.utcoffset() != there.replace(fold=1).utcoffset():
                told.append(f"{self.at:%H:%M} comes twice on {on} in {self.zone}; that run will be at the first.")
        return tuple(told)


@lru_cache(maxsize=20_000)
def moment_of(day: date, at: time, zone: str) -> datetime | None:
    """Return the moment of a wall-clock time on a local date.

    None if the date is skipped. A repeated time gives the first moment, one in a gap the next valid minute.
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
    """Hours without posts, in one zone; they may span midnight."""

    start: time
    end: time
    zone: str

    def over(self, moment: datetime) -> datetime | None:
        """Return when the quiet hours in force at a moment end; None if none are."""
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
