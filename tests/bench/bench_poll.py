"""What a poll costs above bare fetch and decode of the same bytes, and what decoding and storing 500 markets costs.

Run by hand: ``python -m tests.bench.bench_poll``. Prints a table of ratios taken inside one run and exits 1 when a
bound is broken. The server runs in a process of its own; CPU is this process's, which is what a poll takes away.
"""

from __future__ import annotations

import asyncio
import gc
import json
import math
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import msgspec
from aiohttp import web

from adapters.net.client import HttpSourceClient
from adapters.runtime.clock import SystemClock
from bot.domain.markets.quotes import VenueMarket
from bot.sources.protocol import Answer, Get, Reading, Upstream
from bot.sources.venues import _gamma as gamma
from storage.markets.store import MarketStore
from storage.sqlite.engine import Database
from tests.bench.figures import Figure, report
from tests.local_server import in_another_process, serve_until_ended

MARKETS, ROUNDS, AT_ONCE = 500, 15, 16
BAND = 1.5  # times bare fetch and decode
STORE_RATIO = 2.0  # times bare decode of the same bytes, in one run
GROWTH_MIB = 8.0  # resident memory after ten more polls
RULES = "This market resolves to Yes if the model is publicly accessible by the listed date, 11:59 PM ET. " * 12
UPSTREAM = Upstream("bench", "https://bench.example", 1e6)


