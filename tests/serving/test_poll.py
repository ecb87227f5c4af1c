"""``spudwatch poll``, the real process, against a venue on 127.0.0.1: one round, a report, an end."""

import asyncio
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.messages.request import View
from bot.settings import source_variables
from bot.sources.registry import upstreams
from storage import open_store

LATER = datetime(2026, 11, 28, 12, 5, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]
LEG = {
    "question": "Claude Opus 6 released by December 31, 2026?", "groupItemTitle": "December 31", "conditionId": "0x1",
    "outcomes": '["Yes", "No"]', "clobTokenIds": '["11", "12"]', "bestBid": 0.54, "bestAsk": 0.56,
}  # fmt: skip
EVENT = {"id": "7", "slug": "opus-6", "title": "Claude Opus 6 released by…?", "description": "r", "markets": [LEG]}
BOOK = {"asset_id": "11", "bids": [{"price": "0.54", "size": "9"}], "asks": [{"price": "0.56", "size": "9"}]}


async def _poll(database: Path, url: str, *more: str) -> tuple[int, str, str]:
    """The verb on a database of its own; every host answers at the given address, those not needed are off."""
    needed = {"polymarket_gamma", "polymarket_clob"}
    env = {name: value for name, value in os.environ.items() if not name.startswith("SPUDWATCH_")}
    env |= {name: url for name in source_variables() if name.endswith("_URL")}
    env["SPUDWATCH_SOURCES__OFF"] = json.dumps(sorted(set(upstreams()) - needed))
    words = ("-m", "adapters", "poll", "--database", str(database), *more)
    process = await asyncio.create_subprocess_exec(
        sys.executable, *words, cwd=ROOT, env=env, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    out, err = await process.communicate()
    return process.returncode or 0, out.decode(), err.decode()


async def test_a_round_reads_everything_says_what_is_new_and_ends(tmp_path):
    async def answer(request: web.Request) -> web.Response:
        if request.path == "/public-search":
            return web.json_response({"events": [EVENT] if request.query["q"] == "Claude" else []})
        if request.path == "/events/keyset":
            return web.json_response({"events": []})
        if request.path == "/events/slug/opus-6":
            return web.json_response(EVENT)
        return web.json_response([BOOK] if request.path == "/books" else {"history": []})

    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", answer)
    database = tmp_path / "t.db"
    async with TestServer(app, host="127.0.0.1") as server:
        url = str(server.make_url("")).rstrip("/")
        status, out, err = await _poll(database, url, "--at", "2026-11-28T12:00Z", "--json")
        assert status == 0, err
        report = json.loads(out)
        assert report["read"]["polymarket"]["items"] == 1
        assert report["new"]["markets mapped"] == 1
        status, out, _ = await _poll(database, url, "--at", "2026-11-28T12:05Z")
        assert status == 0
        assert "polymarket: 1" in out
        assert "0 markets mapped" not in out
    store = open_store(database)
    (market,) = store.kinds["markets"].of_subject("anthropic/claude-opus-6", View("", LATER))
    store.close()
    assert market.rungs[0].quote.bid == 0.54
    assert market.polled_at == LATER


async def test_nothing_that_could_be_read_is_a_refusal_that_names_what_failed(tmp_path):
    async def down(_request: web.Request) -> web.Response:
        return web.Response(status=404)

    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", down)
    async with TestServer(app, host="127.0.0.1") as server:
        url = str(server.make_url("")).rstrip("/")
        status, out, _ = await _poll(tmp_path / "t.db", url, "--at", "2026-11-28T12:00Z")
    assert status == 1
    assert "failed: polymarket search:" in out
