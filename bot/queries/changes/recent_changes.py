"""Recent public changes, newest first, for pages, feeds and webhooks.

Steps within one day (UTC) are combined, so that a day's page agrees with the list. A change's id is derived from its
thing and day, not its content: later steps of the day update it, and any database with the same ledger assigns the same
id.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.domain.notify.change_log import ChangeRow, tell
from bot.domain.notify.changes import Change
from bot.domain.notify.digest_sections import ChangeKind
from bot.messages.request import View
from bot.ports import Ports
from bot.ports.changes import LogFilter
from bot.queries.changes.change_feed import same_as

WINDOW = timedelta(days=60)


def changes_between(
    ports: Ports, since: datetime, until: datetime, about: Sequence[str] = (), tenant: str = ""
) -> tuple[Change, ...]:
    """Return the changes after ``since`` until ``until``, newest first.

    Subjects narrow them.
    """
    followed = same_as(ports, View(tenant, until), about)
    return _of_days(ports.changes.read(LogFilter(tenant, since=since, until=until, about=followed)))


def changes_of(ports: Ports, refs: Collection[str], view: View) -> tuple[Change, ...]:
    """Return every change of some objects, newest first."""
    if not refs:
        return ()
    rows = ports.changes.read(LogFilter(view.tenant, until=view.as_of, about=tuple(sorted(refs)), limit=None))
    return tuple(one for one in _of_days(rows) if one.ref in refs)


def recent_changes(
    ports: Ports, view: View, about: Sequence[str] = (), window: timedelta = WINDOW
) -> tuple[Change, ...]:
    """The changes of the last sixty days before the view's moment."""
    return changes_between(ports, view.as_of - window, view.as_of, about, view.tenant)


def _of_days(rows: Sequence[ChangeRow]) -> tuple[Change, ...]:
    days: dict[date, list[ChangeRow]] = defaultdict(list)
    for row in rows:
        days[row.change.at.date()].append(row)
    found = [change for day, steps in days.items() for change in _named(day, tell(steps))]
    return tuple(sorted(found, key=lambda one: (-one.at.timestamp(), one.id)))


def _named(day: date, changes: Sequence[Change]) -> Iterator[Change]:
    """Yield a day's changes with permanent ids.

    Same-kind changes are numbered by time.
    """
    once = {change.id: change for change in changes}
    count: Counter[tuple[str, str]] = Counter()
    for change in sorted(once.values(), key=lambda one: (one.at, one.id)):
        kind = ChangeKind.GRADE if change.kind is ChangeKind.CORRECTION else change.kind  # a later step may turn it
        about = kind.value, change.ref if kind is ChangeKind.ODDS else change.thing
        yield replace(change, id="|".join((*about, day.isoformat(), str(count[about]))))
        count[about] += 1
