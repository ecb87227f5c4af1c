"""An answer over HTTP, by command and platform, against the same read in the bare framework and an ideal of the card.

By hand: ``python -m tests.bench.bench_answers [rounds]``. Ours, the floor and the ideal (`tests.bench.floors`) serve
the real ledger in a process each and are asked in turns within one run. CPU is the serving process's, a whole answer;
p50 is the caller's. *Repeated* is the same question again and again; *of another model* asks about another each time,
none of which was asked about in the ten seconds before. All three keep memory and collect garbage as ``spudwatch
serve`` does: not among what their start made. Exit 1 when a bound is broken.
"""

import asyncio
import gc
import json
import random
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import aiohttp
from aiohttp import web
from pydantic import SecretStr

from adapters.cli._heap import limit_heap
from adapters.discord.platform import DiscordPlatform
from adapters.runtime.bootstrap import build
from adapters.runtime.request_limits import RequestLimits
from adapters.slack.platform import start
from bot.domain.rate_limit import Quota
from bot.messages.request import View
from bot.notifications.change_recorder import record_changes
from bot.settings import DiscordSettings, SlackSettings
from storage.accounts.slack_installations import InstallationStore
from storage.notifications.seen_deliveries import SeenDeliveryStore
from tests.adapters.discord.caller import KEY, PUBLIC
from tests.adapters.discord.interactions import slash
from tests.adapters.discord.local import LocalDiscord
from tests.adapters.slack.local import LocalSlack
from tests.adapters.slack.people import SECRET, signed
from tests.bench.figures import MEMORY, Figure, report
from tests.bench.floors import Reads, discord_floor, slack_floor, slack_ideal
from tests.gallery import png

NOON = datetime(2026, 4, 21, 12, tzinfo=UTC)
ROUNDS, BLOCK, FLYING = 9, 20, 16
UNBOUND = Quota(10_000_000, 10_000_000)
ASKED = {
    "odds": ("odds", "show", {"about": "spud"}),
    "model": ("model", "show", {"name": "spud"}),
    "checkpoint": ("checkpoint", "show", {"label": "duck"}),
    "claimcheck": ("claimcheck", "ask", {"claim": "Spud is out"}),
    "catchup": ("catchup", "", {}),
    "help": ("spudwatch", "help", {}),
}
BOUNDS = {  # CPU of a whole answer against the floor
    "slack": {"odds": 2.5, "model": 4.0, "checkpoint": 3.0, "claimcheck": 6.0, "catchup": 6.0, "help": 1.5},
    "discord": {"odds": 3.5, "model": 4.0, "checkpoint": 3.0, "claimcheck": 6.0, "catchup": 6.0, "help": 1.5},
}
IDEAL, P50_FLYING = 2.0, 2.5


class RunningClock:
    """A clock that begins at a moment and goes on from there."""

    def __init__(self, at: datetime = NOON) -> None:
        self._at, self._began = at, time.monotonic()

    def now(self) -> datetime:
        """The moment it is."""
        return self._at + timedelta(seconds=time.monotonic() - self._began)

    async def sleep(self, seconds: float) -> None:
        """Wait on the loop."""
        await asyncio.sleep(seconds)


@dataclass
class Side:
    """A serving process, and what asking it took."""

    name: str
    session: aiohttp.ClientSession
    url: str = ""
    process: asyncio.subprocess.Process | None = None
    cpu: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wall: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    async def used(self) -> float:
        """Seconds of CPU it has used."""
        async with self.session.get(f"{self.url}/cpu") as answer:
            return float(await answer.text())


def serving(platform: str, kind: str, database: Path) -> None:
    """Serve one side, and print the port."""
    limit_heap()
    asyncio.run(_serving(platform, kind, database))


async def _serving(platform: str, kind: str, database: Path) -> None:
    clock = RunningClock(NOON)
    reads = Reads(database, lambda: int(clock.now().timestamp()))
    match platform, kind:
        case "slack", "floor":
            app = slack_floor(reads, clock)
        case "slack", "ideal":
            app = slack_ideal(reads)
        case "discord", "floor" | "ideal":
            app = discord_floor(reads, ideal=kind == "ideal")
        case "slack", _:
            app = await _slack(database, clock)
        case _:
            app = await _discord(database, clock)

    async def cpu(_request: web.Request) -> web.Response:
        return web.Response(text=repr(time.process_time()))

    app.router.add_get("/cpu", cpu)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    gc.collect()
    gc.freeze()
    sys.stdout.write(f"{site._server.sockets[0].getsockname()[1]}\n")  # type: ignore[union-attr]
    sys.stdout.flush()
    await asyncio.Event().wait()


