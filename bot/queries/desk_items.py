"""A waiting item of the desk with its report and the pictures like its own."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.sightings.reports import FiledReport
from bot.domain.sightings.sightings import same_picture
from bot.messages.request import View
from bot.ports import Ports
from bot.ports.desk import QueueItem

ALIKE = 40  # bits of 128 that may differ between pictures shown beside each other
MOST = 4


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
