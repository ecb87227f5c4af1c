"""Changes as pages list them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.notify.changes import Change
from bot.messages.change_line import change_source
from bot.messages.reply import Source
from bot.messages.request import View
from bot.pages.page import path_of
from bot.ports import Ports


@dataclass(frozen=True, slots=True)
class PublicChange:
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


class PublicPaths:
    """Which page a ref leads to in a view: only pages that exist then are linked."""

    def __init__(self, ports: Ports, view: View) -> None:
        self._ports, self._view = ports, view
        self._known: dict[str, str] = {}

    def path(self, ref: str) -> str:
        """The page of a claim, market, name or subject; '' where there is none."""
        if ref not in self._known:
            self._known[ref] = path_of(ref) if self._exists(ref) else ""
        return self._known[ref]

    def _exists(self, ref: str) -> bool:
        vendor, _, name = ref.rpartition("/")
        if ref.startswith("CL-"):
            claim = self._ports.claims.claim(ref, self._view)
            return claim is not None and not claim.tenant
        if vendor == "label":
            return self._ports.sightings.guide().find(name, self._view.as_of) is not None
        if vendor:
            return self._ports.ledger.subject(ref, self._view) is not None
        return bool(path_of(ref))


def public_change(change: Change, paths: PublicPaths) -> PublicChange:
    """A change as a row, with the page of what changed, or of its first subject."""
    found = (paths.path(ref) for ref in (change.ref, *change.subjects))
    path = next(filter(None, found), "")
    return PublicChange(
        id=change.id,
        kind=change.kind.value,
        section=change.section.value,
        ref=change.ref if change.ref[2:3] == "-" else "",
        path=path,
        title=change.title,
        before=change.said_before,
        after=change.after,
        why=change.why,
        grade=change.grade,
        at=change.at,
        source=change_source(change),
        correction=change.revises,
        subjects=change.subjects,
    )


def no_changes_said(ports: Ports, as_of: datetime, period: str) -> str:
    """Why no changes of a period are listed: none came, or none was recorded yet."""
    waiting = ports.changes.waiting(as_of) > 0
    return "The changes are being recorded; look again in a minute." if waiting else f"Nothing changed in {period}."


@dataclass(frozen=True, slots=True)
class ChangeDay:
    """The changes of one day (UTC)."""

    day: str
    path: str
    rows: tuple[PublicChange, ...]


def by_day(changes: Iterable[Change], paths: PublicPaths) -> tuple[ChangeDay, ...]:
    """Changes under their days, both newest first."""
    days: dict[str, list[PublicChange]] = {}
    for one in changes:
        days.setdefault(f"{one.at:%Y-%m-%d}", []).append(public_change(one, paths))
    return tuple(ChangeDay(day, f"/changes/{day}", tuple(rows)) for day, rows in sorted(days.items(), reverse=True))
