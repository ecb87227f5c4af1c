"""A proposed link between a market and a claim: once accepted, the card shows it."""

from collections.abc import Mapping

from bot.messages.request import RequestContext
from bot.moderation import DecisionResult
from bot.ports import Ports
from bot.ports.desk import QueueItem

ACCEPTED = "the claim's and the market's card say it"


async def accept(ports: Ports, ctx: RequestContext, item: QueueItem) -> DecisionResult:
    """Both cards say it."""
    return await _decide(ports, ctx, item, accept=True)


async def refuse(ports: Ports, ctx: RequestContext, item: QueueItem, reason: str) -> DecisionResult:
    """Neither does."""
    done = await _decide(ports, ctx, item, accept=False)
    return DecisionResult(done.before, {**done.after, "reason": reason})


async def undo(ports: Ports, ctx: RequestContext, item: QueueItem, given: Mapping[str, str]) -> None:
    """Not linked."""
    if given:
        await _decide(ports, ctx, item, accept=False)


async def _decide(ports: Ports, ctx: RequestContext, item: QueueItem, *, accept: bool) -> DecisionResult:
    number = int(item.body["link"])
    await ports.markets.decide_link(number, accept=accept, tenant=ctx.tenant, by=ctx.actor, at=ctx.now)
    return DecisionResult({"linked": False}, {"linked": accept}, {"link": str(number)} if accept else {})
