"""From a venue's bytes to a release curve: a local server replays the real ladder, the poll reads and keeps it."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest

from adapters.net.client import HttpSourceClient
from bot.domain.markets.market_view import board
from bot.domain.source_state import MarketToPoll
from bot.jobs.market_poll import MarketPoll
from bot.messages.request import View
from bot.sources.venues import every
from storage.catalogs.sources import SourceStore
from storage.markets.store import MarketStore
from storage.sqlite.engine import Database
from tests.adapters.net.local_upstream import said, serving
from tests.clocks import FakeClock
from tests.shared import shared_data


class Wanted(SourceStore):
    """The one market this test reads, although nobody claimed it."""

    def to_read(self, now: datetime, limit: int = 5000) -> tuple[MarketToPoll, ...]:
        del now, limit
        return (MarketToPoll("polymarket", "sonnet"),)


@pytest.fixture
def vectors():
    return json.loads(shared_data("markets/test_vectors.json").read_text("utf-8"))["claude_sonnet_by_ladder_2026-09-25"]


async def test_the_claude_sonnet_ladder_from_a_local_server_gives_the_computed_answers(tmp_path, vectors):
    told = json.loads(
        shared_data("markets/polymarket/next_claude_sonnet_by_and_on_2026-09-25.json").read_text("utf-8")
    )["events"][0]

    async def venue(path: str, _headers: dict[str, str], writer: asyncio.StreamWriter) -> None:
        known = path.startswith("/events/slug/sonnet")
        writer.write(said(200, json.dumps(told).encode()) if known else said(404, b'{"error": "not found"}'))
        await writer.drain()

    clock = FakeClock()
    clock.at = datetime(2026, 9, 25, 12, tzinfo=UTC)
    database = Database(tmp_path / "t.db")
    markets, venues = MarketStore(database), every()
    upstreams = venues["polymarket"].UPSTREAMS
    async with serving(venue) as server:
        web = HttpSourceClient(upstreams, clock, bases={upstream.name: server.url for upstream in upstreams})
        poll = MarketPoll(venues, web, clock, markets=markets, ledger=None, sources=Wanted(database))
        assert (await poll.read()).read == 1
        await web.close()
    (market,) = markets.search("Claude Sonnet", View("", clock.at + timedelta(seconds=1)))
    found = board(market, clock.at)
    database.close()
    quantiles = {share: found.curve.quantile(float(share)) for share in ("0.1", "0.5", "0.9")}
    for share, moment in quantiles.items():
        assert moment is not None
        assert abs(moment - datetime.fromisoformat(vectors["pava_invspread2_quantiles"][share])) < timedelta(minutes=5)
    assert found.curve.quantile(0.995) is None
    assert [[gap.early, gap.late] for gap in found.curve.violations if gap.executable] == [
        ["September 29", "September 30"]
    ]
