"""What changed on one day (UTC)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta

from bot.domain.time import format_time
from bot.pages.blocks.public_changes import PublicPaths, by_day
from bot.pages.lists.changes import ChangesPage
from bot.pages.page import PageLink, PageRequest, PreviewCard
from bot.ports import Ports
from bot.queries.changes.recent_changes import changes_between, recent_changes

ADDRESS = "/changes/{day}"
_DAY = timedelta(days=1)


def build(ports: Ports, request: PageRequest, *, day: str) -> ChangesPage | None:
    """The changes of ``2026-04-21``; None for no day, and for one yet to begin."""
    try:
        begins = datetime.combine(date.fromisoformat(day), time(), UTC)
    except ValueError:
        return None
    if begins > request.as_of or len(day) != len("2026-04-21"):
        return None
    since = begins - timedelta(microseconds=1)  # a span excludes its beginning
    changes = changes_between(ports, since, min(since + _DAY, request.as_of))
    found = by_day(changes, PublicPaths(ports, request.view))
    count = sum(len(one.rows) for one in found)
    title = f"Changes of {format_time(begins, '%d %B %Y')}"
    lead = f"{count} change{'s' if count != 1 else ''} on {format_time(begins, '%d %B %Y')} (UTC)."
    return ChangesPage(
        path=f"/changes/{day}",
        title=title,
        lead=lead,
        as_of=None,
        card=PreviewCard("What changed, and why", title, str(count), lead),
        changed_at=found[0].rows[0].at if found else None,
        trail=(PageLink("Changes", "/changes"),),
        dated=False,
        by_day=found,
    )


def addresses(ports: Ports, request: PageRequest) -> Iterator[Mapping[str, str]]:
    """The days of the last sixty on which anything changed."""
    for day in sorted({f"{one.at:%Y-%m-%d}" for one in recent_changes(ports, request.view)}):
        yield {"day": day}
