"""Moments as a person types them where a command asks for a time: ISO dates and times, "21 Apr", "yesterday".

Deadlines ("end of Q2", "in 2 weeks") have a grammar of their own in `bot.domain.time.dates`.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.time.months import MONTHS
from bot.messages.errors import BadArgument, shorten

FIRST, LAST = 2020, 2100  # years the ledger speaks of
_DAY_MONTH = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})\.?(?:,?\s+(\d{4}))?$")
_MONTH_DAY = re.compile(r"^([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?$")


def read_moment(text: str, now: datetime, zone: str) -> datetime:
    """A moment in UTC; a date alone means the end of that day in the reader's zone, a time without a zone is theirs.

    Raises:
        BadArgument: it cannot be read, or lies outside 2020..2100; says so with three examples.
    """
    if text.strip().casefold() == "now":
        return now
    try:
        moment = datetime.fromisoformat(text.strip().replace(" UTC", "+00:00"))
    except ValueError:
        moment = None
    if moment is None or re.fullmatch(r"\d{4}-?\d{2}-?\d{2}", text.strip()):
        day = read_date(text, now, zone)
        return datetime.combine(day, time(23, 59, 59), ZoneInfo(zone)).astimezone(UTC)
    if not FIRST <= moment.year <= LAST:
        raise _unread(text, "It lies outside the years 2020 to 2100.", now)
    return moment.replace(tzinfo=moment.tzinfo or ZoneInfo(zone)).astimezone(UTC)


def read_date(text: str, now: datetime, zone: str) -> date:
    """A calendar day: ``2026-04-21``, ``21 Apr``, ``Apr 21 2026``, ``today``, ``yesterday``, ``tomorrow``.

    Raises:
        BadArgument: it cannot be read, does not exist, or lies outside 2020..2100.
    """
    words = " ".join(text.casefold().split())
    today = now.astimezone(ZoneInfo(zone)).date()
    near = {"today": 0, "yesterday": -1, "tomorrow": 1}
    if words in near:
        return today + timedelta(days=near[words])
    try:
        day = _day(words, today)
    except ValueError:
        raise _unread(text, "That day does not exist.", now) from None
    if day is None:
        raise _unread(text, "", now)
    if not FIRST <= day.year <= LAST:
        raise _unread(text, "It lies outside the years 2020 to 2100.", now)
    return day


def _day(words: str, today: date) -> date | None:
    if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", words):
        year, month, day = (int(part) for part in words.split("-"))
        return date(year, month, day)
    for pattern, order in ((_DAY_MONTH, (1, 2)), (_MONTH_DAY, (2, 1))):
        if match := pattern.match(words):
            number, name = match[order[0]], match[order[1]]
            if name in MONTHS:
                return date(int(match[3] or today.year), MONTHS[name], int(number))
    return None


def _unread(text: str, why: str, now: datetime) -> BadArgument:
    return BadArgument(
        f"I could not read “{shorten(text, 40)}” as a date.",
        why=why,
        todo=f"Try {now:%-d %b}, {now:%Y-%m-%d} or {now:%Y-%m-%dT%H:%MZ}.",
    )
