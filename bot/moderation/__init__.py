"""Effects of the desk's decisions: one module per kind of queue item.

The module says what happens when an item is accepted or refused, and how to undo it. The commands of ``/desk`` check
who may decide and write the audit trail; they know no kinds. A new kind is a new file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, cast

from bot.messages.errors import Conflict, OurFault
from bot.plugins import load
from bot.ports.desk import AuditEntry

if TYPE_CHECKING:
    from bot.messages.reply import Action
    from bot.messages.request import RequestContext
    from bot.ports import Ports
    from bot.ports.desk import QueueItem

AT_ONCE = "at_once"  # in the undo of an act whose item never waited
MACHINE = "spudwatch:resolvers"
"""Named by the audit trail for unattended decisions; never a member of a desk."""


@dataclass(frozen=True, slots=True)
class DecisionResult:
    """What a decision changed: the record before and after, and what `undo` needs.

    ``name`` tells it apart where its kind has several.
    """

    before: Mapping[str, object] = field(default_factory=dict)
    after: Mapping[str, object] = field(default_factory=dict)
    undo: Mapping[str, str] = field(default_factory=dict)
    name: str = ""


class DecisionKind(Protocol):
    """A module of this folder."""

    @property
    def ACCEPTED(self) -> str:  # noqa: N802 - a module's constant
        """The effect of accepting, as shown to the desk ("counts from now on")."""

    @staticmethod
    async def accept(ports: Ports, ctx: RequestContext, item: QueueItem) -> DecisionResult:
        """Carry out the request."""

    @staticmethod
    async def refuse(ports: Ports, ctx: RequestContext, item: QueueItem, reason: str) -> DecisionResult:
        """Refuse the request and apply the consequences."""

    @staticmethod
    async def undo(ports: Ports, ctx: RequestContext, item: QueueItem, given: Mapping[str, str]) -> None:
        """Take either back."""


def ruling(kind: str) -> DecisionKind:
    """Return the module for a kind of item.

    Raises:
        OurFault: there is none; the item was written by a version that had it.
    """
    try:
        return cast("DecisionKind", load(__name__, kind))
    except ModuleNotFoundError:
        raise OurFault(f"I do not know how to decide “{kind}”.", todo="Refuse nothing; tell the operator.") from None


def follow_ups(item: QueueItem) -> tuple[Action, ...]:
    """Return the follow-up actions offered once an item was accepted."""
    offered: Callable[[QueueItem], tuple[Action, ...]] | None = getattr(ruling(item.kind), "follow_ups", None)
    return offered(item) if offered is not None else ()


async def carry_out(
    ports: Ports, ctx: RequestContext, item: QueueItem, decision: str, reason: str = "", *, at_once: bool = False
) -> None:
    """Decide an item, apply the effects, and record both with before, after and undo.

    ``at_once`` marks what never waited, so that an undo leaves nothing in the queue.

    Raises:
        Conflict: somebody else decided in the meantime.
    """
    if not await ports.desk.decide(ctx.tenant, item.id, decision, ctx.actor, ctx.now, reason):
        raise Conflict(f"{item.id} was decided in the meantime.", todo="/desk queue shows what still waits.")
    rule = ruling(item.kind)
    done = await (rule.accept(ports, ctx, item) if decision == "accepted" else rule.refuse(ports, ctx, item, reason))
    undo = {**done.undo, "item": item.id, "kind_of_item": item.kind} | ({AT_ONCE: "yes"} if at_once else {})
    action = f"{'accept' if decision == 'accepted' else 'refuse'} {done.name or item.kind}"
    await ports.desk.log(ctx.tenant, AuditEntry(ctx.actor, action, item.about, ctx.now, done.before, done.after, undo))
