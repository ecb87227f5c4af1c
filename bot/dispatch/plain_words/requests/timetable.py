"""The days, the time, the zone and the channel that a sentence gives a digest, as its options take them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.dispatch.date_arguments import parse_time_and_zone
from bot.dispatch.plain_words.requests.words import request_words
from bot.domain.time.schedule import find_clock, find_weekdays
from bot.messages.errors import BadArgument

PLACE: Final = 3  # words of a place behind a time
_PART = re.compile(r"(?i)\b(?:every|each) (morning|evening|afternoon|night|noon)\b")
_EACH_DAY = re.compile(r"(?i)\b(?:every|each) day\b")
_WEEK = re.compile(r"(?i)\b(?:every|each|once a) week\b")
_CHANNEL = re.compile(r"<#[^>]+>|(?<!\w)#[\w-]+")
_PLACE_WORD = re.compile(r"[A-Za-z][\w/+-]*")
_GROUPS: Final = {"everyday": "daily", "weekday": "weekdays", "workday": "weekdays", "weekend": "weekends"}


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
    clock = find_clock(flat)
    time, behind = (flat[clock], flat[clock.stop :]) if clock is not None else ("", "")
    channel = _CHANNEL.search(flat)
    return SaidTimetable(days, time, _zone_behind(behind), channel[0] if channel else "", part, uneven)


def _said_days(text: str) -> tuple[str, str]:
    """The days, and the part of the day where it was said for them."""
    found = find_weekdays(_EACH_DAY.sub("daily", text))
    days = " ".join(_EACH_DAY.sub("daily", text)[found].casefold().replace("&", " ").split()) if found else ""
    part = _PART.search(text)
    if days not in ("", "day"):
        return _GROUPS.get(days, days), ""
    if part is not None:
        return "daily", part[1].casefold()
    return ("weekly", "") if _WEEK.search(text) else ("", "")


def _zone_behind(text: str) -> str:
    """The time zone whose name stands behind a time: "berlin", "in new york", "tokyo time"; '' without one."""
    words = [one for one in _PLACE_WORD.findall(text.strip(" ,(")) if one.casefold() not in ("in", "time", "the")]
    for size in range(min(PLACE, len(words)), 0, -1):
        try:
            return parse_time_and_zone(f"09:00 {' '.join(words[:size])}")[1]
        except BadArgument:
            continue
    return ""
