"""What changed in the last sixty days, the newest first."""

from __future__ import annotations

from dataclasses import dataclass

from bot.pages.blocks.public_changes import ChangeDay, PublicPaths, by_day, no_changes_said
from bot.pages.page import Page, PageRequest, PreviewCard, stamp
from bot.ports import Ports
from bot.queries.changes.recent_changes import recent_changes

ADDRESS = "/changes"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesPage(Page):
    """Changes under their days."""

    by_day: tuple[ChangeDay, ...]


def build(ports: Ports, request: PageRequest) -> ChangesPage:
    """The changes of the sixty days before the moment."""
    days = by_day(recent_changes(ports, request.view), PublicPaths(ports, request.view))
    count = sum(len(day.rows) for day in days)
    lead = f"{count} changes in sixty days." if count else no_changes_said(ports, request.as_of, "the last sixty days")
    return ChangesPage(
        path=ADDRESS,
        title="Changes",
        lead=lead,
        as_of=stamp(request),
        card=PreviewCard("What changed, and why", "Changes", str(count), lead),
        changed_at=days[0].rows[0].at if days else None,
        by_day=days,
    )
