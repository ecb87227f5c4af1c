"""The further pages of the list of claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.pages.lists.claims import ROWS, ClaimsPage, part_of
from bot.pages.page import PageRequest
from bot.ports import Ports

ADDRESS = "/claims/{part}"
DIGITS = 6


def build(ports: Ports, request: PageRequest, *, part: str) -> ClaimsPage | None:
    """The page ``2`` and those after it; None where there is no such page by then."""
    if not (part.isascii() and part.isdecimal() and len(part) <= DIGITS) or part != str(int(part)) or int(part) < 2:  # noqa: PLR2004 - the first page has the address of the list
        return None
    found = part_of(ports, request, int(part))
    return replace(found, dated=False) if found.claims else None


def addresses(ports: Ports, request: PageRequest) -> Iterator[Mapping[str, str]]:
    """Every page but the first."""
    for part in range(2, -(-ports.claims.count(request.view) // ROWS) + 1):
        yield {"part": str(part)}
