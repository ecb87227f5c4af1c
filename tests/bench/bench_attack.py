"""Hostile lines on `ask`, Slack over HTTP and Discord over HTTP, half-sent headers, and 10,000 digests due at once.

By hand: ``python -m tests.bench.bench_attack [lines]`` (20,000 by default; ``SPUDWATCH_TEST_SEED`` repeats a run). It
prints a table; exit 1 when an answer is our fault, is missing, holds a word that another tenant wrote, or takes longer
than a second, or the loop is held up. The others are three tenants of `tests.safety.tenants`, who did everything first.
"""

import asyncio
import json
import os
import random
import re
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from datetime import time as wall
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlencode

import aiohttp
from aiohttp.test_utils import TestServer

from adapters.runtime.bootstrap import RunningApp, build
from adapters.runtime.clock import StandingClock
from bot.dispatch.command import Command
from bot.dispatch.registry import CommandRegistry
from bot.domain.notify.digest import DigestFilter
from bot.domain.notify.timetable import Timetable
from bot.domain.time.schedule import EVERY
from bot.jobs.wiring import NotificationJobs
from bot.messages.request import Request, Role
from bot.notifications.change_recorder import record_changes
from bot.ports.notifications.subscriptions import Digest, Mode
from storage.export import export_lines
from tests.adapters.discord.caller import PUBLIC, Caller
from tests.adapters.discord.conftest import platform as discord_platform
from tests.adapters.discord.interactions import slash
from tests.adapters.discord.local import LocalDiscord
from tests.adapters.slack.conftest import running as slack_running
from tests.adapters.slack.people import signed
from tests.bench.figures import Figure, report
from tests.clocks import FakeClock
from tests.platforms import LikeDiscord, Platform
from tests.safety.fields import WORDS
from tests.safety.tenants import TENANTS, WORD, World, operations

NOON = datetime(2026, 4, 21, 12, tzinfo=UTC)
SECOND, LAG = 1.0, 0.020
DIGESTS, HALF_SENT = 10_000, 1_100
FAULT = "failed on my side"
LEAK = re.compile(
    r"Traceback|site-packages|sqlite3\.|/adapters/|/storage/|xox[bp]-|Bot token|<!(?:here|channel|everyone)"
)
SILENT = {"parse": []}  # whom a message on Discord may ping
MARK = "<!"  # begins what pings many on Slack, and nothing elsewhere
ODD = (
    "\x00", "\u202e", "\ud83e", "²", "①", "½", "٣", "\u200b", "'", '"', "\\", "`", "{", "}", "%s", "${x}", "<@1>",
    "<!here>", "|", ":", "1e400", "-0", "NaN", "99999999999999999999", "o³", "CL-²", "GPT-5.²", "31 Feb", "13/13/2026",
    "tomorrow " * 9, "ﷺ", "SELECT * FROM claims", "NEAR(a b)", "AND OR NOT", "../../etc/passwd", "(" * 40, "x" * 3_000,
    "-- ", "/*", "*", "~~", "\n",
)  # fmt: skip


@dataclass
class Outcome:
    """What became of one kind of attack."""

    what: str
    n: int = 0
    faults: list[str] = field(default_factory=list)
    took: list[float] = field(default_factory=list)
    slowest: str = ""
    leaks: list[str] = field(default_factory=list)
    others: tuple[str, ...] = tuple(WORD.values())

    def look(self, sent: str, answer: str) -> None:
        """Look for what no answer may hold: paths, traces, secrets, mentions that ping, and words of other tenants."""
        if found := LEAK.search(answer):
            self.leaks.append(f"{found[0]!r} after {sent}")
        told = answer.casefold()
        self.leaks += [f"{word} after {sent}" for word in self.others if word in told]

    def note(self, sent: str, answer: str, seconds: float) -> None:
        self.n += 1
        if seconds > max(self.took, default=0.0):
            self.slowest = sent
        self.took.append(seconds)
        if not answer or FAULT in answer:
            self.faults.append(sent)

    def row(self) -> str:
        took = sorted(self.took)
        figures = (
            f"{self.n:7} {len(self.faults):9} {len(self.leaks):6} {took[len(took) * 99 // 100]:8.3f} {took[-1]:8.3f}"
        )
        return f"{self.what:26} {figures}" + (f"  slowest: {self.slowest!r:.200}" if took[-1] > SECOND else "")


