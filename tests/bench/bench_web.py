"""The public pages: what one costs anew, cached and unchanged, beside `/odds`, as files, and as a picture.

By hand: ``python -m tests.bench.bench_web [claims]`` (10,000 by default). Prints a table; exit 1 on a broken bound. The
cost of a request is CPU time of this process, with the client in another; every ratio is of one run, by turns.
"""

from __future__ import annotations

import asyncio
import gzip
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiohttp import web
from sqlite_utils import Database as Utils

from adapters.runtime.bootstrap import RunningApp, build
from adapters.runtime.clock import StandingClock
from adapters.web.publish import publish
from adapters.web.server import WebServer
from adapters.web.site import Site
from adapters.workers.worker_pool import WorkerPool
from bot.messages.request import Request
from bot.pages.page import PageRequest
from tests.bench.figures import Figure, report
from tests.growth import grow

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
PAGE, ROUNDS, EACH = "/s/openai/gpt-5.5", 7, 1_500
RATE, LOOKS = 200, 1_500
# A client that asks one thing after the other on one connection: port, path, how often, pause, If-None-Match.
CLIENT = """
import asyncio, sys
port, path, many, pause, tag = sys.argv[1:]
async def main():
    reader, writer = await asyncio.open_connection("127.0.0.1", int(port))
    more = f"If-None-Match: {tag}\\r\\n" if tag else ""
    ask = f"GET {path} HTTP/1.1\\r\\nHost: x\\r\\nAccept-Encoding: gzip\\r\\n{more}\\r\\n".encode()
    for _ in range(int(many)):
        writer.write(ask)
        head = await reader.readuntil(b"\\r\\n\\r\\n")
        size = [line for line in head.lower().split(b"\\r\\n") if line.startswith(b"content-length:")]
        if size and b" 304 " not in head:
            await reader.readexactly(int(size[0].split(b":")[1]))
        if float(pause):
            await asyncio.sleep(float(pause))
    writer.close()
asyncio.run(main())
"""


def percentile(values: Iterable[float], share: float) -> float:
    """The value below which that share of them lies."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


async def asked(port: int, path: str, many: int, pause: float = 0.0, tag: str = "") -> None:
    """A client process that asks, until it is done."""
    words = ("-c", CLIENT, str(port), path, str(many), str(pause), tag)
    client = await asyncio.create_subprocess_exec(sys.executable, *words)
    try:
        if await client.wait():
            raise RuntimeError("the client failed")
    finally:
        if client.returncode is None:
            client.kill()
            await client.wait()


async def fetched(port: int, path: str) -> bytes:
    """What one request of this process is answered with."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    try:
        return await reader.read()
    finally:
        writer.close()


@asynccontextmanager
async def listening(running: RunningApp, pool: WorkerPool) -> AsyncIterator[tuple[int, int]]:
    """The pages as they are served, and a bare "ok", each on a listener of its own."""
    server = WebServer(Site(running.ports, "https://spud.example"), StandingClock(NOW), pool.draw)
    bare = web.Application()

    async def ok(_request: web.Request) -> web.Response:
        return web.Response(text="ok")

    bare.router.add_get("/ok", ok)
    runners = [web.AppRunner(app, access_log=None) for app in (server.app(), bare)]
    for runner in runners:
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.warm()  # as `serve` does
    pages, plain = (int(runner.addresses[0][1]) for runner in runners)
    yield pages, plain
    for runner in runners:
        await runner.cleanup()


async def cost(port: int, path: str, tag: str = "") -> float:
    """CPU microseconds of this process a request."""
    began = time.process_time()
    await asked(port, path, EACH, tag=tag)
    return (time.process_time() - began) / EACH * 1e6


async def odds(running: RunningApp, looks: int) -> list[float]:
    """Seconds that `/odds` took, each time, with a breath between them."""
    times = []
    for _ in range(looks):
        began = time.perf_counter()
        await running.app.run(Request(line="odds show about:openai/gpt-6"))
        times.append(time.perf_counter() - began)
        await asyncio.sleep(0.005)
    return times


def prepared(running: RunningApp) -> float:
    """Milliseconds of the longest part of what the server does ahead, as after its start."""
    parts, longest = Site(running.ports, "https://spud.example").prepare(NOW), 0.0
    while True:
        began = time.perf_counter()
        if next(parts, parts) is parts:
            return longest
        longest = max(longest, (time.perf_counter() - began) * 1e3)


