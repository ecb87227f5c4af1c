"""What channels and people asked to be told without asking twice: digests, alerts, mutes, and how far each has come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Protocol

from bot.domain.notify.alerts import AlertSubscription
from bot.domain.notify.digest import DigestFilter
from bot.domain.notify.timetable import Timetable
from bot.ports.notifications.outbox import OutboxDraft


class Mode(StrEnum):
    """Whether a subscription runs. *off* was switched off by us, for the reason it carries."""

    DRAFT = "not started"
    ACTIVE = "active"
    PAUSED = "paused"
    OFF = "off"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """What somebody asked to be told. ``version`` grows with each change; ``why`` is why it was switched off."""

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
        """Its name in the outbox and in what it remembers: ids are counted per tenant."""
        return f"{self.tenant}|{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest(Subscription):
    """A digest somebody made. ``next_at`` is its next run.

    Its channel has been told the log of changes up to the position ``told``, and that at ``covered``. Before its first
    run (0) it is told what was so after ``covered``.
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
    """An alert somebody made, for a channel or for themselves."""

    LETTERS = "AL"

    wish: AlertSubscription
    mode: Mode = Mode.ACTIVE


@dataclass(frozen=True, slots=True)
class Advance:
    """A digest's run that was decided: from this due moment to the next. Void if the digest moved or changed meanwhile.

    ``covered`` and ``told`` are set where nothing is to be sent: the log was read and there was nothing to say.
    """

    digest: Digest
    next_at: datetime | None
    covered: datetime | None = None
    told: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """What an alert remembers of a thing (JSON), and when it wants to look at it again; whose it is."""

    holder: str
    thing: str
    memory: str
    again_at: datetime | None = None
    tenant: str = ""
    person: str = ""


class Subscriptions(Protocol):
    """Digests and alerts of tenants. Deleted ones are kept for ten minutes of undo, then forgotten."""

    async def reserve(self, tenant: str, kind: str) -> int:
        """The next free number of a kind (``digest``, ``alert``) in a tenant; never given twice."""

    def digests(self, tenant: str, place: str = "") -> tuple[Digest, ...]:
        """A tenant's digests, of one place if it is named; without the deleted ones."""

    def digest(self, tenant: str, number: int) -> Digest | None:
        """One digest, deleted or not."""

    def alerts(self, tenant: str, place: str = "") -> tuple[Alert, ...]:
        """A tenant's alerts, of one place if it is named; without the deleted ones."""

    def alert(self, tenant: str, number: int) -> Alert | None:
        """One alert, deleted or not."""

    def active_alerts(self, now: datetime) -> tuple[Alert, ...]:
        """Every tenant's alerts that listen now."""

    async def keep(self, made: Digest | Alert, at: datetime) -> None:
        """Keep a new or a changed one; its version grows.

        Raises:
            Conflict: it was changed by somebody else since it was read.
        """

    def mode(self, key: str, now: datetime) -> Mode | None:
        """How the digest or alert of an outbox name stands; None for other names.

        A pause that is over is none, and what was forgotten was deleted.
        """

    async def switch_off(self, key: str, why: str, at: datetime) -> Digest | Alert | None:
        """Switch one off by its outbox name; None if it is off already or gone."""

    def due(self, platform: str, until: datetime, limit: int = 20_000) -> Iterator[Digest]:
        """A platform's digests whose next run is at or before a moment, in the order of their runs.

        They are read at once and made one by one, so that whoever works on thousands can pause between them.
        """

    def pending(self, platform: str) -> Mapping[str, tuple[datetime, int]]:
        """By outbox name, up to when and to which position of the log a platform's messages on their way tell."""

    async def advance(self, steps: Sequence[Advance], drafts: Mapping[str, Sequence[OutboxDraft]], at: datetime) -> int:
        """Move digests on and queue what they say (by outbox name), in one transaction. Returns how many moved."""

    def ahead(self, after: datetime, now: datetime) -> tuple[Digest, ...]:
        """Digests whose next run is later than ``after``, or which cover more than there was until now."""

    async def turn_back(self, digests: Sequence[Digest], now: datetime, late: datetime) -> None:
        """Keep when digests run next and what they told; wake alerts that wanted to look again later than ``late``."""

    def memory(self, holder: str) -> Mapping[str, str]:
        """What an alert remembers, by thing."""

    def waking(self, now: datetime) -> frozenset[str]:
        """The holders that wanted to look again by now."""

    async def conclude(
        self, position: tuple[str, str, str], notes: Sequence[Note], drafts: Sequence[OutboxDraft], at: datetime
    ) -> bool:
        """Move a position (name, from, to), keep notes and queue drafts, in one transaction.

        False, and nothing kept, when the position was not where it was thought to be: another process was faster.
        """

    def position(self, name: str) -> str:
        """How far a job has come; '' at first."""

    async def mute(self, place: str, thing: str, until: datetime, by: str) -> None:
        """Tell a place nothing of a subject or an object until a moment; corrections excepted."""

    def muted(self, places: Sequence[str], now: datetime) -> Mapping[str, frozenset[str]]:
        """By place, what is muted there now."""

    def tenants_with_rows(self) -> frozenset[str]:
        """Tenants that filed anything of their own: for all others the public ledger is all there is."""

    async def forget_deleted(self, before: datetime) -> int:
        """Remove what was deleted before a moment. Returns how many."""
