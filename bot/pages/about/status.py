"""How the sources are doing, and what is missing where one is not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.pages.page import Page, PageRequest, PreviewCard, stamp
from bot.ports import Ports

ADDRESS = "/status"


@dataclass(frozen=True, slots=True)
class SourceHealthRow:
    """One watched source: since when it is well or not, and what it said last."""

    source: str
    ok: bool
    read_at: datetime | None
    trouble: str
    since: datetime | None
    items: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusPage(Page):
    """The sources, those in trouble first."""

    rows: tuple[SourceHealthRow, ...]
    well: int


def build(ports: Ports, request: PageRequest) -> StatusPage:
    """How every source did when it was last tried."""
    rows = []
    for one in ports.sources.states():
        if one.tried_at <= request.as_of:
            trouble, since = one.trouble_at(request.as_of)
            rows.append(SourceHealthRow(one.source, not trouble, one.good_at, trouble, since, one.items))
    well = sum(row.ok for row in rows)
    lead = (
        f"{well} of {len(rows)} sources are well."
        if rows
        else "No source has been read yet: this is the bundled ledger."
    )
    return StatusPage(
        path=ADDRESS,
        title="Status",
        lead=lead,
        as_of=stamp(request),
        card=PreviewCard("Sources", "Status", f"{well} of {len(rows)}" if rows else "", lead),
        changed_at=max((row.read_at for row in rows if row.read_at), default=None),
        dated=False,
        rows=tuple(sorted(rows, key=lambda row: (row.ok, row.source))),
        well=well,
    )
