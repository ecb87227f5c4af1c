"""Discord as a platform: commands, gateway or HTTP endpoint, and posts.

platform = DiscordPlatform(app, settings.discord, picture=workers.draw)
...platform.poster is given to the outbox's sender...
await platform.run()        # until cancelled; raises DiscordRefused if trying again cannot help
await platform.close()
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Mapping
from itertools import chain, repeat
from typing import Any

import aiohttp
import discord

from adapters.discord.commands import fingerprint, registrations
from adapters.discord.deferred_responses import DeferredResponses
from adapters.discord.handler import Draw, InteractionHandler, Later, Remember, pictures
from adapters.discord.poster import DiscordPoster
from adapters.discord.transport.gateway import IDENTIFY_EVERY, Gateway, point
from adapters.discord.transport.guilds import servers
from adapters.discord.transport.http_endpoint import DiscordEndpoint
from adapters.discord.transport.initial_response import Callback
from adapters.discord.transport.mentions import MentionHandler
from adapters.discord.transport.rate_limiter import DiscordRateLimiter
from adapters.discord.transport.rest import DiscordRest, RestAnswer, Unreached
from adapters.discord.transport.watchdog import LOOK_EVERY, Watchdog
from adapters.discord.welcome import Welcome, tell_installer
from adapters.net.server import listening
from bot.dispatch.app import App
from bot.messages.errors import SourceError, SpudwatchError
from bot.ports.accounts.installations import SeenDeliveries
from bot.settings import DiscordSettings

log = logging.getLogger(__name__)

REFUSALS = {  # https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
    4010: "the shard is not valid",
    4011: "sharding is required",
    4012: "the gateway version is old",
    4013: "an intent is not valid",
    4014: "an intent is not allowed",
}
TOKEN_REFUSED = 4004
CLOSE_SECONDS = 10.0
HAND_BACK = 3.0  # seconds of a stop that are kept for telling those who still wait
PAUSES = (5.0, 15.0, 60.0, 300.0)  # seconds between tries of a connection that was never made
DAY = 86_400.0  # seconds between two looks at which servers have us
SESSIONS = 100  # connections kept open to Discord

Moved = Callable[[str, bool], Awaitable[None]]
Present = Callable[[frozenset[str]], Awaitable[None]]


class DiscordRefused(SourceError):
    """Discord refuses the bot; trying again does not help."""


class DiscordPlatform:
    """One bot on Discord."""

    def __init__(
        self,
        app: App,
        settings: DiscordSettings,
        *,
        picture: Draw,
        remember: Remember | None = None,
        moved: Moved | None = None,
        present: Present | None = None,
        seen: SeenDeliveries | None = None,
        listens: bool = True,
        leads: bool = True,
        alone: bool = True,
        later: Later | None = None,
        steady: Callable[[], float] | None = None,
        identify_every: float = IDENTIFY_EVERY,
        limited: Callable[[str], None] = lambda _by: None,
    ) -> None:
        """Make a platform, which may post at once, and answers when it runs.

        Args:
            app: the door.
            settings: token, addresses, port.
            picture: draws a picture as PNG bytes, beside the loop; `adapters.workers.worker_pool.WorkerPool.draw`.
            remember: is told of public answers, so that corrections reach them (``outbox.remember``).
            moved: is told of servers joined or used for the first time (True) and left (False), by tenant.
            present: is told now and then of every tenant that has the bot.
            seen: remembers requests over HTTP that were acted on, so that a restart does not forget them.
            listens: opens the endpoint, where one is configured.
            leads: registers the commands, and holds the gateway where there is no endpoint.
            alone: no other process answers; whoever waits for an answer at the start waits for one before.
            later: sets a callback for later, like the event loop's ``call_later``.
            steady: a clock in seconds that never goes back; the event loop's by default.
            identify_every: seconds between two IDENTIFYs of one bucket.
            limited: is told of every 429, as "discord".
        """
        self._app, self._settings = app, settings
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=SESSIONS))
        self._steady = steady or asyncio.get_running_loop().time
        self._moved, self._present, self._seen = moved, present, seen
        self._listens, self._leads, self._alone = listens, leads, alone
        self._identify_every = identify_every
        clock, tenants = app.ports.clock, app.ports.tenants
        self._clock, self._tenants = clock, tenants
        limiter = DiscordRateLimiter(self._steady, clock.sleep, settings.per_second)
        self.rest = DiscordRest(self._session, settings.api_url, settings.token.get_secret_value(), limiter, limited)
        self.promised = DeferredResponses(app, self.rest, settings.token.get_secret_value())
        self.poster = DiscordPoster(self.rest, picture, tenants, clock, settings.per_second)
        self.responder = InteractionHandler(
            app,
            self.rest,
            picture,
            remember=remember,
            later=later,
            welcome=Welcome(app),
            promised=self.promised,
            here=self._here,
        )
        self.mentions = MentionHandler(app, self.rest, lambda reply: pictures(reply, picture))
        self.watchdog = Watchdog(self._steady())
        self.gateway: Gateway | None = None
        self._listener = contextlib.AsyncExitStack()
        self._listening = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._used: set[str] = set()  # tenants that somebody asked from since we last looked which have us
        self._application = settings.application_id

    @property
    def alive(self) -> bool:
        """Whether people are answered: by all shards, the port, or other processes."""
        if self._by_http:
            return self._listening or not self._listens
        return not self._leads or (self.gateway is not None and self.gateway.alive())

    @property
    def _by_http(self) -> bool:
        return bool(self._settings.http_port and self._settings.public_key)

    def trouble(self) -> str:
        """Why people are not answered; '' while they are."""
        return "" if self.alive else "the endpoint is closed" if self._by_http else "the gateway is not connected"

    async def run(self) -> None:
        """Register what changed, and answer until cancelled.

        Raises:
            DiscordRefused: the token, an intent or the sharding is not accepted.
        """
        try:
            async with asyncio.TaskGroup() as group:
                if self._leads:
                    group.create_task(self._register(), name="discord commands")
                    group.create_task(self.promised.resume(alone=self._alone), name="discord promises")
                    group.create_task(self._look_around(), name="discord servers")
                group.create_task(self._wire(), name="discord wire")
        except ExceptionGroup as errors:
            raise errors.exceptions[0] from None

    async def _wire(self) -> None:
        if self._leads and not self._by_http:
            await self._connect()
        else:
            await asyncio.Event().wait()  # the endpoint hears people, or others do

    async def drain(self, seconds: float) -> None:
        """After `run`, let answers end; near the end of so long, cut them off and say so."""
        until = asyncio.get_running_loop().time() + seconds
        self._listening = False
        await self._listener.aclose()
        seconds = max(0.0, until - asyncio.get_running_loop().time())
        last = min(HAND_BACK, seconds)
        if self._tasks:
            _, late = await asyncio.wait(set(self._tasks), timeout=seconds - last)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await self.promised.hand_back(last)

    async def close(self) -> None:
        """Let answers under way finish for a moment, then close the connections."""
        await self.drain(CLOSE_SECONDS)
        if self.gateway is not None:
            await _closed(self.gateway)
        await self._session.close()

    async def _register(self) -> None:
        """Until Discord took the commands, however long it is out of reach."""
        for pause in chain(PAUSES, repeat(PAUSES[-1])):
            try:
                if await self.synchronise():
                    return
            except Unreached as error:
                log.warning("commands not registered", extra={"error": str(error)})
            await self._clock.sleep(pause)

    async def synchronise(self) -> bool:
        """Register the commands if they changed; False if Discord did not take them.

        Raises:
            DiscordRefused: the token is not accepted.
        """
        if not self._application:
            answer = await self.rest.call("GET", "/applications/@me")
            if not answer.ok:
                _check_token(answer)
                return False
            self._application = str(answer.body["id"])
        made = registrations(self._app.catalogue)
        now, mine = fingerprint(made), f"discord:app/{self._application}"
        if self._tenants.personal(mine, "commands").get("hash") == now:
            return True
        answer = await self.rest.call("PUT", f"/applications/{self._application}/commands", made, seconds=30.0)
        if not answer.ok:
            _check_token(answer)
            log.error("commands refused", extra={"status": answer.status, "says": answer.says})
            return False
        await self._tenants.choose_for_me(mine, "commands", "hash", now, self._clock.now())
        log.info("commands registered", extra={"count": len(made), "hash": now[:12]})
        return True

    # ------------------------------------------------------------------------------------------------------- gateway
    def on_interaction(self, payload: Mapping[str, Any]) -> None:
        """An interaction came over the gateway: its three seconds run from now."""
        first = Callback(
            self.rest, str(payload["id"]), str(payload["token"]), now=self._steady, sleep=self._clock.sleep
        )
        self._start(self.responder.handle(payload, first))

    def on_message(self, message: Mapping[str, Any]) -> None:
        """Somebody wrote to us, directly or by a mention."""
        self._start(self.mentions.handle(message))

    def _start(self, work: Any) -> asyncio.Task[None]:
        task: asyncio.Task[None] = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _guild(self, guild: str, joined: bool) -> None:  # noqa: FBT001 - discord.py's event, as a callback
        log.info("server joined" if joined else "server left", extra={"tenant": f"discord:{guild}"})
        if self._moved is not None:
            self._start(self._moved(f"discord:{guild}", joined))

    def _here(self, tenant: str) -> None:
        """Note that a server has us, perhaps without a bot that would hear of joining."""
        if self._moved is not None and tenant not in self._used:
            self._used.add(tenant)
            self._start(self._moved(tenant, True))  # noqa: FBT003 - joined

    async def _look_around(self) -> None:
        """Report which servers have us, at the start and daily, as events may be missed."""
        while self._present is not None:
            there = None
            try:
                there = await servers(self.rest)
                if there is not None:
                    await self._present(frozenset(f"discord:{server}" for server in there) | self._used)
                    self._used.clear()
            except (Unreached, SpudwatchError) as error:
                log.warning("servers not compared", extra={"error": str(error)})
            await self._clock.sleep(DAY if there is not None else PAUSES[-1])

    async def _connect(self) -> None:
        """Hold a gateway connection, and a new one when the watchdog gave it up."""
        point(self._settings.api_url, self._settings.gateway_url)
        failures = 0
        while True:
            gateway = self.gateway = Gateway(
                self.on_interaction,
                self._guild,
                self.on_message,
                mentions=self._settings.mentions,
                identify_every=self._identify_every,
            )
            self.watchdog.replaced(self._steady(), 0)
            life = asyncio.create_task(gateway.start(self._settings.token.get_secret_value()), name="discord life")
            try:
                await self._watch(gateway, life)
                failures = 0
            except (discord.LoginFailure, discord.Forbidden) as error:
                raise _wrong_token() from error
            except (OSError, aiohttp.ClientError, discord.GatewayNotFound, discord.HTTPException) as error:
                pause = PAUSES[min(failures, len(PAUSES) - 1)]
                failures += 1
                log.warning("gateway not reached", extra={"error": repr(error)[:200], "again_in": pause})
                await self._clock.sleep(pause)
            except (discord.ConnectionClosed, discord.PrivilegedIntentsRequired) as error:
                code = getattr(error, "code", 4014)
                if code == TOKEN_REFUSED:
                    raise _wrong_token() from error
                if code in REFUSALS:
                    raise DiscordRefused(f"Discord closed the gateway for good: {REFUSALS[code]}.") from error
                log.warning("gateway closed", extra={"code": code})
                await self._clock.sleep(PAUSES[0])
            finally:
                self.watchdog.spent += gateway.identifies
                life.cancel()
                await _closed(gateway)
                await asyncio.gather(life, return_exceptions=True)  # whose end is not ours: a stop is still heard

    async def _watch(self, gateway: Gateway, life: asyncio.Task[None]) -> None:
        """Return when the connection is wedged; raise what ended it."""
        while True:
            look = asyncio.create_task(self._wait(LOOK_EVERY))
            try:
                await asyncio.wait({life, look}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                look.cancel()
            if life.done():
                life.result()
                return
            if self.watchdog.look(self._steady(), alive=gateway.alive()):
                log.error("gateway wedged; beginning a new session", extra={"spent": self.watchdog.spent})
                return

    async def _wait(self, seconds: float) -> None:
        await self._clock.sleep(seconds)

    # ---------------------------------------------------------------------------------------------------------- http
    def endpoint(self) -> DiscordEndpoint:
        """The HTTP endpoint over this platform."""

        async def installed(event: Mapping[str, Any]) -> None:
            await tell_installer(event, self.poster)

        return DiscordEndpoint(
            self.responder,
            self.rest,
            self._settings.public_key,
            self._clock,
            now=self._steady,
            start=self._start,
            seen=self._seen,
            authorised=installed,
        )

    async def listen(self) -> None:
        """Open the port of the endpoint, where one is configured.

        Raises:
            BadArgument: the port is taken, or not ours to open.
        """
        if self._by_http and self._listens:
            host, port = self._settings.http_host, self._settings.http_port
            opened = listening(self.endpoint().application(), host, port, "SPUDWATCH_DISCORD__HTTP_PORT")
            await self._listener.enter_async_context(opened)
            self._listening = True


def _wrong_token() -> DiscordRefused:
    return DiscordRefused("Discord does not accept the bot's token.", todo="Set SPUDWATCH_DISCORD__TOKEN.")


def _check_token(answer: RestAnswer) -> None:
    if answer.status == 401:  # noqa: PLR2004 - HTTP status
        raise _wrong_token()


async def _closed(gateway: Gateway) -> None:
    with contextlib.suppress(Exception):
        async with asyncio.timeout(CLOSE_SECONDS):
            await gateway.close()
