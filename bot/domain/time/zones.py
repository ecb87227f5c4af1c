"""Time zones by name: IANA places, their former names, and common abbreviations."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from bot.domain.time.lexicon import lexicon

# Zones renamed in recent years; a machine may know only one of the two names.
RENAMED = (
    ("Europe/Kiev", "Europe/Kyiv"),
    ("America/Godthab", "America/Nuuk"),
    ("Asia/Calcutta", "Asia/Kolkata"),
    ("Asia/Katmandu", "Asia/Kathmandu"),
    ("Asia/Rangoon", "Asia/Yangon"),
    ("Asia/Saigon", "Asia/Ho_Chi_Minh"),
    ("Pacific/Enderbury", "Pacific/Kanton"),
)
LONGEST_ABBREVIATION = 4  # letters; longer words in a zone are names
PLAIN = ("UTC", "GMT")
_OFFSET = re.compile(r"(?:utc|gmt|etc/gmt)?_?([+-]\d{1,2})(?::?(\d{2}))?")
_MINUTES = 60
_HOURS = range(-12, 15)  # the clocks of the world, from UTC
_AREA = re.compile(r"(?:US|Brazil|Canada|Chile|Mexico)/")


@lru_cache(maxsize=1024)
def zone_of(name: str) -> ZoneInfo:
    """Return the zone of a stored name, under its other name if it was renamed.

    Raises:
        LookupError: this machine knows neither.
    """
    for known in (name, *(new for old, new in RENAMED if old == name), *(old for old, new in RENAMED if new == name)):
        try:
            return ZoneInfo(known)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    raise LookupError(name)


@cache
def names() -> tuple[str, ...]:
    """Return the zones offered to people: places and UTC; no abbreviations or offsets."""
    return tuple(sorted({name for name in available_timezones() if _a_place(name)} | {"UTC"}))


@cache
def _by_name() -> Mapping[str, str]:
    """Map every accepted zone name, folded, former names included."""
    return {name.casefold(): name for name in available_timezones() if _a_place(name) or _AREA.match(name)}


def _a_place(name: str) -> bool:
    area, slash, _ = name.partition("/")
    return bool(slash) and area not in ("Etc", "SystemV", "posix", "right") and not _AREA.match(name)


class UnreadZoneError(ValueError):
    """A text is not a time zone: what it is instead, and what to type."""

    def __init__(self, why: str, todo: str) -> None:
        super().__init__(why)
        self.why, self.todo = why, todo


AN_OFFSET = "names an offset, not a place, so it would be wrong half of the year."
NO_OFFSET = "is the offset of no clock: they go from UTC-12 to UTC+14."


def parse_zone(text: str) -> str:
    """Parse a typed zone.

    Its IANA name in any case, or the city if only one zone has it.

    Raises:
        UnreadZoneError: an abbreviation or an offset (the place usually meant is offered), or an unknown name.
    """
    flat = "_".join(text.split()).casefold()
    if flat.upper() in PLAIN or flat in ("z", "zulu"):
        return "UTC"
    exact = _by_name().get(flat)
    if exact is not None:
        return exact
    if offset := _OFFSET.fullmatch(flat):
        if int(offset[1]) not in _HOURS or int(offset[2] or 0) >= _MINUTES:
            raise UnreadZoneError(NO_OFFSET, "Use a place, such as Europe/Berlin or UTC.")
        raise UnreadZoneError(AN_OFFSET, "Use a place with that clock, such as Europe/Berlin.")
    if meant := _meant(text):
        raise UnreadZoneError(AN_OFFSET, f"Did you mean {meant}?")
    cities = [name for name in names() if name.rpartition("/")[2].casefold() == flat]
    if len(cities) == 1:
        return cities[0]
    near = nearest(text)
    raise UnreadZoneError(
        "", "Did you mean " + " or ".join(near) + "?" if near else "Use a place, such as Europe/Berlin or UTC."
    )


def _meant(text: str) -> str | None:
    """Return the place usually meant by an abbreviation, which names only an offset."""
    word = text.strip().casefold()
    place = lexicon().zones.get(word)
    return place if len(word) <= LONGEST_ABBREVIATION and place != "UTC" else None


def nearest(text: str, limit: int = 3) -> Sequence[str]:
    """Return zones whose name or city is spelled similarly."""
    flat = "_".join(text.split()).casefold()[:64]
    by_city = {name.rpartition("/")[2].casefold(): name for name in names()}
    by_name = {name.casefold(): name for name in names()}
    found = [by_city[hit] for hit in get_close_matches(flat, by_city, limit, 0.75)]
    found += [by_name[hit] for hit in get_close_matches(flat, by_name, limit, 0.75)]
    return tuple(dict.fromkeys(found))[:limit]


def matching(text: str, limit: int = 25) -> Sequence[str]:
    """Return zones that begin with, then that contain, the text typed so far.

    An abbreviation gives the place usually meant.
    """
    flat = "_".join(text.split()).casefold()
    meant = [place] if (place := _meant(text)) else []
    first = [n for n in names() if n.casefold().startswith(flat) or n.rpartition("/")[2].casefold().startswith(flat)]
    rest = [name for name in names() if flat in name.casefold()]
    return tuple(dict.fromkeys([*meant, *first, *rest]))[:limit]
