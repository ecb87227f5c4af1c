"""The API's resources: a path, its filters, and the page or list it returns.

Every resource reads the same data as a page. A list is paginated; its cursor names the last row of the previous part,
so that a new row at the top neither hides nor repeats another.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot import pages
from bot.api.rows import MarketRow, SubjectRow, changes, claims, graded_row, markets, subjects
from bot.messages.errors import BadArgument
from bot.messages.reply import Source
from bot.pages.about import status
from bot.pages.blocks.claim_rows import ClaimRow
from bot.pages.blocks.name_rows import NameRow
from bot.pages.blocks.odds import OddsBlock
from bot.pages.blocks.public_changes import PublicChange
from bot.pages.entities import claim, market, name, source, subject
from bot.pages.lists import coming, names, retiring, sources
from bot.pages.page import PageRequest
from bot.ports import Ports
from bot.reads.shared_reads import SNAPSHOT_BYTES, snapshot

BASE = "/api/v1"
MOST, USUAL = 200, 50  # rows of one part of a list
PAGING = {
    "cursor": "Where the part before ended: `links.next` has it",
    "limit": f"Rows in a part, 1 to {MOST} ({USUAL})",
}
Parameters = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ResourceData:
    """What a resource holds at a moment.

    ``page`` is the path of the page that says the same to people.
    """

    data: object
    page: str
    sources: tuple[Source, ...] = ()
    following: str = ""


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource.

    ``holds`` is the type of its data, of one row where ``key`` tells rows apart. ``row`` makes what is listed a row:
    only those of the part that is asked for.
    """

    path: str
    about: str
    holds: type
    read: Callable[[Ports, PageRequest, Parameters], ResourceData | None]
    filters: Mapping[str, str] = field(default_factory=dict)
    key: Callable[[Any], str] | None = None
    row: Callable[[Ports, PageRequest, Any], object] | None = None


def answer(resource: Resource, ports: Ports, request: PageRequest, parameters: Parameters) -> ResourceData | None:
    """Return a resource's data, one part of it for a list.

    None if it does not exist then.

    Raises:
        BadArgument: an invalid limit or cursor.
    """
    ports = snapshot(ports, SNAPSHOT_BYTES)
    found = resource.read(ports, request, parameters)
    if found is None or resource.key is None:
        return found
    rows, following = _part(found.data, resource.key, parameters)
    if resource.row is not None:
        rows = [resource.row(ports, request, one) for one in rows]
    return ResourceData(rows, found.page, found.sources, following)


def _part(rows: Any, key: Callable[[Any], str], parameters: Parameters) -> tuple[Sequence[object], str]:
    typed = parameters.get("limit", "") or str(USUAL)
    if not (typed.isascii() and typed.isdecimal() and 1 <= int(typed[:4]) <= MOST):
        raise BadArgument(f"limit is a number from 1 to {MOST}.", todo="Ask with limit=50.")
    first = 0
    if cursor := parameters.get("cursor", ""):
        last = _decoded(cursor)
        first = next((number for number, row in enumerate(rows, 1) if key(row) == last), 0)
        if not first:
            raise BadArgument("The cursor names no row of this list.", todo="Start again without it.")
    part = rows[first : first + int(typed)]
    more = first + len(part) < len(rows)
    return part, _encoded(key(part[-1])) if more else ""


def _encoded(key: str) -> str:
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def _decoded(cursor: str) -> str:
    try:
        return base64.urlsafe_b64decode(cursor[:400] + "=" * (-len(cursor[:400]) % 4)).decode()
    except (binascii.Error, ValueError):
        raise BadArgument("That is no cursor.", todo="Take it from links.next.") from None


def _page(kind: str) -> Callable[[Ports, PageRequest, Parameters], ResourceData | None]:
    """A page as a resource: the page's parameters are those of the path."""

    def read(ports: Ports, request: PageRequest, parameters: Parameters) -> ResourceData | None:
        module = pages.every()[kind]
        wanted = {part: parameters[part] for part in pages.parameters(module)}
        made = module.build(ports, request, **wanted)
        return ResourceData(made, made.path, made.sources) if made is not None else None

    return read


