"""The change log: what changed, written once, in order.

*Marks* say what may have changed and when to examine it; whoever writes a record adds one in the same transaction.
*Rows* say what did change: `bot.notifications.change_recorder` examines marked things and appends the rows, the new
state of each thing and the removal of the marks in one transaction.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeVar

from bot.domain.names.subjects import OpenedSubject
from bot.domain.notify.change_log import ChangeRow

T = TypeVar("T")


@dataclass(frozen=True, slots=True, order=True)
class ChangeMark:
    """Something to examine from a moment on.

    A subject's history or claims, a market, a label, a list.
    """

    tenant: str
    kind: str
    ref: str
    at: datetime
    id: int = 0


@dataclass(frozen=True, slots=True)
class ThingState:
    """The last logged state of a thing for a tenant (JSON), and its last examination."""

    state: str
    looked_at: datetime


@dataclass(frozen=True, slots=True)
class ChangeBatch:
    """The result of one examination.

    It has rows, states by (tenant, thing) with the ones replaced, and marks: done, new or postponed. ``opened`` lists
    subjects that were first reported.
    """

    rows: Sequence[ChangeRow] = ()
    opened: Sequence[OpenedSubject] = ()
    states: Mapping[tuple[str, str], tuple[ThingState | None, ThingState]] = field(default_factory=dict)
    done: Sequence[ChangeMark] = ()
    again: Sequence[ChangeMark] = ()
    failed: Mapping[ChangeMark, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Filter for log rows.

    It takes a tenant's own and public ones, of some slugs and refs (none: all). ``after`` and ``upto`` (inclusive) are
    log positions. ``since`` (exclusive) and ``until`` (inclusive) bound the time of the change. Without ``until``, rows
    dated in the future are included, since a position past them would lose them. ``limit`` keeps the latest (None: all
    rows): who moves a position past what was read needs all of them.
    """

    tenant: str
    after: int = 0
    upto: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    about: tuple[str, ...] = ()
    limit: int | None = 2_000


class Changes(Protocol):
    """The change log; rows are appended and never rewritten.

    ``progress`` is told, while many marks are processed, how many are done and of how many.
    """

    progress: Callable[[int, int], None]

    def read(self, wanted: LogFilter) -> Sequence[ChangeRow]:
        """Return rows in the order written; if more than ``limit``, the latest."""

    def version(self) -> int:
        """Return a number that changes with every write that may be news."""

    def head(self) -> int:
        """Return the position after the last row."""

    def tenants(self) -> frozenset[str]:
        """Return the tenants with rows of their own."""

    def due(self, now: datetime, limit: int = 200) -> Sequence[ChangeMark]:
        """Return the marks due by now, earliest first."""

    def waiting(self, now: datetime) -> int:
        """Return how many marks are due by now."""

    async def gather(self, kind: str, before: datetime) -> None:
        """Merge all older marks of a kind about the same thing into one, at that moment."""

    def failing(self) -> Sequence[tuple[str, str, datetime]]:
        """Return the kinds whose examination fails: kind, reason, since when."""

    def state(self, tenant: str, thing: str) -> ThingState | None:
        """Return the last logged state of a thing for a tenant."""

    def followers(self, thing: str) -> Sequence[str]:
        """Return the tenants that see a public thing combined with rows of their own."""

    @property
    def looking(self) -> asyncio.Lock:
        """Lock held while marks are processed, so that the work is done once."""

    async def beside(self, run: Callable[[], T]) -> T:
        """Run a read-heavy function on its dedicated thread, off the event loop."""

    async def turn_back(self, now: datetime) -> None:
        """Reset to now what a clock that was ahead recorded, examined or postponed.

        Tenants' records of the last 14 days are examined again: by that clock they were too old to report.
        """

    async def append(self, batch: ChangeBatch, at: datetime) -> bool:
        """Store a batch in one transaction.

        False, with nothing stored, if another process was first.
        """
