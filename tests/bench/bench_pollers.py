"""200 feeds, lists and venues at once, most of them hostile: whether they hold up the loop, or go on for ever.

By hand: ``python -m tests.bench.bench_pollers [rounds]``. Each source has a host of its own, served by a process of its
own, which is *good*, *slow* (a byte a second), *endless* (a body or pages that never end), *huge* (100 MiB unpacked
from 100 KiB), *hostile* (entities, depth, letters that are none) or *rude* (drops the connection, 500, 429). The jobs
are the real ones, and so are the readers of feeds and venues. Prints a table; exit 1 when the event loop is held up, a
path is asked for more than 20 pages by a reading, memory grows, or a source is left without a word.
"""

from __future__ import annotations

import asyncio
import gzip
import itertools
import json
import logging
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import web

from adapters.net.client import HttpSourceClient, Limits
from adapters.runtime.clock import SystemClock
from adapters.workers.worker_pool import WorkerPool
from bot.domain.catalogs.listings import Listing, Snapshot
from bot.jobs.feed_poll import FeedPoll
from bot.jobs.list_poll import ListPoll
from bot.jobs.market_poll import MarketPoll
from bot.messages.errors import SourceError
from bot.ports.catalogs.listings import Feed
from bot.sources.catalogs import _rows
from bot.sources.protocol import PAGES, Answer, Get, Reading, Upstream
from bot.sources.venues import Venue, kalshi, manifold, polymarket
from storage import Store, open_store
from tests.bench.bench_soak import resident
from tests.bench.figures import Figure, percentile, report
from tests.local_server import in_another_process, serve_until_ended

FEEDS, LISTS, VENUES, ROUNDS = 80, 60, 60, 4
KINDS = ("good", "good", "slow", "endless", "huge", "hostile", "rude")
LAG, GROWTH = 0.050, 1.1
BODY, CHUNK = 100 << 20, b"x" * 65_536
LIMITS = Limits(total=3.0, first_wait=0.05)  # a fifth of what is waited for outside, for a round within a minute
REAL: Mapping[str, Venue] = {"polymarket": polymarket, "kalshi": kalshi, "manifold": manifold}  # type: ignore[dict-item]
RSS = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>Notes</title>{}</channel></rss>',
    "<item><title>Note {0}</title><link>https://notes.example/{0}</link><guid>{0}</guid></item>",
)
TURN = itertools.count()


def kind_of(source: str) -> str:
    """What a source does, by its number."""
    return KINDS[int(source.rpartition("-")[2]) % len(KINDS)]


# ---------------------------------------------------------------------------------------------------------- the server
def document(source: str, path: str) -> bytes:
    """What a good source says; of an endless one each page names a next one that nobody saw before."""
    turn, more = next(TURN), kind_of(source) == "endless"
    if source.startswith("feed"):
        return RSS[0].format("".join(RSS[1].format(turn + n) for n in range(40))).encode()
    if source.startswith("list"):
        return json.dumps({"data": [{"id": f"lab/model-{n}", "name": f"Model {n}"} for n in range(300)]}).encode()
    if path.endswith("/search-markets"):
        markets = [{"id": f"m{turn}", "question": "q", "outcomeType": "BINARY"}] if more else []
        return json.dumps(markets).encode()
    event = {"slug": f"e{turn}", "title": "x", "markets": [], "event_ticker": f"A-{turn}"}
    said = {"events": [event], "series": [], "pagination": {"hasMore": more}}
    return json.dumps(said | ({"cursor": f"c{turn}", "next_cursor": f"c{turn}"} if more else {"cursor": ""})).encode()


HOSTILE = (
    b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "' + b"x" * 20_000 + b'">]><rss>' + b"&a;" * 6_000 + b"</rss>",
    b"[" * 200_000,
    b'{"data": "\xff\xfe' + b"\xf0\x9f" * 50_000,
    b"<" * 300_000,
    b'{"data": [' + b'{"id": 1e999},' * 100_000 + b"]}",
)


