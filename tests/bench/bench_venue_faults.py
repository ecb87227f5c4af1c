"""An hour of a venue's faults under fifty commands a second, against an hour without.

By hand: ``python -m tests.bench.bench_venue_faults``; ``--minutes 6`` is a tenth of it. Every simulated minute a poll
meets the next fault (down, HTML, NaN, 1.7, negative, truncated, ten megabytes, another schema, a redirect, 429, one
byte and silence), and in each of its sixty seconds fifty commands are asked: 180,000 in the hour. Each is timed from
its call to its reply, beside the poll where that is still at work. Prints a table; exit 1 when a command is not
answered, p99 is more than twice that of the hour without faults, or memory grows.
"""

import argparse
import asyncio
import gc
import json
import logging
import os
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from adapters.net.client import HttpSourceClient, Limits
from adapters.runtime.bootstrap import build
from bot.domain.source_state import MarketToPoll
from bot.jobs.market_poll import MarketPoll
from bot.messages.reply import Outcome
from bot.messages.request import Request
from bot.sources.venues import every
from storage.catalogs.sources import SourceStore
from storage.sqlite.engine import Database
from tests.adapters.net.local_upstream import said, serving
from tests.bench.figures import Figure, report
from tests.clocks import FakeClock

START = datetime(2026, 9, 24, 12, tzinfo=UTC)
MINUTES, SECONDS, COMMANDS = 60, 60, 50
RATIO, GROWTH_MIB = 2.0, 8.0
RECORDED = Path(__file__).resolve().parents[1] / "recorded" / "polymarket" / "read_ladder.json"
LINES = ("odds spud", "odds gpt-6", "checkpoint crest pro alpha", "odds search gpt", "claimcheck show CL-0044")
NAMES = tuple(f"market-{n}" for n in range(20))


class Wanted(SourceStore):
    """Twenty markets, read in every round."""

    def to_read(self, now: datetime, limit: int = 5000) -> tuple[MarketToPoll, ...]:
        """All of them, whatever the time."""
        del now, limit
        return tuple(MarketToPoll("polymarket", name) for name in NAMES)


def page() -> bytes:
    """A ladder as the venue sends it."""
    return json.dumps(json.loads(RECORDED.read_text("utf-8"))["exchanges"][0]["answer"]["json"]).encode()


def changed(body: bytes, value: str) -> bytes:
    """The same with each price something else."""
    told = json.loads(body)
    text = json.dumps(told)
    for name in ("bestBid", "bestAsk", "lastTradePrice"):
        parts = text.split(f'"{name}": ')
        text = f'"{name}": '.join([parts[0], *(value + part[len(part.split(",", 1)[0]) :] for part in parts[1:])])
    return text.encode()


def faults(body: bytes) -> list[bytes]:
    """Faulty answers, one a minute."""
    return [
        b"",
        said(503, b"busy"),
        said(200, b"<html>maintenance</html>", content_type="text/html"),
        said(200, changed(body, "NaN")),
        said(200, changed(body, "1.7")),
        said(200, changed(body, "-0.2")),
        said(200, body[: len(body) // 2]),
        said(200, b"[" + b'{"a": 1},' * 1_200_000 + b"{}]"),
        said(200, b'{"data": {"v2": []}}'),
        said(302, b"", location="http://10.0.0.1/"),
        said(429, b"slow down"),
        said(200, b"[" * 100_000),
    ]


def resident() -> float:
    """Mebibytes this process holds now."""
    with open("/proc/self/statm") as file:  # noqa: PTH123 - no file to speak of
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


async def hour(folder: Path, minutes: int, *, failing: bool) -> tuple[list[float], int, float]:
    """How long each command took, how many were not answered, and what memory grew by after the first third."""
    clock = FakeClock()
    clock.at = START
    running = build(folder / f"{failing}.db", clock)
    database = Database(folder / f"{failing}.db")
    body, minute = page(), 0
    faulty = faults(body)

    async def venue(_path: str, _headers: dict[str, str], writer: asyncio.StreamWriter) -> None:
        writer.write(faulty[minute % len(faulty)] if failing else said(200, body))
        await writer.drain()

    took: list[float] = []
    broken = 0
    level = 0.0
    venues = every()
    upstreams = venues["polymarket"].UPSTREAMS
    async with serving(venue) as server:
        web = HttpSourceClient(upstreams, clock, bases={up.name: server.url for up in upstreams}, limits=Limits())
        poll = MarketPoll(
            venues, web, clock, markets=running.ports.markets, ledger=running.ports.ledger, sources=Wanted(database)
        )
        for minute in range(minutes):
            clock.at = max(clock.at, START + timedelta(minutes=minute))
            polling = asyncio.create_task(poll.read())
            for second in range(SECONDS):
                clock.at = max(clock.at, START + timedelta(minutes=minute, seconds=second))
                for n in range(COMMANDS):
                    began = time.perf_counter()
                    reply = await running.app.run(Request(line=LINES[n % len(LINES)]))
                    took.append(time.perf_counter() - began)
                    broken += reply.outcome is Outcome.BROKEN
                    await asyncio.sleep(0)
            await polling
            if minute == minutes // 3:
                gc.collect()
                level = resident()
        await web.close()
    gc.collect()
    database.close()
    running.close()
    return took, broken, resident() - level


def percentile(values: list[float], share: float) -> float:
    """The value below which that share of them lies, in milliseconds."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)] * 1000


def main() -> int:
    """Both hours, one after the other."""
    words = argparse.ArgumentParser(prog="bench_venue_faults")
    words.add_argument("--minutes", type=int, default=MINUTES, help="how much of the hour")
    minutes = words.parse_args().minutes
    logging.disable(logging.CRITICAL)  # each fault is logged; here they are wanted
    print(f"{minutes} minutes of {COMMANDS} commands a second")
    print(f"{'venue':14} {'commands':>9} {'p50 ms':>8} {'p99 ms':>8} {'broken':>7} {'MiB grown':>10}", flush=True)
    p99, unanswered, grown = {}, 0, 0.0
    for failing in (True, False):
        with tempfile.TemporaryDirectory() as folder:
            took, broken, growth = asyncio.run(hour(Path(folder), minutes, failing=failing))
        p99[failing] = percentile(took, 0.99)
        row = f"{percentile(took, 0.5):8.2f} {p99[failing]:8.2f} {broken:7} {growth:10.1f}"
        print(f"{'faults' if failing else 'no faults':14} {len(took):9} {row}", flush=True)
        unanswered, grown = unanswered + broken, max(grown, growth)
    ratio = p99[True] / p99[False]
    return report(
        [
            Figure(f"commands not answered in {minutes} minutes with faults and {minutes} without", unanswered, "", 0),
            Figure("p99 with faults against without", ratio, "x", RATIO),
            Figure("memory grown, the worse of both", grown, "MiB", GROWTH_MIB),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
