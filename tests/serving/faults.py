"""Faults at two fronts, two workers and a PostgreSQL under load, one after another, and every promise checked.

    python -m tests.serving.faults [--minutes 60] [--rate 20] [--seed 1]
    python -m tests.serving.faults --only "kill the leader" --times 20

The first round goes through all faults, later ones draw them; with ``--times`` every round is whole, and it ends after
so many. Prints a line a fault and a table; exit 1 when a promise is not kept or a bound is missed.
"""

import argparse
import asyncio
import random
import re
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack
from functools import partial

import aiohttp

from adapters.runtime.clock import SystemClock
from storage import open_database
from tests.adapters.discord.local import APP
from tests.postgres import ServerMissing, TestServer
from tests.serving.caller import PUBLIC
from tests.serving.cluster import Cluster, Member
from tests.serving.load import CROWD, FRONTS, Load, away
from tests.serving.relay import Relay
from tests.serving.world import Bell, Discord

SAFE = ("max_connections=200",)  # with fsync
LAG = re.compile(r"^spudwatch_loop_lag_seconds (\S+)", re.MULTILINE)
GONE, FROZEN, CALM = 30.0, 20.0, 5.0  # seconds: the server away, the server frozen, between two faults
BOUNDS = {
    "leader killed: another leads": 2.0,
    "leader frozen: another leads": 6.0,
    "server restarted: answers again": 5.0,
    "server away 30 s: answers again": 5.0,
    "server frozen 20 s: answers again": 5.0,
    "server frozen 20 s: loop lag p99": 0.050,
    "network paused 20 s: answers again": 5.0,
    "network paused 20 s: loop lag p99": 0.050,
    "database away: said so in words": 2.5,
}


