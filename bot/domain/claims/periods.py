"""The calendar as sentences use it: months, weekdays, quarters, seasons, their parts, and the year nobody said."""

from datetime import date, timedelta

WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon",
            "tuesday tue tues",
            "wednesday wed",
            "thursday thu thur thurs",
            "friday fri",
            "saturday sat",
            "sunday sun",
        )
    )
    for name in names.split()
}


_WORDS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
}


ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}


SEASONS = {
    "spring": (3, 1, 5, 31),
    "summer": (6, 1, 8, 31),
    "fall": (9, 1, 11, 30),
    "autumn": (9, 1, 11, 30),
    "winter": (12, 1, 2, 28),
}


FEASTS = {
    "christmas day": (12, 25),
    "christmas eve": (12, 24),
    "christmas": (12, 25),
    "xmas": (12, 25),
    "new year's eve": (12, 31),
    "new year's day": (1, 1),
    "new year's": (1, 1),
    "new year": (1, 1),
    "new years": (1, 1),
    "halloween": (10, 31),
    "valentine's day": (2, 14),
    "july 4th": (7, 4),
    "labor day": (9, 7),
}


def last_of(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _add_months(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, last_of(year, month + 1).day))


def year_of(text: str | None, now: date) -> int | None:
    """The year as written: "2026", "'26", "next year"; ``None`` when none is."""
    if not text:
        return None
    if text.startswith("this") or text == "the year":
        return now.year
    if text.startswith("next"):
        return now.year + 1
    return int(text) if len(text) == 4 else 2000 + int(text.strip("'"))  # noqa: PLR2004 -- a year has four digits


def placed(month: int, day: int, year: int | None, now: date, *, past: bool) -> date:
    """A day of a month, its year given or found: the coming one, or the last one for the past."""
    if year is not None:
        return date(year, month, day)
    candidates = [date(y, month, day) for y in (now.year - 1, now.year, now.year + 1) if day <= last_of(y, month).day]
    if past:
        earlier = [c for c in candidates if c <= now + timedelta(days=2)]
        return earlier[-1]
    later = [c for c in candidates if c >= now - timedelta(days=45)]
    return later[0]


def part_of(first: date, last: date, part: str | None) -> tuple[date, date]:  # noqa: C901 -- one branch a part
    """The early, middle or late part of a period; "end of" names its last day."""
    if not part:
        return first, last
    part = part.removeprefix("the ").strip()
    days = (last - first).days + 1
    if days > 360:  # noqa: PLR2004 -- a year: its early, middle and late part are said by quarters
        year = first.year
        if part.startswith(("early", "start", "beginning")):
            return first, date(year, 3, 31)
        if part.startswith("mid"):
            return date(year, 5, 1), date(year, 8, 31)
        if part.startswith("late"):
            return date(year, 10, 1), last
    if part in {"mid-to-late", "early-to-mid"}:
        third = timedelta(days=days // 3)
        return (first + third, last) if part == "mid-to-late" else (first, first + 2 * third - timedelta(days=1))
    if part.startswith(("early", "start", "beginning")):
        return first, first + timedelta(days=max(0, days // 3 - 1))
    if part.startswith("first half"):
        return first, first + timedelta(days=days // 2 - 1)
    if part.startswith("mid"):
        if days <= 31:  # noqa: PLR2004 -- a month: the eleventh to the twentieth
            return first.replace(day=11), first.replace(day=20)
        return first + timedelta(days=days // 3), first + timedelta(days=2 * days // 3 - 1)
    if part.startswith("late"):
        return first + timedelta(days=2 * days // 3), last
    if part.startswith("second half"):
        return first + timedelta(days=days // 2), last
    return last, last


def nearest(now: date, month: int, *, past: bool) -> int:
    """The year of a month named without one: the coming one, or the last one when the sentence speaks of the past."""
    if past:
        return (
            now.year
            if date(now.year, month, 1) <= now or month // 3 * 3 == (now.month + 2) // 3 * 3 == month
            else now.year - 1
        )
    return now.year if last_of(now.year, month) >= now - timedelta(days=31) else now.year + 1


def unit_end(unit: str, now: date, offset: int) -> tuple[date, date]:
    """The first and last day of this, the next or the last week, month, quarter or year."""
    if unit == "day":
        return now, now
    if unit in {"week", "weekend"}:
        monday = now - timedelta(days=now.weekday()) + timedelta(days=7 * offset)
        return (monday + timedelta(days=5) if unit == "weekend" else monday), monday + timedelta(days=6)
    if unit == "month":
        first = _add_months(now.replace(day=1), offset)
        return first, last_of(first.year, first.month)
    if unit == "quarter":
        first = _add_months(date(now.year, (now.month - 1) // 3 * 3 + 1, 1), 3 * offset)
        return first, last_of(_add_months(first, 2).year, _add_months(first, 2).month)
    return date(now.year + offset, 1, 1), date(now.year + offset, 12, 31)


def shifted(now: date, count: str, unit: str, sign: int) -> date:
    """So many hours, days, weeks, months or years from a day."""
    number = sign * (_WORDS[count] if count in _WORDS else int(count))
    if unit.startswith("h"):
        return now + timedelta(days=-(-number // 24))
    if unit.startswith("d"):
        return now + timedelta(days=number)
    if unit.startswith("w"):
        return now + timedelta(days=7 * number)
    return _add_months(now, number * (12 if unit.startswith("y") else 1))


def thanksgiving(year: int) -> date:
    """The fourth Thursday of November."""
    first = date(year, 11, 1)
    return first + timedelta(days=(3 - first.weekday()) % 7 + 21)
