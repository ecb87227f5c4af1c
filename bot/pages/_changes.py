"""Changes as pages list them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.notify.changes import Change
from bot.messages.reply import Source
from bot.pages.page import path_of


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change: what, from what to what, why, how sure, when, where from."""

    id: str
    kind: str
    section: str
    ref: str
    path: str
    title: str
    before: str
    after: str
    why: str
    grade: str
    at: datetime
    source: Source | None
    correction: bool
    subjects: tuple[str, ...]


def change_row(change: Change) -> ChangeRow:
    """A change as a row; it leads to the page of what changed, or of its first subject."""
    path = path_of(change.ref) or next((path_of(slug) for slug in change.subjects), "")
    return ChangeRow(
        id=change.id,
        kind=change.kind.value,
        section=change.section.value,
        ref=change.ref if change.ref[2:3] == "-" else "",
        path=path,
        title=change.title,
        before=change.before,
        after=change.after,
        why=change.why,
        grade=change.grade,
        at=change.at,
        source=change.origin,
        correction=change.revises,
        subjects=change.subjects,
    )


@dataclass(frozen=True, slots=True)
class ChangeDay:
    """The changes of one day (UTC)."""

    day: str
    path: str
    rows: tuple[ChangeRow, ...]


def by_day(changes: Iterable[Change]) -> tuple[ChangeDay, ...]:
    """Changes under their days, both newest first."""
    days: dict[str, list[ChangeRow]] = {}
    for one in changes:
        days.setdefault(f"{one.at:%Y-%m-%d}", []).append(change_row(one))
    return tuple(ChangeDay(day, f"/changes/{day}", tuple(rows)) for day, rows in sorted(days.items(), reverse=True))
