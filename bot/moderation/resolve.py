"""The resolution of a label or a claim, which scores attributions and sources."""

from collections.abc import Mapping

from bot.domain.evidence.evidence import ClaimOutcome
from bot.messages.request import RequestContext
from bot.moderation import DecisionResult
from bot.ports import Ports
from bot.ports.desk import QueueItem
from bot.ports.sightings import Settled

ACCEPTED = "it is resolved"


async def accept(ports: Ports, ctx: RequestContext, item: QueueItem) -> DecisionResult:
    """Note it."""
    body = item.body
    if item.about.startswith("CL-"):
        before = ports.claims.claim(item.about, ctx.view)
        outcome, was = ClaimOutcome(body["outcome"]), before.outcome.value if before else "open"
        await ports.claims.resolve(item.about, ctx.tenant, outcome, ctx.actor, body["how"], ctx.now)
        return DecisionResult({"outcome": was}, {"outcome": outcome.value, "why": body["how"]}, {"claim": was})
    settled = Settled(
        item.about, body["label"], body["subject"], body["outcome"], body["how"], ctx.now, body.get("source", "")
    )
    await ports.sightings.settle(ctx.tenant, settled, ctx.actor)
    return DecisionResult(
        {"resolved": False}, {"resolved": body["subject"] or body["outcome"], "how": body["how"]}, {"label": "y"}
    )


async def refuse(ports: Ports, ctx: RequestContext, item: QueueItem, reason: str) -> DecisionResult:
    """It stays open."""
    del ports, ctx, item
    return DecisionResult({"resolved": False}, {"resolved": False, "reason": reason}, {"none": "y"})


async def undo(ports: Ports, ctx: RequestContext, item: QueueItem, given: Mapping[str, str]) -> None:
    """Restore the previous state."""
    if "claim" in given:
        await ports.claims.resolve(item.about, ctx.tenant, None, ctx.actor, "", ctx.now)
    elif "label" in given:
        await ports.sightings.unsettle(ctx.tenant, item.about, ctx.actor, ctx.now)
