"""A name that was seen somewhere, with its grade and what it is said to be, for any tenant's view or the public's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.sightings.base_rates import BaseRate, Checkpoint
from bot.domain.sightings.field_guide import events as public_events
from bot.domain.sightings.labels import key
from bot.domain.sightings.methods import (
    Attribution,
    AttributionGrade,
    LabelTruth,
    Method,
    MethodRecord,
    graded,
    records,
)
from bot.domain.sightings.sightings import LabelState, grade
from bot.messages.request import View
from bot.ports import Ports
from bot.ports.catalogs.listings import StoredFinding
from bot.queries.surface_names import place_of


@dataclass(frozen=True, slots=True)
class AttributionRecord:
    """An attribution with its grade and its method's record at that moment."""

    said: Attribution
    grade: AttributionGrade
    record: MethodRecord


@dataclass(frozen=True, slots=True)
class PublicLabel:
    """What the public ledger and public lists show of a name."""

    label: str
    surface: str
    state: LabelState
    checkpoint: Checkpoint | None
    attributions: tuple[AttributionRecord, ...]
    listed: tuple[StoredFinding, ...]
    surface_rate: BaseRate | None
    vendor_rate: BaseRate | None

    @property
    def changed_at(self) -> datetime | None:
        """When the newest thing about it could be known."""
        one = self.checkpoint
        times = [at for at in (one.learned_at, one.known_at, one.noted_at) if at is not None] if one else []
        times += [said.said.at for said in self.attributions] + [found.at for found in self.listed]
        return max(times, default=None)


def method_records(ports: Ports, view: View) -> Mapping[Method, MethodRecord]:
    """How often each method was right in public, as known by then."""
    guide = ports.sightings.guide()
    said = [one for one in guide.attributions if one.at <= view.as_of]
    return records(said, guide.truths(view.as_of), view.as_of)


def public_label(
    ports: Ports, label: str, view: View, methods: Mapping[Method, MethodRecord] | None = None
) -> PublicLabel | None:
    """The public record of a name; None if no field guide, list or ledger has it by then."""
    guide = ports.sightings.guide()
    one = guide.find(label, view.as_of)
    listed = tuple(ports.listings.of_label(key(label), view))
    told = any(alias.slug.startswith("label/") for alias in ports.ledger.named(label, view))
    if one is None and not listed and not told:
        return None
    shown = one.label if one is not None else listed[0].label if listed else label
    happened = (
        *ports.sightings.events(key(shown), view),
        *(public_events(one, view.as_of) if one is not None else ()),
    )
    said = guide.attributed(shown, view.as_of)
    truth = None
    if one is not None and one.subjects and one.known_at is not None:
        truth = LabelTruth(shown, one.subjects, one.known_at)
    record = (methods or method_records(ports, view)) if said else {}
    return PublicLabel(
        label=shown,
        surface=one.surface if one is not None else place_of(listed[0].catalog) if listed else "reports of others",
        state=grade(happened, view.as_of),
        checkpoint=one,
        attributions=tuple(AttributionRecord(each, graded(each, said, truth), record[each.method]) for each in said),
        listed=listed,
        surface_rate=guide.surface_rate(one.family if one is not None else "other", view.as_of),
        vendor_rate=guide.vendor_rate(one.vendor if one is not None else "", view.as_of),
    )
