"""The search page; without words an index of everything that has a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.sightings.labels import fold
from bot.pages.blocks.search_index import Hit, kept_hits, search_index
from bot.pages.page import (
    Page,
    PageRequest,
    PreviewCard,
    claim_path,
    label_path,
    market_path,
    path_of,
    source_path,
    stamp,
    subject_path,
)
from bot.ports import Ports
from bot.queries.names import names, slug_of
from bot.queries.records.known_sources import known_sources, prepare_rows

ADDRESS = "/search"
LONGEST = 200
MANY = 10
CANDIDATES = 80
LISTED = 1_000  # pages of each kind in the list of everything


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage(Page):
    """The pages found, the best first; without words ``index`` lists everything.

    ``answer`` is what a chat would say first, where the server was given somebody to ask.
    """

    query: str
    hits: tuple[Hit, ...]
    index: tuple[Hit, ...]
    exact: str
    answer: tuple[str, ...] = ()


def build(ports: Ports, request: PageRequest) -> SearchPage:
    """What the words of ``q`` find."""
    query = " ".join(request.query.get("q", "").split())[:LONGEST]
    exact = exact_path(ports, request, query) if query else ""
    hits = tuple(find(ports, request, query)) if query else ()
    title = f"Search: {query}" if query else "Search"
    lead = f"{len(hits)} pages found." if query else "Every model, claim, name and source that has a page."
    return SearchPage(
        path=ADDRESS,
        title=title,
        lead=lead,
        as_of=stamp(request),
        card=PreviewCard("Spudwatch", "Search", "", lead),
        dated=False,
        indexed=False,
        query=query,
        hits=hits,
        index=() if query else tuple(search_index(ports, request, LISTED)),
        exact=exact,
    )


def prepare(ports: Ports, request: PageRequest, **_: str) -> Iterator[None]:
    """Sort the ledger's rows by their sources, then list what has a page.

    Some subjects a step.
    """
    yield from prepare_rows(ports, request.view)
    kept_hits(ports, request, LISTED)
    yield


def exact_path(ports: Ports, request: PageRequest, query: str) -> str:
    """The page that a bare id, slug, name, label or market address names; '' if none."""
    view, wanted = request.view, query.strip()
    upper = wanted.upper()
    if upper.startswith("CL-"):
        return claim_path(upper) if ports.claims.claim(upper[:20], view) is not None else ""
    if upper.startswith("MK-") and path_of(upper):
        return market_path(upper)
    if wanted.startswith("http"):
        market = ports.markets.by_url(wanted, view)
        return market_path(market.id) if market is not None else ""
    slug = slug_of(ports, view, wanted)
    if slug and ports.ledger.subject(slug, view) is not None:
        return subject_path(slug)
    label = ports.sightings.guide().find(wanted, request.as_of)
    return label_path(label.label) if label is not None else ""


def find(ports: Ports, request: PageRequest, query: str) -> Iterator[Hit]:
    """The pages that the words lead to, each once."""
    seen: set[str] = set()
    for hit in _every_hit(ports, request, query):
        if hit.path not in seen:
            seen.add(hit.path)
            yield hit


def _every_hit(ports: Ports, request: PageRequest, query: str) -> Iterator[Hit]:
    view, folded = request.view, fold(query)
    words = [word for word in folded.split() if len(word) > 1]
    read = [one.slug for mention in names(ports, view).read(query) for one in mention.readings]
    found = list(ports.ledger.subjects(list(dict.fromkeys(read)), view).values())
    for subject in [*found, *ports.ledger.suggest(query, view, MANY)][:MANY]:
        yield Hit("model", subject.name, subject_path(subject.slug), subject.state.value)
    slugs = [subject.slug for subject in found]
    claims = [claim for claim in ports.claims.like(query, slugs, view, CANDIDATES) if not claim.tenant]
    for claim in sorted(claims, key=lambda one: (-_shared(folded, one.text), one.id))[:MANY]:
        yield Hit("claim", claim.text, claim_path(claim.id), claim.id)
    for one in ports.sightings.guide().labels(request.as_of):
        if folded in fold(one.label) or any(word in fold(one.label).split() for word in words):
            yield Hit("name seen", one.label, label_path(one.label), one.surface)
    for market in ports.markets.search(query, view, open_only=False, limit=MANY):
        yield Hit("market", market.title, market_path(market.id), f"{market.venue_name} · {market.id}")
    for party, info in known_sources(ports, view).items():
        if folded in fold(party):
            yield Hit("source", party, source_path(party), info.kind)


def _shared(folded: str, text: str) -> float:
    """How much of a claim's words a query holds, and the other way round (0..1)."""
    asked, said = set(folded.rstrip("?.!").split()), set(fold(text).split())
    return 2 * len(asked & said) / (len(asked) + len(said))
