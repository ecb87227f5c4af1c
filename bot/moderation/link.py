"""A link between a market and a claim, or its end; cards say so once accepted."""

from collections.abc import Mapping

from bot.messages.request import RequestContext
from bot.moderation import DecisionResult
from bot.ports import Ports
from bot.ports.desk import QueueItem

ACCEPTED = "the claim's and the market's card say it"


async def accept(ports: Ports, ctx: RequestContext, item: QueueItem) -> DecisionResult:
    """Both cards say it, or no longer."""
    linked = not item.body.get("ends")
    await _decide(ports, ctx, item, accept=linked)
    return DecisionResult({"linked": not linked}, {"linked": linked}, {"link": item.body["link"]})


async def refuse(ports: Ports, ctx: RequestContext, item: QueueItem, reason: str) -> DecisionResult:
    """It stays as it was."""
    linked = bool(item.body.get("ends"))
    if not linked:
        await _decide(ports, ctx, item, accept=False)
    return DecisionResult({"linked": linked}, {"linked": linked, "reason": reason})


async def undo(ports: Ports, ctx: RequestContext, item: QueueItem, given: Mapping[str, str]) -> None:
    """As it was before it was accepted."""
    if given:
        await _decide(ports, ctx, item, accept=bool(item.body.get("ends")))


async def _decide(ports: Ports, ctx: RequestContext, item: QueueItem, *, accept: bool) -> None:
    for number in item.body["link"].split():
        await ports.markets.decide_link(int(number), accept=accept, tenant=ctx.tenant, by=ctx.actor, at=ctx.now)
