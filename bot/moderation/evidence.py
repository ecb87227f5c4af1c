"""A member's item of evidence.

Accepted it counts for its claims, refused it does not.
"""

from collections.abc import Mapping

from bot.messages.request import RequestContext
from bot.moderation import DecisionResult
from bot.ports import Ports
from bot.ports.desk import QueueItem

ACCEPTED = "it counts for its claim from now on"


async def accept(ports: Ports, ctx: RequestContext, item: QueueItem) -> DecisionResult:
    """It counts."""
    await ports.claims.accept(item.about, ctx.tenant, True, ctx.actor, ctx.now)  # noqa: FBT003 - the port's own
    return DecisionResult({"accepted": False}, {"accepted": True}, {"was": "accepted"})


async def refuse(ports: Ports, ctx: RequestContext, item: QueueItem, reason: str) -> DecisionResult:
    """Keep the item without weight, as while it waited."""
    await ports.claims.accept(item.about, ctx.tenant, False, ctx.actor, ctx.now)  # noqa: FBT003 - the port's question is yes or no
    return DecisionResult({"accepted": False}, {"accepted": False, "reason": reason}, {"was": "refused"})


async def undo(ports: Ports, ctx: RequestContext, item: QueueItem, given: Mapping[str, str]) -> None:
    """It waits again, and counts zero."""
    del given
    await ports.claims.accept(item.about, ctx.tenant, False, ctx.actor, ctx.now)  # noqa: FBT003 - the port's question is yes or no
