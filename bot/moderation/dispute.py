"""A dispute of a label or a claim. Accepted, a label's disputed reports no longer count; a claim's is marked upheld."""

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.sightings.sightings import Event, Kind
from bot.messages.request import Asked
from bot.moderation import Done
from bot.ports import Ports
from bot.ports.desk import Item

ACCEPTED = "the disputed reports no longer count"


async def accept(ports: Ports, asked: Asked, item: Item) -> Done:
    """The report named no longer counts, else all of the label."""
    if item.about.startswith("CL-"):
        return await _claim(ports, asked, item, "accepted")
    named = ports.sightings.report(item.body.get("report", ""), asked.view)
    reports = (named,) if named else ports.sightings.reports(item.about, asked.view)
    gone = []
    for report in reports:
        if report.state == "live":
            event = Event(asked.now, Kind.REFUSED, about=report.id, reason=f"disputed: {item.why}")
            await ports.sightings.happen(asked.tenant, report.key, event, asked.actor)
            gone.append(report.id)
    return Done({"live": gone}, {"refused": gone}, {"reports": " ".join(gone), "key": item.about})


async def refuse(ports: Ports, asked: Asked, item: Item, reason: str) -> Done:
    """What was disputed stands."""
    if item.about.startswith("CL-"):
        return await _claim(ports, asked, item, "refused")
    return Done({"disputed": True}, {"disputed": False, "reason": reason}, {"reports": "", "key": ""})


async def undo(ports: Ports, asked: Asked, item: Item, given: Mapping[str, str]) -> None:
    """As it was: the reports count again, the dispute is open again."""
    if item.about.startswith("CL-"):
        await _claim(ports, asked, item, "waiting")
        return
    for name in given["reports"].split():
        event = Event(asked.now, Kind.RESTORED, about=name, reason="decision taken back")
        await ports.sightings.happen(asked.tenant, given["key"], event, asked.actor)


async def _claim(ports: Ports, asked: Asked, item: Item, state: str) -> Done:
    for dispute in ports.claims.disputes(item.about, asked.view):
        if dispute.by == item.person:
            await ports.claims.dispute(replace(dispute, state=state), asked.tenant)
    return Done({"dispute": "waiting"}, {"dispute": state}, {"was": state})