async def _slack(database: Path, clock: RunningClock) -> web.Application:
    running = build(database, clock, observers=[RequestLimits(UNBOUND, UNBOUND, UNBOUND)])
    slack = await LocalSlack(clock).__aenter__()
    settings = SlackSettings(
        bot_token=SecretStr("xoxb-1"), signing_secret=SecretStr(SECRET), api_url=slack.url("/api/"), http_port=1
    )
    store = running.store.database
    made = await start(running.app, settings, clock, InstallationStore(store), SeenDeliveryStore(store), picture=png)
    return made.endpoint.application()  # type: ignore[union-attr]


async def _discord(database: Path, clock: RunningClock) -> web.Application:
    running = build(database, clock, observers=[RequestLimits(UNBOUND, UNBOUND, UNBOUND)])
    discord = await LocalDiscord().start()
    settings = DiscordSettings(
        token=SecretStr("token"), api_url=discord.api, gateway_url=discord.ws, application_id="111111111111111111",
        public_key=PUBLIC, http_port=1,
    )  # fmt: skip
    made = DiscordPlatform(running.app, settings, picture=png, seen=SeenDeliveryStore(running.store.database))
    return made.endpoint().application()


@asynccontextmanager
async def sides(platform: str, folder: Path, names: tuple[str, ...]) -> AsyncIterator[list[Side]]:
    """The serving processes, each on a copy of the database."""
    made: list[Side] = []
    async with aiohttp.ClientSession() as session:
        for name in names:
            database = folder / f"{platform}-{name}.db"
            shutil.copy(folder / "fresh.db", database)
            command = ["-m", "tests.bench.bench_answers", "side", platform, name, str(database)]
            process = await asyncio.create_subprocess_exec(sys.executable, *command, stdout=asyncio.subprocess.PIPE)
            assert process.stdout is not None
            port = int(await asyncio.wait_for(process.stdout.readline(), 60))
            made.append(Side(name, session, f"http://127.0.0.1:{port}", process))
        try:
            yield made
        finally:
            for side in made:
                assert side.process is not None
                side.process.kill()
                await side.process.wait()


class Caller:
    """Asks as the platform does, each request a little different."""

    def __init__(self, platform: str) -> None:
        self.platform, self.count, self.clock = platform, 0, RunningClock(NOON)

    async def ask(self, side: Side, command: str, values: dict[str, str]) -> float:
        """One signed request; seconds until its answer."""
        self.count += 1
        raw, headers, path = (
            self._slack(command, values) if self.platform == "slack" else self._discord(command, values)
        )
        began = time.perf_counter()
        async with side.session.post(side.url + path, data=raw, headers=headers) as answer:
            text = await answer.read()
        took = time.perf_counter() - began
        if answer.status != 200 or not text:
            raise RuntimeError(f"{side.name} {command}: HTTP {answer.status} {text[:200]!r}")
        return took

    def _slack(self, command: str, values: dict[str, str]) -> tuple[bytes, dict[str, str], str]:
        top, sub, _ = ASKED[command]
        text = " ".join([sub, *(f'{name}:"{value}"' for name, value in values.items())]).strip()
        raw = urlencode(
            {
                "command": f"/{top}", "text": text, "team_id": "T1", "channel_id": "C1", "user_id": "U1",
                "response_url": "http://127.0.0.1:9/x", "trigger_id": f"{self.count}.1", "api_app_id": "A1",
            }
        ).encode()  # fmt: skip
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return raw, {**kind, **signed(self.clock, raw)}, "/slack/events"

    def _discord(self, command: str, values: dict[str, str]) -> tuple[bytes, dict[str, str], str]:
        top, sub, _ = ASKED[command]
        payload = {
            "id": str(self.count), "application_id": "111111111111111111", "type": 2, "token": f"t{self.count}",
            "version": 1,
            "guild_id": "333333333333333333", "channel_id": "444444444444444444", "locale": "en-US",
            "member": {"user": {"id": "555", "username": "ana"}, "roles": [], "permissions": "0"},
            "channel": {"id": "444444444444444444", "type": 0}, "context": 0, "data": slash(top, sub, **values),
        }  # fmt: skip
        body, stamp = json.dumps(payload).encode(), str(int(self.clock.now().timestamp()))
        mark = KEY.sign(stamp.encode() + body).signature.hex()
        headers = {"X-Signature-Ed25519": mark, "X-Signature-Timestamp": stamp, "Content-Type": "application/json"}
        return body, headers, "/discord/interactions"


