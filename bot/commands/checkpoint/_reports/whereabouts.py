"""Parse place and time of a sighting from a line: "ChatGPT web, today 14:05".

Unreadable parts stay open, and the preview shows the result before anything is saved. Only an impossible time ("31
Feb", "25:00") is refused.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from bot.domain.sightings.confirmations import Plan
from bot.domain.sightings.labels import clean
from bot.domain.sightings.surfaces import Surface
from bot.domain.time import NoSuchDayError, Prefer, day_of, find_times, format_time
from bot.domain.time.zones import zone_of
from bot.messages.errors import BadArgument
from bot.messages.request import RequestContext

MAX_PLACE = 200  # characters; a place and a time need a tenth of that
DAY_ALONE = time(23, 59, 59)  # of a day without an hour, as everywhere else where a moment is asked for

_PLAN = re.compile(
    r"\bchat ?gpt (free|plus|pro|team|enterprise)\b|\b(free|plus|pro|team|enterprise) (?:plan|account|tier|user)\b",
    re.IGNORECASE,
)
_FILLING = frozenset(
    [
        "in",
        "on",
        "at",
        "the",
        "a",
        "an",
        "of",
        "my",
        "and",
        "to",
        "from",
        "web",
        "app",
        "site",
        "about",
        "around",
        "circa",
        "ca",
        "ish",
        "first",
        "seen",
        "saw",
        "it",
        "since",
    ]
)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The parsed place, time and plan, None if absent.

    ``unread`` are words of unknown places.
    """

    surface: Surface | None = None
    seen: datetime | None = None
    plan: Plan | None = None
    unread: str = ""


def read(text: str, ctx: RequestContext) -> Whereabouts:
    """Parse place, time and plan; a time without a zone is the reader's.

    Raises:
        BadArgument: a day or a time of day that does not exist.
    """
    said = clean(text)[:MAX_PLACE]
    seen, rest = _moment(said, ctx)
    plan = _PLAN.search(rest)
    surface = Surface.named(rest)
    left = " ".join(rest.split()) if surface is None and _says_more(rest) else ""
    return Whereabouts(surface, seen, Plan((plan[1] or plan[2]).capitalize()) if plan else None, left)


def _says_more(text: str) -> bool:
    """Whether a text contains more than filler words and single letters."""
    words = re.findall(r"[^\W_]+", text.casefold())
    return any(word not in _FILLING and not re.fullmatch("[a-z]", word) for word in words)


def about(seen: datetime) -> str:
    """Coarsen a moment to its hour, or its day.

    A minute could reveal who was logged in.
    """
    day = _day_alone(seen)
    return f"{format_time(day)}, hour not said" if day else f"{format_time(seen)}, about {seen:%H}:00 UTC"


def line_of(surface: str, seen: datetime | None) -> str:
    """Format time and place as a line that parses back to the same."""
    day = _day_alone(seen) if seen else None
    moment = f"{day:%Y-%m-%d}" if day else f"{seen:%Y-%m-%d %H:%M} UTC" if seen else ""
    return ", ".join(filter(None, (surface, moment)))


def _day_alone(seen: datetime) -> datetime | None:
    """Return the middle of the day that a moment ends, in any zone; else None."""
    end = seen + timedelta(seconds=1)
    alone = not (end.microsecond or end.second or end.minute % 15)  # zones differ by quarters of an hour
    return end - timedelta(hours=12) if alone else None


def _moment(line: str, ctx: RequestContext) -> tuple[datetime | None, str]:
    """Return the moment in a line, and the line without it.

    Raises:
        BadArgument: a day or clock time that does not exist.
    """
    try:
        mentions = find_times(line, ctx.now, ctx.zone, Prefer.PAST, strict=True)
    except NoSuchDayError as error:
        raise BadArgument(
            f"I could not read the time: {error}.", todo="Say it like 14:05, 2:05 pm, 21 Apr or 2 hours ago."
        ) from None
    days = [mention for mention in mentions if mention.first == mention.last and mention.moment is None]
    moments = [mention for mention in mentions if mention.moment is not None]
    rest = line
    for mention in [*days[:1], *moments[:1]]:
        rest = rest.replace(line[mention.lead_start : mention.tail_end], " ", 1)
    zone = zone_of(ctx.zone)
    if moments and (moment := moments[0].moment) is not None:
        apart = days[0].first - moments[0].first if days else timedelta()
        return moment + apart, rest
    if days:
        today = days[0].first == day_of(ctx.now, zone)
        return ctx.now if today else datetime.combine(days[0].first, DAY_ALONE, zone).astimezone(UTC), rest
    return None, line
