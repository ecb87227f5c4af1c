"""Text that people wrote, as one line for display."""

import re
import unicodedata
from functools import lru_cache
from typing import TypeVar
from urllib.parse import urlsplit

_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
N = TypeVar("N", int, float)
SHOWN = 120  # characters of an input that an error repeats


def shorten(text: str, limit: int = SHOWN) -> str:
    """Shorten user input for display.

    The result is one printable line of at most ``limit`` characters.
    """
    head = text[: limit * 2].encode("utf-8", "replace").decode("utf-8")
    head = head if head.isprintable() else "".join(c if c.isprintable() else " " for c in head)
    flat = " ".join(head.split())
    return flat if len(flat) <= limit and len(text) <= limit * 2 else flat[: limit - 1] + "…"


def parse_number(text: str, kind: type[N]) -> N:
    """Parse a number; a comma may stand between groups of three digits ("1,200.5").

    Raises:
        ValueError: it is none; "0,75" is none either, for it may be meant as 0.75 and looks like 75.
    """
    return kind(text.replace(",", "") if _GROUPED.fullmatch(text.strip()) else text)


def short_number(value: float) -> str:
    """A large number in two digits: "41k", "4.7k", "1M", "2.8B"."""
    for size, letter in ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k")):
        if value >= size * 0.9995:  # what rounds to a unit is told in it
            number = value / size
            return (f"{number:.1f}".removesuffix(".0") if number < 9.95 else f"{number:.0f}") + letter  # noqa: PLR2004 - two digits are shown
    return f"{value:.0f}"


def full_number(value: float) -> str:
    """A number in its digits, as on an axis: "0.25", "1,412", "12,345"."""
    return f"{value:,.4g}" if abs(value) < 9_999.5 else f"{value:,.0f}"  # noqa: PLR2004 - four digits are shown


@lru_cache(maxsize=1_024)  # the same pages are cited again and again
def host_of(url: str) -> str:
    """The host of an address without ``www.``; '' if it has none or cannot be read."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


_BETWEEN = re.compile(r"(?i)\s*(?:(?<!\d),|,(?!\d))\s*(?:and\s|or\s)?\s*|\s+(?:vs?\.?|versus|and|or|&)\s+")


def listed(names: str) -> list[str]:
    """Return the names of a list that commas or words such as "vs" separate."""
    return [one for one in _BETWEEN.split(names.strip()) if one]


def columns(text: str) -> int:
    """The columns of a text in a fixed-width face.

    Two for a wide letter, none for a combining mark.
    """
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF") for c in text)


def padded(text: str, width: int, *, right: bool) -> str:
    """A text filled with spaces to so many columns; ``right`` aligns it right."""
    space = " " * (width - columns(text))
    return space + text if right else text + space
