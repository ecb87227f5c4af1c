"""What is not out yet, by the median date that markets give it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.domain.names.subjects import Subject
from bot.domain.names.vendors import vendor_name
from bot.pages.blocks.odds import OddsRow, odds_row
from bot.pages.page import Page, PageRequest, PreviewCard, stamp, subject_path
from bot.ports import Ports
from bot.queries.families.expected_models import expected_models
from bot.queries.records.checklist_record import checklist_record
from bot.queries.records.market_record import QuestionGap, gap_of, markets_of
from bot.queries.records.model_state import last_known

ADDRESS = "/coming"
MOST = 500  # subjects looked through, the latest first
ROWS = 60  # of them on the page, those that a market asks about first


@dataclass(frozen=True, slots=True)
class ComingRow:
    """A subject that is not out: its odds and their model, its range and state."""

    slug: str
    path: str
    name: str
    vendor: str
    state: str
    odds: OddsRow | None
    gap: QuestionGap
    median: datetime | None
    low: datetime | None
    high: datetime | None
    known: int
    of: int
    known_up_to: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComingPage(Page):
    """Subjects that are not out, those with a market first."""

    rows: tuple[ComingRow, ...]


def build(ports: Ports, request: PageRequest) -> ComingPage:
    """Every subject of the ledger that was not out by then."""
    rows = coming(ports, request)
    told = [row.odds for row in rows if row.odds is not None]
    reported = sum(odds.reported for odds in told)
    those = f"At least {ROWS}" if len(rows) == ROWS else str(len(rows))
    others = f"; of {reported} more, others report odds" if reported else ""
    lead = f"{those} models and codenames are not out; markets price {len(told) - reported} of them{others}."
    return ComingPage(
        path=ADDRESS,
        title="Coming",
        lead=lead,
        as_of=stamp(request),
        card=PreviewCard("Not out yet", "Coming", str(len(rows)), lead),
        changed_at=max((row.known_up_to for row in rows if row.known_up_to), default=None),
        rows=rows,
    )


def coming(ports: Ports, request: PageRequest, about: Sequence[str] = ()) -> tuple[ComingRow, ...]:
    """The rows, of some subjects or all, those with odds first.

    Those with a price by its date, then those with reported odds, then the latest.
    """
    waited = [one for one in expected_models(ports, request.view) if not about or one.subject.slug in about]
    slugs = {slug for one in waited for slug in (one.subject.slug, *one.others)}
    asked = {market.subject for market in ports.markets.of_subjects(sorted(slugs), request.view)}
    waited.sort(key=lambda one: asked.isdisjoint((one.subject.slug, *one.others)))
    found = [_row(ports, request, one.subject) for one in waited[:ROWS]]
    found.sort(key=lambda row: (-(row.known_up_to.timestamp() if row.known_up_to else 0.0), row.slug))
    found.sort(key=lambda row: row.median or _deadline(row) or datetime.max.replace(tzinfo=UTC))
    return tuple(sorted(found, key=lambda row: (row.odds is None, row.odds is not None and row.odds.reported)))


def _deadline(row: ComingRow) -> datetime | None:
    return row.odds.deadline if row.odds is not None else None


def _row(ports: Ports, request: PageRequest, subject: Subject) -> ComingRow:
    view = request.view
    boards = markets_of(ports, subject.slug, view, series=False)
    live = [one for one in boards if one.board.state in ("open", "down", "resolving")]
    first = next((one for one in live if one.known is not None), None)
    board = first.board if first is not None else None
    carries = board is not None and board.carries
    checklist = checklist_record(ports, subject.slug, view).checklist
    odds = odds_row(first.board, first.row, request.as_of) if first is not None and first.row is not None else None
    return ComingRow(
        slug=subject.slug,
        path=subject_path(subject.slug),
        name=subject.name,
        vendor=vendor_name(subject.vendor),
        state=subject.state.value,
        odds=odds,
        gap=gap_of(subject.name, first) if first is not None else QuestionGap(subject.name, "", ""),
        median=board.curve.carried(0.5) if board is not None and carries else None,
        low=board.curve.carried(0.1) if board is not None and carries else None,
        high=board.curve.carried(0.9) if board is not None and carries else None,
        known=checklist.known,
        of=len(checklist.waits),
        known_up_to=last_known(ports, subject.slug, view) or subject.learned_at,
    )
