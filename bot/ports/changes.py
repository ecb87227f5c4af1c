"""The log of changes: what became otherwise, written once, in the order it was written.

Two halves. *Marks* say what may have changed and when it is to be looked at: whoever writes a record leaves one in the
same transaction. *Rows* say what did change: `bot.queries.changes.change_recorder` looks at what is marked and appends
them, together with the state each thing is in now and without the marks it worked off, in one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeVar

from bot.domain.names.subjects import OpenedSubject
from bot.domain.notify.change_log import ChangeRow

T = TypeVar("T")

# What may be looked at, with what a reader is told where one of them cannot be.
KINDS: Mapping[str, str] = {
    "history": "the history",
    "claims": "the record of claims",
    "market": "the record of markets",
    "label": "the record of sightings",
    "guide": "the record of sightings",
    "list": "the record of model lists",
    "vendor": "the record of vendors' pages",
    "retirement": "the record of shutdown dates",
}


@dataclass(frozen=True, slots=True, order=True)
class ChangeMark:
    """Something to be looked at from a moment on: the history or the claims of a subject, a market, a label, a list."""

    tenant: str
    kind: str
    ref: str
    at: datetime
    id: int = 0


@dataclass(frozen=True, slots=True)
class ThingState:
    """What the log last said of a thing to a tenant (JSON), and at which moment it was last looked at."""

    state: str
    looked_at: datetime


@dataclass(frozen=True, slots=True)
class ChangeBatch:
    """What one look brought: rows, states by (tenant, thing) with those they replace, marks done, new and put off.

    ``opened`` are subjects that the looks told of.
    """

    rows: Sequence[ChangeRow] = ()
    opened: Sequence[OpenedSubject] = ()
    states: Mapping[tuple[str, str], tuple[ThingState | None, ThingState]] = field(default_factory=dict)
    done: Sequence[ChangeMark] = ()
    again: Sequence[ChangeMark] = ()
    failed: Mapping[ChangeMark, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which rows somebody reads: a tenant's own and the public ones, of some slugs and refs (none: all).

    ``after`` and ``upto`` (included) are positions in the log. ``since`` (excluded) and ``until`` (included) bound when
    it was so; without ``until`` rows dated in the future count too, for a position that passed them would lose them.
    """

    tenant: str
    after: int = 0
    upto: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    about: tuple[str, ...] = ()
    limit: int = 2_000


class Changes(Protocol):
    """The log of changes. Rows are appended and never rewritten."""

    def read(self, wanted: LogFilter) -> Sequence[ChangeRow]:
        """The rows, in the order they were written; of more than ``limit`` the latest."""

    def version(self) -> int:
        """A number that every write moves that somebody may be told of: while it stands there is no news."""

    def head(self) -> int:
        """The position behind the last row."""

    def tenants(self) -> frozenset[str]:
        """The tenants that have rows of their own."""

    def due(self, now: datetime, limit: int = 200) -> Sequence[ChangeMark]:
        """What is to be looked at by now, the earliest moment first."""

    async def gather(self, kind: str, before: datetime) -> None:
        """Make one mark of all the older ones of a kind about the same thing, at that moment."""

    def failing(self) -> Sequence[tuple[str, str, datetime]]:
        """The kinds of which something could not be looked at: kind, why, since when."""

    def state(self, tenant: str, thing: str) -> ThingState | None:
        """What the log last said of a thing to a tenant."""

    def followers(self, thing: str) -> Sequence[str]:
        """The tenants that see a public thing with rows of their own."""

    async def beside(self, run: Callable[[], T]) -> T:
        """Run a function that reads much on the one thread beside the loop that is for it."""

    async def turn_back(self, now: datetime) -> None:
        """What a clock that was ahead recorded, looked at or put off counts as of now.

        What tenants filed in the last 14 days is looked at again: for that clock it was too old to be told.
        """

    async def append(self, batch: ChangeBatch, at: datetime) -> bool:
        """Keep what a look brought, in one transaction; False, and nothing kept, when somebody else was faster."""
