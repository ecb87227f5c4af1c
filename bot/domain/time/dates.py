"""Dates as people type them ("30 Apr", "end of Q2", "in 2 weeks", "before May"): a calendar day, or a clear refusal."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from bot.domain.time.months import MONTHS, NAMES
from bot.messages.errors import BadArgument, shorten
from bot.messages.request import RequestContext

NEW_YORK = ZoneInfo("America/New_York")
LONGEST = 48  # no date anybody types is longer; stops a million characters before any pattern sees them
FIRST_YEAR, LAST_YEAR = 2000, 2100
MONTH = rf"(?P<month>{NAMES})\.?"
WEEKDAYS = {name[:3].lower(): number for number, name in enumerate(calendar.day_name)}
COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10, "twelve": 12}


class NoSuchDayError(ValueError):
    """Reads as a date, but there is no such day; says why."""


@dataclass(frozen=True, slots=True)
class DateSpan:
    """The days a phrase covers: one day for "30 Apr", a month for "April"."""

    first: date
    last: date


def end_of_day(day: date, zone: ZoneInfo = NEW_YORK) -> datetime:
    """23:59:59 of that day in the zone, in UTC: when a deadline of that date passes."""
    return datetime.combine(day, time(23, 59, 59), zone).astimezone(UTC)


def day_of(moment: datetime, zone: ZoneInfo = NEW_YORK) -> date:
    """The calendar day of a moment in a zone."""
    return moment.astimezone(zone).date()


def month_span(year: int, month: int) -> DateSpan:
    """All days of a month; ``month`` may run past 12."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return DateSpan(_day(year, month, 1), _day(year, month, calendar.monthrange(year, month)[1]))


def nearest_year(month: int, day: int, around: date, *, back: int = 90) -> date:
    """The first day of that name not more than ``back`` days before ``around``. Raises NoSuchDayError (31 Feb)."""
    for year in range(around.year - 1, around.year + 6):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= around - timedelta(days=back):
            return found
    raise NoSuchDayError(_no_such(day, month))


def add_months(day: date, count: int) -> date:
    """The same day ``count`` months later, or the last day of a shorter month."""
    span = month_span(day.year, day.month + count)
    return span.first.replace(day=min(day.day, span.last.day))


def _day(year: int, month: int, day: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NoSuchDayError(f"the year {year} is outside {FIRST_YEAR}–{LAST_YEAR}")
    try:
        return date(year, month, day)
    except ValueError:
        raise NoSuchDayError(_no_such(day, month, f" {year}")) from None


def _no_such(day: int, month: int, year: str = "") -> str:
    known = 1 <= month <= 12  # noqa: PLR2004 - months
    return f"there is no {day} {calendar.month_name[month]}{year}" if known else f"there is no month {month}"


def _one(day: date) -> DateSpan:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise NoSuchDayError(f"the year {day.year} is outside {FIRST_YEAR}–{LAST_YEAR}")
    return DateSpan(day, day)


def _iso(found: re.Match[str], _today: date) -> DateSpan:
    return _one(_day(int(found["y"]), int(found["m"]), int(found["d"])))


def _dotted(found: re.Match[str], today: date) -> DateSpan:
    day, month = int(found["d"]), int(found["m"])
    if found["y"]:
        return _one(_day(int(found["y"]), month, day))
    return _one(nearest_year(month, day, today))


def _slashed(found: re.Match[str], today: date) -> DateSpan | None:
    first, second = int(found["a"]), int(found["b"])
    if first <= 12 and second <= 12 and first != second:  # noqa: PLR2004 - 4/5 is two dates
        raise NoSuchDayError("it could be read as day/month or month/day")
    day, month = (first, second) if first > 12 else (second, first)  # noqa: PLR2004 - only one can be a month
    if found["y"]:
        return _one(_day(int(found["y"]), month, day))
    return _one(nearest_year(month, day, today))


def _named_day(found: re.Match[str], today: date) -> DateSpan:
    day, month = int(found["d"]), MONTHS[found["month"]]
    if found["y"]:
        return _one(_day(int(found["y"]), month, day))
    return _one(nearest_year(month, day, today))


def _month(found: re.Match[str], today: date) -> DateSpan:
    month = MONTHS[found["month"]]
    year = int(found["y"]) if found["y"] else nearest_year(month, 28, today).year
    span = month_span(year, month)
    if found["part"] == "early":
        return DateSpan(span.first, span.first.replace(day=10))
    if found["part"] in ("mid", "middle"):
        return DateSpan(span.first.replace(day=11), span.first.replace(day=20))
    return span


def _quarter(found: re.Match[str], today: date) -> DateSpan | None:
    size, number = (3, int(found["q"])) if found["kind"] == "q" else (6, int(found["q"]))
    if not 1 <= number <= 12 // size:
        raise NoSuchDayError(f"there is no {found['kind'].upper()}{number}")
    year = int(found["y"]) if found["y"] else today.year
    span = DateSpan(month_span(year, (number - 1) * size + 1).first, month_span(year, number * size).last)
    if not found["y"] and span.last < today - timedelta(days=90):
        span = DateSpan(month_span(year + 1, (number - 1) * size + 1).first, month_span(year + 1, number * size).last)
    return span


def _year(found: re.Match[str], _today: date) -> DateSpan:
    year = int(found["y"])
    return DateSpan(_day(year, 1, 1), _day(year, 12, 31))


def _word(found: re.Match[str], today: date) -> DateSpan:
    days = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1, "day after tomorrow": 2}
    return _one(today + timedelta(days=days[found["w"]]))


