"""Up to when a subject is known; cards state it if it is long ago."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain
from typing import Final

from bot.domain.evidence.evidence import Basis, Evidence
from bot.domain.names.subjects import AliasStatus
from bot.domain.time import format_time
from bot.messages import words
from bot.messages.request import RequestContext, View
from bot.ports import Ports
from bot.queries.aliases import other_readings
from bot.queries.catalog_evidence import listing_evidence
from bot.queries.vendor_evidence import vendor_items
from bot.reads.shared_reads import shared

OLD: Final = timedelta(days=30)  # age from which a card says up to when a model is known
LOOKED: Final = frozenset({Basis.FIRST_PARTY, Basis.FIRST_HAND, Basis.MEASURED})  # by somebody who could see


@shared
def known_up_to(ports: Ports, slug: str, view: View) -> datetime | None:
    """Return when a subject was last learned of or checked; None if never.

    What it is confirmed to be counts. Every card and page of it says the same. Values of a list or vendor page are
    valid up to its last good reading, a market of it, or of what it may be, up to its last poll. What somebody wrote
    who did not look (a copy, an inference, a price quoted) tells nothing, nor does what a desk has not accepted.
    """
    return max(_moments(ports, slug, view), default=None)


def is_known_within(ports: Ports, slug: str, view: View, age: timedelta) -> bool:
    """Whether `known_up_to` is at most so long ago; no more is read than tells it."""
    return any(view.as_of - at <= age for at in _moments(ports, slug, view))


def _moments(ports: Ports, slug: str, view: View) -> Iterator[datetime]:
    """When a subject was learned of or checked by then.

    What other parts of an answer read, too, comes first.
    """
    readings = other_readings(ports, (slug,), view)
    slugs = (slug, *(one.slug for one in readings if one.standing is AliasStatus.GOOD))
    moments = (
        (row.learned_at for one in ports.ledger.subjects(slugs, view).values() for row in one.states),
        _told_at(ports, slugs, view),
        _recorded_at(ports, slugs, [one.slug for one in readings], view),
    )
    yield from (at for at in chain(*moments) if at <= view.as_of)


def _recorded_at(ports: Ports, slugs: tuple[str, ...], supposed: Sequence[str], view: View) -> Iterator[datetime]:
    """When events and vendor's facts were learned, and markets last polled."""
    yield from (event.learned_at for event in ports.ledger.events(slugs, view))
    yield from (fact.learned_at for fact in ports.vendor_facts.about(slugs, view))
    polled = (one.polled_at for one in ports.markets.of_subjects([slugs[0], *supposed], view))
    yield from (at for at in polled if at is not None)


def _told_at(ports: Ports, slugs: tuple[str, ...], view: View) -> Iterator[datetime]:
    """When evidence was learned, and when its lists and pages were last read."""
    read = set[str]()
    for item in _items(ports, slugs, view):
        if item.accepted and item.basis in LOOKED and item.known(view.as_of):
            yield item.learned_at
            if ":" in item.id and item.is_valid(view.as_of):
                read.add(item.id.partition(":")[0])
    for state in map(ports.sources.state, sorted(read)):
        if state is not None and state.good_at is not None:
            yield min(state.good_at, view.as_of)


def _items(ports: Ports, slugs: tuple[str, ...], view: View) -> Iterator[Evidence]:
    yield from ports.claims.evidence(slugs, view)
    yield from listing_evidence(ports, slugs, view)
    yield from vendor_items(ports, slugs, view)


def old_record(known: datetime | None, ctx: RequestContext) -> datetime | None:
    """Up to when a subject is known if that is long ago; else None."""
    return known if known is not None and ctx.as_of - known > OLD else None


def may_deny(known: datetime | None, ctx: RequestContext) -> bool:
    """Whether somebody looked so lately that "it is not out" is known."""
    return known is not None and old_record(known, ctx) is None


def known_words(known: datetime | None, ctx: RequestContext) -> str:
    """Format for a card ("known up to 13 October 2026"); empty if recent."""
    old = old_record(known, ctx)
    return f"{words.KNOWN_UP_TO} {format_time(old, '%d %B %Y')}" if old is not None else ""


def known_sentence(known: datetime | None, ctx: RequestContext) -> str:
    """Format the same as a separate sentence."""
    said = known_words(known, ctx)
    return f"{said[0].upper()}{said[1:]}." if said else ""
