"""Subjects created from a market's question about an unknown model's release."""

from __future__ import annotations

from bot.domain.markets.markets import MarketReading
from bot.domain.names.subjects import OpenedSubject, SubjectOrigin, SubjectState
from bot.messages.request import View
from bot.ports import Ports
from bot.queries.names import names


def of_market_question(ports: Ports, market: MarketReading, view: View) -> OpenedSubject | None:
    """Return a mapped market's model if unknown; None for settled markets and labels."""
    slug = market.subject or ""
    asked = any(rung.status == "open" for rung in market.rungs)
    if not asked or slug.startswith("label/") or ports.ledger.subject(slug, view) is not None:
        return None
    read = names(ports, view).of_id(slug)
    if read is None:
        return None
    return OpenedSubject(
        slug, read[1].name, read[1].lab, SubjectOrigin.MARKET, view.as_of, market.url,
        state=SubjectState.RUMOURED, tenant=view.tenant,
    )  # fmt: skip
