"""The permanent page of what a reply is about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.domain.markets.markets import market_number
from bot.messages.reply import Outcome, Reply, link, plain, spans
from bot.messages.request import View
from bot.pages.page import PUBLIC, claim_path, label_path, market_path, subject_path
from bot.ports import Ports

OPEN = "Open page"


def with_page_link(reply: Reply, ports: Ports, address: str, as_of: datetime) -> Reply:
    """Add the address of its public page to a reply's last line, if it has one."""
    if not address or reply.outcome is not Outcome.ANSWERED:
        return reply
    path = page_of(reply, ports, as_of)
    if not path:
        return reply
    before = (*spans(reply.note), " · ") if plain(reply.note) else ()
    return replace(reply, note=(*before, link(OPEN, address + path)))


def page_of(reply: Reply, ports: Ports, as_of: datetime) -> str:
    """The path of the page a reply is about; '' for none, as for a tenant's own."""
    return next(_paths(reply, ports, View(PUBLIC, as_of)), "")


def _paths(reply: Reply, ports: Ports, view: View) -> Iterator[str]:
    named = {key: value for key, value in reply.data.items() if isinstance(value, str) and value}
    if "claim_id" in named:
        claim = ports.claims.claim(named["claim_id"], view)
        if claim is not None and not claim.tenant:
            yield claim_path(claim.id)
        return
    if "label" in named:
        one = ports.sightings.guide().find(named["label"], view.as_of)
        if one is not None:
            yield label_path(one.label)
        return
    if "/" in named.get("subject", "") and ports.ledger.subject(named["subject"], view) is not None:
        yield subject_path(named["subject"])
    for ref in (named.get("market", ""), *reply.shows):
        number = market_number(ref)
        if number is not None and (market := ports.markets.market(number, view)) is not None:
            yield market_path(market.id)
