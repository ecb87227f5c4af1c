"""What examining marked things has shown so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypeVar

import msgspec

from bot.domain.names.subjects import OpenedSubject
from bot.domain.notify.change_log import ChangeRow
from bot.ports import Ports
from bot.ports.changes import ChangeMark, ThingState
from bot.queries.aliases import Readings

T = TypeVar("T")
REACH = timedelta(days=120)  # no reader asks for changes further back


@dataclass(slots=True)
class ChangeLook:
    """The results of examining some marks, and the previous states of their things."""

    ports: Ports
    now: datetime
    under: ChangeLook | None = None
    rows: list[ChangeRow] = field(default_factory=list)
    states: dict[tuple[str, str], ThingState] = field(default_factory=dict)
    again: list[ChangeMark] = field(default_factory=list)
    log: dict[tuple[str, str], ThingState | None] = field(default_factory=dict)
    opened: list[OpenedSubject] = field(default_factory=list)
    readings: Readings = field(default_factory=dict)

    def add(self, step: ChangeLook) -> None:
        """Merge the results of another examination."""
        self.rows += step.rows
        self.opened += step.opened
        self.states |= step.states

    def state(self, tenant: str, thing: str) -> ThingState | None:
        """Return the last state of a thing for a tenant, from these results or the log."""
        key = (tenant, thing)
        if key in self.states:
            return self.states[key]
        if self.under is not None:
            return self.under.state(tenant, thing)
        if key not in self.log:
            self.log[key] = self.ports.changes.state(tenant, thing)
        return self.log[key]

    def decoded(self, tenant: str, thing: str, form: type[T]) -> T | None:
        """The same as a value."""
        known = self.state(tenant, thing)
        return None if known is None else msgspec.json.decode(known.state, type=form)

    def keep(self, tenant: str, thing: str, value: object, at: datetime, marked: datetime) -> None:
        """Store a thing's state, unless a late mark found it unchanged."""
        state = msgspec.json.encode(value).decode()
        known = self.state(tenant, thing)
        if known is None or known.state != state or at == marked:
            self.states[tenant, thing] = ThingState(state, at)

    def forgotten(self, tenant: str, thing: str, one: ChangeMark) -> bool:
        """Whether a mark is too old.

        Its thing is examined when something newer is learned.
        """
        return one.at + REACH <= self.now and self.state(tenant, thing) is None

    def moment(self, tenant: str, thing: str, at: datetime) -> datetime:
        """Return the moment to examine.

        The mark's own, or now if the thing was examined later.
        """
        known = self.state(tenant, thing)
        return at if known is None or known.looked_at <= at else max(self.now, known.looked_at)

    def mark_later(self, one: ChangeMark, moments: Iterable[datetime]) -> None:
        """Look at the same again at later moments."""
        self.again += [replace(one, at=at, id=0) for at in moments]
