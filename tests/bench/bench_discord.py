"""Discord's figures, each against a bare discord.py handler on the same wire in the same run.

    python -m tests.bench.bench_discord [answers] [complete] [posts] [memory]

*same* is a handler that runs the same command on the same database and draws the answer with discord.py's own
components: what the adapter costs. *fixed* sends one fixed line from memory: what the whole answer costs, for
information. Medians of interleaved rounds; exits with 1 if a bound is broken. Run by hand: it takes the machine.
"""

import asyncio
import json
import logging
import statistics
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Self

import discord
from aiohttp import web
from pydantic import SecretStr

from adapters.discord.platform import DiscordPlatform
from adapters.discord.transport.gateway import point
from adapters.runtime.bootstrap import build
from adapters.runtime.clock import SystemClock
from bot.dispatch.app import App
from bot.dispatch.completions import Suggestion
from bot.messages.reply import Reply
from bot.messages.request import Request
from bot.ports.notifications.outbox import Delivered
from bot.settings import DiscordSettings
from tests.bench.figures import MEMORY, Figure, report
from tests.gallery import png

BOUNDS = {"answers": 1.15, "complete": 1.3, "posts": 0.95}
ROUNDS = 5
SIDES = {"same": "the same command behind it", "fixed": "one fixed line"}
JSON = {"Content-Type": "application/json"}
APP = "111111111111111111"
SLASH = {"id": "1", "type": 1, "name": "odds", "options": [
    {"type": 1, "name": "show", "options": [{"type": 3, "name": "about", "value": "spud"}]}]}  # fmt: skip
_ABOUT = {"type": 3, "name": "about", "value": "sp", "focused": True}
TYPING = {"id": "1", "type": 1, "name": "odds", "options": [{"type": 1, "name": "show", "options": [_ABOUT]}]}


class Wire:
    """The least Discord that answers: a socket that dispatches and a callback that notes the time."""

    def __init__(self) -> None:
        self.sockets: list[web.WebSocketResponse] = []
        self.waiting: dict[str, asyncio.Future[float]] = {}
        self.guilds: list[dict[str, Any]] = []
        self.extra: list[str] = []
        self.count = 0
        self.url = ""
        self.connected = asyncio.Event()
        self.posted: deque[float] = deque()
        self.refused = 0
        self.first = self.last = 0.0

    async def start(self) -> None:
        app = web.Application(client_max_size=1 << 24)
        app.router.add_get("/gateway", self._gateway)
        app.router.add_post("/api/v10/interactions/{id}/{token}/callback", self._callback)
        app.router.add_route("*", "/api/v10/{rest:.*}", self._rest)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}"  # type: ignore[union-attr]

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_str('{"op":10,"d":{"heartbeat_interval":41250}}')
        async for message in socket:
            op = json.loads(message.data)["op"]
            if op == 1:
                await socket.send_str('{"op":11}')
            elif op == 2:
                user = {"id": "2", "username": "b", "discriminator": "0", "avatar": None, "bot": True}
                ready = {"v": 10, "user": user, "guilds": self.guilds, "session_id": "s", "shard": [0, 1],
                         "resume_gateway_url": self.url, "application": {"id": APP, "flags": 0}}  # fmt: skip
                await socket.send_str(json.dumps({"op": 0, "t": "READY", "s": 1, "d": ready}))
                for frame in self.extra:
                    await socket.send_str(frame)
                self.sockets.append(socket)
                self.connected.set()
        return socket

    async def _callback(self, request: web.Request) -> web.Response:
        await request.read()
        self.waiting.pop(request.match_info["token"]).set_result(time.perf_counter())
        if request.query:
            answer = b'{"interaction":{"id":"1","type":2},"resource":{"type":4}}'
            return web.Response(body=answer, headers=JSON)
        return web.Response(status=204)

    async def _rest(self, request: web.Request) -> web.Response:
        path = request.match_info["rest"]
        if path.startswith("channels/"):
            return self._post()
        owner = {"id": "2", "username": "a", "discriminator": "0", "avatar": None}
        if path == "gateway/bot":
            limit = {"total": 1000, "remaining": 999, "reset_after": 1, "max_concurrency": 1}
            answer: Any = {
                "url": self.url.replace("http", "ws") + "/gateway",
                "shards": 1,
                "session_start_limit": limit,
            }
        else:
            answer = {"id": APP, "name": "b", "description": "", "icon": None, "bot_public": True, "summary": ""}
            answer |= {"bot_require_code_grant": False, "verify_key": "00", "owner": owner, "flags": 0} | owner
        return web.Response(body=json.dumps(answer).encode(), headers=JSON)

    def _post(self) -> web.Response:
        """A message, within fifty in any second."""
        now = time.perf_counter()
        while self.posted and self.posted[0] <= now - 1.0:
            self.posted.popleft()
        if len(self.posted) >= 50:
            self.refused += 1
            body = {"message": "limited", "retry_after": self.posted[0] + 1.0 - now, "global": True}
            return web.Response(status=429, body=json.dumps(body).encode(), headers=JSON | {"Via": "1.1"})
        self.posted.append(now)
        self.first, self.last = self.first or now, now
        self.count += 1
        limits = {"X-RateLimit-Remaining": "4", "X-RateLimit-Reset-After": "5"}
        return web.Response(body=b'{"id":"%d"}' % self.count, headers=JSON | limits)

    async def ask(self, socket: web.WebSocketResponse, kind: int, data: dict[str, Any]) -> float:
        """Send one interaction; seconds until its callback arrived."""
        self.count += 1
        token = f"t{self.count}"
        user = {
            "id": "555555555555555555",
            "username": "ana",
            "discriminator": "0",
            "avatar": None,
            "global_name": None,
        }
        payload = {"id": str(10**17 + self.count), "application_id": APP, "type": kind, "token": token, "version": 1,
                   "guild_id": "333333333333333333", "channel_id": "444444444444444444", "locale": "en-GB",
                   "channel": {"id": "444444444444444444", "type": 0, "name": "x", "permissions": "0", "position": 0},
                   "member": {"user": user, "roles": [], "permissions": "0", "joined_at": "2024-01-01T00:00:00+00:00",
                              "deaf": False, "mute": False, "flags": 0},
                   "authorizing_integration_owners": {"0": "333333333333333333"}, "context": 0, "entitlements": [],
                   "app_permissions": "0", "attachment_size_limit": 10485760, "data": data}  # fmt: skip
        future = self.waiting[token] = asyncio.get_running_loop().create_future()
        frame = json.dumps({"op": 0, "t": "INTERACTION_CREATE", "s": self.count, "d": payload})
        began = time.perf_counter()
        await socket.send_str(frame)
        return float(await asyncio.wait_for(future, 20) - began)