def attacks(dice: random.Random, count: int) -> Iterator[tuple[type[Command], dict[str, str]]]:
    """Commands with hostile values; most of a line is what people type, so that it is read further."""
    kinds = [kind for kind in CommandRegistry().all() if kind.options]
    for _ in range(count):
        kind = dice.choice(kinds)
        yield kind, {opt.name: _value(dice, opt.name) for opt in kind.options if opt.required or dice.random() < 0.3}


def _value(dice: random.Random, name: str) -> str:
    words = [dice.choice(ODD) if dice.random() < 0.4 else WORDS.get(name, "spud") for _ in range(dice.randint(1, 4))]
    text = dice.choice((" ", "")).join(words)
    if dice.random() < 0.3:
        place = dice.randrange(len(text) + 1)
        text = text[:place] + chr(dice.choice((dice.randrange(1, 767), dice.randrange(8192, 55295)))) + text[place:]
    return text


def line_of(kind: type[Command], values: dict[str, str]) -> str:
    quoted = (f'{name}:"{value}"' if "\n" not in value else value for name, value in values.items())
    return " ".join([kind.name, *quoted]).replace("\n", " ").encode("utf-8", "replace").decode()


async def by_ask(database: Path, dice: random.Random, count: int) -> Outcome:
    """A process that reads lines and prints an answer a line."""
    found = Outcome("ask -")
    command = ["-m", "adapters", "ask", "-", "--json", "--database", str(database), "--at", NOON.isoformat()]
    child = await asyncio.create_subprocess_exec(
        sys.executable, *command, stdin=-1, stdout=-1, limit=1 << 24, cwd=Path(__file__).resolve().parents[2]
    )
    assert child.stdin is not None
    assert child.stdout is not None
    for number, (kind, values) in enumerate(attacks(dice, count)):
        line = line_of(kind, values)
        began = time.perf_counter()
        child.stdin.write(line.encode() + b"\n")
        raw = await child.stdout.readline()
        answer = json.loads(raw or b"{}")
        said = "" if not answer else FAULT if answer["outcome"] == "broken" else "answered"
        found.look(line, raw.decode().replace(MARK, ""))  # a terminal pings nobody
        found.note(line, said, time.perf_counter() - began if number else 0.0)  # the first answer is the start's, too
    child.stdin.close()
    await child.wait()
    return found


async def by_slack(world: RunningApp, folder: Path, dice: random.Random, count: int) -> Outcome:
    """Signed slash commands on the endpoint."""
    found = Outcome("Slack over HTTP", others=(WORD["discord:7"], WORD["discord:8"]))  # T1 is who asks
    async with slack_running(folder, "http", app=world.app) as slack:
        slack.clock.at = NOON
        for number, (kind, values) in enumerate(attacks(dice, count)):
            top, _, rest = line_of(kind, values).partition(" ")
            body = {
                "command": f"/{top}", "text": rest, "team_id": "T1", "channel_id": "C1", "user_id": "UADMIN",
                "response_url": slack.slack.response_url(), "trigger_id": f"{number}.1", "api_app_id": "A1",
            }  # fmt: skip
            raw = urlencode(body).encode()
            headers = {"Content-Type": "application/x-www-form-urlencoded", **signed(slack.clock, raw)}
            began = time.perf_counter()
            status, answer = await slack.post(raw, headers)
            found.note(rest, "" if status != 200 else str(answer or "by a form"), time.perf_counter() - began)
            found.look(rest, str(answer))
            if number % 100 == 99:
                await slack.settle()
                found.look(
                    "one of the last hundred", str([args for name, args in slack.slack.calls if name != "auth.test"])
                )
                slack.slack.calls.clear()
                slack.slack.views.clear()
                slack.slack.messages.clear()
    return found


