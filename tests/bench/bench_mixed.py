"""``/odds`` while the same process works: a poll is stored, pictures are drawn, a thousand rows are written.

By hand: ``python -m tests.bench.bench_mixed``. Prints a table; exit 1 on a broken bound. Also: what thirty more
commands cost a look-up, and how late the event loop wakes.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from adapters.charts import draw
from adapters.clock import StandingClock
from adapters.main import Running, build
from bot.domain.quotes import MarketFound, Quote, RungFound
from bot.reply import Chart, Series
from bot.request import Request

NOW = datetime(2026, 4, 21, 12, tzinfo=UTC)
SECONDS = 8.0
EVERY = 0.01  # a look-up every ten milliseconds, on an open loop
P99_RATIO, LAG_P99 = 1.5, 0.010
CHART = Chart(
    "Odds",
    (Series("Polymarket", tuple((NOW + timedelta(hours=n), (n % 97) / 100) for n in range(2160))),),
    alt="ninety days",
)


def percentile(values: list[float], share: float) -> float:
    """The value below which that share of them lies."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


async def looked_up(running: Running, work: Callable[[], Awaitable[object]] | None) -> tuple[list[float], list[float]]:
    """How long look-ups took, and how late the loop woke for them, while ``work`` is repeated beside them."""
    took, late, stop = [], [], False

    async def busy() -> None:
        while not stop and work is not None:
            await work()
            await asyncio.sleep(0.05)

    task = asyncio.create_task(busy())
    request = Request(line="odds spud")
    loop = asyncio.get_running_loop()
    end, due = loop.time() + SECONDS, loop.time()
    while due < end:
        await asyncio.sleep(max(due - loop.time(), 0))
        late.append(max(loop.time() - due, 0))
        began = time.perf_counter()
        await running.app.run(request)
        took.append(time.perf_counter() - began)
        due += EVERY
    stop = True
    await task
    return took, late


def polled(at: datetime, price: float) -> list[MarketFound]:
    """A hundred events of five rungs, all moved."""
    return [
        MarketFound(
            "polymarket", f"e{event}", f"e{event}", f"Model {event} released by...?", "https://example.org", "Rules.",
            tuple(
                RungFound(
                    f"r{n}", f"October {n + 1}", f"Model {event} out by October {n + 1}, 2026?", None, "open", None,
                    placeholder=False, token="", quote=Quote(at, price, price + 0.01, price, None, 5e4, 4e3),
                )
                for n in range(5)
            ),
            (), "USD", None, neg_risk=False, read_at=at,
        )
        for event in range(100)
    ]  # fmt: skip


async def measure(running: Running) -> int:
    """Each kind of work against none, in one run."""
    step = 0

    async def poll() -> None:
        nonlocal step
        step += 1
        markets = polled(NOW + timedelta(minutes=5 * step), 0.3 + (step % 40) / 100)
        for start in range(0, len(markets), 50):
            await running.ports.markets.record([(market, None) for market in markets[start : start + 50]])

    async def pictures() -> None:
        await asyncio.to_thread(draw, CHART)

    async def rows() -> None:
        database = running.store.database
        await asyncio.gather(
            *(
                database.write(
                    lambda db, n=n: db.execute("INSERT OR REPLACE INTO counters VALUES (?, ?)", [f"row {n}", n])
                )
                for n in range(1000)
            )
        )

    for _ in range(50):  # what is imported with the first look-up and the first picture is no part of this
        await running.app.run(Request(line="odds spud"))
    for work in (poll, pictures, rows):
        await work()
    idle, idle_late = await looked_up(running, None)
    broken = 0
    print(f"{'beside /odds':14} {'p50 ms':>8} {'p99 ms':>8} {'p99/idle':>9} {'lag p99 ms':>11}")
    for name, work in (("nothing", None), ("a poll", poll), ("pictures", pictures), ("1,000 rows", rows)):
        took, late = (idle, idle_late) if work is None else await looked_up(running, work)
        p99, lag = percentile(took, 0.99), percentile(late, 0.99)
        ratio = p99 / percentile(idle, 0.99)
        broken += ratio > P99_RATIO or lag > LAG_P99
        print(f"{name:14} {percentile(took, 0.5) * 1000:8.2f} {p99 * 1000:8.2f} {ratio:9.2f} {lag * 1000:11.2f}")
    return broken


def main() -> int:
    """Measure on a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        running = build(Path(folder) / "mixed.db", StandingClock(NOW))
        try:
            return min(asyncio.run(measure(running)), 1)
        finally:
            running.close()


if __name__ == "__main__":
    sys.exit(main())