def page(number: int, shift: int) -> bytes:
    """One event with one rung among many unwanted fields, of the sizes measured for 500 markets (see `size`)."""
    bid = round(0.30 + ((number * 7 + shift) % 40) / 100, 3)
    leg = {
        "id": str(number), "question": f"Will model {number} be released by May 31, 2026?",
        "conditionId": f"0x{number:064x}", "slug": f"model-{number}", "resolutionSource": "",
        "endDate": "2026-06-01T03:59:00Z", "description": RULES,
        "outcomes": '["Yes", "No"]', "outcomePrices": f'["{bid}", "{1 - bid:.3f}"]', "volume": "12345.678",
        "active": True,
        "closed": False, "groupItemTitle": "May 31", "groupItemThreshold": "0", "volumeNum": 12345.678, "spread": 0.02,
        "liquidity": "4321.5", "clobTokenIds": json.dumps([str(10**76 + number), str(10**76 + number + 1)]),
        "lastTradePrice": bid, "bestBid": bid, "bestAsk": round(bid + 0.02, 3), "umaResolutionStatuses": "[]",
        "rewards": {"rates": [{"asset": "0x" + "a" * 40, "rate": n} for n in range(20)]}, "events": [],
    }  # fmt: skip
    event = {"id": str(number), "slug": f"model-{number}", "title": f"Model {number} released by…?", "closed": False}
    event |= {"description": RULES, "negRisk": False, "markets": [leg]}
    missing = size(number) - len(json.dumps(event))
    unwanted = {f"field{n}": [n, str(n), None, {"x": n * 1.5}] for n in range(max(missing // 45, 0))}
    return json.dumps(event | unwanted).encode()


def size(number: int) -> int:
    """Bytes of a market's page: median 10.0 KB, 3.1 to 50.9 KB, 6.6 MB in all, as 500 real ones were."""
    share = (number * 7919 % MARKETS + 0.5) / MARKETS
    return int(1000 * min(max(10.0 * math.exp(0.745 * statistics.NormalDist().inv_cdf(share)), 3.1), 50.9))


def serve(pipe: Any) -> None:
    """A server that gives each of its pages at once."""
    pages = [page(number, 0) for number in range(MARKETS)]

    async def give(request: web.Request) -> web.Response:
        return web.Response(body=pages[int(request.match_info["n"])], content_type="application/json")

    app = web.Application()
    app.router.add_get("/{n}", give)
    serve_until_ended(app, pipe)


def reading(number: int) -> Reading[VenueMarket]:
    """The conversation that is measured: one request, every rung made into a domain object."""
    answer = yield Get(UPSTREAM.name, f"/{number}")
    return gamma.event(answer)


async def many(one: Callable[[int], Awaitable[Any]]) -> tuple[float, float]:
    """Milliseconds of wall clock and CPU of doing it for every market, some at once."""
    places = asyncio.Semaphore(AT_ONCE)

    async def placed(number: int) -> Any:
        async with places:
            return await one(number)

    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(placed(number) for number in range(MARKETS)))
    return (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000


async def fetching(base: str) -> tuple[list[float], list[float], float]:
    """Ratios of wall clock and CPU, ours to bare, and the memory ten more polls took (MiB)."""
    decoder = msgspec.json.Decoder(gamma.GoodEvent)
    walls, cpus = [], []
    async with aiohttp.ClientSession() as session:

        async def bare(number: int) -> object:
            async with session.get(f"{base}/{number}") as response:
                return decoder.decode(await response.read())

        ours = HttpSourceClient([UPSTREAM], SystemClock(), bases={UPSTREAM.name: base})
        for one in (bare, lambda number: ours.run(reading(number))):
            await many(one)
        for turn in range(ROUNDS):
            runs = [("bare", bare), ("ours", lambda number: ours.run(reading(number)))]
            spent = {name: await many(one) for name, one in (runs if turn % 2 else runs[::-1])}
            walls.append(spent["ours"][0] / spent["bare"][0])
            cpus.append(spent["ours"][1] / spent["bare"][1])
        before = resident()
        for _ in range(10):
            await many(lambda number: ours.run(reading(number)))
        gc.collect()
        grown = resident() - before
        await ours.close()
    return walls, cpus, grown


async def storing(path: Path) -> tuple[float, float]:
    """Decoding and storing 500 markets, a tenth with a new price since the last time: ms of CPU, and of bare decoding.

    Reading, storing and bare decoding are each the least of the rounds: what the neighbours of this process cost only
    adds.
    """
    database = Database(path)
    markets = MarketStore(database)
    decoder = msgspec.json.Decoder(gamma.GoodEvent)
    reads, stores, bares = [], [], []
    for turn in range(ROUNDS + 1):
        bodies = [page(number, turn if number % 10 == 0 else 0) for number in range(MARKETS)]
        read_at = datetime.fromtimestamp(1_776_000_000 + turn * 300, UTC)
        gc.collect()
        cpu = time.process_time()
        for body in bodies:
            decoder.decode(body)
        bare = (time.process_time() - cpu) * 1000
        gc.collect()
        cpu = time.process_time()
        found = [(gamma.event(Answer(200, {}, body, read_at)), None) for body in bodies]
        decoded = time.process_time()
        await markets.record(found)
        if turn:
            stores.append((time.process_time() - decoded) * 1000)
            reads.append((decoded - cpu) * 1000)
            bares.append(bare)
            print(f"    bare decode {bare:5.1f} ms  read {reads[-1]:5.1f} ms  store {stores[-1]:5.1f} ms")
    database.close()
    return min(reads) + min(stores), min(bares)


def resident() -> float:
    """MiB in memory now."""
    pages_held = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages_held * resource.getpagesize() / 2**20


def main() -> int:
    """Prints the table; 1 when a bound is broken."""
    with in_another_process(serve) as server:
        walls, cpus, grown = asyncio.run(fetching(server.recv()))
    with tempfile.TemporaryDirectory() as folder:
        spent, bare = asyncio.run(storing(Path(folder) / "bench.db"))
    return report(
        [
            Figure("poll above bare fetch and decode, CPU", statistics.median(cpus), "x", BAND),
            Figure("poll above bare fetch and decode, wall clock", statistics.median(walls), "x", BAND),
            Figure("memory after ten more polls", grown, "MiB", GROWTH_MIB),
            Figure("decode and store above bare decode, CPU", spent / bare, "x", STORE_RATIO),
            Figure("decode and store 500 markets, CPU", spent, "ms"),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
