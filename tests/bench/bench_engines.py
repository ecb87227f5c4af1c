"""The same questions and writes on SQLite and on PostgreSQL, by turns, on the public ledger.

By hand: ``python -m tests.bench.bench_engines``. Prints a table; exit 1 on a broken bound. The server is on this
machine, its disk is waited for (``fsync``), and one process asks it: what a network adds, it adds to every read. Each
question is measured twice: asked again while its answer is kept, and asked when the kept one has just become too old.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from adapters.runtime.bootstrap import RunningApp, build
from adapters.runtime.clock import StandingClock
from bot.dispatch.answer_cache import KEPT_FOR
from bot.messages.request import Request, Role
from storage import migrate
from tests.bench.figures import Figure, report
from tests.postgres import ServerMissing, TestServer

NOON = datetime(2026, 4, 21, 12, tzinfo=UTC)
QUESTIONS = ("odds show about:spud", "model show model:gpt-5.5", "claimcheck ask claim:spud ships in April")
RATIO = 2.5
ROUNDS, AGAIN = 60, 5  # questions answered anew, and how often each is then asked again
WRITES, FLYING = 4_000, 64
LEAST_WRITES = 1_000  # a second, on a server


async def asked(running: RunningApp, line: str) -> float:
    """In how many milliseconds a question is answered."""
    request = Request(line=line, actor="x:1", place="x:1/a", roles=frozenset({Role.MEMBER}))
    began = time.perf_counter()
    reply = await running.app.run(request)
    took = (time.perf_counter() - began) * 1_000
    assert reply.outcome.value == "answered", reply.plain
    return took


async def written(running: RunningApp) -> float:
    """How many writes a second are committed while so many wait."""
    database, waiting = running.store.database, iter(range(WRITES))

    async def some() -> None:
        for n in waiting:
            await database.write(lambda db, n=n: db.execute("INSERT INTO counters VALUES (?, 1)", [f"bench {n}"]))

    began = time.perf_counter()
    await asyncio.gather(*(some() for _ in range(FLYING)))
    return WRITES / (time.perf_counter() - began)


async def measured(engines: dict[str, RunningApp], clock: StandingClock) -> list[Figure]:
    """Print the table of both engines; returns the ratios."""
    found = []
    sys.stdout.write(f"{'':<52}{'SQLite':>10}{'PostgreSQL':>12}{'ratio':>8}\n")
    for line in QUESTIONS:
        anew: dict[str, list[float]] = {name: [] for name in engines}
        again: dict[str, list[float]] = {name: [] for name in engines}
        for turn in range(ROUNDS + 5):
            clock.move(clock.now() + KEPT_FOR)
            for name, running in engines.items():
                took = [await asked(running, line) for _ in range(1 + AGAIN)]
                if turn >= 5:
                    anew[name].append(took[0])
                    again[name] += took[1:]
        for how, taken in (("anew", anew), ("again", again)):
            file, server = (statistics.median(taken[name]) for name in ("sqlite", "postgres"))
            row = f"{line}, {how}, ms"
            sys.stdout.write(f"{row:<52}{file:>10.2f}{server:>12.2f}{server / file:>8.1f}\n")
            found.append(Figure(f"PostgreSQL against SQLite, {line}, {how}", server / file, "x", RATIO))
    file, server = [await written(engines[name]) for name in ("sqlite", "postgres")]
    sys.stdout.write(f"{f'writes/s, {FLYING} waiting':<52}{file:>10.0f}{server:>12.0f}{file / server:>8.1f}\n")
    return [*found, Figure("PostgreSQL, writes a second", server, "/s", LEAST_WRITES, least=True)]


def main() -> int:
    """Start a server, measure, and stop it."""
    try:
        server = TestServer.start(("max_connections=50",))
    except ServerMissing as missing:
        sys.stderr.write(f"{missing}\n")
        return 1
    try:
        with tempfile.TemporaryDirectory() as folder:
            address = server.create()
            migrate(address)
            clock = StandingClock(NOON)
            engines = {"sqlite": build(Path(folder) / "one.db", clock), "postgres": build(address, clock)}
            found = asyncio.run(measured(engines, clock))
            for running in engines.values():
                running.close()
    finally:
        server.stop()
    return report(found)


if __name__ == "__main__":
    sys.exit(main())
