"""The days, the time, the zone and the channel that a sentence gives a digest, as its options take them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.dispatch.date_arguments import parse_days, parse_time_and_zone
from bot.dispatch.plain_words.requests.words import request_words
from bot.messages.errors import BadArgument

PLACE: Final = 3  # words of a place behind a time
_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:days?)?s?"
_SPAN = rf"{_DAY}(?:\s*(?:-|–|to|through)\s*{_DAY})?"
_DAYS = re.compile(
    rf"(?i)\b(?:(?:every|each|on|weekly on|only on)\s+)?(?P<days>{_SPAN}(?:\s*(?:,|and|&|\+)?\s*{_SPAN})*)(?![\w-])"
)
_PART: Final = r"(?:every|each) (?P<part>morning|evening|afternoon|night|noon)"
_EVERY: Final = r"(?:every|each) (?:week)?day|weekdays?|workdays?|weekends?|daily|everyday|weekly"
_GROUP = re.compile(rf"(?i)\b(?P<days>{_EVERY}|{_PART})\b")
_WEEK = re.compile(r"(?i)\b(?:every|each|once a) week\b")
_HOURS: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_HOUR: Final = "|".join((r"(?:\d{1,2}", *_HOURS)) + ")"
_FACE: Final = r"(?:\s?(?:am|pm|a\.m\.|p\.m\.)(?![a-z]))"
_CLOCKS: Final = (
    "noon",
    "midnight",
    rf"(?:half|quarter|\d{{1,2}}) (?:past|to) {_HOUR}{_FACE}?",
    rf"\d{{1,2}}[:.]\d{{2}}{_FACE}?",
    rf"\d{{1,2}}{_FACE}",
    rf"{_HOUR} ?o['’]?\s?clock",
    rf"(?<=at ){_HOUR}(?![\w.:%])",
    r"(?<=to )\d{1,2}(?![\w.:%])",
    r"\d{1,2}h\b",
)
_TIME = re.compile(rf"(?i)(?<![\w$#-])(?P<time>{'|'.join(_CLOCKS)})")
_CHANNEL = re.compile(r"<#[^>]+>|(?<!\w)#[\w-]+")
_PLACE_WORD = re.compile(r"[A-Za-z][\w/+-]*")


@dataclass(frozen=True, slots=True)
class SaidTimetable:
    """What a sentence says of when and where; '' for what it leaves open."""

    days: str = ""
    time: str = ""
    zone: str = ""
    channel: str = ""
    part: str = ""
    uneven: str = ""


def said_timetable(text: str) -> SaidTimetable:
    """Read when and where a digest is to be posted."""
    flat = " ".join(text.split())
    folded = flat.casefold()
    uneven = next((one for one in request_words()["posts"]["uneven"] if re.search(rf"\b{one}\b", folded)), "")
    days, part = _said_days(flat)
    clock = _TIME.search(flat)
    zone = _zone_behind(flat[clock.end() :]) if clock is not None else ""
    channel = _CHANNEL.search(flat)
    return SaidTimetable(days, clock["time"] if clock else "", zone, channel[0] if channel else "", part, uneven)


def _said_days(text: str) -> tuple[str, str]:
    """The days, and the part of the day where it was said for them."""
    found = _DAYS.search(text)
    if found is not None and _are_days(found["days"]):
        return " ".join(found["days"].casefold().replace("&", " ").replace("+", " ").split()), ""
    group = _GROUP.search(text)
    if group is None:
        return ("weekly", "") if _WEEK.search(text) else ("", "")
    if group["part"]:
        return "daily", group["part"].casefold()
    word = group["days"].casefold().split()[-1]
    return {"day": "daily", "everyday": "daily", "weekday": "weekdays", "workday": "weekdays"}.get(word, word), ""


def _are_days(text: str) -> bool:
    try:
        return bool(parse_days(text))
    except BadArgument:
        return False


def _zone_behind(text: str) -> str:
    """The time zone whose name stands behind a time: "berlin", "in new york", "tokyo time"; '' without one."""
    words = [one for one in _PLACE_WORD.findall(text.strip(" ,(")) if one.casefold() not in ("in", "time", "the")]
    for size in range(min(PLACE, len(words)), 0, -1):
        try:
            return parse_time_and_zone(f"09:00 {' '.join(words[:size])}")[1]
        except BadArgument:
            continue
    return ""
