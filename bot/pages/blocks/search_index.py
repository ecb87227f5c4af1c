"""Everything that has a page, with the names it is found by: the index of the search page and of its script."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.names.subjects import AliasStatus
from bot.domain.sightings.labels import fold
from bot.pages.page import PageRequest, claim_path, label_path, market_path, source_path, subject_path
from bot.ports import Ports
from bot.queries.records.known_sources import known_sources

MOST = 5_000  # of each kind


@dataclass(frozen=True, slots=True)
class Hit:
    """One page that is found. ``names`` are further names it goes by."""

    kind: str
    title: str
    path: str
    detail: str
    names: tuple[str, ...] = ()


def search_index(ports: Ports, request: PageRequest) -> Iterator[Hit]:
    """Every model, claim, name, market and source that has a page; each kind in the order of its titles or ids."""
    view = request.view
    for subject in sorted(ports.ledger.suggest("", view, MOST), key=lambda one: (one.name.casefold(), one.slug)):
        if not subject.slug.startswith("label/"):
            path = subject_path(subject.slug)
            yield Hit("model", subject.name, path, subject.state.value, _names(ports, request, subject.slug))
    for claim in sorted(ports.claims.every(view, MOST), key=lambda one: one.id):
        if not claim.tenant:
            yield Hit("claim", claim.text, claim_path(claim.id), claim.id)
    for one in sorted(ports.sightings.guide().labels(request.as_of), key=lambda one: one.label.casefold()):
        yield Hit("name seen", one.label, label_path(one.label), one.surface)
    for market in ports.markets.search("", view, open_only=False, limit=MOST):
        if market.subject:
            yield Hit("market", market.title, market_path(market.id), f"{market.venue_name} · {market.id}")
    for party, info in sorted(known_sources(ports, view).items(), key=lambda pair: pair[0].casefold()):
        yield Hit("source", party, source_path(party), info.kind)


def _names(ports: Ports, request: PageRequest, slug: str) -> tuple[str, ...]:
    """Further good names of a subject, each once."""
    good = (one.text for one in ports.ledger.aliases_of(slug, request.view) if one.standing is AliasStatus.GOOD)
    return tuple(sorted({fold(name): name for name in good}.values()))
