"""When and where somebody saw a name, read from one line of theirs: "ChatGPT web, today 14:05", "yesterday in LMArena".

Tolerant: what it cannot read it leaves open, and the preview shows what was read before anything is saved. Only a time
that cannot be ("31 Feb", "25:00") is refused.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.dispatch.date_arguments import read_date, read_moment
from bot.domain.sightings.confirmations import Plan
from bot.domain.sightings.labels import clean
from bot.domain.sightings.surfaces import Surface
from bot.domain.time.months import NAMES
from bot.messages.errors import BadArgument, shorten
from bot.messages.request import RequestContext

LONGEST = 200  # characters; a place and a time need a tenth of that
DAY_ALONE = time(23, 59, 59)  # of a day without an hour, as everywhere else where a moment is asked for

_STAMP = re.compile(
    r"\b(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)\s?(Z|UTC|[+-]\d\d:\d\d)?(?![\w:]))?", re.IGNORECASE
)
_NOW = re.compile(r"\b(?:just now|right now|a moment ago|now)\b", re.IGNORECASE)
_AGO = re.compile(
    r"\b(\d{1,3}|an?|one|two|three|a few)\s*(min(?:ute)?s?|m|h(?:ou)?rs?|h|days?|d|weeks?)\s+ago\b", re.IGNORECASE
)
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "a few": 3}
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_MONTH = rf"(?:{NAMES})\.?"
_NTH = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = re.compile(rf"\b(?:{_NTH}(?: of)?\s+{_MONTH}|{_MONTH}\s+{_NTH})(?!\w)(?:,?\s+\d{{4}}\b)?", re.IGNORECASE)
_NEAR = re.compile(
    r"\b(?:today|tonight|this (?:morning|afternoon|evening)|yesterday(?: (?:morning|afternoon|evening))?|last night)\b",
    re.IGNORECASE,
)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = re.compile(r"\b(?:last )?(mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b", re.IGNORECASE)
_CLOCK = re.compile(
    r"\b(?:(\d{1,2})[:h](\d\d)\s?([ap]\.?m\b\.?)?|(\d{1,2})\s?([ap]\.?m\b\.?)|(noon))(?:\s?(z|[a-z]{2,4}))?(?!\w)",
    re.IGNORECASE,
)
_ZONES = {
    **dict.fromkeys(("z", "utc", "gmt"), "UTC"),
    **dict.fromkeys(("pt", "pst", "pdt"), "America/Los_Angeles"),
    **dict.fromkeys(("et", "est", "edt"), "America/New_York"),
    **dict.fromkeys(("ct", "cst", "cdt"), "America/Chicago"),
    **dict.fromkeys(("cet", "cest"), "Europe/Berlin"),
    "bst": "Europe/London",
    "jst": "Asia/Tokyo",
}
_PLAN = re.compile(
    r"\bchat ?gpt (free|plus|pro|team|enterprise)\b|\b(free|plus|pro|team|enterprise) (?:plan|account|tier|user)\b",
    re.IGNORECASE,
)
_FILLING = re.compile(
    r"\b(?:in|on|at|the|a|an|of|my|and|to|from|web|app|site|about|around|circa|ca|ish|first|seen|saw|it|since|[a-z])\b|[\W_]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What was read; None is what was not said. ``unread`` holds words of a place nobody here knows."""

    surface: Surface | None = None
    seen: datetime | None = None
    plan: Plan | None = None
    unread: str = ""


def read(text: str, ctx: RequestContext) -> Whereabouts:
    """What a line says of place, time and plan; a time without a zone is the reader's.

    Raises:
        BadArgument: a day or a time of day that does not exist.
    """
    said = clean(text)[:LONGEST]
    seen, rest = _moment(said, ctx)
    plan = _PLAN.search(rest)
    surface = Surface.named(rest)
    left = " ".join(rest.split()) if surface is None and _FILLING.sub("", rest) else ""
    return Whereabouts(surface, seen, Plan((plan[1] or plan[2]).capitalize()) if plan else None, left)


def about(seen: datetime) -> str:
    """A moment as far as others need it: its hour, for the minute could tell who was logged in; or its day alone."""
    day = _day_alone(seen)
    return f"{day:%-d %b %Y}, hour not said" if day else f"{seen:%-d %b %Y}, about {seen:%H}:00 UTC"