class Bare(discord.Client):
    """What one writes with discord.py in ten lines; without an app it says one fixed line."""

    def __init__(self, app: App | None = None) -> None:
        super().__init__(intents=discord.Intents(guilds=True), max_messages=None)
        self.app = app

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Answer at once."""
        place = f"discord:{interaction.guild_id}/{interaction.channel_id}"
        asked = Request(name="odds show", values={"about": "spud"}, actor=f"discord:{interaction.user.id}", place=place)
        if interaction.type is discord.InteractionType.autocomplete:
            found = await self.app.suggest(asked, "about", "sp") if self.app else [Suggestion("Spud", "spud")] * 5
            choices = [discord.app_commands.Choice(name=one.label, value=one.value) for one in found]
            await interaction.response.autocomplete(choices)
        elif self.app is None:
            await interaction.response.send_message("Spud: 78 % by 30 Apr", ephemeral=True)
        else:
            await interaction.response.send_message(view=Drawn(await self.app.run(asked)), ephemeral=True)


class Drawn(discord.ui.LayoutView):
    """A reply by discord.py's own components, without our care for limits and markup."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(timeout=None)
        box: discord.ui.Container[Any] = discord.ui.Container(accent_color=0x5865F2)
        box.add_item(discord.ui.TextDisplay(reply.plain[:4_000]))
        row: discord.ui.ActionRow[Any] = discord.ui.ActionRow()
        for action in reply.actions[:5]:
            row.add_item(discord.ui.Button(label=action.label, custom_id=action.label))
        if row.children:
            box.add_item(row)
        self.add_item(box)


async def bare(url: str, app: App | None = None) -> None:
    """discord.py alone."""
    point(url + "/api/v10", url.replace("http", "ws") + "/gateway")
    async with Bare(app) as client:
        await client.start("token")


async def same(url: str) -> None:
    """discord.py alone, with the same command behind it."""
    with tempfile.TemporaryDirectory() as folder:
        await bare(url, build(Path(folder) / "bench.db", SystemClock()).app)


async def ours(url: str) -> None:
    """The real thing."""
    with tempfile.TemporaryDirectory() as folder:
        platform = await opened(build(Path(folder) / "bench.db", SystemClock()).app, url)
        await platform.run()


async def opened(app: App, url: str) -> DiscordPlatform:
    """A platform on the wire."""
    gateway = url.replace("http", "ws") + "/gateway"
    settings = DiscordSettings(
        token=SecretStr("token"), application_id=APP, api_url=url + "/api/v10", gateway_url=gateway
    )
    return DiscordPlatform(app, settings, picture=png)


