"""Pool odds over venues if model, deadline and rules match (SPEC rule 6)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.markets import release_curve
from bot.domain.markets.market_view import MarketBoard, RungRow, turned
from bot.domain.markets.quotes import Probability, interval
from bot.messages.reply import Part, Text


def pooled_odds(chosen: Sequence[tuple[MarketBoard, RungRow]]) -> tuple[Probability, Probability, Probability] | None:
    """Return pooled, lowest and highest odds of venues linked to the same claim.

    None where there are none, and only for the same day and kind: "on the 30th" is not "by the 30th", and a day matters
    just before a release.
    """
    main, asks = chosen[0][0], chosen[0][1].date
    same = [
        (board, quote, price)
        for board, row in chosen
        if (quote := row.rung.quote) is not None and (price := turned(row)) is not None
        if (row.date.last, row.date.kind) == (asks.last, asks.kind) and _exactly(main) & _exactly(board)
    ]
    if len(same) < 2 or asks.last is None:  # noqa: PLR2004 - one price is no pool
        return None
    value = release_curve.pool(
        (float(price), release_curve.pool_weight(quote, play=board.market.currency != "USD"))
        for board, quote, price in same
    )
    prices = [price for _, _, price in same]
    return None if value is None else (Probability(value), min(prices), max(prices))


def pool_said(pooled: tuple[Probability, Probability, Probability] | None) -> list[Part]:
    """Format pooled odds; nothing if nothing was pooled."""
    if pooled is None:
        return []
    value, low, high = pooled
    return [Text(f"Venues whose question matches: {interval(low, high)}; pooled {value}.")]


def _exactly(board: MarketBoard) -> set[str]:
    """The claims that the desk says a market asks word for word."""
    return {link.claim for link in board.market.links if link.state == "accepted" and link.relation == "exact"}