class Others:
    """Names of models, to each side in the same order; none comes again before all have come."""

    def __init__(self, names: list[str]) -> None:
        self._names = names
        random.Random(5).shuffle(self._names)  # noqa: S311 - the same questions every time
        self._at: dict[str, int] = defaultdict(int)

    def next(self, side: str) -> str:
        """The name after the last one."""
        self._at[side] += 1
        return self._names[self._at[side] % len(self._names)]


async def asked(
    caller: Caller, side: Side, what: str, questions: list[tuple[str, dict[str, str]]], at_once: int
) -> None:
    """Ask these, so many at once; keep CPU an answer and the median wait."""
    began, waiting, took = await side.used(), iter(questions), list[float]()

    async def one_after_another() -> None:
        for command, values in waiting:
            took.append(await caller.ask(side, command, values))

    await asyncio.gather(*(one_after_another() for _ in range(at_once)))
    side.cpu[what].append((await side.used() - began) / len(questions) * 1_000)
    side.wall[what].append(statistics.median(took) * 1_000)


async def measured(platform: str, folder: Path, subjects: list[str], rounds: int) -> list[Figure]:
    """Every command on one platform."""
    caller, others = Caller(platform), Others(subjects)
    plan: list[tuple[str, str, int]] = [(command, command, 1) for command in ASKED]
    plan += [("odds of another model", "odds", 1), ("odds, 16 in flight", "odds", FLYING)]
    async with sides(platform, folder, ("ours", "floor", "ideal")) as made:
        for round_ in range(rounds + 1):
            for what, command, at_once in plan:
                for side in made if round_ % 2 else made[::-1]:
                    if side.name == "ideal" and command != "odds":
                        continue
                    given = dict(ASKED[command][2])
                    block = [(command, dict(given)) for _ in range(BLOCK * (4 if at_once > 1 else 1))]
                    if what == "odds of another model":
                        block = [(command, {"about": others.next(side.name)}) for _ in range(BLOCK)]
                    await asked(caller, side, what, block, at_once)
        for side in made:  # the first round warms
            side.cpu = defaultdict(list, {what: spent[1:] for what, spent in side.cpu.items()})
            side.wall = defaultdict(list, {what: spent[1:] for what, spent in side.wall.items()})
    return _figures(platform, made)


def _figures(platform: str, made: list[Side]) -> list[Figure]:
    ours, floor, ideal = made
    found = []

    def ratio(one: dict[str, list[float]], other: dict[str, list[float]], what: str, against: str) -> float:
        return statistics.median(a / b for a, b in zip(one[what], other[against], strict=True))

    where = f"{platform} over HTTP"
    for command, bound in BOUNDS[platform].items():
        spent = statistics.median(ours.cpu[command])
        found.append(Figure(f"{where}, /{command}, CPU", spent, "ms", 3.0 if command == "claimcheck" else None))
        found.append(
            Figure(f"{where}, /{command}, CPU against bare", ratio(ours.cpu, floor.cpu, command, command), "x", bound)
        )
    other = "odds of another model"
    found.append(
        Figure(f"{where}, /odds repeated, CPU against the ideal", ratio(ours.cpu, ideal.cpu, "odds", "odds"), "x")
    )
    found.append(
        Figure(f"{where}, /{other}, CPU against the ideal", ratio(ours.cpu, ideal.cpu, other, "odds"), "x", IDEAL)
    )
    for what, bound in (("odds", None), ("odds, 16 in flight", P50_FLYING)):
        found.append(Figure(f"{where}, /{what}, p50", statistics.median(ours.wall[what]), "ms"))
        found.append(
            Figure(f"{where}, /{what}, p50 against bare", ratio(ours.wall, floor.wall, what, what), "x", bound)
        )
    return found


async def run(rounds: int) -> list[Figure]:
    """Both platforms."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fresh = build(folder / "fresh.db", RunningClock(NOON))
        for _ in range(20):
            await record_changes(fresh.ports, NOON)
        subjects = [one.name for one in fresh.ports.ledger.suggest("", View("", NOON), 200)]
        fresh.close()
        found = [figure for one in BOUNDS for figure in await measured(one, folder, subjects, rounds)]
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1_024
    return [*found, Figure("memory of the largest serving process", memory, "MiB", MEMORY)]


if __name__ == "__main__":
    if sys.argv[1:2] == ["side"]:
        serving(sys.argv[2], sys.argv[3], Path(sys.argv[4]))
    else:
        sys.exit(report(asyncio.run(run(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS))))
