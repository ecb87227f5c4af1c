"""Subscriptions: digests, alerts, mutes, and the progress of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Protocol, TypeVar

from bot.domain.notify.alerts import AlertSubscription
from bot.domain.notify.digest import DigestFilter
from bot.domain.notify.timetable import Timetable
from bot.ports.notifications.outbox import OutboxDraft


class Mode(StrEnum):
    """Whether a subscription runs; *off* was switched off by us, with a reason."""

    DRAFT = "not started"
    ACTIVE = "active"
    PAUSED = "paused"
    OFF = "off"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A subscription. ``version`` grows with each change.

    ``why`` is the reason it was switched off.
    """

    LETTERS: ClassVar[str]

    number: int
    tenant: str
    place: str
    owner: str
    made_at: datetime
    mode: Mode
    paused_until: datetime | None = None
    why: str = ""
    changed_at: datetime | None = None
    version: int = 1

    @property
    def id(self) -> str:
        """``DG-03``, ``AL-12``."""
        return f"{self.LETTERS}-{self.number:02d}"

    @property
    def key(self) -> str:
        """Its name in the outbox and its memory; ids are counted per tenant."""
        return f"{self.tenant}|{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest(Subscription):
    """A digest; ``next_at`` is its next run.

    Its channel has received the change log up to position ``told``, at ``covered``. Before the first run (0) it
    receives what happened after ``covered``.
    """

    LETTERS = "DG"

    name: str
    table: Timetable
    wish: DigestFilter
    covered: datetime
    told: int = 0
    next_at: datetime | None = None
    mode: Mode = Mode.DRAFT


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert(Subscription):
    """An alert, for a channel or for a person."""

    LETTERS = "AL"

    wish: AlertSubscription
    mode: Mode = Mode.ACTIVE


Told = TypeVar("Told", Digest, Alert)


@dataclass(frozen=True, slots=True)
class Advance:
    """A decided digest run, from this due time to the next.

    Void if the digest was changed since. ``covered`` and ``told`` are set if nothing is sent: the log was read and had
    nothing to report.
    """

    digest: Digest
    next_at: datetime | None
    covered: datetime | None = None
    told: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """An alert's stored state of a thing (JSON), its next examination and its holder."""

    holder: str
    thing: str
    memory: str
    again_at: datetime | None = None
    tenant: str = ""
    person: str = ""


class Subscriptions(Protocol):
    """Digests and alerts of tenants; deleted ones can be undone for ten minutes."""

    async def reserve(self, tenant: str, kind: str) -> int:
        """Return the next free number of a kind (``digest``, ``alert``) in a tenant.

        No number is used twice.
        """

    def digests(self, tenant: str, place: str = "") -> tuple[Digest, ...]:
        """Return a tenant's digests, optionally of one place, without deleted ones."""

    def digest(self, tenant: str, number: int) -> Digest | None:
        """Return one digest, deleted or not."""

    def alerts(self, tenant: str, place: str = "") -> tuple[Alert, ...]:
        """Return a tenant's alerts, optionally of one place, without deleted ones."""

    def alert(self, tenant: str, number: int) -> Alert | None:
        """Return one alert, deleted or not."""

    def active_alerts(self, now: datetime) -> tuple[Alert, ...]:
        """Return every tenant's alerts that are active now."""

    def before(self, made: Told) -> Told | None:
        """Return what a digest or alert was before its last change.

        None if that is not kept, or it changed since.
        """

    async def keep(self, made: Digest | Alert, at: datetime, *, final: bool = False) -> None:
        """Store a new or changed subscription; its version grows.

        What it was before is kept for an undo, but not where the change is ``final``, as an undo is.

        Raises:
            Conflict: it was changed by somebody else since it was read.
        """

    def mode(self, key: str, now: datetime) -> Mode | None:
        """Return the mode of a digest or alert by its outbox name; None for other names.

        An expired pause counts as running; a forgotten one was deleted.
        """

    async def switch_off(self, key: str, why: str, at: datetime) -> Digest | Alert | None:
        """Switch one off by its outbox name; None if it is off already or gone."""

    def due(self, platform: str, until: datetime, limit: int = 20_000) -> Iterator[Digest]:
        """Yield a platform's digests due by a moment, in order of their runs.

        They are read at once and built one by one, so that a caller with thousands can pause between them.
        """

    def pending(self, platform: str) -> Mapping[str, tuple[datetime, int]]:
        """Return, by outbox name, the time and log position that pending messages cover."""

    async def advance(self, steps: Sequence[Advance], drafts: Mapping[str, Sequence[OutboxDraft]], at: datetime) -> int:
        """Advance digests and queue their messages (by outbox name) in one transaction.

        Returns how many.
        """

    def ahead(self, after: datetime, now: datetime) -> tuple[Digest, ...]:
        """Return digests that run later than ``after``, or cover the future."""

    async def turn_back(self, digests: Sequence[Digest], now: datetime, late: datetime) -> None:
        """Store corrected digest positions, and wake alerts that sleep beyond ``late``."""

    def memory(self, holder: str) -> Mapping[str, str]:
        """Return an alert's stored state, by thing."""

    def waking(self, now: datetime) -> frozenset[str]:
        """Return the holders that asked to run again by now."""

    async def conclude(
        self, position: tuple[str, str, str], notes: Sequence[Note], drafts: Sequence[OutboxDraft], at: datetime
    ) -> bool:
        """Move a position (name, from, to), store notes and queue drafts.

        All are done in one transaction. False, with nothing stored, if the position had moved: another process was
        first.
        """

    def position(self, name: str) -> str:
        """Return a job's position; '' at first."""

    async def mute(self, place: str, thing: str, until: datetime, by: str) -> None:
        """Mute a subject or object in a place until a moment; corrections are still sent."""

    def muted(self, places: Sequence[str], now: datetime) -> Mapping[str, frozenset[str]]:
        """Return by place what is muted there now."""

    def tenants_with_rows(self) -> frozenset[str]:
        """Return tenants with records of their own; all others see only the public ledger."""

    async def forget_deleted(self, before: datetime) -> int:
        """Purge subscriptions deleted before a moment; returns how many."""