async def by_discord(world: RunningApp, dice: random.Random, count: int) -> Outcome:
    """Signed interactions on the endpoint."""
    found = Outcome("Discord over HTTP")
    async with discord_endpoint(world) as (caller, discord):
        for number, (kind, values) in enumerate(attacks(dice, count)):
            top, _, sub = kind.name.partition(" ")
            given = {name: value.encode("utf-8", "replace").decode() for name, value in values.items()}
            payload, _ = discord.make(2, slash(top, sub, **given), member=MEMBER)
            began = time.perf_counter()
            status, answer = await caller.say(payload)
            taken = status == 202 or (status == 200 and FAULT not in str(answer))
            found.note(str(given), "answered" if taken else FAULT, time.perf_counter() - began)
            found.look(str(given), str(answer).replace(MARK, ""))
            found.leaks += [f"mentions after {given}"] if _pings(answer) else []
            if number % 100 == 99:
                sent = [got.body for got in discord.received]
                found.look("one of the last hundred", str(sent).replace(MARK, ""))
                found.leaks += ["mentions after one of the last hundred"] if any(map(_pings, sent)) else []
                discord.received.clear()
                discord.told.clear()
    return found


def _pings(answer: object) -> bool:
    """Whether a message, as an answer or alone, may ping anybody on Discord."""
    if not isinstance(answer, dict):
        return False
    message = answer.get("data", answer)
    written = "components" in message and "custom_id" not in message  # neither suggestions nor a form
    return written and message.get("allowed_mentions") != SILENT


MEMBER = {"user": {"id": "42", "username": "ana"}, "roles": [], "permissions": str(1 << 3)}


@asynccontextmanager
async def discord_endpoint(world: RunningApp) -> AsyncIterator[tuple[Caller, LocalDiscord]]:
    clock = FakeClock()
    discord = await LocalDiscord(clock).start()
    async with discord_platform(world.app, discord, clock, settings={"public_key": PUBLIC, "http_port": 1}) as made:
        server = TestServer(made.endpoint().application(), host="127.0.0.1")
        await server.start_server()
        async with aiohttp.ClientSession() as session:
            yield Caller(server, session, made._clock), discord
        await server.close()
    await discord.stop()


