"""The real ``spudwatch serve``, a process of its own, on a local Discord and a local Slack that live in the test.

The process reads the machine's clock, so the two platforms do too; nothing here waits for time to pass, only for what
the process does: calls that arrive, connections that come and go, lines of its log.
"""

import asyncio
import json
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import web

from adapters.runtime.clock import SystemClock
from tests.adapters.discord.conftest import controls
from tests.adapters.discord.interactions import ADMIN, button, slash
from tests.adapters.discord.local import APP, LocalDiscord, Received, Told
from tests.adapters.discord.localgateway import LocalGateway
from tests.adapters.slack.local import LocalSlack
from tests.adapters.slack.local_methods import Refusal
from tests.adapters.slack.people import Person

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120.0  # seconds after which a test is wrong, on the slowest machine; nothing waits that long


class Shifted(SystemClock):
    """The machine's clock, put ahead."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        return super().now() + self.ahead


class Bell:
    """Rings at everything that happens, so that a test can wait until something is so."""

    def __init__(self) -> None:
        self._rung = asyncio.Condition()

    async def ring(self) -> None:
        async with self._rung:
            self._rung.notify_all()

    async def until(self, so: Callable[[], Any]) -> None:
        async with asyncio.timeout(PATIENCE), self._rung:
            await self._rung.wait_for(so)


class Strike:
    """Kills the process once all these calls have arrived, each of which then takes effect or does not."""

    def __init__(self, world: "World", calls: int, *, takes_effect: bool) -> None:
        self._world, self._calls, self.takes_effect = world, calls, takes_effect

    async def meet(self) -> None:
        self._calls -= 1
        if self._calls == 0:
            self._world.process.send_signal(signal.SIGKILL)
        await self._world.bell.ring()
        await self._world.bell.until(lambda: self._calls <= 0)


class Gateway(LocalGateway):
    async def serve(self, request: web.Request) -> web.StreamResponse:
        if self._discord.down:
            return self._discord.gone(request)
        try:
            return await super().serve(request)
        finally:
            await self._discord.bell.ring()

    async def _tell(self) -> None:
        await super()._tell()
        await self._discord.bell.ring()


class Discord(LocalDiscord):
    def __init__(self, bell: Bell) -> None:
        super().__init__(SystemClock())
        self.bell, self.down, self.turned_away = bell, False, 0
        self.strikes: dict[str, Strike] = {}
        self.gateway = Gateway(self)

    def gone(self, request: web.Request) -> web.StreamResponse:
        self.turned_away += 1
        request.transport.abort()
        return web.Response(status=500)

    async def fall(self) -> None:
        self.down = True
        await self.gateway.stop()

    async def _rest(self, request: web.Request) -> web.StreamResponse:
        try:
            return self.gone(request) if self.down else await super()._rest(request)
        finally:
            await self.bell.ring()

    async def _answer(self, request: web.Request, got: Received) -> tuple[int, Any, dict[str, str]]:
        name = next((name for name in self.strikes if name in f"{got.method} {got.path}"), "")
        if not name:
            return await super()._answer(request, got)
        strike = self.strikes.pop(name)
        await strike.meet()
        return await super()._answer(request, got) if strike.takes_effect else (503, {}, {})


class Slack(LocalSlack):
    def __init__(self, bell: Bell) -> None:
        super().__init__(Shifted())
        self.bell, self.down = bell, False

    async def changed(self) -> None:
        await self.bell.ring()

    async def _api(self, request: web.Request) -> web.StreamResponse:
        try:
            if self.down:
                request.transport.abort()
                return web.Response(status=500)
            return await super()._api(request)
        finally:
            await self.bell.ring()

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        try:
            return await super()._respond(request)
        finally:
            await self.bell.ring()

    def strike(self, method: str, strike: Strike) -> None:
        async def fault(_request: web.Request) -> None:
            await strike.meet()
            if not strike.takes_effect:
                raise Refusal("internal_error", 503)

        self.faults[method].append(fault)


class World:
    """Both platforms, the process between starts, and people."""

    def __init__(self, database: Path, bell: Bell, discord: Discord, slack: Slack) -> None:
        self.database, self.bell, self.discord, self.slack = database, bell, discord, slack
        self.process: asyncio.subprocess.Process
        self.said: list[str] = []
        self._readers: list[asyncio.Task[None]] = []

    # ----------------------------------------------------------------------------------------------------- the process
    def environment(self, **more: str) -> dict[str, str]:
        known = {key: value for key, value in os.environ.items() if not key.startswith("SPUDWATCH_")}
        chosen = {
            "DATABASE": str(self.database),
            "SOURCES__LIVE": "false",
            "STOP_SECONDS": "8",
            "DISCORD__TOKEN": "token",
            "DISCORD__APPLICATION_ID": APP,
            "DISCORD__API_URL": self.discord.api,
            "DISCORD__GATEWAY_URL": self.discord.ws,
            "SLACK__BOT_TOKEN": "xoxb-1",
            "SLACK__APP_TOKEN": "xapp-1",
            "SLACK__API_URL": self.slack.url("/api/"),
            "SLACK__ADMINS": "U1",
        }
        return known | {f"SPUDWATCH_{key}": value for key, value in chosen.items()} | more

    async def spawn(self, **more: str) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "adapters", "serve",
            cwd=ROOT, env=self.environment(**more), stdin=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip

    async def start(self, **more: str) -> None:
        """Start it, and wait until it says that it serves."""
        self.said.clear()
        self.process = await self.spawn(**more)
        self._readers.append(asyncio.create_task(self._read(self.process)))
        await self.bell.until(lambda: self.heard("serving"))

    async def connected(self) -> None:
        """Wait until both platforms reach it."""
        await self.bell.until(lambda: self.on_discord and self.slack.sockets)

    async def serve(self, **more: str) -> None:
        """Start it, and wait until both platforms reach it."""
        await self.start(**more)
        await self.connected()

    @property
    def on_discord(self) -> bool:
        sessions = self.discord.gateway.sessions.values()
        return any(session.socket is not None and not session.socket.closed for session in sessions)

    def heard(self, event: str) -> bool:
        return any(f'"event": "{event}"' in line for line in self.said)

    async def ended(self) -> int:
        """Its exit status, once it has ended and the platforms know."""
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(self.process.wait(), *self._readers)
            self._readers.clear()
        await self.bell.until(lambda: not self.on_discord and not self.slack.sockets)
        return int(self.process.returncode or 0)

    async def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        assert await self.ended() == -signal.SIGKILL

    async def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return await self.ended()

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stderr is not None
        async for line in process.stderr:
            self.said.append(line.decode())
            await self.bell.ring()

    @contextmanager
    def storage_busy(self) -> Iterator[None]:
        """Nobody else can write in the database meanwhile: what is being saved waits."""
        other = sqlite3.connect(self.database, isolation_level=None)
        try:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")
        finally:
            other.close()

    def rows(self, sql: str) -> list[Any]:
        other = sqlite3.connect(self.database)
        try:
            return other.execute(sql).fetchall()
        finally:
            other.close()

    # ---------------------------------------------------------------------------------------------------------- people
    async def types(self, line: str, /, **values: Any) -> Told:
        """Somebody types a slash command in Discord; nothing is waited for."""
        name, _, sub = line.partition(" ")
        return await self.discord.send(2, slash(name, sub, **values), member=ADMIN)

    async def presses(self, message: dict[str, Any], label: str) -> Told:
        """Somebody presses a button in Discord; nothing is waited for."""
        about = {"id": message["id"], "flags": message.get("flags", 0)}
        return await self.discord.send(3, button(controls(message)[label]), member=ADMIN, message=about)

    async def shown(self, told: Told) -> dict[str, Any]:
        """What the person sees in Discord once it is answered."""
        async with asyncio.timeout(PATIENCE):
            await told.done.wait()
        return told.shown or {}

    def ana(self) -> Person:
        """Somebody in Slack, an admin there."""
        return Person(self, "U1")

    async def deliver(self, kind: str, body: dict[str, Any]) -> Any:
        async with asyncio.timeout(PATIENCE):
            return await self.slack.send(kind, body)

    async def settle(self) -> None:
        """People of `tests.adapters.slack` ask for this; here they wait for what they expect instead."""

    async def seen_in_slack(self, act: Awaitable[list[dict[str, Any]]]) -> dict[str, Any]:
        """Do something in Slack; returns the answer, which may follow a line that it is looked for."""
        before = len(self.slack.calls)
        shown = (await act)[-1]
        if "blocks" in shown:
            return shown

        def late() -> list[dict[str, Any]]:
            return [args for name, args in self.slack.calls[before:] if name == "response_url"]

        await self.bell.until(late)
        return late()[-1]

    async def answered(self, method: str, act: Awaitable[Any]) -> dict[str, Any]:
        """Do something in Slack, and wait for the call that answers it; returns what was sent."""
        before = len(self.slack.calls)

        def found() -> list[dict[str, Any]]:
            return [args for name, args in self.slack.calls[before:] if name == method]

        await act
        await self.bell.until(found)
        return found()[-1]


@asynccontextmanager
async def opened(database: Path) -> AsyncIterator[World]:
    """Both platforms, and nothing served yet; whatever was is ended."""
    bell = Bell()
    discord = Discord(bell)
    await discord.start()
    async with Slack(bell) as slack:
        world = World(database, bell, discord, slack)
        try:
            yield world
        finally:
            if hasattr(world, "process") and world.process.returncode is None:
                await world.kill()
            await discord.stop()


def faults(said: list[str]) -> list[str]:
    """What a log holds that should not be there."""
    return [line for line in said if "Traceback" in line or json.loads(line).get("level") in ("error", "critical")]
