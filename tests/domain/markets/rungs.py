"""Rungs of a market as a test needs them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.markets.markets import MarketReading, RungReading
from bot.domain.markets.quotes import Quote

NOW = datetime(2026, 9, 25, 12, tzinfo=UTC)


def rung(label, mid=None, depth=500.0, **more):
    quote = None if mid is None else Quote(NOW, mid - 0.01, mid + 0.01, liquidity=depth)
    question = f"GPT-6 released by {label}, 2026?"
    return replace(
        RungReading(1, label, label, question, None, "", False, NOW - timedelta(days=60), quote=quote), **more
    )


def seen(*rungs, number=1):
    return MarketReading(
        number,
        "polymarket",
        f"m{number}",
        f"m{number}",
        "GPT-6 released by...?",
        "https://example.org/",
        "openai/gpt-6",
        "USD",
        False,
        None,
        NOW - timedelta(days=60),
        "polymarket",
        rungs,
        rungs_total=len(rungs),
    )
