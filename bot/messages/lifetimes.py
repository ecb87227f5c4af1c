"""How every card says that a model is out, was shut down, or is not out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from bot.domain.names.subjects import AHEAD, SubjectState, SubjectStateRow
from bot.domain.time import format_day, format_time
from bot.messages.request import RequestContext

STATES: Final = {
    SubjectState.RUMOURED: "is not out",
    SubjectState.TESTING: "is in testing, not out",
    SubjectState.LIMITED: "is in limited access, not out for everybody",
    SubjectState.CANCELLED: "was cancelled",
}
_NEAR_DAYS: Final = {0: "today", 1: "tomorrow"}
_SURFACES: Final = {"api": "API", "": ""}


def long_date(at: datetime) -> str:
    """Format ``23 April 2026``, in UTC."""
    return spelled_day(at.date())


def spelled_day(day: date) -> str:
    """Format a day as ``23 April 2026``."""
    return format_time(day, "%d %B %Y")


def span_said(first: date, last: date) -> str:
    """Format a span of days: ``in December 2025``, ``from …``.

    A single day is ``on 27 November 2026``.
    """
    if first == last:
        return f"on {spelled_day(first)}"
    ends = (last + timedelta(days=1)).day == 1
    if first.day == 1 and ends and (first.year, first.month) == (last.year, last.month):
        return f"in {format_time(first, '%B %Y')}"
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return f"in {first.year}" if first.year == last.year else f"from {first.year} to {last.year}"
    shown = "%d" if (first.year, first.month) == (last.year, last.month) else "%d %B"
    shown = shown if first.year == last.year else "%d %B %Y"
    return f"from {format_time(first, shown)} to {spelled_day(last)}"


def out_said(
    name: str, since: datetime, *, quiet: bool = False, unlisted: datetime | None = None, end: date | None = None
) -> str:
    """Format ``GPT-5.5 has been out since 23 April 2026``.

    Of a model that was not heard of for long (``quiet``), that no list shows any more, or whose shutdown was set for a
    day that is over (``end``), only that it came out.
    """
    if end is not None:
        return f"{came_said(name, since)}; its shutdown was set for {spelled_day(end)}"
    if unlisted is not None:
        return f"{came_said(name, since)}; the lists here stopped showing it on {long_date(unlisted)}"
    if quiet:
        return f"{came_said(name, since)}; whether it is still offered is not recorded here"
    return f"{name} has been out since {long_date(since)}"


def came_said(name: str, since: datetime) -> str:
    """Format ``Claude 2 came out on 11 July 2023``: nothing is said of today."""
    return f"{name} came out on {long_date(since)}"


def variant_said(name: str, variant: str, since: datetime) -> str:
    """Format ``Qwen4 is out as Qwen4 Max, since 16 November 2026``."""
    return f"{name} is out as {variant}, since {long_date(since)}"


def ended_said(name: str, ends: Sequence[SubjectStateRow], since: datetime | None) -> str:
    """Format when a model was shut down, each surface with its day, the latest first."""
    last, *rest = ends
    where = _SURFACES.get(last.surface, last.surface)
    beside = [f"the {_SURFACES.get(row.surface, row.surface)} on {long_date(row.so_at)}" for row in rest if row.surface]
    surfaces = f" ({'; '.join((f'the {where}', *beside))})" if where else ""
    before = f"; it had been out since {long_date(since)}" if since is not None else ""
    return f"{name} was shut down on {long_date(last.so_at)}{surfaces}{before}"


def not_out_said(name: str, state: SubjectState, known: datetime | None = None, *, denies: bool = True) -> str:
    """Format ``GPT-7 is not out``.

    Not ``denies``: nobody looked lately; ``known`` is up to when it is known, None where nobody ever looked.
    """
    if not denies and state in AHEAD:
        return f"{name} is not known to be out" + (f" (known up to {long_date(known)})" if known is not None else "")
    return f"{name} {STATES.get(state, f'is {state.value}')}"


def day_ahead(day: date, ctx: RequestContext, *, bare: bool = False) -> str:
    """Format a day to come: ``on 11 Dec, in 12 days``; ``bare`` gives its date only."""
    left, said = (day - ctx.as_of.date()).days, format_day(day)
    if bare:
        return said
    return f"{_NEAR_DAYS[left]}, {said}" if left in _NEAR_DAYS else f"on {said}, in {left} days"
