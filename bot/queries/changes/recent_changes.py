"""What changed in public, newest first: the one place where pages, feeds and webhooks ask."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.notify.changes import Change
from bot.messages.request import View
from bot.ports import Ports
from bot.queries.changes.change_feed import read
from bot.queries.time_range import TimeRange

WINDOW = timedelta(days=60)


def changes_between(
    ports: Ports, since: datetime, until: datetime, about: Sequence[str] = (), tenant: str = ""
) -> tuple[Change, ...]:
    """The changes of a span that excludes its beginning, about some subjects or all, the newest first."""
    feed = read(ports, TimeRange(since, until, tenant), tuple(about))
    return tuple(sorted(feed.changes, key=lambda one: (-one.at.timestamp(), one.id)))


def recent_changes(
    ports: Ports, view: View, about: Sequence[str] = (), window: timedelta = WINDOW
) -> tuple[Change, ...]:
    """The changes of the last sixty days before the view's moment."""
    return changes_between(ports, view.as_of - window, view.as_of, about, view.tenant)
