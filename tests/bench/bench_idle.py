"""What a bot costs while nobody asks, and until it first answers: the real ``spudwatch serve`` on both platforms.

By hand: ``python -m tests.bench.bench_idle [seconds]``. Idle is the processor time of the process over half a minute, a
minute after it began to serve; its memory is read then, and after a thousand answers. The first answer over the gateway
is timed from the start of the process, beside a bare discord.py that says one line. Exit 1 on a broken bound.
"""

import asyncio
import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from adapters.runtime.bootstrap import build
from adapters.runtime.clock import SystemClock
from tests.bench.bench_discord import SLASH, Side, Wire
from tests.bench.figures import Figure, report
from tests.serving.world import World, opened

SECONDS, SETTLE, ASKED, STARTS = 30.0, 60.0, 1_000, 3
TICKS = os.sysconf("SC_CLK_TCK")


def used(process: int) -> float:
    """Milliseconds of CPU a process has used, to the system's tick of ten."""
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS * 1_000


def resident(process: int) -> float:
    """MiB a process holds."""
    status = Path(f"/proc/{process}/status").read_text("ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1_024


async def idle(world: World, seconds: float) -> list[Figure]:
    """Serve, wait, and look."""
    await world.serve()
    number = world.process.pid
    await asyncio.sleep(SETTLE)
    began, before = time.perf_counter(), used(number)
    await asyncio.sleep(seconds)
    spent = (used(number) - before) / (time.perf_counter() - began)
    held = resident(number)
    for _ in range(ASKED):
        await world.shown(await world.types("odds show", about="spud"))
    grown = resident(number)
    await world.stop()
    return [
        Figure("idle, CPU a second", spent, "ms", 5.0),
        Figure("memory, both platforms, idle", held, "MiB", 80.0),
        Figure(f"memory after {ASKED:,} answers", grown, "MiB", 90.0),
    ]


async def first_answers(world: World) -> list[Figure]:
    """From the start of the process to its first answer."""
    ours, bare = [], []
    for _ in range(STARTS):
        began = time.perf_counter()
        await world.start()
        await world.bell.until(lambda: world.on_discord)
        await world.shown(await world.types("odds show", about="spud"))
        ours.append(time.perf_counter() - began)
        await world.stop()
        wire = Wire()
        await wire.start()
        began = time.perf_counter()
        async with Side("fixed", wire) as side:
            await wire.ask(side.socket, 2, SLASH)
            bare.append(time.perf_counter() - began)
    ratio = statistics.median(one / other for one, other in zip(ours, bare, strict=True))
    return [
        Figure("first Discord answer after the start", statistics.median(ours), "s"),
        Figure("the same against discord.py", ratio, "x", 1.5),
    ]


async def main(seconds: float) -> list[Figure]:
    """Both."""
    with tempfile.TemporaryDirectory() as name:
        database = Path(name) / "served.db"
        build(database, SystemClock()).close()
        shutil.copy(database, Path(name) / "starts.db")
        async with opened(database) as world:
            found = await idle(world, seconds)
        async with opened(Path(name) / "starts.db") as world:
            return [*found, *await first_answers(world)]


if __name__ == "__main__":
    sys.exit(report(asyncio.run(main(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS))))
