"""The page of a lab: its models, those to come first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.names.subjects import NOT_OUT, Subject, SubjectState
from bot.domain.names.vendors import vendor_name
from bot.pages.page import Page, PageRequest, PreviewCard, stamp, subject_path
from bot.ports import Ports

ADDRESS = "/lab/{lab}"
MOST, ROWS = 5_000, 500  # subjects looked through for their labs; models on a page
LABEL = "label"  # labels have a slug of this lab until somebody knows better


@dataclass(frozen=True, slots=True)
class LabRow:
    """One model of a lab: its state, and since when."""

    name: str
    slug: str
    path: str
    state: str
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LabPage(Page):
    """The models of a lab, those that are not out first."""

    lab: str
    rows: tuple[LabRow, ...]


def build(ports: Ports, request: PageRequest, *, lab: str) -> LabPage | None:
    """The page of ``openai``; None if the ledger knows no model of such a lab by then."""
    found = ports.ledger.of_lab(lab, request.view, ROWS) if lab != LABEL else ()
    if not found:
        return None
    rows = tuple(map(_row, sorted(found, key=_order)))
    ahead = sum(row.state in NOT_OUT for row in rows)
    name = vendor_name(lab)
    lead = f"{len(rows)} models and codenames of {name} are in the ledger; {ahead} of them are not out."
    return LabPage(
        path=f"/lab/{lab}",
        title=name,
        lead=lead,
        as_of=stamp(request),
        card=PreviewCard("Lab", name, str(len(rows)), lead),
        changed_at=max((row.at for row in rows if row.at), default=None),
        lab=lab,
        rows=rows,
    )


def addresses(ports: Ports, request: PageRequest) -> Iterator[Mapping[str, str]]:
    """Every lab with a model."""
    labs = {one.slug.rpartition("/")[0] for one in ports.ledger.suggest("", request.view, MOST)}
    for lab in sorted(labs - {"", LABEL}):
        yield {"lab": lab}


def _order(subject: Subject) -> tuple[bool, float, str]:
    over = subject.state in (SubjectState.RELEASED, SubjectState.CANCELLED)
    at = subject.released() or subject.changed_at
    return over, -(at.timestamp() if at is not None else 0.0), subject.slug


def _row(subject: Subject) -> LabRow:
    at = subject.released() or subject.changed_at
    return LabRow(subject.name, subject.slug, subject_path(subject.slug), subject.state.value, at)
