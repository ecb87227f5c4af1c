"""The index of the search page and of its script: pages with their names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.names.subjects import AliasStatus
from bot.domain.sightings.labels import fold
from bot.messages.request import View
from bot.pages.page import PageRequest, claim_path, label_path, market_path, source_path, subject_path
from bot.ports import Ports
from bot.queries.public_position import subjects_position
from bot.queries.records.known_sources import known_sources
from bot.reads.kept_answers import KeptAnswers
from bot.reads.shared_reads import origin

MOST = 5_000  # of each kind


@dataclass(frozen=True, slots=True)
class Hit:
    """One page that is found. ``names`` are further names it goes by."""

    kind: str
    title: str
    path: str
    detail: str
    names: tuple[str, ...] = ()


_MODELS, _CLAIMS = KeptAnswers[tuple[Hit, ...]](), KeptAnswers[tuple[Hit, ...]]()


def search_index(ports: Ports, request: PageRequest, most: int = MOST) -> Iterator[Hit]:
    """The models, claims, names, markets and sources with a page.

    Of each kind the latest ``most``, in the order of their titles or ids.
    """
    view = request.view
    yield from kept_hits(ports, request, most)
    for one in sorted(ports.sightings.guide().labels(request.as_of), key=lambda one: one.label.casefold()):
        yield Hit("name seen", one.label, label_path(one.label), one.surface)
    for market in ports.markets.titles(view, most):
        if market.subject:
            yield Hit("market", market.title, market_path(market.id), f"{market.venue_name} · {market.id}")
    for party, info in sorted(known_sources(ports, view).items(), key=lambda pair: pair[0].casefold()):
        yield Hit("source", party, source_path(party), info.kind)


def kept_hits(ports: Ports, request: PageRequest, most: int) -> tuple[Hit, ...]:
    """The models and claims among them, kept until the ledger changes."""
    view, position = request.view, (most, subjects_position(ports, request.as_of))
    models = _MODELS.get(origin(ports.ledger), position, lambda: tuple(_models(ports, view, most)))
    position = most, ports.claims.position(request.as_of)
    return (*models, *_CLAIMS.get(origin(ports.claims), position, lambda: tuple(_claims(ports, view, most))))


def _models(ports: Ports, view: View, most: int) -> Iterator[Hit]:
    subjects = ports.ledger.suggest("", view, most)
    names = _names(ports, view, [one.slug for one in subjects])
    for subject in sorted(subjects, key=lambda one: (one.name.casefold(), one.slug)):
        if not subject.slug.startswith("label/"):
            path = subject_path(subject.slug)
            yield Hit("model", subject.name, path, subject.state.value, names.get(subject.slug, ()))


def _claims(ports: Ports, view: View, most: int) -> Iterator[Hit]:
    for claim in sorted(ports.claims.every(view, most), key=lambda one: one.id):
        yield Hit("claim", claim.text, claim_path(claim.id), claim.id)


def _names(ports: Ports, view: View, slugs: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """Further good names of subjects, each once."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for one in ports.ledger.namesakes(slugs, view):
        if one.standing is AliasStatus.GOOD:
            found[one.slug][fold(one.text)] = one.text
    return {slug: tuple(sorted(names.values())) for slug, names in found.items()}