def line_of(surface: str, seen: datetime | None) -> str:
    """When and where as one line that reads back as the same."""
    day = _day_alone(seen) if seen else None
    moment = f"{day:%Y-%m-%d}" if day else f"{seen:%Y-%m-%d %H:%M} UTC" if seen else ""
    return ", ".join(filter(None, (surface, moment)))


def _day_alone(seen: datetime) -> datetime | None:
    """The middle of the day that a moment is the end of, in whichever zone; None for any other moment."""
    end = seen + timedelta(seconds=1)
    alone = not (end.microsecond or end.second or end.minute % 15)  # zones differ by quarters of an hour
    return end - timedelta(hours=12) if alone else None


def _moment(said: str, ctx: RequestContext) -> tuple[datetime | None, str]:
    """The moment a text tells, and the text without it."""
    if (stamp := _STAMP.search(said)) and stamp[2]:
        told = f"{stamp[1]}T{stamp[2]}{(stamp[3] or '').upper().replace('UTC', '+00:00')}"
        return read_moment(told, ctx.now, ctx.zone), _without(said, stamp)
    if ago := _AGO.search(said):
        count = _COUNTS.get(ago[1].casefold()) or int(ago[1])
        return ctx.now - count * _UNITS[ago[2][0].casefold()], _without(said, ago)
    if now := _NOW.search(said):
        return ctx.now, _without(said, now)
    zone, local, rest = ZoneInfo(ctx.zone), None, said
    if clock := _CLOCK.search(said):
        named = (clock[7] or "").casefold()
        zone = ZoneInfo(_ZONES.get(named, ctx.zone))
        local = _time_of(clock)
        rest = _without(said, clock) + (f" {clock[7]}" if named and named not in _ZONES else "")
    days_back, rest = _day(rest, ctx, zone, night=local is None or local.hour >= 12)  # noqa: PLR2004 - noon
    if days_back is None and local is None:
        return None, rest
    day_of = ctx.now.astimezone(zone).date() - timedelta(days=days_back or 0)
    if local is None:
        moment = datetime.combine(day_of, DAY_ALONE, zone) if days_back else ctx.now
        return moment.astimezone(UTC), rest
    moment = datetime.combine(day_of, local, zone)
    if days_back is None and moment > ctx.now:  # "23:50", said at half past midnight
        moment -= timedelta(days=1)
    return moment.astimezone(UTC), rest


def _day(said: str, ctx: RequestContext, zone: ZoneInfo, *, night: bool) -> tuple[int | None, str]:
    """How many days ago, and the text without that; None where no day is named."""
    today = ctx.now.astimezone(zone).date()
    if found := _STAMP.search(said) or _DATE.search(said):
        named = found[0].casefold().replace(".", "").replace(" of ", " ")
        day = read_date(named, ctx.now, zone.key)
        if day > today and not re.search(r"\d{4}", named):  # in January "21 Dec" is last year's
            day = read_date(f"{named} {today.year - 1}", ctx.now, zone.key)
        return (today - day).days, _without(said, found)
    if found := _NEAR.search(said):
        word = found[0].casefold()
        back = int(word.startswith("yesterday") or (word == "last night" and night))
        return back, _without(said, found)
    if found := _WEEKDAY.search(said):
        back = (today.weekday() - _WEEKDAYS.index(found[1][:3].casefold())) % 7
        return back or (7 if found[0].casefold().startswith("last") else 0), _without(said, found)
    return None, said


def _time_of(found: re.Match[str]) -> time:
    if found[6]:
        return time(12)
    hour, minute, half = int(found[1] or found[4]), int(found[2] or 0), (found[3] or found[5] or "").casefold()
    if half and 1 <= hour <= 12:  # noqa: PLR2004 - a clock's face
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    try:
        return time(hour, minute)
    except ValueError:
        raise BadArgument(
            f"“{shorten(found[0].strip(), 20)}” is no time of day.", todo="Say it like 14:05, or 2:05 pm."
        ) from None


def _without(said: str, found: re.Match[str]) -> str:
    return said[: found.start()] + " " + said[found.end() :]
