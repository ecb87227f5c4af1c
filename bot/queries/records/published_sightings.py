"""Counts of sightings that servers and workspaces publish."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.sightings.labels import key
from bot.domain.sightings.shared_counts import SharedCounts
from bot.domain.sightings.sightings import SightingGrade, grade
from bot.messages.request import View
from bot.ports import Ports

ORDER = tuple(SightingGrade)


@dataclass(frozen=True, slots=True)
class PublishedSightings:
    """Counts over all publishing tenants, and the best grade in one of them.

    It never says who, where, or a word of theirs.
    """

    counts: SharedCounts
    grade: SightingGrade

    @property
    def text(self) -> str:
        """The published counts and days as a line."""
        many = self.counts.tenants
        places = (
            "1 community that publishes its counts" if many == 1 else f"{many} communities that publish their counts"
        )
        return f"{self.counts.reported} in {places}, {self.counts.days}; not counted in the grade above"


def published_sightings(ports: Ports, label: str, view: View) -> PublishedSightings | None:
    """What is published of a name by then; None if nothing is."""
    found = ports.sightings.published(key(label), view)
    if found is None:
        return None
    counts, tenants = found
    states = [
        grade(ports.sightings.events(key(label), View(tenant, view.as_of)), view.as_of, history=False)
        for tenant in tenants
    ]
    return PublishedSightings(counts, max((one.grade for one in states), key=ORDER.index))
