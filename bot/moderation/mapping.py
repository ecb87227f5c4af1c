"""Which model a market is about, for one tenant.

Its numbers stand on that model's card there.
"""

from collections.abc import Mapping

from bot.messages.request import RequestContext
from bot.moderation import DecisionResult
from bot.ports import Ports
from bot.ports.desk import QueueItem

ACCEPTED = "its numbers stand on that model's card here"


async def accept(ports: Ports, ctx: RequestContext, item: QueueItem) -> DecisionResult:
    """Map the market to the model, or to none; ``own`` is what was mapped here before."""
    before, own = item.body["before"], item.body["own"]
    await _map(ports, ctx, item, item.body["subject"])
    return DecisionResult({"about": before}, {"about": item.body["subject"] or item.body["else"]}, {"own": own})


async def refuse(ports: Ports, ctx: RequestContext, item: QueueItem, reason: str) -> DecisionResult:
    """It stays about what it was."""
    del ports, ctx
    return DecisionResult({"about": item.body["before"]}, {"about": item.body["before"], "reason": reason})


async def undo(ports: Ports, ctx: RequestContext, item: QueueItem, given: Mapping[str, str]) -> None:
    """Restore what was mapped here before, if anything."""
    if given:
        await _map(ports, ctx, item, given["own"])


async def _map(ports: Ports, ctx: RequestContext, item: QueueItem, slug: str) -> None:
    number = int(item.body["market"])
    await ports.markets.map_market(number, slug, tenant=ctx.tenant, by=ctx.actor, at=ctx.now)
