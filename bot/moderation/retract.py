"""Something that was counted and should not be: a report, or an attribution."""

from collections.abc import Mapping
from typing import cast

from bot.messages.request import RequestContext
from bot.moderation import DecisionKind, DecisionResult, attribution, report
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
    return cast("DecisionKind", attribution if item.about.startswith("AT-") else report)
