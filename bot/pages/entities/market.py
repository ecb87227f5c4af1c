"""The page of a market: its prices, its rules and their changes, its claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.markets.markets import RELATION_WORDS, MarketReading, market_number
from bot.domain.markets.rules import difference
from bot.domain.names.subjects import Subject
from bot.domain.text import shorten
from bot.messages.reply import Source
from bot.pages.blocks.odds import LEDGER, OddsBlock, odds_block
from bot.pages.page import (
    Page,
    PageLink,
    PageRequest,
    PreviewCard,
    claim_path,
    market_path,
    stamp,
    subject_path,
    unique,
)
from bot.ports import Ports
from bot.queries.records.market_record import history_chart, market_of
from bot.queries.records.model_state import ModelState, model_state

ADDRESS = "/m/{id}"
MOST = 10_000
TEXT = 20_000


@dataclass(frozen=True, slots=True)
class RulesVersion:
    """One version of the rules and its changes: pairs of a sign (+, -) and a sentence."""

    learned_at: datetime
    sha256: str
    source: Source | None
    second_hand: bool
    changes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LinkedClaim:
    """A claim that the market bears on, and how."""

    claim: str
    path: str
    relation: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketPage(Page):
    """Everything public about one market. ``rules_text`` is the venue's text, quoted."""

    id: str
    venue: str
    question: str
    url: str
    subject: PageLink | None
    currency: str
    closes_at: datetime | None
    released_at: datetime | None
    odds: OddsBlock
    rules_text: str
    rules_source: Source | None
    versions: tuple[RulesVersion, ...]
    links: tuple[LinkedClaim, ...]


def build(ports: Ports, request: PageRequest, *, id: str) -> MarketPage | None:  # noqa: A002 - the address names it so
    """The page of ``MK-0001``; None if nobody recorded it by then."""
    number = market_number(id)
    market = ports.markets.market(number, request.view) if number is not None else None
    if market is None:
        return None
    record = market_of(ports, market, request.view)
    subject = ports.ledger.subject(market.subject, request.view) if market.subject else None
    name = subject.name if subject is not None else shorten(market.title, 80)
    events = ports.ledger.events([market.subject], request.view) if market.subject else ()
    chart = history_chart(name, (record,), events, request.as_of)
    odds = odds_block(name, (record,), chart, request.as_of)
    head = odds.headline
    state = model_state(ports, subject.slug, request.view) if subject is not None else None
    lead = _lead(market, subject, state, odds)
    read = head.figure.read_at if head is not None else None
    versions = _versions(market)
    link = PageLink(subject.name, subject_path(subject.slug)) if subject is not None else None
    return MarketPage(
        path=market_path(market.id),
        title=market.title,
        lead=lead,
        as_of=stamp(request),
        card=PreviewCard(
            f"{market.venue_name} · {market.id}",
            shorten(market.title, 120),
            head.figure.said if head else "",
            lead,
            chart,
        ),
        changed_at=max([at for at in (read, *(one.learned_at for one in versions)) if at], default=market.first_seen),
        sources=unique(
            (Source(f"{market.venue_name}: {shorten(market.title)}", market.url, read), *_price_sources(odds))
        ),
        trail=(link,) if link is not None else (),
        id=market.id,
        venue=market.venue_name,
        question=market.title,
        url=market.url,
        subject=link,
        currency=market.currency,
        closes_at=market.closes_at,
        released_at=state.since if state is not None else None,
        odds=odds,
        rules_text=market.rules[-1].text[:TEXT] if market.rules else "",
        rules_source=versions[0].source if versions else None,
        versions=versions,
        links=tuple(
            LinkedClaim(one.claim, claim_path(one.claim), RELATION_WORDS[one.relation], one.note)
            for one in market.links
            if one.state == "accepted"
        ),
    )


def _lead(market: MarketReading, subject: Subject | None, state: ModelState | None, odds: OddsBlock) -> str:
    """What the market says, after that its model is out, if it has not settled."""
    head = odds.headline
    lead = f"{market.venue_name}: {f'{head.figure.said} {head.asks}' if head is not None else 'no price'}."
    if subject is None or state is None:
        return lead
    out = "" if odds.state == "settled" else state.release_said(subject.name)
    return f"{out}. {lead} {odds.gap.text}" if out else f"{lead} {odds.gap.text}"


def addresses(ports: Ports, request: PageRequest) -> Iterator[Mapping[str, str]]:
    """Every market that a subject claims."""
    for market in ports.markets.search("", request.view, open_only=False, limit=MOST):
        if market.subject:
            yield {"id": market.id}


def _price_sources(odds: OddsBlock) -> tuple[Source, ...]:
    return tuple(row.figure.source for row in odds.venues if row.figure.source is not None)


def _versions(market: MarketReading) -> tuple[RulesVersion, ...]:
    """The versions of the rules, newest first, each with what it changed."""
    found = []
    for number, one in enumerate(market.rules):
        changes = difference(market.rules[number - 1].text, one.text) if number else ()
        url = one.source.removeprefix(LEDGER)
        source = Source(f"{market.venue_name} rules", url, one.learned_at) if url.startswith("http") else None
        found.append(RulesVersion(one.learned_at, one.sha256, source, one.source.startswith(LEDGER), tuple(changes)))
    return tuple(reversed(found))
