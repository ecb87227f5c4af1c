"""What happens to a watched market that no subject claims: its watchers hear of it, and nobody else.

The log of changes tells of subjects; a market that only somebody's watch keeps alive is compared with what its watcher
was last told, which begins with the first look.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.markets.markets import MarketReading
from bot.domain.notify.changes import Change, ChangeKind, mark


@dataclass(frozen=True, slots=True)
class WatchedMarket:
    """What a watcher knows of a market: the rungs that had settled, and the digest of its rules."""

    settled: tuple[int, ...] = ()
    rules: str = ""


def market_state(market: MarketReading) -> WatchedMarket:
    """What there is to know of a market now."""
    settled = tuple(sorted(rung.id for rung in market.rungs if rung.resolution is not None))
    return WatchedMarket(settled, market.rules[-1].sha256 if market.rules else "")


def market_news(market: MarketReading, before: WatchedMarket, now: WatchedMarket) -> Iterable[Change]:
    """What became of it since a watcher was last told: rungs that settled, and new rules."""
    fresh = [rung for rung in market.rungs if rung.id in set(now.settled) - set(before.settled)]
    if fresh:
        rungs = ", ".join(f"{rung.label} {rung.resolution}".strip() for rung in fresh)
        at = max(rung.resolved_at or market.first_seen for rung in fresh)
        told = f"settled: {rungs}"
        yield Change(
            mark(ChangeKind.ODDS, market.id, told, at),
            ChangeKind.ODDS,
            market.id,
            (),
            market.title,
            "",
            told,
            at,
            market.url,
            market.venue,
            points=100,
        )
    if before.rules and now.rules != before.rules:
        changed = market.rules[-1].learned_at
        yield Change(
            mark(ChangeKind.RULES, market.id, now.rules[:12], changed),
            ChangeKind.RULES,
            market.id,
            (),
            market.title,
            "",
            "the rules changed",
            changed,
            market.url,
            market.venue,
        )
