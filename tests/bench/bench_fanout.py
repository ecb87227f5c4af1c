"""One leader that follows 10,000 markets and reads 1,000 lists: whether it is done before its next round is due.

By hand: ``python -m tests.bench.bench_fanout [markets] [lists]``. The server runs in a process of its own and answers
at once, so that what is measured is us. What the start made is no garbage to look through, as in ``serve``. Every round
changes a tenth of the markets and a tenth of the lists. Prints a table; exit 1 when a round takes longer than its
period, or holds the event loop up.

The hosts set another limit, which no number of workers raises: at twenty requests a second, two a market, 10,000
markets of one venue take 1,000 s.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from aiohttp import web

from adapters.net.client import HttpSourceClient
from adapters.runtime.clock import SystemClock
from bot.domain.catalogs.listings import Listing, Snapshot
from bot.domain.markets.quotes import VenueMarket
from bot.domain.source_state import MarketToPoll
from bot.jobs.list_poll import ListPoll
from bot.jobs.market_poll import MarketPoll
from bot.sources.catalogs import _rows
from bot.sources.protocol import Get, Reading, Upstream
from bot.sources.venues import _gamma as gamma
from storage import Store, open_store
from storage.catalogs.sources import SourceStore
from tests.bench.bench_poll import page
from tests.bench.figures import Figure, report
from tests.local_server import in_another_process, serve_until_ended

MARKETS, LISTS, ENTRIES = 10_000, 1_000, 300
PERIOD, LIST_PERIOD = 300.0, 900.0  # seconds: the settings' own
LAG = 0.050  # seconds at p99, as for a gateway that must be heard
HOST = Upstream("bench", "https://bench.example", 1e6)


def serve(pipe: Any) -> None:
    """A server that makes each page; ``/turn`` begins the next round."""
    turn = 0

    async def next_turn(_request: web.Request) -> web.Response:
        nonlocal turn
        turn += 1
        return web.Response()

    async def market(request: web.Request) -> web.Response:
        number = int(request.match_info["n"])
        return web.Response(body=page(number, turn if number % 10 == 0 else 0), content_type="application/json")

    async def entries(request: web.Request) -> web.Response:
        number = int(request.match_info["n"])
        more = turn if number % 10 == 0 else 0
        rows = [{"id": f"lab-{n}/model-{number}-{n}", "name": f"Model {number} {n}"} for n in range(ENTRIES + more)]
        return web.Response(body=json.dumps({"data": rows}).encode(), content_type="application/json")

    app = web.Application()
    app.router.add_get("/turn", next_turn)
    app.router.add_get("/market/{n}", market)
    app.router.add_get("/list/{n}", entries)
    serve_until_ended(app, pipe)


@dataclass(frozen=True)
class Followed:
    """A venue whose markets are all followed."""

    NAME: str = "bench"
    UPSTREAMS: tuple[Upstream, ...] = (HOST,)

    @staticmethod
    def read(key: str) -> Reading[VenueMarket]:
        answer = yield Get(HOST.name, f"/market/{key.rpartition('-')[2]}")
        return gamma.event(answer)


@dataclass(frozen=True)
class ManyLists:
    """One list of many."""

    number: int
    LABEL: str = "A list"
    PAGE: str = "https://bench.example"
    UPSTREAMS: tuple[Upstream, ...] = (HOST,)

    @property
    def NAME(self) -> str:  # noqa: N802 - as a module's constant
        return f"list {self.number}"

    def read(self) -> Reading[Snapshot]:
        answer = yield Get(HOST.name, f"/list/{self.number}", limit=_rows.BYTES)
        rows = answer.as_a(dict[str, list[Any]])["data"]
        return _rows.snapshot_of(
            answer, self.NAME, rows, lambda row: Listing(id=row["id"], name=row["name"]), whole=True
        )


class Wanted(SourceStore):
    """All markets of the venue are followed."""

    count = MARKETS

    def to_read(self, now: datetime, limit: int = 5000) -> tuple[MarketToPoll, ...]:
        del now, limit
        return tuple(MarketToPoll("bench", f"model-{number}") for number in range(self.count))


async def timed(run: Callable[[], Awaitable[Any]]) -> tuple[float, float, float, Any]:
    """Seconds of wall clock and of CPU, how late the loop wakes (p99, seconds), and the result."""
    late = list[float]()
    wall, cpu = time.perf_counter(), time.process_time()
    working = asyncio.ensure_future(run())
    while not working.done():
        began = time.perf_counter()
        await asyncio.sleep(0.005)
        late.append(time.perf_counter() - began - 0.005)
    late.sort()
    return time.perf_counter() - wall, time.process_time() - cpu, late[len(late) * 99 // 100], working.result()


async def rounds(store: Store, base: str, markets: int, lists: int) -> list[Figure]:
    """A first round of each, and the one after it, which is measured."""
    client, clock = HttpSourceClient([HOST], SystemClock(), bases={HOST.name: base}), SystemClock()
    kinds, sources = store.kinds, Wanted(store.database)
    sources.count = markets
    poll = MarketPoll(
        {"bench": Followed()}, client, clock, markets=kinds["markets"], ledger=kinds["ledger"], sources=sources
    )  # type: ignore[dict-item]
    many = {f"list {number}": ManyLists(number) for number in range(lists)}
    watch = ListPoll(many, client, clock, listings=kinds["listings"], sources=sources)  # type: ignore[arg-type]
    figures = []
    for name, count, period, job in (
        ("markets", markets, PERIOD, poll.read),
        ("lists", lists, LIST_PERIOD, watch.read),
    ):
        for turn in ("first", "next"):
            await client.run(_turn())
            wall, cpu, late, result = await timed(job)
            print(f"{name}, {turn} round: {wall:.1f} s, {cpu:.1f} s of CPU", flush=True)
        read = result.read if name == "markets" else len(result.verdicts)
        figures += [
            Figure(f"{count:,} {name}: not read", count - read, "", 0),
            Figure(f"{count:,} {name}: a round", wall, "s", period),
            Figure(f"{count:,} {name}: CPU of a round", cpu, "s"),
            Figure(f"{count:,} {name}: loop lag p99", late * 1000, "ms", LAG * 1000),
        ]
    await client.close()
    return figures


def _turn() -> Reading[None]:
    yield Get(HOST.name, "/turn")


def main() -> int:
    """Read, and print."""
    markets, lists = (int(text) for text in (sys.argv[1:] or (MARKETS, LISTS)))
    with (
        in_another_process(serve) as server,
        tempfile.TemporaryDirectory() as name,
        closing(open_store(Path(name) / "bench.db")) as store,
    ):
        gc.collect()
        gc.freeze()
        return report(asyncio.run(rounds(store, server.recv(), markets, lists)))


if __name__ == "__main__":
    sys.exit(main())
