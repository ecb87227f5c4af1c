"""What a bot costs while nobody asks, and until it first answers: the real ``spudwatch serve`` on both platforms.

By hand: ``python -m tests.bench.bench_idle [seconds]``. Idle is the processor time of the process over half a minute, a
minute after it began to serve; its memory is read then, and after a thousand answers, beside that of a process which
only imports the libraries that both platforms need. The first answer over the gateway is timed from the start of the
process, beside a bare discord.py that says one line. All find compiled modules, as an installed copy does. Exit 1 on a
broken bound.
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
PARTS = 6  # of the idle time, each printed: what wakes now and then is told from what always runs
TICKS = os.sysconf("SC_CLK_TCK")
LIBRARIES = """import sqlite3
import aiohttp.web, discord, msgspec, nacl.signing, prometheus_client, pydantic_settings
import slack_bolt.async_app, slack_bolt.adapter.aiohttp
print(next(int(line.split()[1]) / 1024 for line in open("/proc/self/status") if line.startswith("VmRSS")))"""


def used(process: int) -> float:
    """Milliseconds of CPU a process has used, to the system's tick of ten."""
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS * 1_000


def resident(process: int) -> float:
    """MiB a process holds."""
    status = Path(f"/proc/{process}/status").read_text("ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1_024


async def libraries() -> float:
    """MiB a process holds that imports what both platforms need, and nothing of ours."""
    for _ in range(2):  # the first compiles
        child = await asyncio.create_subprocess_exec(sys.executable, "-c", LIBRARIES, stdout=asyncio.subprocess.PIPE)
        said, _ = await child.communicate()
    return float(said)


async def idle(world: World, seconds: float) -> list[Figure]:
    """Serve, wait, and look."""
    await world.serve()  # so that the one that is measured finds everything compiled
    await world.stop()
    await world.serve()
    number = world.process.pid
    await asyncio.sleep(SETTLE)
    began, before, parts = time.perf_counter(), used(number), []
    for part in range(PARTS):
        start = used(number)
        await asyncio.sleep(max(began + seconds * (part + 1) / PARTS - time.perf_counter(), 0))
        parts.append(f"{used(number) - start:.0f}")
    spent = (used(number) - before) / (time.perf_counter() - began)
    sys.stdout.write(f"  ms of CPU in each {seconds / PARTS:g} s: {', '.join(parts)}\n")
    held = resident(number)
    for _ in range(ASKED):
        await world.shown(await world.types("odds show", about="spud"))
    grown = resident(number)
    await world.stop()
    bare = await libraries()
    return [
        Figure("idle, CPU a second", spent, "ms", 5.0),
        Figure("memory, both platforms, idle", held, "MiB", 80.0),
        Figure("memory of the libraries alone", bare, "MiB"),
        Figure("memory, both platforms, idle, against the libraries", held / bare, "x"),
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
        os.environ["PYTHONPYCACHEPREFIX"] = f"{name}/compiled"
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        database = Path(name) / "served.db"
        build(database, SystemClock()).close()
        shutil.copy(database, Path(name) / "starts.db")
        async with opened(database) as world:
            found = await idle(world, seconds)
        async with opened(Path(name) / "starts.db") as world:
            return [*found, *await first_answers(world)]


if __name__ == "__main__":
    sys.exit(report(asyncio.run(main(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS))))