def _period(found: re.Match[str], today: date) -> DateSpan:
    steps = {"next": 1, "last": -1}.get(found["which"] or "", 0)
    match found["unit"]:
        case "week" | "weekend":
            monday = today - timedelta(days=today.weekday()) + timedelta(weeks=steps)
            first = monday + timedelta(days=5) if found["unit"] == "weekend" else monday
            return DateSpan(first, monday + timedelta(days=6))
        case "month":
            return month_span(today.year, today.month + steps)
        case "quarter":
            start = (today.month - 1) // 3 * 3 + 1 + 3 * steps
            return DateSpan(month_span(today.year, start).first, month_span(today.year, start + 2).last)
        case _:
            return DateSpan(_day(today.year + steps, 1, 1), _day(today.year + steps, 12, 31))


def _weekday(found: re.Match[str], today: date) -> DateSpan:
    ahead = (WEEKDAYS[found["wd"][:3]] - today.weekday()) % 7
    if found["which"] == "next":
        ahead = ahead + 7 if ahead else 7
    return _one(today + timedelta(days=ahead))


def _distance(found: re.Match[str], today: date) -> DateSpan:
    word = found["n"]
    count = COUNTS[word] if word in COUNTS else int(word)
    if found["ago"]:
        count = -count
    unit = found["unit"]
    try:
        if unit.startswith("d"):
            return _one(today + timedelta(days=count))
        if unit.startswith("w"):
            return _one(today + timedelta(weeks=count))
        if unit.startswith("m"):
            return _one(add_months(today, count))
        return _one(add_months(today, 12 * count))
    except OverflowError:
        raise NoSuchDayError("that is too far away") from None


