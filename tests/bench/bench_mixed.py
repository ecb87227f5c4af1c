"""``/odds`` while the same process works: a poll is read and stored, pictures are drawn, a thousand rows are written.

By hand: ``python -m tests.bench.bench_mixed``; on a machine that others use, after ``chrt -r 10``, which keeps them out
of it. Prints a table; exit 1 on a broken bound. Each kind of work is measured for a moment in turn, nothing among them,
and the ratios are taken within a turn, so that who passes by passes by all of them. The median of the turns is judged.
Every answer is made anew: what is stored beside nothing would else be compared with what a poll has just made stale.
"""

import asyncio
import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from adapters.runtime.bootstrap import RunningApp, build
from adapters.runtime.clock import StandingClock
from adapters.workers.worker_pool import WorkerPool
from bot.dispatch.answer_cache import KEPT_FOR
from bot.messages.reply import Chart, Series
from bot.messages.request import Request
from bot.sources.protocol import Answer
from bot.sources.venues import _gamma as gamma
from tests.bench.bench_poll import MARKETS, page
from tests.bench.figures import Figure, percentile, report

NOW = datetime(2026, 4, 21, 12, tzinfo=UTC)
TURNS, SECONDS = 9, 2.0
EVERY = 0.01  # seconds between look-ups
PAUSE = 0.05  # seconds between the end of one work and the next
P99_RATIO, P99, LAG_P99 = 1.5, 0.010, 0.010  # against the idle process; seconds
BATCH = 50  # markets written together, as `bot.jobs.market_poll` writes them
ROWS, AT_ONCE = 1000, 64
CHART = Chart(
    "Odds",
    (Series("Polymarket", tuple((NOW + timedelta(hours=n), (n % 97) / 100) for n in range(2160))),),
    alt="ninety days",
)
Work = Callable[[], Awaitable[object]]


async def looked_up(running: RunningApp, clock: StandingClock, work: Work | None) -> tuple[float, float, float]:
    """p50 and p99 of look-ups, and p99 of how late the loop woke for them, while ``work`` is repeated beside them."""
    took, late, stop = [], [], False

    async def busy() -> None:
        while not stop and work is not None:
            await work()
            await asyncio.sleep(PAUSE)

    task = asyncio.create_task(busy())
    request = Request(line="odds spud")
    loop = asyncio.get_running_loop()
    end, due = loop.time() + SECONDS, loop.time()
    while due < end:
        await asyncio.sleep(max(due - loop.time(), 0))
        late.append(max(loop.time() - due, 0))
        clock.move(clock.now() + KEPT_FOR)
        began = time.perf_counter()
        await running.app.run(request)
        took.append(time.perf_counter() - began)
        due = max(due + EVERY, loop.time())
    stop = True
    await task
    return percentile(took, 0.5), percentile(took, 0.99), percentile(late, 0.99)


def counted(number: int, db: Any) -> None:
    """Write one row."""
    db.execute("INSERT OR REPLACE INTO counters VALUES (?, ?)", [f"row {number}", number])


def works(running: RunningApp, pool: WorkerPool) -> dict[str, Work]:
    """What is done beside the look-ups."""
    database, markets = running.store.database, running.ports.markets
    pages = [[page(number, shift) for number in range(MARKETS)] for shift in range(2)]
    step = 0

    async def poll() -> None:
        """500 markets, each read as its bytes come in, stored by fifties; all have moved."""
        nonlocal step
        step += 1
        at, bodies = NOW + timedelta(minutes=5 * step), pages[step % 2]
        for first in range(0, MARKETS, BATCH):
            found = []
            for body in bodies[first : first + BATCH]:
                found.append((gamma.event(Answer(200, {}, body, at)), None))
                await asyncio.sleep(0)
            await markets.record(found)

    async def pictures() -> None:
        await pool.draw(CHART)

    async def rows() -> None:
        """A thousand transactions of people who wait for theirs, so many at once."""

        async def one_after_another(first: int) -> None:
            for number in range(first, ROWS, AT_ONCE):
                await database.write(partial(counted, number))

        await asyncio.gather(*(one_after_another(first) for first in range(AT_ONCE)))

    return {"a poll": poll, "pictures": pictures, "1,000 rows": rows}


async def measure(running: RunningApp, clock: StandingClock) -> list[Figure]:
    """Each kind of work against none."""
    pool = WorkerPool()
    beside: dict[str, Work | None] = {"nothing": None, **works(running, pool)}
    for _ in range(50):  # what is imported with the first look-up is no part of this
        await running.app.run(Request(line="odds spud"))
    for work in beside.values():
        if work is not None:
            await work()
    turns = [{name: await looked_up(running, clock, work) for name, work in beside.items()} for _ in range(TURNS)]
    await pool.close()
    found: list[Figure] = []
    for name in beside:
        p50, p99, lag = (statistics.median(turn[name][n] for turn in turns) * 1000 for n in range(3))
        found.append(Figure(f"/odds beside {name}, p50", p50, "ms"))
        found.append(Figure(f"/odds beside {name}, p99", p99, "ms", P99 * 1000))
        if name != "nothing":
            ratio = statistics.median(turn[name][1] / turn["nothing"][1] for turn in turns)
            found.append(Figure(f"/odds beside {name}, p99 against beside nothing", ratio, "x", P99_RATIO))
        found.append(Figure(f"loop lag beside {name}, p99", lag, "ms", LAG_P99 * 1000))
    return found


def main() -> int:
    """Measure on a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        clock = StandingClock(NOW)
        running = build(Path(folder) / "mixed.db", clock)
        gc.collect()
        gc.freeze()  # as `serve` does
        try:
            return report(asyncio.run(measure(running, clock)))
        finally:
            running.close()


if __name__ == "__main__":
    sys.exit(main())
