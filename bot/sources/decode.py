"""Decode what JSON held: numbers and lists in strings, three date formats, NaN.

Every function here takes any value and gives a clean one, None where the venue said nothing, or raises `Unreadable`
with a sentence that names the field. Venues turn that into a counted fault of one rung.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar
from urllib.parse import SplitResult, urlsplit

import msgspec

from bot.domain.text import shorten

T = TypeVar("T")

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)
NEVER = 1971  # years before this are a venue's way of saying "no date" (0001-01-01, 1970-01-01)
MILLISECONDS = 1e11  # a Unix time above this counts milliseconds (in seconds it would be the year 5138)
SHOWN = 40
_NAMELESS = [
    "company",
    "lab",
    "model",
    "person",
    "player",
    "option",
    "team",
    "candidate",
    "country",
    "date",
    "other",
    "outcome",
]
PLACEHOLDER = re.compile(
    rf"(?:(?:ai )?(?:{'|'.join(_NAMELESS)})\s+(?:[A-Z]{{1,2}}|[0-9]{{1,2}})|deactivated|tbd|placeholder.*|unused.*|-|)",
    re.IGNORECASE,
)


class Unreadable(ValueError):
    """A field holds nothing that could be meant; the text is a sentence that names it."""


def number(value: object, what: str) -> float | None:
    """A finite number, also from a string; None for null and ``""``; no minus zero."""
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise _odd(value, what, "a number")
    if isinstance(value, str) and ("_" in value or not value.isascii()):
        raise _odd(value, what, "a number")  # Python's float reads "1_000" and the digits of every script
    try:
        found = float(value)
    except (ValueError, OverflowError):
        raise _odd(value, what, "a number") from None
    if not math.isfinite(found):
        raise _odd(value, what, "a number")
    return found + 0.0


def price(value: object, what: str) -> float | None:
    """A price from 0 to 1 inclusive; None where there is none."""
    found = number(value, what)
    if found is not None and not 0.0 <= found <= 1.0:
        raise _odd(value, what, "between 0 and 1")
    return found


def amount(value: object, what: str) -> float | None:
    """An amount of money or contracts, not below zero; None where there is none."""
    found = number(value, what)
    if found is not None and found < 0:
        raise _odd(value, what, "an amount")
    return found


def seconds(at: datetime) -> str:
    """A moment as the seconds since 1970 of a query."""
    return str(int(at.timestamp()))


def moment(value: object, what: str) -> datetime | None:
    """A time in UTC: RFC 3339, ``2026-02-03 07:51:36+00``, a day, or Unix time.

    Unix times are seconds or milliseconds; the end of a day is not implied. None for null, ``""`` and the sentinels
    0001-01-01 and 1970-01-01; a text without a zone is read as UTC.
    """
    if value is None or value == "":
        return None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        found = _unix(value, what)
    elif isinstance(value, str):
        try:
            found = datetime.fromisoformat(value.strip())
        except ValueError:
            raise _odd(value, what, "a date") from None
        if found.tzinfo is None:
            found = found.replace(tzinfo=UTC)
        if found.year < NEVER:
            return None
        try:
            found = found.astimezone(UTC)
        except OverflowError:
            raise _odd(value, what, "a date between 2000 and 2200") from None
    else:
        raise _odd(value, what, "a date")
    if found.year < NEVER:
        return None
    if not EARLIEST <= found < LATEST:
        raise _odd(value, what, "a date between 2000 and 2200")
    return found


def _unix(value: float, what: str) -> datetime:
    try:
        return datetime.fromtimestamp(float(value) / 1000 if abs(value) > MILLISECONDS else value, UTC)
    except (ValueError, OverflowError, OSError):
        raise _odd(value, what, "a date") from None


def as_list(value: object, what: str) -> list[object]:
    """A list, given as such or as JSON inside a string; empty for null and ``""``."""
    if value is None or value == "":
        return []
    if isinstance(value, str):
        try:
            value = msgspec.json.decode(value)
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            raise _odd(value, what, "a list") from None
    if not isinstance(value, list):
        raise _odd(value, what, "a list")
    return value


def line(value: object) -> str:
    """A text in one line, stripped; empty for what is no text."""
    return " ".join(value.split()) if isinstance(value, str) else ""


ALIASES = ("m.", "embed.", "gamma-api.", "api.")  # hosts of a site under which its pages are shared as well


def on_site(url: str, site: str) -> SplitResult | None:
    """The parts of an address on a site or its subdomains; None if it is elsewhere.

    The subdomains are ``www.``, ``m.``, ``embed.`` and the like.
    """
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"}:
        return None
    return parts if host == site or host in {f"{alias}{site}" for alias in ALIASES} else None


def address(url: str) -> tuple[str, str]:
    """Host (without ``www.``) and path of a pasted address; both '' where it is none."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.") if parts.scheme in {"http", "https"} else ""
    except ValueError:
        return "", ""
    return (host, parts.path) if host else ("", "")


@functools.lru_cache(maxsize=4096)
def placeholder(label: str) -> bool:
    """Whether a leg is free for something unnamed (``Company A``, ``DEACTIVATED``).

    A leg without a label is, too.
    """
    return PLACEHOLDER.fullmatch(label.strip()) is not None


def _odd(value: object, what: str, wanted: str) -> Unreadable:
    return Unreadable(f"{what} {shorten(str(value), SHOWN)!r} is not {wanted}")


class TolerantReader:
    """Reads the fields of one item; an unreadable one is noted and read as None."""

    __slots__ = ("odd", "who")

    def __init__(self, who: str) -> None:
        self.who = who
        self.odd: list[str] = []

    def take(self, read: Callable[[object, str], T], value: object, what: str) -> T | None:
        """`value` as `read` understands it, or None and a remembered fault."""
        try:
            return read(value, what)
        except Unreadable as odd:
            self.odd.append(str(odd))
            return None

    @property
    def fault(self) -> str:
        """All that was wrong with the item, in one sentence; empty when nothing was."""
        return f"{self.who}: {'; '.join(self.odd)}" if self.odd else ""
