"""What changed, read from the log: the one place that digests, alerts, corrections and /catchup ask.

What one of them tells is what the others know. What could not be looked at is named among the sources in trouble: a
broken record must not look like a quiet day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.names.subjects import AliasStatus
from bot.domain.notify.change_log import tell
from bot.domain.notify.changes import in_order
from bot.domain.notify.digest import ChangeFeed, SourceHealth
from bot.messages.request import View
from bot.ports import Ports
from bot.ports.changes import KINDS, LogFilter
from bot.queries.names import names
from bot.queries.time_range import TimeRange


def read(ports: Ports, span: TimeRange, about: Sequence[str] = ()) -> ChangeFeed:
    """What changed in a span (its beginning excluded, its end included), about some subjects or about all.

    ``about`` may also hold what a person can open (``CL-0044``).
    """
    followed = same_as(ports, span.after, about)
    wanted = LogFilter(span.tenant, since=span.since, until=span.until, about=followed)
    return feed_of(ports, wanted, span.until)


def feed_of(ports: Ports, wanted: LogFilter, now: datetime) -> ChangeFeed:
    """The changes that the rows of a filter amount to, in the order they are told, and how the sources are."""
    changes = (replace(one, tenant=wanted.tenant) for one in tell(ports.changes.read(wanted)))
    return ChangeFeed(in_order(changes), health(ports, now))


def health(ports: Ports, now: datetime) -> tuple[SourceHealth, ...]:
    """How each watched source is doing, as it was known by then, and what of the ledger could not be looked at."""
    known = [state for state in ports.sources.states() if state.tried_at <= now]
    failing = {KINDS[kind]: (why, since) for kind, why, since in ports.changes.failing() if since <= now}
    return (
        *(SourceHealth(one.source, one.good_at, *one.trouble_at(now)) for one in known),
        *(SourceHealth(name, None, why, since) for name, (why, since) in failing.items()),
    )


def stretch_of(ports: Ports, position: str, now: datetime, reach: timedelta) -> LogFilter | None:
    """What a job that has read the log up to a position has still to read, back to ``reach`` at most; None at first.

    Before there was a log a position was a moment, and is read on from there.
    """
    head, floor = ports.changes.head(), now - reach
    if not position:
        return None
    if position.isdecimal():
        return LogFilter("", after=int(position), upto=head, since=floor)
    return LogFilter("", upto=head, since=max(floor, datetime.fromisoformat(position)))


def same_as(ports: Ports, view: View, slugs: Sequence[str]) -> tuple[str, ...]:
    """The subjects, those that the ledger says or suspects their names mean, and the members of each family.

    Who follows Spud follows GPT-5.5, and who follows GPT-5.6 its Sol, also one that came after they asked.
    """
    found, reader = dict.fromkeys(slugs), names(ports, view)
    for slug in slugs:
        if "/" in slug:
            found.update(dict.fromkeys(reader.members(slug)))
        named = ports.ledger.namesakes((slug,), view)
        found.update(dict.fromkeys(alias.slug for alias in named if alias.standing is not AliasStatus.REFUTED))
    return tuple(found)
