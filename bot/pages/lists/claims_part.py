"""The further pages of the list of claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.pages.lists.claims import ROWS, ClaimsPage, part_of, prepare_part
from bot.pages.page import PageRequest
from bot.ports import Ports

ADDRESS = "/claims/{part}"
DIGITS = 6


def build(ports: Ports, request: PageRequest, *, part: str) -> ClaimsPage | None:
    """The page ``2`` and those after it; None where there is no such page by then."""
    number = _number(part)
    found = part_of(ports, request, number) if number else None
    return replace(found, dated=False) if found is not None and found.claims else None


def prepare(ports: Ports, request: PageRequest, *, part: str = "") -> Iterator[None]:
    """Grade the claims of a page ahead, or of every page, some a step."""
    for one in (part,) if part else (each["part"] for each in addresses(ports, request)):
        if number := _number(one):
            yield from prepare_part(ports, request, number)


def addresses(ports: Ports, request: PageRequest) -> Iterator[Mapping[str, str]]:
    """Every page but the first."""
    for part in range(2, -(-ports.claims.count(request.view) // ROWS) + 1):
        yield {"part": str(part)}


def _number(part: str) -> int:
    """The number of a page after the first; 0 for other words.

    The first has the address of the list.
    """
    whole = part.isascii() and part.isdecimal() and len(part) <= DIGITS and part == str(int(part))
    return int(part) if whole and part != "1" else 0