YEAR = r"(?:\s*,?\s*(?P<y>\d{4,6}))?"
THE = r"(?:the\s+)?"
WEEKDAY = r"mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
DISTANCE = (
    r"(?:in\s+|within\s+)?(?P<n>\d{1,4}|" + "|".join(COUNTS) + r")\s*"
    r"(?P<unit>days?|d|weeks?|w|months?|mo|years?|y)(?P<ago>\s+ago)?"
)
GRAMMAR: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], DateSpan | None]], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (r"(?P<y>\d{4,6})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})", _iso),
        (r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})?", _dotted),
        (r"(?P<a>\d{1,2})/(?P<b>\d{1,2})(?:/(?P<y>\d{4}))?", _slashed),
        (THE + r"(?P<d>\d{1,2})(?:st|nd|rd|th)?\.?\s*(?:of\s+)?" + MONTH + YEAR, _named_day),
        (MONTH + r"\s*" + THE + r"(?P<d>\d{1,2})(?:st|nd|rd|th)?" + r"(?:(?:\s*,\s*|\s+)(?P<y>\d{4,6}))?", _named_day),
        (r"(?P<part>early|mid|middle|late)?(?:[\s-]+(?:of\s+)?)?" + MONTH + YEAR, _month),
        (r"(?P<kind>[qh])\s?(?P<q>\d)(?:\s*,?\s*(?:of\s+)?(?P<y>\d{4,6}))?", _quarter),
        (r"(?:year\s+)?(?P<y>\d{4,6})", _year),
        (r"(?:the\s+)?(?P<w>yesterday|today|tonight|tomorrow|day after tomorrow)", _word),
        (r"(?:(?P<which>this|next|last|the)\s+)?(?P<unit>weekend|week|month|quarter|year)", _period),
        (r"(?:(?P<which>this|next)\s+)?(?P<wd>" + WEEKDAY + ")", _weekday),
        (DISTANCE, _distance),
    )
)
SHORT = {"eow": "week", "eom": "month", "eoq": "quarter", "eoy": "year", "year end": "year", "year-end": "year"}
PREFIX = re.compile(r"(?:by|until|till|on|in|during|no later than|not later than|end of|the end of|by the end of)\s+")
BEFORE = re.compile(r"(?:before|prior to|earlier than)\s+")


def days_of(text: str, today: date) -> DateSpan | None:
    """The days a phrase names, None when it is no date at all. "Before X" is everything up to the day before X.

    Raises NoSuchDayError when it reads as a date that does not exist (31 Feb), is out of range, or could be two dates.
    """
    if len(text) > LONGEST:
        return None
    words = " ".join(unicodedata.normalize("NFKC", text).lower().replace("’", "'").split()).strip(" ?!,;\"'")
    before = False
    for _ in range(4):
        if found := BEFORE.match(words):
            before, words = True, words[found.end() :]
        elif (found := PREFIX.match(words)) and not re.match(r"in\s+(?:\d|a\b|an\b|one|two|t)", words):
            words = words[found.end() :]
        else:
            break
    words = SHORT.get(words, words)
    for pattern, read in GRAMMAR:
        if found := pattern.fullmatch(words):
            span = read(found, today)
            if span is not None and before:
                eve = span.first - timedelta(days=1)
                return DateSpan(eve, eve)
            return span
    return None


def examples(today: date) -> tuple[str, str, str]:
    """Three ways to type a date that work today."""
    ahead = month_span(today.year, today.month + 1).last
    return (f"{ahead.day} {ahead:%b}", "in 2 weeks", ahead.isoformat())


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of what a person typed as a date: for the option ``by`` of any command."""

    day: date
    typed: str = ""

    @classmethod
    def parse(cls, text: str, ctx: RequestContext) -> Self:
        """The last day a phrase covers, today being the reader's. Raises BadArgument with three examples."""
        today = ctx.as_of.astimezone(ZoneInfo(ctx.zone)).date()
        tries = " or ".join(", ".join(examples(today)).rsplit(", ", 1))
        shown = shorten(text, 40)
        try:
            span = days_of(text, today)
        except NoSuchDayError as why:
            raise BadArgument(f"I could not read “{shown}” as a date: {why}.", todo=f"Try {tries}.") from None
        if span is None:
            raise BadArgument(f"I could not read “{shown}” as a date.", todo=f"Try {tries}.")
        return cls(span.last, text)

    @property
    def at(self) -> datetime:
        """When it passes: 23:59:59 in New York, as the markets reckon, in UTC."""
        return end_of_day(self.day)

    def __str__(self) -> str:
        """ISO, so that a button or a typed line carries a date that cannot shift."""
        return self.day.isoformat()


def said(day: date, today: date | None = None) -> str:
    """``30 Apr``, with the year unless it is this one: ``30 Apr 2027``."""
    return f"{day.day} {day:%b}" if today is not None and day.year == today.year else f"{day.day} {day:%b} {day.year}"
