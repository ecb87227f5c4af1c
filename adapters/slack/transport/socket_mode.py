"""Socket Mode without a gap: the new connection opens before the old one closes.

Slack renews a connection every few hours and says so ten seconds before. slack_sdk closes the old one first, and what
is sent in between is lost to a person who sees "did not respond"; an app may hold ten connections, and a payload comes
by any of them (https://docs.slack.dev/apis/events-api/using-socket-mode). So the next one is opened at the notice, and
the old one goes on answering until Slack closes it, or a while after its successor said hello.
"""

from __future__ import annotations

import asyncio
import json
import logging
import random
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any

import aiohttp

from adapters.slack.transport.background_tasks import Tasks
from adapters.slack.transport.dedup import DeliveryLog
from adapters.slack.transport.web_client import LOCKED_OUT, NoAnswer, Refused, SlackWebClient
from bot.messages.errors import BadArgument

log = logging.getLogger(__name__)

HEARTBEAT = 20.0
CLOSE_SECONDS = 2.0  # seconds a socket waits for Slack to close it, too; a stop has no more to spare
LINGER = 15.0  # seconds an old connection answers beside its successor
BACKOFF = (0.5, 1, 2, 4, 8, 16, 30, 60)
TOKEN_REFUSED = LOCKED_OUT | {"not_allowed_token_type"}

EVENTS = "events_api"  # the one kind that Slack repeats when it is not acknowledged

Handle = Callable[[str, Mapping[str, Any], Mapping[str, Any]], Awaitable[dict[str, Any] | None]]


class SocketConnection:
    """One connection."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.hello = asyncio.Event()


class Sockets:
    """Keeps a connection; ``handle(kind, payload, envelope)`` answers what comes.

    While ``taking`` is false events are left for Slack to send again; what a person waits for is still handed on.
    """

    def __init__(
        self,
        web: SlackWebClient,
        app_token: str,
        handle: Handle,
        deliveries: DeliveryLog,
        tasks: Tasks,
        seed: int | None = None,
    ) -> None:
        self._web, self._token, self._handle, self._deliveries, self._tasks = web, app_token, handle, deliveries, tasks
        self._lines: list[SocketConnection] = []
        self._wanted = asyncio.Event()
        self._standing = Tasks(web.clock)
        self.taking = True
        self._random = random.Random(seed)  # noqa: S311 - spreads reconnections, guards nothing

    @property
    def connected(self) -> bool:
        """Whether Slack can reach us."""
        return any(line.hello.is_set() and not line.socket.closed for line in self._lines)

    async def run(self) -> None:
        """Stay connected until cancelled.

        Raises:
            BadArgument: Slack does not take the app token; trying again does not help.
        """
        tries = 0
        try:
            while True:
                self._wanted.clear()
                try:
                    line = await self._open()
                except (NoAnswer, aiohttp.ClientError, TimeoutError, OSError) as error:
                    if isinstance(error, Refused) and error.why in TOKEN_REFUSED:
                        raise BadArgument(
                            f"Slack does not take the app token: {error.why}.", todo="Check SPUDWATCH_SLACK__APP_TOKEN."
                        ) from None
                    tries = await self._pause(tries, error)
                    continue
                reading = self._standing.start("socket", self._read(line))
                await self._greeted(line, reading)
                tries = 0 if line.hello.is_set() else tries + 1
                if reading.done() and not line.hello.is_set():
                    await self._web.clock.sleep(BACKOFF[min(tries, len(BACKOFF) - 1)])
                    continue
                await self._wanted.wait()
        finally:
            for line in tuple(self._lines):
                await line.socket.close()
            await self._standing.stop(timedelta(0))

    async def _pause(self, tries: int, error: Exception) -> int:
        pause = BACKOFF[min(tries, len(BACKOFF) - 1)] * self._random.uniform(0.7, 1.3)
        log.warning("slack socket not opened", extra={"why": str(error)[:200], "again_in": round(pause, 1)})
        await self._web.clock.sleep(pause)
        return tries + 1

    async def _open(self) -> SocketConnection:
        answer = await self._web.ask("apps.connections.open", {}, self._token)
        url = str(answer.get("url", ""))
        if not url.startswith("wss://") and not (url.startswith("ws://") and self._web.api_url.startswith("http://")):
            raise OSError("Slack named no secure address")
        patience = aiohttp.ClientWSTimeout(ws_close=CLOSE_SECONDS)
        line = SocketConnection(
            await self._web.session.ws_connect(url, timeout=patience, heartbeat=HEARTBEAT, max_msg_size=8 << 20)
        )
        self._lines.append(line)
        return line

    async def _greeted(self, line: SocketConnection, reading: asyncio.Task[None]) -> None:
        """Wait for the hello, then let the older lines go after a while."""
        greeting = asyncio.ensure_future(line.hello.wait())
        await asyncio.wait({greeting, reading}, return_when=asyncio.FIRST_COMPLETED)
        greeting.cancel()
        for older in [other for other in self._lines if other is not line]:
            self._standing.start("socket farewell", self._let_go(older))

    async def _let_go(self, line: SocketConnection) -> None:
        await self._web.clock.sleep(LINGER)
        await line.socket.close()

    async def _read(self, line: SocketConnection) -> None:
        try:
            async for message in line.socket:
                if message.type is not aiohttp.WSMsgType.TEXT:
                    continue
                try:
                    envelope = json.loads(message.data)
                except ValueError:
                    continue
                if isinstance(envelope, dict):
                    self._came(line, envelope)
        finally:
            self._lines.remove(line)
            if not self._lines:
                self._wanted.set()

    def _came(self, line: SocketConnection, envelope: dict[str, Any]) -> None:
        kind = str(envelope.get("type", ""))
        if kind == "hello":
            line.hello.set()
        elif kind == "disconnect":
            log.info("slack socket ends", extra={"why": str(envelope.get("reason", ""))})
            if line is self._lines[-1]:
                self._wanted.set()
        elif envelope.get("envelope_id") and (self.taking or kind != EVENTS):
            self._tasks.start("envelope", self._answer(line, kind, envelope))

    async def _answer(self, line: SocketConnection, kind: str, envelope: Mapping[str, Any]) -> None:
        """Answer one envelope; a second copy of it is acknowledged and not acted on."""
        name = str(envelope["envelope_id"])
        payload = envelope.get("payload")
        answer: dict[str, Any] = {"envelope_id": name}
        if await self._deliveries.first("envelope", name) and isinstance(payload, Mapping):
            acknowledged = await self._handle(kind, payload, envelope)
            if acknowledged is not None:
                answer["payload"] = acknowledged
        text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
        for way in (line, *reversed(self._lines)):
            if not way.socket.closed:
                try:
                    await way.socket.send_str(text)
                except (ConnectionError, aiohttp.ClientError):
                    continue
                return
        log.warning("slack envelope not acknowledged", extra={"kind": kind})