async def answer(request: web.Request) -> web.StreamResponse:
    """As the source's kind is."""
    source, turn = request.match_info["source"], next(TURN)
    match kind_of(source):
        case "slow":
            dripping = web.StreamResponse()
            await dripping.prepare(request)
            while True:
                await dripping.write(b" ")
                await asyncio.sleep(1.0)
        case "endless" if not source.startswith("venue"):
            flowing = web.StreamResponse()
            await flowing.prepare(request)
            while True:
                await flowing.write(CHUNK)
        case "huge":
            return web.Response(body=PACKED, headers={"Content-Encoding": "gzip"})
        case "hostile":
            return web.Response(body=HOSTILE[turn % len(HOSTILE)], content_type="application/xml")
        case "rude":
            if turn % 3 == 0 and request.transport is not None:
                request.transport.abort()
            return web.Response(status=(500, 429, 500)[turn % 3], headers={"Retry-After": "0"})
    return web.Response(body=document(source, request.path))


PACKED = b""


def serve(pipe: Any) -> None:
    """Answer, in a process of its own."""
    logging.disable()  # of connections that were cut off, as they are meant to be
    global PACKED  # noqa: PLW0603 - made once, in the process that sends it
    PACKED = gzip.compress(bytes(BODY), 9)
    app = web.Application()
    app.router.add_route("*", "/{source}/{path:.*}", answer)
    serve_until_ended(app, pipe, backlog=512)


def idle(pipe: Any) -> None:
    """Note how late an event loop with nothing to do wakes, in a process of its own, until it is asked for the p99."""

    async def main() -> None:
        late = list[float]()
        while not pipe.poll():
            before = time.perf_counter()
            await asyncio.sleep(0.005)
            late.append(time.perf_counter() - before - 0.005)
        pipe.send(percentile(late, 0.99))

    asyncio.run(main())


# --------------------------------------------------------------------------------------------------------- the sources
class CountingClient(HttpSourceClient):
    """The client, counting requests by source, path and reading; a feed's host is one of ours."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.asked: Counter[tuple[str, str]] = Counter()

    async def fetch(self, get: Get) -> Answer:
        """Count, and fetch."""
        if not get.upstream:
            get = replace(get, upstream=get.path.partition("//")[2].partition(".")[0], path="/feed.xml")
        self.asked[get.upstream, get.path] += 1
        return await super().fetch(get)


@dataclass(frozen=True)
class LocalList:
    """A list on a host of its own."""

    NAME: str
    LABEL: str = "A list"
    PAGE: str = "https://lists.example"

    @property
    def UPSTREAMS(self) -> tuple[Upstream, ...]:  # noqa: N802 - as a module's constant
        return (host(self.NAME),)

    def read(self) -> Reading[Snapshot]:
        """Read it, as the lists of one page are read."""
        got = yield Get(self.NAME, "/models", limit=_rows.BYTES)
        rows = got.as_a(dict[str, list[Any]])["data"]
        return _rows.snapshot_of(got, self.NAME, rows, lambda row: Listing(id=row["id"], name=row["name"]), whole=True)


@dataclass(frozen=True)
class LocalVenue:
    """A real venue's reader on a host of its own."""

    NAME: str
    venue: Venue

    @property
    def UPSTREAMS(self) -> tuple[Upstream, ...]:  # noqa: N802 - as a module's constant
        return (host(self.NAME),)

    def discover(self, words: Sequence[str]) -> Reading[Any]:
        """Search, there in place of the venue's own host."""
        reading = self.venue.discover(words)
        get = next(reading)
        while True:
            try:
                got = yield replace(get, upstream=self.NAME)
            except SourceError as error:
                step, came = reading.throw, error
            else:
                step, came = reading.send, got  # type: ignore[assignment]
            try:
                get = step(came)
            except StopIteration as done:
                return done.value


