"""Something that was counted and should not be.

A report, an attribution, or what was filed about claims.
"""

from collections.abc import Mapping
from typing import cast

from bot.messages.request import RequestContext
from bot.moderation import DecisionKind, DecisionResult, attribution, filing, report
from bot.ports import Ports
from bot.ports.desk import QueueItem

ACCEPTED = "it no longer counts"


async def accept(ports: Ports, ctx: RequestContext, item: QueueItem) -> DecisionResult:
    """Exclude what was counted, with the reason given."""
    return await _kind(item).refuse(ports, ctx, item, item.why)


async def refuse(ports: Ports, ctx: RequestContext, item: QueueItem, reason: str) -> DecisionResult:
    """It goes on counting."""
    del ports, ctx, item
    return DecisionResult({"counts": True}, {"counts": True, "reason": reason})


async def undo(ports: Ports, ctx: RequestContext, item: QueueItem, given: Mapping[str, str]) -> None:
    """It counts again."""
    if given:
        await _kind(item).undo(ports, ctx, item, given)


def _kind(item: QueueItem) -> DecisionKind:
    kinds = {"AT-": attribution, "CL-": filing, "EV-": filing}
    return cast("DecisionKind", kinds.get(item.about[:3], report))
