"""A report that needs review.

Accepted it counts, refused it is kept without counting. It comes from a new account, or was taken up by the desk.
"""

from collections.abc import Mapping

from bot.domain.sightings.sightings import SightingEvent, SightingEventKind
from bot.messages.request import RequestContext
from bot.moderation import DecisionResult
from bot.ports import Ports
from bot.ports.desk import QueueItem

ACCEPTED = "it counts from now on"


async def accept(ports: Ports, ctx: RequestContext, item: QueueItem) -> DecisionResult:
    """The report counts, whatever the age of its account."""
    return await _say(ports, ctx, item, SightingEventKind.ACCEPTED, "accepted by the desk")


async def refuse(ports: Ports, ctx: RequestContext, item: QueueItem, reason: str) -> DecisionResult:
    """The report no longer counts; its reporter reads the reason."""
    return await _say(ports, ctx, item, SightingEventKind.REFUSED, reason)


async def undo(ports: Ports, ctx: RequestContext, item: QueueItem, given: Mapping[str, str]) -> None:
    """Restore the previous state.

    A refused report counts again, an accepted one waits.
    """
    back = (
        SightingEventKind.RESTORED if given["kind"] == SightingEventKind.REFUSED.value else SightingEventKind.UNDECIDED
    )
    event = SightingEvent(ctx.now, back, about=item.about, reason="decision taken back")
    await ports.sightings.happen(ctx.tenant, given["key"], event, ctx.actor)


async def _say(
    ports: Ports, ctx: RequestContext, item: QueueItem, kind: SightingEventKind, reason: str
) -> DecisionResult:
    report = ports.sightings.report(item.about, ctx.view)
    if report is None or report.state == "withdrawn":
        return DecisionResult(before={"state": "withdrawn"}, after={"state": "withdrawn"})
    event = SightingEvent(ctx.now, kind, about=report.id, reason=reason)
    await ports.sightings.happen(ctx.tenant, report.key, event, ctx.actor)
    after = "refused" if kind is SightingEventKind.REFUSED else "live"
    return DecisionResult(
        {"state": report.state}, {"state": after, "reason": reason}, {"kind": kind.value, "key": report.key}
    )
