"""Names that were seen, as pages list them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.sightings.base_rates import Checkpoint
from bot.domain.sightings.field_guide import events
from bot.domain.sightings.sightings import grade
from bot.pages.page import label_path


@dataclass(frozen=True, slots=True)
class NameRow:
    """One name in a table: what it turned out to be, and what is only said of it."""

    label: str
    path: str
    surface: str
    grade: str
    seen: str
    is_: str
    said_to_be: str
    fate: str
    vendor: str
    learned_at: datetime


def name_row(one: Checkpoint, as_of: datetime) -> NameRow:
    """A name of the field guide as a row."""
    return NameRow(
        label=one.label,
        path=label_path(one.label),
        surface=one.surface,
        grade=grade(events(one, as_of), as_of, history=False).grade.value,
        seen=one.first_seen,
        is_=one.identified_as,
        said_to_be=one.said_to_be,
        fate=one.fate.value,
        vendor=one.vendor,
        learned_at=one.learned_at,
    )
