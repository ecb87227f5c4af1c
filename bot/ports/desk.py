"""What waits for the desk, what it decided, and the trail of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.messages.request import View


@dataclass(frozen=True, slots=True)
class QueueItem:
    """Something the desk is asked to decide.

    ``kind`` names the module of `bot.moderation` that knows what accepting it does; ``about`` the record, ``body`` what
    that module needs. ``state``: *waiting*, *accepted*, *refused*, or *undone* (waiting again). A proposal that needs
    a second person carries who made it in ``person``.
    """

    kind: str
    about: str
    title: str
    person: str
    at: datetime
    why: str = ""
    body: Mapping[str, str] = field(default_factory=dict)
    id: str = ""
    state: str = "waiting"
    decided_by: str = ""
    decided_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the audit trail: who did what to which record, what it was and became, and how to take it back.

    ``undo`` is empty for what cannot be undone; ``undone_at`` is when it was.
    """

    actor: str
    action: str
    about: str
    at: datetime
    before: Mapping[str, object] = field(default_factory=dict)
    after: Mapping[str, object] = field(default_factory=dict)
    undo: Mapping[str, str] = field(default_factory=dict)
    number: int = 0
    undone_at: datetime | None = None


class Desk(Protocol):
    """The queue and the trail of a tenant, each as it stood at the view's moment.

    A decision that was taken back leaves no mark on its item: the trail tells of both.
    """

    def queue(self, view: View, limit: int = 200) -> Sequence[QueueItem]:
        """What waits, oldest first."""

    def item(self, name: str, view: View) -> QueueItem | None:
        """An item by its id ("DQ-0007")."""

    def about(self, about: str, view: View, kind: str = "") -> Sequence[QueueItem]:
        """What was or is asked about a record, newest first."""

    def filed_by(self, person: str, tenant: str, kind: str, since: datetime) -> Sequence[QueueItem]:
        """What a person asked of one kind since a moment."""

    def trail(self, view: View, limit: int = 50) -> Sequence[AuditEntry]:
        """What was done, newest first."""

    def actors(self, tenant: str) -> frozenset[str]:
        """Everybody who ever acted on the desk here."""

    def broken(self, tenant: str) -> int | None:
        """The number of the first line of the trail that does not follow from the one before; None if all do."""

    async def propose(self, tenant: str, item: QueueItem) -> str:
        """Put something in the queue; returns its id. The same person asking the same again gets the same item."""

    async def decide(self, tenant: str, name: str, state: str, by: str, at: datetime, reason: str = "") -> bool:
        """Decide an item; False if somebody else already did. ``state`` *waiting* takes a decision back."""

    async def log(self, tenant: str, act: AuditEntry) -> int:
        """Add a line to the trail, chained to the one before; returns its number."""

    async def undone(self, tenant: str, number: int, at: datetime) -> bool:
        """Mark a line as taken back; False if it was already."""
