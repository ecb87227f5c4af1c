"""A dispute of a label or a claim.

If accepted, a label's disputed reports no longer count, and a claim's dispute is marked upheld.
"""

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.sightings.sightings import SightingEvent, SightingEventKind
from bot.messages.request import RequestContext
from bot.moderation import DecisionResult
from bot.ports import Ports
from bot.ports.desk import QueueItem

ACCEPTED = "the disputed reports no longer count"
ACCEPTED_CLAIM = "the claim stays marked as disputed; its grade changes by evidence alone"


async def accept(ports: Ports, ctx: RequestContext, item: QueueItem) -> DecisionResult:
    """The report named no longer counts, else all of the label."""
    if item.about.startswith("CL-"):
        return await _claim(ports, ctx, item, "accepted")
    named = ports.sightings.report(item.body.get("report", ""), ctx.view)
    reports = (named,) if named else ports.sightings.reports(item.about, ctx.view)
    gone = []
    for report in reports:
        if report.state == "live":
            event = SightingEvent(ctx.now, SightingEventKind.REFUSED, about=report.id, reason=f"disputed: {item.why}")
            await ports.sightings.happen(ctx.tenant, report.key, event, ctx.actor)
            gone.append(report.id)
    return DecisionResult({"live": gone}, {"refused": gone}, {"reports": " ".join(gone), "key": item.about})


async def refuse(ports: Ports, ctx: RequestContext, item: QueueItem, reason: str) -> DecisionResult:
    """Keep what was disputed."""
    if item.about.startswith("CL-"):
        return await _claim(ports, ctx, item, "refused")
    return DecisionResult({"disputed": True}, {"disputed": False, "reason": reason}, {"reports": "", "key": ""})


async def undo(ports: Ports, ctx: RequestContext, item: QueueItem, given: Mapping[str, str]) -> None:
    """Restore the previous state: the reports count again, the dispute is open again."""
    if item.about.startswith("CL-"):
        await _claim(ports, ctx, item, "waiting")
        return
    for name in given["reports"].split():
        event = SightingEvent(ctx.now, SightingEventKind.RESTORED, about=name, reason="decision taken back")
        await ports.sightings.happen(ctx.tenant, given["key"], event, ctx.actor)


async def _claim(ports: Ports, ctx: RequestContext, item: QueueItem, state: str) -> DecisionResult:
    for dispute in ports.claims.disputes(item.about, ctx.view):
        if dispute.by == item.person:
            await ports.claims.dispute(replace(dispute, state=state), ctx.tenant)
    return DecisionResult({"dispute": "waiting"}, {"dispute": state}, {"was": state})
