"""A label with its grade and attributions, for a tenant's view or the public's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.names.subjects import Alias
from bot.domain.sightings.base_rates import BaseRate, Checkpoint
from bot.domain.sightings.field_guide import events as public_events
from bot.domain.sightings.labels import bare, key
from bot.domain.sightings.methods import Attribution, AttributionGrade, Method, MethodRecord, graded
from bot.domain.sightings.sightings import LabelState, grade
from bot.messages.request import View
from bot.ports import Ports
from bot.ports.catalogs.listings import StoredFinding
from bot.queries.labels.label_identity import identified
from bot.queries.labels.label_truths import guide_of, label_truths, method_records
from bot.queries.labels.surface_names import TOLD, place_of


@dataclass(frozen=True, slots=True)
class AttributionRecord:
    """An attribution with its grade and its method's record at that moment."""

    attribution: Attribution
    grade: AttributionGrade
    record: MethodRecord


@dataclass(frozen=True, slots=True)
class PublicLabel:
    """A label's public record; ``told`` is the ledger's own row, if any."""

    label: str
    surface: str
    state: LabelState
    checkpoint: Checkpoint | None
    attributions: tuple[AttributionRecord, ...]
    listed: tuple[StoredFinding, ...]
    surface_rate: BaseRate | None
    vendor_rate: BaseRate | None
    told: Alias | None = None

    @property
    def changed_at(self) -> datetime | None:
        """When its newest record could be known."""
        one = self.checkpoint
        times = [at for at in (one.learned_at, one.known_at, one.noted_at) if at is not None] if one else []
        times += [one.attribution.at for one in self.attributions] + [found.at for found in self.listed]
        times += [self.told.learned_at] if self.told is not None else []
        return max(times, default=None)


def likeliest(said: Sequence[AttributionRecord]) -> AttributionRecord | None:
    """The last attribution of SUPPORTED or better; None if two of them differ."""
    strong = [one for one in said if one.grade in (AttributionGrade.SUPPORTED, AttributionGrade.CONFIRMED)]
    agree = len({key(bare(one.attribution.subject)) for one in strong}) == 1
    return strong[-1] if agree else None


def told_label(ports: Ports, label: str, view: View) -> Alias | None:
    """Return the ledger's row of a bare name tied to no model by then, or None."""
    return next((alias for alias in ports.ledger.named(label, view) if alias.slug.startswith("label/")), None)


def public_label(
    ports: Ports, label: str, view: View, methods: Mapping[Method, MethodRecord] | None = None
) -> PublicLabel | None:
    """Return a label's public record.

    None if no field guide, list or ledger has it by then.
    """
    guide = ports.sightings.guide()
    one = guide.find(label, view.as_of)
    listed = tuple(ports.listings.of_label(key(label), view))
    told = told_label(ports, label, view)
    one = identified(ports, view, one, told)
    if one is None and not listed and told is None:
        return None
    shown = one.label if one is not None else listed[0].label if listed else label
    happened = (
        *ports.sightings.events(key(shown), view),
        *(public_events(one, view.as_of) if one is not None else ()),
    )
    said = guide.attributed(shown, view.as_of)
    truths = label_truths(ports, view)
    truth = truths.get(key(shown))
    record = (methods or method_records(ports, view, truths)) if said else {}
    counted = guide_of(ports, view, truths)
    return PublicLabel(
        label=shown,
        surface=one.surface if one is not None else place_of(listed[0].catalog) if listed else TOLD,
        state=grade(happened, view.as_of),
        checkpoint=one,
        attributions=tuple(AttributionRecord(each, graded(each, said, truth), record[each.method]) for each in said),
        listed=listed,
        surface_rate=counted.surface_rate(one.family if one is not None else "other", view.as_of),
        vendor_rate=counted.vendor_rate(one.vendor if one is not None else "", view.as_of),
        told=told,
    )
