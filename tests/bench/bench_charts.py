"""A 90-day history as PNG: cold with import, warm, memory, and what it does to a loop while another process draws.

By hand: ``python -m tests.bench.bench_charts``. Prints a table; exit 1 on a broken bound.
"""

import asyncio
import math
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

from tests.bench.figures import Figure, report

COLD = 250.0
WARM = 40.0
MEMORY = 25.0
LAG = 10.0
IMAGES = 20


def chart() -> object:
    """90 days by the hour, nine events."""
    from bot.messages.reply import Chart, Mark, Series  # noqa: PLC0415 - counted as cold

    start = datetime(2026, 6, 1, tzinfo=UTC)
    points = tuple((start + timedelta(hours=n), 0.5 + 0.4 * math.sin(n / 90) * math.cos(n / 7)) for n in range(2160))
    marks = tuple(Mark(start + timedelta(days=10 * n), f"Something happened, number {n}") for n in range(9))
    return Chart("A model: odds by market", (Series("Polymarket by 30 Sep", points),), "alt", marks=marks)


def rss() -> float:
    """Resident memory of this process at its highest, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def cold() -> None:
    """In a fresh process: milliseconds to the first picture, import included, and MiB gained."""
    picture = chart()
    before = rss()
    began = time.perf_counter()
    from adapters.images.line_chart import draw  # noqa: PLC0415 - what is measured

    draw(picture)  # type: ignore[arg-type]
    first = (time.perf_counter() - began) * 1000
    warm = []
    for _ in range(IMAGES):
        began = time.perf_counter()
        draw(picture)  # type: ignore[arg-type]
        warm.append((time.perf_counter() - began) * 1000)
    print(first, sorted(warm)[IMAGES // 2], rss() - before)


async def lag() -> float:
    """p99 of how late a 1 ms tick comes while pictures are drawn as `serve` has them drawn, in ms."""
    from adapters.workers.worker_pool import WorkerPool  # noqa: PLC0415 - not a part of drawing

    picture, pool, late, done = chart(), WorkerPool(), [], False

    async def tick() -> None:
        while not done:
            began = time.perf_counter()
            await asyncio.sleep(0.001)
            late.append((time.perf_counter() - began) * 1000 - 1)

    ticker = asyncio.create_task(tick())
    for _ in range(IMAGES):
        await pool.draw(picture)  # type: ignore[arg-type]
    done = True
    await ticker
    await pool.close()
    return sorted(late)[int(len(late) * 0.99)]


def main() -> int:
    """Measure, print, judge."""
    if sys.argv[1:] == ["cold"]:
        cold()
        return 0
    runs = []
    for _ in range(3):
        out = subprocess.run(
            [sys.executable, "-m", "tests.bench.bench_charts", "cold"], capture_output=True, check=True
        )
        runs.append([float(value) for value in out.stdout.split()])
    first, warm, grown = (sorted(values)[1] for values in zip(*runs, strict=True))
    return report(
        [
            Figure("a 90-day picture, cold, import included", first, "ms", COLD),
            Figure("a 90-day picture, warm", warm, "ms", WARM),
            Figure("memory gained by drawing", grown, "MiB", MEMORY),
            Figure("loop lag p99 while another process draws", asyncio.run(lag()), "ms", LAG),
        ]
    )


if __name__ == "__main__":
    raise SystemExit(main())
