"""The chart of a digest: the odds of its subjects, with the events of its span."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice

from bot.domain.markets.quotes import Probability
from bot.domain.time import format_time
from bot.messages.reply import Chart, Mark, Series
from bot.ports import Ports
from bot.queries.changes.change_feed import same_as
from bot.queries.time_range import TimeRange

WEEK = timedelta(days=7)
LINES = 4  # more cannot be distinguished on a phone
MARKS = 6


def chart_of(ports: Ports, about: Sequence[str], span: TimeRange) -> Chart | None:
    """Chart the most traded markets over at least a week; None without two readings.

    A price from before the window is drawn at its edge, as the one in force; on its own it makes no chart. Deadlines
    that were missed are left out.
    """
    since = min(span.since, span.until - WEEK)
    slugs = same_as(ports, span.after, about) or tuple(
        subject.slug for subject in ports.ledger.suggest("", span.after, LINES)
    )
    series = tuple(islice(_series(ports, slugs, span, since), LINES))
    if not series:
        return None
    events = [event for event in ports.ledger.events(slugs, span.after) if since < event.so_at <= span.until]
    marks = tuple(Mark(event.so_at, event.label) for event in events[-MARKS:])
    ends = "; ".join(_said(one) for one in series)
    return Chart("Odds this week", series, f"Odds this week: {ends}.", "%", marks, since, span.until)


def _said(line: Series) -> str:
    first, last = Probability(line.points[0][1]), Probability(line.points[-1][1])
    return f"{line.name} from {first.said} to {last.said} on {format_time(line.points[-1][0], '%d %b')}"


def _series(ports: Ports, slugs: Sequence[str], span: TimeRange, since: datetime) -> Iterator[Series]:
    """A line for each rung with two readings, unless its deadline was missed."""
    for market in (market for slug in slugs for market in ports.markets.of_subject(slug, span.after)):
        for rung in (one for one in market.rungs if one.resolution != "no"):
            points = tuple(
                (max(point.at, since), point.price)
                for point in ports.markets.history(rung.id, span.after, since)
                if point.price is not None and point.at <= span.until
            )
            if len(points) > 1:
                yield Series(f"{market.venue} {rung.label}".strip(), points)
