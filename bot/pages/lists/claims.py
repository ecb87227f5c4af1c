"""All claims of the public ledger with their grades."""

from __future__ import annotations

from dataclasses import dataclass

from bot.pages.blocks.claim_rows import ClaimRow, claim_row
from bot.pages.page import Page, PageRequest, PreviewCard, stamp
from bot.ports import Ports
from bot.queries.records.claim_record import record_of

ADDRESS = "/claims"
MOST = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimsPage(Page):
    """The claims, the one with the latest origin first."""

    claims: tuple[ClaimRow, ...]


def build(ports: Ports, request: PageRequest) -> ClaimsPage:
    """Every public claim known by then."""
    view = request.view
    rows = [claim_row(record_of(ports, one, view)) for one in ports.claims.every(view, MOST) if not one.tenant]
    rows.sort(key=lambda row: (-(row.latest_at.timestamp() if row.latest_at else 0.0), row.id))
    graded = {name: sum(row.grade == name for row in rows) for name in dict.fromkeys(row.grade for row in rows)}
    lead = (
        f"{len(rows)} claims, each graded by its evidence: "
        + ", ".join(f"{n} {name}" for name, n in graded.items())
        + "."
    )
    return ClaimsPage(
        path=ADDRESS,
        title="Claims",
        lead=lead,
        as_of=stamp(request),
        card=PreviewCard("What is it resting on?", "Claims", str(len(rows)), lead),
        changed_at=rows[0].latest_at if rows else None,
        claims=tuple(rows),
    )
