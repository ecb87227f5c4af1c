"""The index of the search page and of its script: pages with their names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
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


def search_index(ports: Ports, request: PageRequest, most: int = MOST) -> Iterator[Hit]:
    """The models, claims, names, markets and sources with a page.

    Of each kind the latest ``most``, in the order of their titles or ids.
    """
    view = request.view
    subjects = ports.ledger.suggest("", view, most)
    names = _names(ports, request, [one.slug for one in subjects])
    for subject in sorted(subjects, key=lambda one: (one.name.casefold(), one.slug)):
        if not subject.slug.startswith("label/"):
            path = subject_path(subject.slug)
            yield Hit("model", subject.name, path, subject.state.value, names.get(subject.slug, ()))
    for claim in sorted(ports.claims.every(view, most), key=lambda one: one.id):
        if not claim.tenant:
            yield Hit("claim", claim.text, claim_path(claim.id), claim.id)
    for one in sorted(ports.sightings.guide().labels(request.as_of), key=lambda one: one.label.casefold()):
        yield Hit("name seen", one.label, label_path(one.label), one.surface)
    for market in ports.markets.search("", view, open_only=False, limit=most):
        if market.subject:
            yield Hit("market", market.title, market_path(market.id), f"{market.venue_name} · {market.id}")
    for party, info in sorted(known_sources(ports, view).items(), key=lambda pair: pair[0].casefold()):
        yield Hit("source", party, source_path(party), info.kind)


def _names(ports: Ports, request: PageRequest, slugs: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """Further good names of subjects, each once."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for one in ports.ledger.namesakes(slugs, request.view):
        if one.standing is AliasStatus.GOOD:
            found[one.slug][fold(one.text)] = one.text
    return {slug: tuple(sorted(names.values())) for slug, names in found.items()}
