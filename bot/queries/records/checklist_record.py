"""A subject's release checklist, from its records and those of its identities."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.evidence.evidence import Evidence, EvidenceContext
from bot.domain.evidence.release_checklist import ReleaseChecklist, readiness
from bot.domain.names.subjects import Subject
from bot.messages.request import View
from bot.ports import Ports
from bot.queries.aliases import Reading, confirmed_slugs, world_of
from bot.queries.catalog_evidence import listing_evidence
from bot.queries.vendor_evidence import vendor_items
from bot.reads.shared_reads import shared


@dataclass(frozen=True, slots=True)
class ChecklistRecord:
    """A subject's release checklist with what it was made from.

    ``slugs`` are the subject and what it is confirmed to be; ``evidence`` is about all of them.
    """

    slugs: tuple[str, ...]
    subject: Subject | None
    readings: tuple[Reading, ...]
    world: EvidenceContext
    evidence: tuple[Evidence, ...]
    checklist: ReleaseChecklist


@shared
def checklist_record(ports: Ports, slug: str, view: View) -> ChecklistRecord:
    """Return the checklist at the view's moment, the same for every card and page."""
    world, readings = world_of(ports, [slug], view)
    slugs = confirmed_slugs([slug], readings)
    items = (
        *ports.claims.evidence(slugs, view),
        *listing_evidence(ports, slugs, view),
        *vendor_items(ports, slugs, view),
    )
    subject = ports.ledger.subject(slug, view)
    made = readiness(slug, items, view.as_of, world, subject.out_since(view.as_of) if subject else None)
    return ChecklistRecord(slugs, subject, tuple(readings), world, items, made)