class Faults:
    """What is done to the cluster, and in how many seconds it is well again."""

    def __init__(self, server: TestServer, relay: Relay, load: Load, session: aiohttp.ClientSession) -> None:
        self.server, self.relay, self.load, self.cluster, self.session = server, relay, load, load.cluster, session
        self.clock, self.seen = SystemClock(), defaultdict[str, list[float]](list)

    def all(self) -> dict[str, Callable[[], Awaitable[None]]]:
        """Every fault by name."""
        return {
            "kill the leader": self.kill_leader,
            "freeze the leader": self.freeze_leader,
            "kill a front": lambda: self.end(self.cluster.members["front 1"], signal.SIGKILL),
            "kill the worker that stands by": lambda: self.end(self._workers()[1], signal.SIGKILL),
            "restart the server": self.restart_server,
            "take the server away": self.take_server_away,
            "freeze the server": self.freeze_server,
            "pause the network": self.pause_network,
            "rolling restart": self.roll,
        }

    def _workers(self) -> tuple[Member, Member]:
        """The worker that leads, and the other."""
        both = [member for member in self.cluster.members.values() if member.role == "work"]
        one, other = sorted(both, key=lambda member: not member.leads)
        return one, other

    async def end(self, member: Member, number: signal.Signals) -> None:
        """End a process and wait until its supervisor has it up again."""
        starts = member.starts
        self.cluster.signal(member, number)
        await self.cluster.until(lambda: member.starts > starts and member.up)

    async def kill_leader(self) -> None:
        """The other leads."""
        leader, other = self._workers()
        began = time.monotonic()
        self.cluster.signal(leader, signal.SIGKILL)
        await self.cluster.until(lambda: other.leads)
        self.seen["leader killed: another leads"].append(time.monotonic() - began)

    async def freeze_leader(self) -> None:
        """The other leads, and the first notices when it wakes up."""
        leader, other = self._workers()
        starts, began = leader.starts, time.monotonic()
        self.cluster.signal(leader, signal.SIGSTOP)
        await self.cluster.until(lambda: other.leads)
        self.seen["leader frozen: another leads"].append(time.monotonic() - began)
        await self.clock.sleep(CALM)
        self.cluster.signal(leader, signal.SIGCONT)
        await self.cluster.until(lambda: leader.starts > starts and leader.up)

    async def restart_server(self) -> None:
        """It crashes and is there again."""
        self.server.halt()
        await asyncio.to_thread(self.server.launch, SAFE)
        await self._answers("server restarted: answers again")

    async def take_server_away(self) -> None:
        """It crashes and is away for a while."""
        self.server.halt()
        await self.clock.sleep(GONE)
        await asyncio.to_thread(self.server.launch, SAFE)
        await self._answers("server away 30 s: answers again")

    async def freeze_server(self) -> None:
        """It takes connections and says nothing."""
        self.server.freeze()
        try:
            await self._lags("server frozen 20 s: loop lag p99")
        finally:
            self.server.thaw()
        await self._answers("server frozen 20 s: answers again")

    async def pause_network(self) -> None:
        """Whatever is said to the server is swallowed, while it lives."""
        self.relay.pause()
        try:
            await self._lags("network paused 20 s: loop lag p99")
        finally:
            self.relay.resume()
        await self._answers("network paused 20 s: answers again")

    async def roll(self) -> None:
        """Each front is stopped and started, one after the other."""
        for front in FRONTS:
            await self.end(self.cluster.members[front], signal.SIGTERM)

    async def _answers(self, what: str) -> None:
        began = time.monotonic()
        for front in FRONTS:
            while '"data"' not in (said := await self.load.caller.ask(front)) or away(said) or CROWD in said:
                await self.clock.sleep(0.05)
        self.seen[what].append(time.monotonic() - began)

    async def _lags(self, what: str) -> None:
        """Look at the event loops of the fronts for a while."""
        lags, end = list[float](), time.monotonic() + FROZEN
        while time.monotonic() < end:
            await self.clock.sleep(1.0)
            lags += [await self._lag(self.cluster.members[front]) for front in FRONTS]
        self.seen[what] += lags

    async def _lag(self, member: Member) -> float:
        async with self.session.get(f"http://127.0.0.1:{member.ports['METRICS_PORT']}/metrics") as answer:
            found = LAG.search(await answer.text())
        return float(found[1]) if found else 0.0

    def late(self) -> list[str]:
        """Print what was measured; the bounds that were missed.

        A bound holds for the worst value, of the loops' lag for 99 % of all looks in the run.
        """
        self.seen["database away: said so in words"] += self.load.record.words
        print("the slowest such words, seconds and after what:", *self.load.record.slowest)
        missed = []
        print(f"\n{'':34} {'n':>5} {'median s':>9} {'p99 s':>9} {'worst s':>9} {'bound s':>9}")
        for what, bound in BOUNDS.items():
            took = sorted(self.seen[what])
            if took:
                p99 = took[len(took) * 99 // 100]
                print(f"{what:34} {len(took):5} {took[len(took) // 2]:9.3f} {p99:9.3f} {took[-1]:9.3f} {bound:9.3f}")
                held = p99 if what.endswith("p99") else took[-1]
                missed += [f"{what}: {held:.3f} s"] if held > bound else []
        return missed


async def stopped(task: asyncio.Task[None]) -> None:
    """Cancel a task, and wait for its end."""
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def order(names: Sequence[str], times: int, seconds: float, dice: random.Random) -> Iterator[str]:
    """Which faults come one after the other."""
    end = time.monotonic() + seconds
    if times:
        yield from (name for _ in range(times) for name in names)
        return
    coming = dice.sample(names, len(names))
    while time.monotonic() < end:
        yield coming.pop() if coming else dice.choice(names)


async def hurt(server: TestServer, rate: float, chosen: Callable[[Sequence[str]], Iterator[str]]) -> list[str]:
    """Everything; the promises that were not kept and the bounds that were missed."""
    discord = Discord(Bell())
    await discord.start()
    settings = {
        "SOURCES__LIVE": "false", "STOP_SECONDS": "8", "DISCORD__TOKEN": "token", "DISCORD__APPLICATION_ID": APP,
        "DISCORD__API_URL": discord.api, "DISCORD__PUBLIC_KEY": PUBLIC,
    }  # fmt: skip
    environment = {f"SPUDWATCH_{key}": value for key, value in settings.items()}
    connector = aiohttp.TCPConnector(limit=0, force_close=True)
    try:
        address = server.create()
        async with (
            Relay(address) as relay,
            Cluster(relay.address, environment) as cluster,
            aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(30)) as session,
            AsyncExitStack() as stack,
        ):
            store = open_database(address, 2.0)
            load = Load(cluster, discord, session, store, rate)
            faults, working = Faults(server, relay, load, session), asyncio.create_task(load.run())
            stack.push_async_callback(load.close)
            stack.push_async_callback(stopped, working)
            hung = list[str]()
            for name in chosen(list(faults.all())):
                load.during, began = name, time.monotonic()
                try:
                    await cluster.until(cluster.settled)  # a busy machine may have changed its leader since
                    await faults.all()[name]()
                    await cluster.until(cluster.settled)
                except TimeoutError as error:
                    hung.append(f"{name}: not well again, {error}")
                    break
                print(f"{name:34} {time.monotonic() - began:6.1f} s, {dict(load.record.told)}", flush=True)
                load.during = f"after {name}"
                await asyncio.wait({working}, timeout=CALM)
                if working.done():
                    working.result()
            await stopped(working)
            await load.settle()
            broken = hung + load.broken()
            print(*(f"{what}: {count}" for what, count in load.record.told.items()), sep="\n")
            store.close()
            return broken + faults.late()
    finally:
        await discord.stop()


def main() -> int:
    """Hurt it, and print."""
    words = argparse.ArgumentParser(prog="tests.serving.faults")
    words.add_argument("--minutes", type=float, default=60.0, help="for how long")
    words.add_argument("--rate", type=float, default=20.0, help="commands a second")
    words.add_argument("--seed", type=int, default=1, help="of the order of faults")
    words.add_argument("--only", action="append", default=[], help="a fault, by its name; may be said again")
    words.add_argument("--times", type=int, default=0, help="whole rounds instead of minutes")
    said = words.parse_args()
    dice = random.Random(said.seed)  # noqa: S311 - repeatable
    try:
        server = TestServer.start(SAFE)
    except ServerMissing as missing:
        print(missing)
        return 1
    if server.process is None:
        print("The server that is named is not ours to stop.")
        return 1
    try:
        faults = partial(order, times=said.times, seconds=said.minutes * 60, dice=dice)
        broken = asyncio.run(hurt(server, said.rate, lambda names: faults([*said.only] or names)))
    finally:
        server.stop()
    print(*(broken or ["every promise kept"]), sep="\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