async def digests_at_once(world: RunningApp, clock: StandingClock) -> tuple[Outcome, float]:
    """Ten thousand digests due in one minute: answers meanwhile, and how late the loop wakes (p99, seconds)."""
    found, late = Outcome("answers beside digests"), list[float]()
    table, wish = Timetable(EVERY, wall(9), "Europe/Berlin"), DigestFilter(about=("openai/spud",))
    for number in range(DIGESTS):
        made = Digest(
            number=1, tenant=f"discord:{number}", place=f"discord:{number}/9", owner="discord:42", name="Watch",
            table=table, wish=wish, made_at=NOON, covered=NOON - timedelta(days=1), next_at=table.next_after(NOON).at,
            mode=Mode.ACTIVE,
        )  # fmt: skip
        await world.ports.subscriptions.keep(made, NOON)
    jobs = NotificationJobs(world.ports, {"discord": LikeDiscord(Platform(clock))})
    await jobs.clock.look()
    await jobs.alerts.tick()
    clock.move(table.next_after(NOON).at)
    working = asyncio.create_task(jobs.digests.tick())

    async def lag() -> None:
        while not working.done():
            began = time.perf_counter()
            await asyncio.sleep(0.005)
            late.append(max(0.0, time.perf_counter() - began - 0.005))

    async def answers() -> None:
        while not working.done():
            began = time.perf_counter()
            ask = Request(line="odds spud", actor="discord:1", place="discord:7/9", roles=frozenset({Role.MEMBER}))
            reply = await world.app.run(ask)
            found.note("odds spud", reply.title, time.perf_counter() - began)
            await asyncio.sleep(0.05)

    await asyncio.gather(working, lag(), answers())
    assert working.result() == DIGESTS
    late.sort()
    return found, late[len(late) * 99 // 100]


async def half_sent(world: RunningApp) -> Outcome:
    """Connections that send half a header and nothing more; others are answered meanwhile."""
    found = Outcome("beside half-sent headers")
    async with discord_endpoint(world) as (caller, discord):
        held = []
        for _ in range(HALF_SENT):
            reader, writer = await asyncio.open_connection("127.0.0.1", caller.server.port)
            writer.write(b"POST /discord/interactions HTTP/1.1\r\nHost: x")
            held.append((reader, writer))
        for _ in range(50):
            payload, _told = discord.make(2, slash("odds", "show", about="spud"), member=MEMBER)
            began = time.perf_counter()
            status, _ = await caller.say(payload)
            found.note("odds", "answered" if status in (200, 202) else "", time.perf_counter() - began)
        for _, writer in held:
            writer.close()
    return found


async def others_say(running: RunningApp, dice: random.Random) -> None:
    """Let three tenants do everything there is to do, each with words of its own.

    Raises:
        RuntimeError: a tenant's words were not kept, so that finding none of them elsewhere would prove nothing.
    """

    async def settled() -> None:
        await running.store.database.write(lambda _db: None)

    people = World(SimpleNamespace(app=running.app, settled=settled), dice)
    for tenant in TENANTS:
        for line in operations(people, tenant).values():
            await people.say(tenant, line)
        if not any(WORD[tenant] in row for row in export_lines(running.store.database, tenant)):
            raise RuntimeError(f"nothing that {tenant} said was kept")


async def attacked(folder: Path, count: int, seed: int) -> list[Figure]:
    fresh = build(folder / "quiet.db", StandingClock(NOON))
    for _ in range(20):  # a process that serves does this after a ledger was loaded; each look works off a part
        await record_changes(fresh.ports, NOON)
    fresh.close()
    said = build(Path(shutil.copy(folder / "quiet.db", folder / "fresh.db")), StandingClock(NOON))
    await others_say(said, random.Random(seed))  # noqa: S311 - repeatable
    said.close()

    def world(name: str, kept: str = "fresh") -> tuple[RunningApp, StandingClock]:
        clock = StandingClock(NOON)
        return build(Path(shutil.copy(folder / f"{kept}.db", folder / f"{name}.db")), clock), clock

    def dice(salt: int) -> random.Random:
        return random.Random(seed * 100 + salt)  # noqa: S311 - repeatable

    print(f"{'what':26} {'n':>7} {'our fault':>9} {'leaks':>6} {'p99 s':>8} {'max s':>8}", flush=True)
    rows: list[Outcome] = []

    async def run(work: Callable[[], Awaitable[Outcome]]) -> None:
        rows.append(await work())
        print(
            rows[-1].row(),
            *(repr(one)[:160] for one in rows[-1].faults[:3] + rows[-1].leaks[:3]),
            sep="\n  ",
            flush=True,
        )

    shutil.copy(folder / "fresh.db", folder / "ask.db")
    await run(lambda: by_ask(folder / "ask.db", dice(1), count))
    app, _ = world("slack")
    await run(lambda: by_slack(app, folder, dice(2), count))
    app.close()
    app, _ = world("discord")
    await run(lambda: by_discord(app, dice(3), count))
    await run(lambda: half_sent(app))
    app.close()
    app, clock = world("digests", "quiet")
    beside, late = await digests_at_once(app, clock)
    app.close()
    rows.append(beside)
    print(beside.row())
    slowest = [Figure(f"{row.what}: slowest of {row.n:,}", max(row.took), "s", SECOND) for row in rows]
    wrong = [Figure(f"{row.what}: our fault", len(row.faults), "", 0) for row in rows]
    leaks = [Figure(f"{row.what}: leaks", len(row.leaks), "", 0) for row in rows]
    return [*wrong, *leaks, *slowest, Figure(f"loop lag p99 beside {DIGESTS:,} digests", late * 1000, "ms", LAG * 1000)]


def main() -> int:
    """Attack, and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as name:
        found = asyncio.run(attacked(Path(name), count, int(os.environ.get("SPUDWATCH_TEST_SEED", "1"))))
    return report(found)


if __name__ == "__main__":
    sys.exit(main())
