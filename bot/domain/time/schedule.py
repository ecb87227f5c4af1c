"""Recurring times and weekdays: "9 pm", "Mon-Thu", "weekly on Friday".

They are read whole, or found in a sentence.
"""

from __future__ import annotations

import re
from datetime import time
from typing import TYPE_CHECKING

from bot.domain.time.reading import UnreadTimeError
from bot.domain.time.tokens import TimeToken, tokenize

if TYPE_CHECKING:
    from collections.abc import Sequence

WEEKDAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAYS, WEEKEND, EVERY = frozenset(range(5)), frozenset({5, 6}), frozenset(range(7))
_GROUPS = {
    "daily": EVERY, "day": EVERY, "everyday": EVERY, "every": EVERY, "each": EVERY, "weekdays": WEEKDAYS,
    "weekday": WEEKDAYS, "workdays": WEEKDAYS, "workday": WEEKDAYS, "weekends": WEEKEND, "weekend": WEEKEND,
}  # fmt: skip
_JOINS = frozenset(("COMMA", "AND", "ON", "SLASH", "PLUS"))
_CLOCK_EXAMPLES = ("09:00", "9", "21:30")
_DAY_EXAMPLES = ("daily", "weekdays", "mon wed fri")
_LONGEST = 80  # characters


def parse_clock(text: str) -> time:
    """Parse a time of day: ``9``, ``9.30``, ``0900``, ``21h``, ``9 pm``, ``noon``.

    Raises:
        UnreadTimeError: it is not a time of day, or is 24:00.
    """
    tokens = tokenize(_in_digits(text[:_LONGEST].strip().rstrip(".")))
    hour, minute = _clock(tokens)
    if (hour, minute) == (24, 0):
        raise UnreadTimeError(text, "the end of a day is 0:00 of the next", _CLOCK_EXAMPLES)
    if hour > 23 or minute > 59:  # noqa: PLR2004 - a day's hours and minutes
        raise UnreadTimeError(text, "", _CLOCK_EXAMPLES)
    return time(hour, minute)


_HOURS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_OCLOCK = re.compile(r"\s*\bo['’]?\s?clock\b")
_PART = re.compile(r"\b(half|quarter|\d{1,2}(?: minutes?)?) (past|after|to|before) (\d{1,2})\b")


def _in_digits(text: str) -> str:
    """Write a time in words in digits: "half past nine" → "9:30"."""
    words = " ".join(text.casefold().split())
    for hour, name in enumerate(_HOURS, 1):
        words = re.sub(rf"\b{name}\b", str(hour), words)
    return _PART.sub(_on_the_hour, _OCLOCK.sub("", words)).removeprefix("at ")


def _on_the_hour(found: re.Match[str]) -> str:
    minutes = {"half": 30, "quarter": 15}.get(found[1]) or int(found[1].split()[0])
    whole = int(found[3]) * 60 + (minutes if found[2] in ("past", "after") else -minutes)
    return f"{whole // 60}:{whole % 60:02}" if minutes < 60 and whole >= 0 else found[0]  # noqa: PLR2004 - an hour


def _clock(tokens: Sequence[TimeToken]) -> tuple[int, int]:
    """Return hour and minute, 99 if the tokens are not a time of day."""
    none = 99, 0
    kinds = [token.kind for token in tokens if token.kind != "DOT"]
    if not kinds or kinds[1:] not in ([], ["AMPM"]):
        return none
    token, half = tokens[0], tokens[1].value if kinds[1:] else None
    match kinds[0]:
        case "NOON":
            return token.value % 24, 0
        case "DAY" | "NUM" | "YEAR" | "QTR" | "BADYEAR":
            return _bare_clock(token, half)
        case "CLOCK" | "HOUR" if token.text.count(":") < 2:  # noqa: PLR2004 - a digest has no seconds
            hour, minute, written = token.value
            return _on_face(hour, {"a": 0, "p": 12}.get(written[:1], half)), minute
        case "HOURLY":
            return (token.value[0], 0) if token.value[1] == "hour" and half is None else none
        case "OTHER" if "." in token.text:
            hour_text, _, minutes = token.text.partition(".")
            return (_on_face(int(hour_text), half), int(minutes)) if _is_minutes(hour_text, minutes) else none
        case _:
            return none


def _bare_clock(token: TimeToken, half: int | None) -> tuple[int, int]:
    """Return hour and minute of "9", "0930", "1h"."""
    if token.text.removesuffix("h").isdecimal() and len(token.text) <= 3 and token.kind == "QTR":  # noqa: PLR2004 - hours and h
        return int(token.text[:-1]), 0
    if not token.text.isdecimal():
        return 99, 0
    if len(token.text) == 4 and half is None:  # noqa: PLR2004 - hour and minute
        return int(token.text[:2]), int(token.text[2:])
    return _on_face(int(token.text), half) if len(token.text) <= 2 else 99, 0  # noqa: PLR2004 - digits of an hour


def _is_minutes(hour: str, minutes: str) -> bool:
    return hour.isdecimal() and len(hour) <= 2 and len(minutes) == 2 and minutes.isdecimal()  # noqa: PLR2004 - digits