def rendered(running: RunningApp) -> list[tuple[str, float, float, str]]:
    """What the server does ahead, then the first render of pages: the median of each kind, none rendered before."""
    count = running.store.database.read("SELECT count(*) AS n FROM claims")[0]["n"]
    rows = [("the longest part of what pages need ahead (ms)", prepared(running), 1_000.0, "")]
    found: dict[str, list[float]] = {}
    site = Site(running.ports, "https://spud.example")
    seen: dict[str, int] = {}
    for path in site.paths(PageRequest(NOW)):
        kind = path.split("/")[1] or "front"
        seen[kind] = seen.get(kind, 0) + 1
        if seen[kind] > 60:
            continue
        began = time.perf_counter()
        if site.document(path, NOW) is not None:  # ids of copies are not all addresses
            found.setdefault(kind, []).append((time.perf_counter() - began) * 1e3)
    medians = {kind: statistics.median(times) for kind, times in sorted(found.items())}
    return rows + [(f"first render of {kind} at {count} claims (ms)", one, 5.0, "") for kind, one in medians.items()]


def sizes(running: RunningApp) -> tuple[int, str]:
    """The largest page with its style and script, compressed, and its path."""
    site = Site(running.ports, "https://spud.example")
    fixed = sum(
        len(gzip.compress(made.body, 6)) for place in (site.style, site.script) if (made := site.document(place, NOW))
    )
    return max(
        (fixed + len(gzip.compress(made.body, 6)), path)
        for path in site.paths(PageRequest(NOW))
        if path.count("/") > 1 and (made := site.document(path, NOW)) is not None
    )


async def main(claims: int) -> int:
    """Measure everything; prints a row a figure and whether its bound holds."""
    rows: list[tuple[str, float, float, str]] = []
    with tempfile.TemporaryDirectory() as folder:
        file, large = Path(folder) / "ledger.db", Path(folder) / "large.db"
        running = build(file, StandingClock(NOW))
        pool = WorkerPool()
        began = time.perf_counter()
        first = await publish(Site(running.ports, "https://spud.example"), Path(folder) / "site", NOW)
        rows.append((f"publish, {first.written} files (s)", time.perf_counter() - began, 30, ""))
        began = time.perf_counter()
        second = await publish(Site(running.ports, "https://spud.example"), Path(folder) / "site", NOW)
        rows.append((f"again, {second.written} written (s)", time.perf_counter() - began, 30, ""))
        rows.append(("largest page, style, script (bytes, gzip)", *_sized(sizes(running))))
        async with listening(running, pool) as (port, bare):
            await fetched(port, "/index.png")
            began = time.perf_counter()
            await fetched(port, f"{PAGE}.png")
            rows.append(("preview card, the first after the start (ms)", (time.perf_counter() - began) * 1e3, 250, ""))
            began = time.perf_counter()
            await pool.draw(Site(running.ports).page("/s/openai/gpt-6", PageRequest(NOW))[1].card)  # type: ignore[index]
            rows.append(("preview card, new (ms)", (time.perf_counter() - began) * 1e3, 250, ""))
            await asked(port, PAGE, 1)
            tag = Site(running.ports, "https://spud.example").document(PAGE, NOW).etag  # type: ignore[union-attr]
            turns = [
                (await cost(bare, "/ok"), await cost(port, PAGE), await cost(port, PAGE, tag)) for _ in range(ROUNDS)
            ]
            floor = statistics.median(turn[0] for turn in turns)
            rows.append(
                (f"cached page / bare ok ({floor:.0f} µs)", statistics.median(t[1] / t[0] for t in turns), 1.15, "")
            )
            rows.append(("304 / bare ok", statistics.median(t[2] / t[0] for t in turns), 1.05, ""))
            await odds(running, 50)
            ratios = []
            for _ in range(3):
                idle = percentile(await odds(running, LOOKS // 3), 0.99)
                readers = asyncio.gather(*(asked(port, PAGE, 10**6, 10 / RATE) for _ in range(10)))
                await asyncio.sleep(1)
                busy = percentile(await odds(running, LOOKS // 3), 0.99)
                readers.cancel()
                await asyncio.gather(readers, return_exceptions=True)
                ratios.append(busy / idle)
            rows.append((f"/odds p99 beside {RATE} pages a second / idle", statistics.median(ratios), 1.2, f"{ratios}"))
        running.close()
        shutil.copy(file, large)
        grown = Utils(large)
        with grown.conn:
            grow(grown, claims // 479)
        grown.close()
        running = build(large, StandingClock(NOW + timedelta(seconds=1)))
        rows += rendered(running)
        running.close()
        await pool.close()
    for name, _, _, note in rows:
        if note:
            sys.stdout.write(f"  {name}: {note}\n")
    return report([Figure(name, value, "", bound) for name, value, bound, _ in rows])


def _sized(largest: tuple[int, str]) -> tuple[float, float, str]:
    return float(largest[0]), 12 << 10, largest[1]


if __name__ == "__main__":
    raise SystemExit(asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)))
