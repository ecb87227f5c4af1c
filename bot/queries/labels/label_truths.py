"""Identities of labels, and the method records and base rates that follow.

Three sources reveal a label: the desk of a place, the public field guide, and the host of a list. The desk takes
precedence over the guide, and either over a host.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from bot.domain.catalogs.findings import FindingKind
from bot.domain.names.subjects import Subject
from bot.domain.sightings.base_rates import Checkpoint, CheckpointOutcome
from bot.domain.sightings.field_guide import FieldGuide
from bot.domain.sightings.labels import key
from bot.domain.sightings.methods import Attribution, LabelTruth, Method, MethodRecord, records
from bot.domain.sightings.surfaces import Surface
from bot.messages.request import View
from bot.ports import Ports
from bot.ports.catalogs.listings import StoredFinding
from bot.ports.sightings import Settled
from bot.queries.labels.surface_names import place_of
from bot.reads.shared_reads import shared

COUNTED = "read here"  # the census of names that lists showed while they were read: all of them


@shared
def label_truths(ports: Ports, view: View) -> Mapping[str, LabelTruth]:
    """Map label keys to their identities known by then."""
    revealed = (_revealed(one) for one in ports.listings.telling(view) if one.kind.names and one.named)
    public = ports.sightings.guide().truths(view.as_of)
    told = [(key(one.label), one) for one in (*revealed, *public)]
    for settled in ports.sightings.settled(view):
        if (one := _settled(settled)) is not None:
            told += [(name, one) for name in dict.fromkeys((settled.key, key(settled.label)))]
    found: dict[str, LabelTruth] = {}
    for name, one in told:
        before = found.get(name)
        if before is None:
            found[name] = one
        elif not (one.by_host and before.by_host):  # the first reveal holds until somebody settles it
            found[name] = replace(one, told_at=min(one.known_at, before.told_at or before.known_at))
    return found


def _settled(one: Settled) -> LabelTruth | None:
    """Convert a desk's decision to a truth; None if it was "cannot be determined"."""
    if one.outcome == "void":
        return None
    return LabelTruth(one.label, frozenset({one.subject} if one.subject else ()), one.at)


def _revealed(one: StoredFinding) -> LabelTruth:
    return LabelTruth(one.label, frozenset({one.named}), one.at, by_host=True)


def method_records(
    ports: Ports, view: View, truths: Mapping[str, LabelTruth] | None = None
) -> Mapping[Method, MethodRecord]:
    """How often each method was right, public and here, as known by then."""
    known = truths if truths is not None else label_truths(ports, view)
    return records(_attributions(ports, view), known.values(), view.as_of)


@shared
def _attributions(ports: Ports, view: View) -> tuple[Attribution, ...]:
    """Return every attribution by then, public or local, including list hosts'."""
    public = (one for one in ports.sightings.guide().attributions if one.at <= view.as_of)
    hosts = (_said_by_host(one) for one in ports.listings.telling(view) if one.kind.names and one.named)
    return (*public, *hosts, *ports.sightings.attributions(view))


def _said_by_host(one: StoredFinding) -> Attribution:
    method = Method.HOST if one.kind is FindingKind.REVEAL else Method.ROW
    name = f"{one.catalog}:{one.id}"
    return Attribution(name, one.label, one.named, method, one.catalog, one.at, one.why, one.source)


def guide_of(ports: Ports, view: View, truths: Mapping[str, LabelTruth] | None = None) -> FieldGuide:
    """Return the field guide with later reveals and decisions, for base rates."""
    guide = ports.sightings.guide()
    known = truths if truths is not None else label_truths(ports, view)
    rows: dict[str, Checkpoint] = {}
    for one in ports.listings.telling(view):
        name = key(one.label)
        if one.kind.raises and name not in rows and guide.find(one.label, view.as_of) is None:
            rows[name] = _listed(one)
    for settled in ports.sightings.settled(view):
        name = key(settled.label)
        own = ports.sightings.label(settled.key, view)
        if own is not None and name not in rows and guide.find(settled.label, view.as_of) is None:
            rows[name] = _row(settled.label, own.surface, own.learned_at)
    named = {name: truth for name in rows if (truth := known.get(name)) is not None and truth.subjects}
    subjects = ports.ledger.subjects(sorted({slug for one in named.values() for slug in one.subjects}), view)
    ended = (_ended(row, named.get(name), subjects.values()) for name, row in rows.items())
    return replace(guide, checkpoints=(*guide.checkpoints, *ended))


def _listed(one: StoredFinding) -> Checkpoint:
    row = _row(one.label, place_of(one.catalog), one.at)
    return replace(row, census=COUNTED if row.family == "openrouter" else "", sources=(one.source,))


def _row(label: str, surface: str, at: datetime) -> Checkpoint:
    place = next((one for one in Surface if one.value == surface), Surface.OTHER)
    return Checkpoint(label, surface, place.family, f"{at:%Y-%m-%d}", at, at)


def _ended(row: Checkpoint, truth: LabelTruth | None, subjects: Iterable[Subject]) -> Checkpoint:
    """Set a name's outcome: shipped, if the model is out or its host lists it by name."""
    if truth is None:
        return row
    slug = min(truth.subjects)
    subject = next((one for one in subjects if one.slug in truth.subjects), None)
    out = subject.released() if subject is not None else None
    if out is None and not truth.by_host:
        return replace(row, identified_as=slug, known_at=truth.known_at)
    released = max(out or truth.known_at, row.seen_at)
    known_at = truth.told_at or truth.known_at
    return replace(
        row, fate=CheckpointOutcome.SHIPPED, identified_as=subject.name if subject else slug, known_at=known_at,
        subjects=truth.subjects, days=(released - row.seen_at).days, vendor=subject.vendor if subject else "",
        vendor_known_at=known_at if subject else None,
    )  # fmt: skip