def _on_face(hour: int, half: int | None) -> int:
    """Return the hour of the day; 99 if a clock's face has no such hour."""
    if half is None:
        return hour
    return hour % 12 + half if 1 <= hour <= 12 else 99  # noqa: PLR2004 - a clock's face


def parse_weekdays(text: str) -> frozenset[int]:
    """Parse weekdays, 0 being Monday.

    ``daily``, ``mon wed``, ``Mon-Thu``, ``weekly on friday``. ``weekly`` alone is Monday.

    Raises:
        UnreadTimeError: it contains anything that is not a day.
    """
    tokens = [token for token in tokenize(text[:_LONGEST]) if token.kind not in _JOINS]
    if tokens and tokens[0].text == "weekly":
        tokens = tokens[1:] or list(tokenize("monday"))
    if len(tokens) > 1 and tokens[0].text in ("every", "each"):
        tokens = tokens[1:]
    days: frozenset[int] = frozenset()
    while tokens:
        size = 3 if len(tokens) > 1 and tokens[1].kind in ("DASH", "TO") else 1
        days |= _days_between(tokens[0], tokens[2:3], text) if size > 1 else _days(tokens[0], text)
        tokens = tokens[size:]
    if not days:
        raise UnreadTimeError(text, "", _DAY_EXAMPLES)
    return days


def _days_between(begin: TimeToken, end: Sequence[TimeToken], text: str) -> frozenset[int]:
    """Return the days from one weekday to another, across the weekend if necessary."""
    first, last = _days(begin, text), _days(end[0], text) if end else frozenset[int]()
    if len(first) != 1 or len(last) != 1:
        raise UnreadTimeError(text, "", _DAY_EXAMPLES)
    (start,), (stop,) = first, last
    return frozenset((start + step) % 7 for step in range((stop - start) % 7 + 1))


def _days(token: TimeToken, text: str) -> frozenset[int]:
    """Return the days that a word names; plurals and prefixes of two letters count.

    "mondays" and "we" do.
    """
    if token.kind == "WEEKDAY":
        return frozenset((token.value,))
    if token.text in _GROUPS:
        return _GROUPS[token.text]
    stem = token.text.removesuffix("s")
    found = [number for number, name in enumerate(WEEKDAY_NAMES) if len(stem) > 1 and name.startswith(stem)]
    if len(found) != 1:
        raise UnreadTimeError(text, "", _DAY_EXAMPLES)
    return frozenset(found)


_CLOCK_TOKENS = 4  # of the longest time of day: "half past six pm"
_FIRST_OF_CLOCK = frozenset((*_HOURS, "half", "quarter"))
_SPANS = frozenset(("DASH", "TO"))
_UNTIL_DAY = frozenset(("every", "each"))  # before a day, and no day themselves


def find_clock(text: str) -> slice | None:
    """Find the first time of day in a sentence: "… at half past six".

    A bare number is one behind "at" or "to".
    """
    tokens = tokenize(text)
    for at, token in enumerate(tokens):
        begins = token.text[0].isdecimal() or token.kind == "NOON" or token.text in _FIRST_OF_CLOCK
        if not begins or token.kind in ("NAME", "YEAR") or text[: token.start][-1:].strip():
            continue
        told = at > 0 and tokens[at - 1].kind in ("AT", "TO")
        for size in range(min(_CLOCK_TOKENS, len(tokens) - at), 0, -1):
            whole = slice(token.start, tokens[at + size - 1].end)
            bare = size == 1 and (token.text.isdecimal() or token.kind == "COUNT")
            if (told or not bare) and _is_clock(text[whole]):
                return whole
    return None


def find_weekdays(text: str) -> slice | None:
    """Find the weekdays in a sentence: "… mondays and thu", "… every weekday".

    Named ones go before groups.
    """
    tokens = tokenize(text)
    return _run_of_days(tokens, text, named=True) or _run_of_days(tokens, text, named=False)


def _run_of_days(tokens: Sequence[TimeToken], text: str, *, named: bool) -> slice | None:
    for at, token in enumerate(tokens):
        if not (_is_weekday(token) if named else _is_group(token)):
            continue
        end = last = at + 1
        while end < len(tokens) and (_is_weekday(tokens[end]) or tokens[end].kind in _JOINS | _SPANS):
            end += 1
            last = end if _is_weekday(tokens[end - 1]) else last
        whole = slice(token.start, tokens[last - 1].end)
        return whole if _are_weekdays(text[whole]) else None
    return None


def _is_weekday(token: TimeToken) -> bool:
    return token.kind == "WEEKDAY" or token.text.removesuffix("s") in WEEKDAY_NAMES


def _is_group(token: TimeToken) -> bool:
    return token.text in (_GROUPS.keys() - _UNTIL_DAY) | {"weekly"}


def _is_clock(text: str) -> bool:
    try:
        parse_clock(text)
    except UnreadTimeError:
        return False
    return True


def _are_weekdays(text: str) -> bool:
    try:
        parse_weekdays(text)
    except UnreadTimeError:
        return False
    return True