def _rows(kind: str, rows: str) -> Callable[[Ports, PageRequest, Parameters], ResourceData | None]:
    """The rows of a page that is a list."""

    def read(ports: Ports, request: PageRequest, _parameters: Parameters) -> ResourceData | None:
        made = pages.every()[kind].build(ports, request)
        return ResourceData(getattr(made, rows), made.path, made.sources) if made is not None else None

    return read


def _odds(ports: Ports, request: PageRequest, parameters: Parameters) -> ResourceData | None:
    made = subject.build(ports, request, lab=parameters["lab"], name=parameters["name"])
    if made is None:
        return None
    read = tuple(row.figure.source for row in made.odds.venues if row.figure.source is not None)
    return ResourceData(made.odds, made.path, read)


def _listed(
    rows: Callable[[Ports, PageRequest, Parameters], Sequence[object]], page: str
) -> Callable[[Ports, PageRequest, Parameters], ResourceData | None]:
    def read(ports: Ports, request: PageRequest, parameters: Parameters) -> ResourceData | None:
        return ResourceData(rows(ports, request, parameters), page)

    return read


def _at(at: datetime | None) -> str:
    return at.isoformat() if at is not None else ""


RESOURCES: tuple[Resource, ...] = (
    Resource(
        "/subjects",
        "Models and codenames of the ledger",
        SubjectRow,
        _listed(subjects, "/search"),
        {
            "state": "rumoured, testing, limited access, released, cancelled …",
            "lab": "Its lab, such as openai",
            "q": "Words of its name",
        },
        lambda row: row.slug,
    ),
    Resource("/subjects/{lab}/{name}", "Everything public about a subject", subject.SubjectPage, _page("subject")),
    Resource("/subjects/{lab}/{name}/odds", "What the markets say about its release", OddsBlock, _odds),
    Resource(
        "/claims",
        "Claims with their grades, the latest first",
        ClaimRow,
        _listed(claims, "/claims"),
        {
            "about": "A subject's slug or name",
            "grade": "Its grade, such as SPECULATION",
            "outcome": "open, true, false …",
        },
        lambda row: row.id,
        graded_row,
    ),
    Resource("/claims/{id}", "A claim: its grade, its evidence, what is missing", claim.ClaimPage, _page("claim")),
    Resource(
        "/names", "Names seen in pickers, arenas and lists", NameRow, _rows("names", "names"), {}, lambda r: r.path
    ),
    Resource("/names/{label}", "A name that was seen, and what it is said to be", name.NamePage, _page("name")),
    Resource("/rates", "How often such names shipped, and each method was right", names.NamesPage, _page("names")),
    Resource("/markets", "Markets that a subject claims", MarketRow, _listed(markets, "/search"), {}, lambda r: r.id),
    Resource("/markets/{id}", "A market: prices, rules word for word", market.MarketPage, _page("market")),
    Resource(
        "/sources", "Who the evidence comes from", sources.SourceRow, _rows("sources", "rows"), {}, lambda r: r.path
    ),
    Resource("/sources/{party}", "What a source said, and how often it was right", source.SourcePage, _page("source")),
    Resource(
        "/changes",
        "What changed in sixty days, the latest first",
        PublicChange,
        _listed(changes, "/changes"),
        {"about": "A subject's slug or name", "since": "Only what changed after this moment"},
        lambda row: f"{_at(row.at)} {row.id}",
    ),
    Resource(
        "/coming",
        "What is not out, by median date",
        coming.ComingRow,
        _rows("coming", "rows"),
        {},
        lambda row: row.slug,
    ),
    Resource(
        "/retiring",
        "Shutdowns, the soonest first",
        retiring.RetiringRow,
        _rows("retiring", "rows"),
        {},
        lambda row: f"{row.day} {row.vendor} {row.model} {row.surface}",
    ),
    Resource(
        "/status",
        "How the watched sources are",
        status.SourceHealthRow,
        _rows("status", "rows"),
        {},
        lambda r: r.source,
    ),
)

FILTERS = frozenset(name for one in RESOURCES for name in (*one.filters, *PAGING))
