"""An attribution with a link.

Accepting gives its method full weight, refusing withdraws it.
"""

from collections.abc import Mapping

from bot.messages.request import RequestContext
from bot.moderation import DecisionResult
from bot.ports import Ports
from bot.ports.desk import QueueItem

ACCEPTED = "its link shows what it says"


async def accept(ports: Ports, ctx: RequestContext, item: QueueItem) -> DecisionResult:
    """The link was looked at."""
    await ports.sightings.judge(ctx.tenant, item.about, ctx.now, stands=True)
    return DecisionResult({"accepted": False}, {"accepted": True}, {"was": "accepted"})


async def refuse(ports: Ports, ctx: RequestContext, item: QueueItem, reason: str) -> DecisionResult:
    """It is withdrawn."""
    await ports.sightings.judge(ctx.tenant, item.about, ctx.now, stands=False)
    return DecisionResult({"stands": True}, {"stands": False, "reason": reason}, {"was": "refused"})


async def undo(ports: Ports, ctx: RequestContext, item: QueueItem, given: Mapping[str, str]) -> None:
    """Restore the previous state."""
    await ports.sightings.judge(ctx.tenant, item.about, None, stands=given["was"] == "accepted")
