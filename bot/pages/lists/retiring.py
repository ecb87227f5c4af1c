"""Models that are shut down, the soonest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.names.vendors import vendor_name
from bot.messages.reply import Source
from bot.pages.page import Page, PageRequest, PreviewCard, host_of, stamp, subject_path
from bot.ports import Ports

ADDRESS = "/retiring"
MOST = 5_000
RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class RetiringRow:
    """A shutdown: when, on which surface, by whose word; ``past`` once the day is over."""

    name: str
    path: str
    vendor: str
    at: datetime
    surface: str
    source: Source | None
    past: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RetiringPage(Page):
    """Shutdowns to come, then those that are over."""

    rows: tuple[RetiringRow, ...]


def build(ports: Ports, request: PageRequest) -> RetiringPage:
    """Every shutdown date known by then."""
    rows = sorted(
        (
            RetiringRow(
                one.name,
                subject_path(one.slug),
                vendor_name(one.vendor),
                row.so_at,
                row.surface,
                Source(host_of(row.source), row.source, row.learned_at) if row.source.startswith("http") else None,
                row.so_at <= request.as_of,
            )
            for one in ports.ledger.suggest("", request.view, MOST)
            for row in one.states
            if row.state.value == RETIRED
        ),
        key=lambda row: (row.past, row.at, row.name),
    )
    ahead = [row for row in rows if not row.past]
    first = f"; the next is {ahead[0].name} on {ahead[0].at:%-d %B %Y}" if ahead else ""
    lead = f"{len(ahead)} shutdowns are announced{first}." if rows else "No shutdown date is in the ledger yet."
    return RetiringPage(
        path=ADDRESS,
        title="Retiring",
        lead=lead,
        as_of=stamp(request),
        card=PreviewCard("Shutdown dates", "Retiring", str(len(ahead)), lead),
        changed_at=max((row.source.read_at for row in rows if row.source and row.source.read_at), default=None),
        rows=tuple(rows),
    )
