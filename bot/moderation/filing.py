"""A claim or an item of evidence that was filed here, and should not count."""

from collections.abc import Mapping

from bot.messages.errors import Conflict
from bot.messages.request import RequestContext
from bot.moderation import DecisionResult
from bot.ports import Ports
from bot.ports.desk import QueueItem

ACCEPTED = "it counts from now on"


async def accept(ports: Ports, ctx: RequestContext, item: QueueItem) -> DecisionResult:
    """It counts, again."""
    await _let(ports, ctx, item.about, stands=True)
    return DecisionResult({"counts": False}, {"counts": True}, {"was": "retracted"})


async def refuse(ports: Ports, ctx: RequestContext, item: QueueItem, reason: str) -> DecisionResult:
    """It no longer counts, and what was told of it is corrected.

    Raises:
        Conflict: it was withdrawn or retracted meanwhile.
    """
    if not await _let(ports, ctx, item.about, stands=False):
        raise Conflict(f"{item.about} was withdrawn or retracted meanwhile.", todo="See /desk queue.")
    return DecisionResult({"counts": True}, {"counts": False, "reason": reason}, {"was": "counted"})


async def undo(ports: Ports, ctx: RequestContext, item: QueueItem, given: Mapping[str, str]) -> None:
    """Restore the previous state.

    Raises:
        Conflict: its author withdrew it meanwhile.
    """
    if not await _let(ports, ctx, item.about, stands=given["was"] == "counted"):
        raise Conflict(
            f"{item.about} was withdrawn by its author meanwhile.",
            todo="Nothing was undone: /desk queue trail:yes shows what was decided.",
        )


async def _let(ports: Ports, ctx: RequestContext, name: str, *, stands: bool) -> bool:
    if name.startswith("EV-"):
        return await ports.claims.accept(name, ctx.tenant, stands, ctx.actor, ctx.now)
    return await ports.claims.retract(name, ctx.tenant, ctx.now, stands=stands)
