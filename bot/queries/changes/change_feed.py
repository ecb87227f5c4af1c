"""Read changes from the log, for digests, alerts, corrections and /catchup alike.

They all see the same changes. Anything that could not be examined is listed among the faulty sources: a broken record
must not look like a quiet day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.names.subjects import AliasStatus
from bot.domain.notify.change_log import tell
from bot.domain.notify.changes import in_order
from bot.domain.notify.digest import ChangeFeed, SourceHealth
from bot.messages.request import View
from bot.ports import Ports
from bot.ports.changes import LogFilter
from bot.queries.names import names
from bot.queries.time_range import TimeRange

ROWS_AT_ONCE = 2_000  # of the log, read in one look of a job
# What can be examined (`bot.ports.changes.ChangeMark.kind`), as readers are told of it when that fails
_EXAMINED: Mapping[str, str] = {
    "history": "the history",
    "claims": "the record of claims",
    "market": "the record of markets",
    "label": "the record of sightings",
    "guide": "the record of sightings",
    "list": "the record of model lists",
    "vendor": "the record of vendors' pages",
    "retirement": "the record of shutdown dates",
}


def read(ports: Ports, span: TimeRange, about: Sequence[str] = ()) -> ChangeFeed:
    """Return the changes of a span about some subjects, or all.

    The span excludes its beginning and includes its end. ``about`` may also contain object ids (``CL-0044``).
    """
    followed = same_as(ports, span.after, about)
    wanted = LogFilter(span.tenant, since=span.since, until=span.until, about=followed)
    return feed_of(ports, wanted, span.until)


def feed_of(ports: Ports, wanted: LogFilter, now: datetime) -> ChangeFeed:
    """Return the net changes of a filter's rows, in order, with the sources' health."""
    changes = (replace(one, tenant=wanted.tenant) for one in tell(ports.changes.read(wanted)))
    return ChangeFeed(in_order(changes), health(ports, now))


def health(ports: Ports, now: datetime) -> tuple[SourceHealth, ...]:
    """Return each watched source's health by then, and what could not be examined."""
    known = [state for state in ports.sources.states() if state.tried_at <= now]
    failing = {_EXAMINED[kind]: (why, since) for kind, why, since in ports.changes.failing() if since <= now}
    return (
        *(SourceHealth(one.source, one.good_at, *one.trouble_at(now)) for one in known),
        *(SourceHealth(name, None, why, since) for name, (why, since) in failing.items()),
    )


def stretch_of(ports: Ports, position: str, now: datetime, reach: timedelta) -> LogFilter | None:
    """Return what a job at a log position has yet to read; None at first.

    It goes back to ``reach`` at most, and has all rows of some positions: what comes after them is left to the next
    look. Before the log existed a position was a moment; reading continues from there.
    """
    head, floor = ports.changes.head(), now - reach
    if not position:
        return None
    if position.isdecimal():
        after = int(position)
        return LogFilter("", after=after, upto=min(head, after + ROWS_AT_ONCE), since=floor, limit=None)
    return LogFilter("", upto=head, since=max(floor, datetime.fromisoformat(position)), limit=None)


def same_as(ports: Ports, view: View, slugs: Sequence[str]) -> tuple[str, ...]:
    """Extend subjects by what their names (possibly) mean, and by members of families.

    Who follows Spud follows GPT-5.5, and who follows GPT-5.6 its Sol, including one released later.
    """
    found, reader = dict.fromkeys(slugs), names(ports, view)
    for slug in slugs:
        if "/" in slug:
            found.update(dict.fromkeys(reader.members(slug)))
        named = ports.ledger.namesakes((slug,), view)
        found.update(dict.fromkeys(alias.slug for alias in named if alias.standing is not AliasStatus.REFUTED))
    return tuple(found)
