"""The desk's queue, its decisions, and the audit trail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.messages.request import View


@dataclass(frozen=True, slots=True)
class QueueItem:
    """A question for the desk to decide.

    ``kind`` names the module of `bot.moderation` that applies an acceptance; ``about`` is the record, ``body`` that
    module's input. ``state`` is *waiting*, *accepted*, *refused*, or *undone* (waiting again). A proposal that needs a
    second person names its author in ``person``.
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
    """One audit entry: actor, action, record, old and new state, and how to undo it.

    ``undo`` is empty for irreversible actions; ``undone_at`` is when it was undone.
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
    """A tenant's queue and audit trail, as of the view.

    An undone decision leaves no mark on its item; the trail records both steps.
    """

    def queue(self, view: View, limit: int = 200, kind: str = "") -> Sequence[QueueItem]:
        """Return waiting items, all or of one kind, oldest first."""

    def item(self, name: str, view: View) -> QueueItem | None:
        """Return an item by id ("DQ-0007")."""

    def about(self, about: str, view: View, kind: str = "") -> Sequence[QueueItem]:
        """Return current and past items about a record, newest first."""

    def filed_by(self, person: str, tenant: str, kind: str, since: datetime) -> Sequence[QueueItem]:
        """Return a person's items of one kind since a moment."""

    def trail(self, view: View, limit: int = 50, *, posts: bool = True) -> Sequence[AuditEntry]:
        """Return audit entries, newest first.

        Without ``posts`` those of who changed digests and alerts are left out.
        """

    def actors(self, tenant: str) -> frozenset[str]:
        """Return everybody who ever acted on this tenant's desk.

        Who changed digests and alerts did not.
        """

    def broken(self, tenant: str) -> int | None:
        """Return the number of the first entry that breaks the hash chain; None if intact."""

    async def propose(self, tenant: str, item: QueueItem) -> str:
        """Queue an item; returns its id.

        The same request by the same person returns the same item.
        """

    async def decide(self, tenant: str, name: str, state: str, by: str, at: datetime, reason: str = "") -> bool:
        """Decide an item; False if it was already decided.

        ``state`` *waiting* undoes a decision.
        """

    async def log(self, tenant: str, act: AuditEntry) -> int:
        """Append an audit entry, chained to the previous one; returns its number."""

    async def undone(self, tenant: str, number: int, at: datetime) -> bool:
        """Mark an entry as undone; False if it already was."""
