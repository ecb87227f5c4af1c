"""Changes of watched markets without a subject, reported only to their watchers.

The change log covers subjects. A market kept only by a watch is compared with what its watcher last saw, starting with
the first look.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.markets.markets import MarketReading, RungReading
from bot.domain.notify.changes import Change, mark
from bot.domain.notify.digest_sections import ChangeKind


@dataclass(frozen=True, slots=True)
class WatchedMarket:
    """What a watcher knows of a market: settled rungs, the digest of its rules."""

    settled: tuple[int, ...] = ()
    rules: str = ""


def settled_page(market: MarketReading, rungs: Iterable[RungReading]) -> str:
    """Return the page on which rungs were read as settled, else the market."""
    return next((rung.state_source for rung in rungs if rung.state_source.startswith("http")), market.url)


def market_state(market: MarketReading) -> WatchedMarket:
    """Return the current knowledge of a market."""
    settled = tuple(sorted(rung.id for rung in market.rungs if rung.resolution is not None))
    return WatchedMarket(settled, market.rules[-1].sha256 if market.rules else "")


def market_news(market: MarketReading, before: WatchedMarket, now: WatchedMarket) -> Iterable[Change]:
    """Return settled rungs and new rules since a watcher was last told."""
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
            settled_page(market, fresh),
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