class FewWords(MarketPoll):
    """Searches for two names: a search a name is what a venue is asked for, and its pages are what is bounded."""

    def words(self) -> tuple[str, ...]:
        """The names."""
        return ("spud", "argon")


def host(name: str) -> Upstream:
    return Upstream(name, f"https://{name}.example", 1e6)


def sources() -> list[str]:
    """The names of all."""
    kinds = (("feed", FEEDS), ("list", LISTS), ("venue", VENUES))
    return [f"{kind}-{number}" for kind, count in kinds for number in range(count)]


# ----------------------------------------------------------------------------------------------------------- the rounds
async def polled(store: Store, base: str, rounds: int, beside: Any) -> list[Figure]:
    """Read all of them some times over; the first round, in which names are read, is not measured."""
    clock, names, kinds = SystemClock(), sources(), store.kinds
    bases = {name: f"{base}/{name}" for name in names}
    client = CountingClient(map(host, names), clock, bases=bases, limits=LIMITS)
    pool = WorkerPool()
    for number in range(FEEDS):
        feed = Feed(f"discord:{number}", f"https://feed-{number}.example/feed.xml", "")
        await kinds["listings"].follow(feed, "discord:1", datetime(2026, 4, 21, tzinfo=UTC))
    lists = {name: LocalList(name) for name in names if name.startswith("list")}
    real = itertools.cycle(REAL.values())
    venues = {name: LocalVenue(name, next(real)) for name in names if name.startswith("venue")}
    common = {"ledger": kinds["ledger"], "markets": kinds["markets"], "sources": kinds["sources"]}
    late, held, most, silent = list[float](), list[float](), 0, 0
    for turn in range(rounds + 1):
        client.asked.clear()
        # breakers rest after failures for longer than a round takes; a client of its own asks everybody again
        client._hosts.clear()
        jobs = (
            FeedPoll(client, clock, listings=kinds["listings"], parse=pool.parse_feed).read(),
            ListPoll(lists, client, clock, listings=kinds["listings"], sources=kinds["sources"]).read(),
            FewWords(venues, client, clock, **common).discover(),  # type: ignore[arg-type]
        )
        began = time.perf_counter()
        working = asyncio.ensure_future(asyncio.gather(*jobs))
        while not working.done():
            before = time.perf_counter()
            await asyncio.sleep(0.005)
            late += [time.perf_counter() - before - 0.005] if turn else []
        leads, read, found = working.result()
        most = max(most, *client.asked.values())
        held.append(resident(os.getpid()))
        seconds = time.perf_counter() - began
        print(f"round {turn}: {seconds:.0f} s, {client.asked.total()} requests, {held[-1]:.0f} MiB held;", end=" ")
        print(f"{leads} leads, {len(read.verdicts)} lists read, {found.failed} searches failed", flush=True)
        silent += sum(not feed.trouble and feed.read_at is None for feed in kinds["listings"].feeds())
        silent += LISTS - len(read.verdicts) - len(read.failed) + VENUES - len(found.states)
    beside.send("enough")
    await client.close()
    await pool.close()
    return [
        Figure(f"{len(names)} sources: left without a word", silent, "", 0),
        Figure(f"{len(names)} sources: loop lag p99", percentile(late, 0.99) * 1000, "ms", LAG * 1000),
        Figure("the same of an idle loop beside it", beside.recv() * 1000, "ms"),
        Figure(f"{len(names)} sources: loop lag at worst", max(late) * 1000, "ms"),
        Figure("requests for one path of one source in one round", most, "", PAGES),
        Figure("memory after the last round against that after the first measured", held[-1] / held[1], "x", GROWTH),
    ]


def main() -> int:
    """Poll, and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with (
        in_another_process(serve) as server,
        in_another_process(idle) as beside,
        tempfile.TemporaryDirectory() as name,
        closing(open_store(Path(name) / "bench.db")) as store,
    ):
        return report(asyncio.run(polled(store, server.recv(), rounds, beside)))


if __name__ == "__main__":
    sys.exit(main())