class Side:
    """A bot in a process of its own, and its gateway connection."""

    def __init__(self, name: str, wire: Wire) -> None:
        self.name, self._wire = name, wire

    async def __aenter__(self) -> Self:
        """Start it, and wait until it has identified."""
        self._wire.connected.clear()
        command = [sys.executable, "-m", "tests.bench.bench_discord", "side", self.name, self._wire.url]
        self.process = subprocess.Popen(command)  # noqa: ASYNC220 - ourselves
        await asyncio.wait_for(self._wire.connected.wait(), 60)
        self.socket = self._wire.sockets[-1]
        return self

    async def __aexit__(self, *args: object) -> None:
        """End it."""
        self.process.kill()
        self.process.wait()

    @property
    def megabytes(self) -> float:
        """What it holds in memory."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1_024


async def median(wire: Wire, side: Side, kind: int, data: dict[str, Any], outstanding: int, total: int) -> float:
    """The median of ``total`` answers with so many outstanding, in milliseconds."""
    took: list[float] = []

    async def one_after_another(count: int) -> None:
        for _ in range(count):
            took.append(await wire.ask(side.socket, kind, data))  # noqa: PERF401 - each waits for the one before

    await asyncio.gather(*(one_after_another(total // outstanding) for _ in range(outstanding)))
    return statistics.median(took) * 1_000


async def answers(kind: int, data: dict[str, Any], name: str, against: tuple[str, ...]) -> list[Figure]:
    """Ratios to the first of ``against`` (bound) and the others (for information), at 1 and 64 outstanding."""
    wire = Wire()
    await wire.start()
    found: list[Figure] = []
    async with AsyncExitStack() as stack:
        sides = [await stack.enter_async_context(Side(one, wire)) for one in ("ours", *against)]
        for side in sides:
            await median(wire, side, kind, data, 16, 320)  # warm
        for outstanding, total in ((1, 200), (64, 1_280)):
            rounds = []
            for turn in range(ROUNDS):
                order = sides if turn % 2 else sides[::-1]
                rounds.append({side.name: await median(wire, side, kind, data, outstanding, total) for side in order})
            for other in against:
                ratio = statistics.median(one["ours"] / one[other] for one in rounds)
                what = f"{name} over the gateway, {outstanding} in flight, p50 against discord.py, {SIDES[other]}"
                found.append(Figure(what, ratio, "x", BOUNDS[name] if other == against[0] else None))
    return found


async def posts() -> list[Figure]:
    """A thousand posts to a thousand channels, against what fifty a second allow."""
    wire = Wire()
    await wire.start()
    with tempfile.TemporaryDirectory() as folder:
        platform = await opened(build(Path(folder) / "bench.db", SystemClock()).app, wire.url)
        sent = await asyncio.gather(
            *(platform.poster.send(f"discord:7/{n}", Reply(title="Digest"), f"key {n}", 60.0) for n in range(1_000))
        )
        await platform.close()
    took = wire.last - wire.first  # as Discord sees it
    share = (1_000 / 50 - 1) / took
    delivered = sum(isinstance(one, Delivered) for one in sent)
    return [
        Figure("1,000 posts to Discord, share of its limit", share, "", BOUNDS["posts"], least=True),
        Figure("1,000 posts to Discord, not delivered or 429", 1_000 - delivered + wire.refused, "", 0),
    ]


async def memory() -> list[Figure]:
    """What ten thousand servers in READY, and a thousand of them described in full, cost."""
    wire = Wire()
    await wire.start()
    wire.guilds = [{"id": str(10**17 + n), "unavailable": True} for n in range(10_000)]
    channels = [{"id": str(n), "type": 0, "name": f"channel {n}", "position": n} for n in range(100)]
    wire.extra = [
        json.dumps({"op": 0, "t": "GUILD_CREATE", "s": 2, "d": {**guild, "unavailable": False, "channels": channels}})
        for guild in wire.guilds[:1_000]
    ]
    async with Side("ours", wire) as side:
        await median(wire, side, 2, SLASH, 1, 50)
        held = side.megabytes
    return [Figure("memory with 10,000 servers", held, "MiB", MEMORY)]


async def main(what: list[str]) -> int:
    """Measure what was asked for, or everything."""
    measured: dict[str, Callable[[], Awaitable[list[Figure]]]] = {
        "answers": lambda: answers(2, SLASH, "answers", ("same", "fixed")),
        "complete": lambda: answers(4, TYPING, "complete", ("same", "fixed")),
        "posts": posts,
        "memory": memory,
    }
    return report([figure for name in what or measured for figure in await measured[name]()])


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    if sys.argv[1:2] == ["side"]:
        asyncio.run({"fixed": bare, "same": same, "ours": ours}[sys.argv[2]](sys.argv[3]))
    else:
        sys.exit(asyncio.run(main(sys.argv[1:])))
