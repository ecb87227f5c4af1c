"""100,000 commands of every kind, from many people and places, at one serving process: whether its memory stays flat.

By hand: ``python -m tests.bench.bench_soak [--commands 100000] [--rate 20]``. The process is a real one on SQLite,
asked over Discord's HTTP endpoint, as fast as it answers or at a rate; a tenth of the commands writes. Prints what it
holds at every 5,000 (at least ten times); exit 1 when a command is not answered or is our fault, or when it holds more
than a tenth more at the end than after the first fifth.
"""

import argparse
import asyncio
import math
import os
import random
import sys
import tempfile
import time
from pathlib import Path

import aiohttp

from bot.dispatch.command import Command
from bot.dispatch.registry import CommandRegistry
from tests.bench.bench_venue_faults import percentile
from tests.bench.figures import Figure, report
from tests.safety.fields import WORDS
from tests.serving.caller import PUBLIC, Caller
from tests.serving.cluster import free_port
from tests.serving.world import opened

COMMANDS, GUILDS, PEOPLE, IN_FLIGHT = 100_000, 400, 2_000, 4
EVERY = 5_000  # commands between two looks at what the process holds
GROWTH = 1.1
FAULT, BUSY = "failed on my side", "asked a lot just now"


def commands(dice: random.Random) -> tuple[str, dict[str, str]]:
    """Some command with what people type; one that looks things up nine times of ten."""
    kinds = [kind for kind in CommandRegistry().all() if kind.options]
    kind = dice.choice(kinds)
    while _writes(kind) and dice.random() > 0.1:
        kind = dice.choice(kinds)
    chosen = (opt.name for opt in kind.options if opt.required or dice.random() < 0.3)
    return kind.name, {name: WORDS.get(name, "spud") for name in chosen}


def _writes(kind: type[Command]) -> bool:
    return kind.keep is not Command.keep


def resident(process: int) -> float:
    """Mebibytes a process holds now."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


async def soaked(folder: Path, count: int, rate: float) -> list[Figure]:
    """Ask, and print what it holds."""
    dice = random.Random(int(os.environ.get("SPUDWATCH_TEST_SEED", "1")))  # noqa: S311 - repeatable
    port, step = free_port(), min(max(count // 10, 1), EVERY)
    took, bad, limited = list[float](), list[str](), 0
    held: list[float] = []
    async with opened(folder / "soak.db") as world, aiohttp.ClientSession() as session:
        await world.start(SPUDWATCH_DISCORD__PUBLIC_KEY=PUBLIC, SPUDWATCH_DISCORD__HTTP_PORT=str(port))
        caller = Caller(world.discord, session, lambda _name: port)
        print(f"{'commands':>9} {'MiB held':>9} {'p50 ms':>8} {'p99 ms':>8} {'limited':>8} {'bad':>5}", flush=True)
        print(f"{0:9} {resident(world.process.pid):9.1f}", flush=True)

        async def ask(number: int) -> None:
            nonlocal limited
            line, values = commands(dice)
            guild = f"8{number % GUILDS:017}"
            person = f"9{number % PEOPLE:017}"
            began = time.perf_counter()
            said = await caller.ask("", line, values, guild=guild, person=person)
            took.append(time.perf_counter() - began)
            limited += BUSY in said
            if FAULT in said or said.startswith(("status", "Client", "Server", "Timeout")):
                bad.append(f"{line} {values}: {said[:200]}")

        for first in range(0, count, step):
            numbers = iter(range(first, min(first + step, count)))

            async def asker(numbers=numbers) -> None:
                for number in numbers:
                    began = time.perf_counter()
                    await ask(number)
                    await asyncio.sleep(max(0.0, IN_FLIGHT / rate - (time.perf_counter() - began)))

            await asyncio.gather(*(asker() for _ in range(IN_FLIGHT)))
            world.discord.received.clear()
            world.discord.told.clear()
            world.said.clear()
            for messages in world.discord.channels.values():
                messages.clear()
            held.append(resident(world.process.pid))
            times = f"{percentile(took, 0.5):8.1f} {percentile(took, 0.99):8.1f}"
            print(f"{min(first + step, count):9} {held[-1]:9.1f} {times} {limited:8} {len(bad):5}", flush=True)
            took.clear()
        await world.stop()
    print(*bad[:5], sep="\n")
    after_a_fifth = held[max(0, len(held) // 5 - 1)]
    return [
        Figure(f"{count:,} commands: not answered or our fault", len(bad), "", 0),
        Figure(f"memory after {count:,} commands", held[-1], "MiB"),
        Figure("the same against that after a fifth of them", held[-1] / after_a_fifth, "x", GROWTH),
    ]


def main() -> int:
    """Ask, and print."""
    words = argparse.ArgumentParser(prog="bench_soak")
    words.add_argument("--commands", type=int, default=COMMANDS, help="how many")
    words.add_argument("--rate", type=float, default=math.inf, help="how many a second; by default as it answers")
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as name:
        return report(asyncio.run(soaked(Path(name), given.commands, given.rate)))


if __name__ == "__main__":
    sys.exit(main())
