"""Items of the desk: with report and similar pictures; a person's disputes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.sightings.reports import FiledReport
from bot.domain.sightings.sightings import same_picture
from bot.domain.time import format_time
from bot.messages.errors import NotAllowed
from bot.messages.request import RequestContext, View
from bot.ports import Ports
from bot.ports.desk import QueueItem

ALIKE = 40  # bits of 128 that may differ between pictures shown beside each other
MOST = 4
# So many disputes of a person refused within a time pause the right to dispute for another.
REFUSED, WITHIN, PAUSE = 3, timedelta(days=30), timedelta(days=14)
PAUSE_RULE = f"{REFUSED} refused in {WITHIN.days} days pause the right for {PAUSE.days} days."


@dataclass(frozen=True, slots=True)
class NearPicture:
    """An earlier report's picture.

    ``bits`` of 128 differ; ``same`` counts as the same screenshot.
    """

    report: str
    label: str
    picture: str
    bits: int
    same: bool


@dataclass(frozen=True, slots=True)
class DeskItem:
    """A queue item; ``report`` is what it asks about, None for other kinds."""

    item: QueueItem
    report: FiledReport | None
    near: tuple[NearPicture, ...]


def desk_item(ports: Ports, item: QueueItem, view: View) -> DeskItem:
    """Read what a decision about an item needs."""
    report = ports.sightings.report(item.about, view) if item.about.startswith("CP-") else None
    if report is None or report.state == "withdrawn":
        return DeskItem(item, None, ())
    return DeskItem(item, report, _near(ports, report, view))


def _near(ports: Ports, report: FiledReport, view: View) -> tuple[NearPicture, ...]:
    """The most alike first."""
    if report.drawn is None:
        return ()
    distances = [
        ((one.drawn ^ report.drawn).bit_count(), one)
        for one in ports.sightings.drawn(view)
        if one.report != report.id and same_picture(one.drawn, report.drawn, ALIKE)
    ]
    found = []
    for bits, one in sorted(distances, key=lambda pair: (pair[0], pair[1].report))[:MOST]:
        other = ports.sightings.report(one.report, view)
        if other is not None and other.picture:
            same = same_picture(one.drawn, report.drawn)
            found.append(NearPicture(one.report, one.label, other.picture, bits, same))
    return tuple(found)


def dispute_pause(ports: Ports, ctx: RequestContext) -> datetime | None:
    """Until when a person may not dispute; None if they may."""
    filed = ports.desk.filed_by(ctx.actor, ctx.tenant, "dispute", ctx.now - WITHIN)
    refused = [item.decided_at or item.at for item in filed if item.state == "refused"]
    until = max(refused) + PAUSE if len(refused) >= REFUSED else ctx.now
    return until if until > ctx.now else None


def refuse_dispute(until: datetime) -> NotAllowed:
    """The refusal of a dispute while the right to it is paused."""
    return NotAllowed(
        f"{REFUSED} of your disputes were refused in {WITHIN.days} days.",
        why=f"You can dispute again from {format_time(until)}.",
        todo="Until then, file what shows it: /claimcheck add or /checkpoint report.",
    )
