"""A subject's release checklist, from its records and those of its identities."""

from __future__ import annotations

from bot.domain.evidence.release_checklist import ReleaseChecklist, readiness
from bot.domain.names.subjects import AliasStatus
from bot.messages.request import View
from bot.ports import Ports
from bot.ports.shared_reads import shared
from bot.queries.aliases import world_of
from bot.queries.catalog_evidence import listing_evidence
from bot.queries.vendor_evidence import vendor_items


@shared
def checklist_of(ports: Ports, slug: str, view: View) -> ReleaseChecklist:
    """The checklist at the view's moment, as `/claimcheck ready` shows it."""
    world, readings = world_of(ports, [slug], view)
    slugs = (slug, *(one.slug for one in readings if one.standing is AliasStatus.GOOD))
    items = (
        *ports.claims.evidence(slugs, view),
        *listing_evidence(ports, slugs, view),
        *vendor_items(ports, slugs, view),
    )
    subject = ports.ledger.subject(slug, view)
    return readiness(slug, items, view.as_of, world, subject.out_since(view.as_of) if subject else None)
