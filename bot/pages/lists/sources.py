"""All sources and persons that the ledger's evidence comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.pages.page import Page, PageRequest, PreviewCard, source_path, stamp
from bot.ports import Ports
from bot.queries.records.known_sources import known_sources, prepare_rows

ADDRESS = "/sources"


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source in the list."""

    party: str
    path: str
    kind: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcesPage(Page):
    """The sources under their kinds."""

    rows: tuple[SourceRow, ...]


def build(ports: Ports, request: PageRequest) -> SourcesPage:
    """Every source known by then, by kind and name."""
    known = known_sources(ports, request.view).values()
    rows = [
        SourceRow(one.party, source_path(one.party), one.kind, one.url if one.url.startswith("http") else "")
        for one in known
    ]
    lead = f"{len(rows)} sources and persons behind the evidence, each with its record."
    return SourcesPage(
        path=ADDRESS,
        title="Sources",
        lead=lead,
        as_of=stamp(request),
        card=PreviewCard("Who says so", "Sources", str(len(rows)), lead),
        rows=tuple(sorted(rows, key=lambda row: (row.kind, row.party.casefold()))),
    )


def prepare(ports: Ports, request: PageRequest, **_: str) -> Iterator[None]:
    """Sort the ledger's rows by their sources, some subjects a step."""
    return prepare_rows(ports, request.view)
