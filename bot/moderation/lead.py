"""A line of a feed, or a new free model: accepted it was taken up, refused it was noise. Never a sighting."""

from collections.abc import Mapping

from bot.messages.request import RequestContext
from bot.moderation import DecisionResult
from bot.ports import Ports
from bot.ports.desk import QueueItem

ACCEPTED = "somebody has taken it up; report or file what it shows"


async def accept(ports: Ports, ctx: RequestContext, item: QueueItem) -> DecisionResult:
    """Nothing follows by itself: a lead is where to look, not what was seen."""
    del ports, ctx, item
    return DecisionResult(after={"taken_up": True}, undo={"was": "lead"})


async def refuse(ports: Ports, ctx: RequestContext, item: QueueItem, reason: str) -> DecisionResult:
    """Noise."""
    del ports, ctx, item
    return DecisionResult(after={"taken_up": False, "reason": reason}, undo={"was": "lead"})


async def undo(ports: Ports, ctx: RequestContext, item: QueueItem, given: Mapping[str, str]) -> None:
    """It waits again."""
    del ports, ctx, item, given
