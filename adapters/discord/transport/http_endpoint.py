"""The HTTP interactions endpoint: Discord calls us, and signs what it says.

https://discord.com/developers/docs/interactions/overview#setting-up-an-endpoint: every request carries an Ed25519
signature over its timestamp and body, and Discord sends wrong ones on purpose: one that is not refused with 401 costs
the endpoint. The same signed bytes are taken once, and only within five minutes of their timestamp. What was acted on
is written down before anything it changes: the store's writes keep their order, so whatever a command changed before a
kill, the request that asked for it is known after the restart. A look-up changes nothing, and is noted with others.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec
from aiohttp import web
from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from adapters.discord.handler import InteractionHandler
from adapters.discord.parse import AUTOCOMPLETE, PING
from adapters.discord.transport.initial_response import Callback, HttpCallback
from adapters.discord.transport.rest import DiscordRest
from adapters.net.first_step import begin
from bot.messages.errors import SpudwatchError, StoreBusy
from bot.ports import Clock
from bot.ports.accounts.installations import SeenDeliveries

log = logging.getLogger(__name__)

WINDOW = timedelta(minutes=5)  # a signature is good for so long, either side of our clock
SEEN = "discord:"  # before the keys of ours
LARGEST = 256 * 1024  # bytes of one request
SIGNATURE, TIMESTAMP = "X-Signature-Ed25519", "X-Signature-Timestamp"
TIMESTAMP_DIGITS = 12
PONG = 1
BODY_SECONDS = 10.0  # Discord gives up after three; whoever drips a body longer holds a connection for nothing
CLAIM_SECONDS = 1.5  # how long other processes are asked; Discord waits for three
EVENTS_EVENT = 1  # webhook events, https://discord.com/developers/docs/events/webhook-events

Start = Callable[[Coroutine[Any, Any, None]], asyncio.Task[None]]
Authorised = Callable[[Mapping[str, Any]], Awaitable[None]]


class DiscordEndpoint:
    """Checks, translates and answers.

    ``start`` runs what outlives its request, ``seen`` remembers what was acted on over a restart, ``authorised`` hears
    that somebody installed the bot.
    """

    def __init__(
        self,
        responder: InteractionHandler,
        rest: DiscordRest,
        public_key: str,
        clock: Clock,
        *,
        now: Callable[[], float],
        start: Start,
        seen: SeenDeliveries | None = None,
        authorised: Authorised | None = None,
    ) -> None:
        self._responder, self._rest, self._clock, self._now = responder, rest, clock, now
        self._key = VerifyKey(bytes.fromhex(public_key))
        self._start, self._store, self._authorised = start, seen, authorised
        kept = (each for each in seen.recent(clock.now()) if each[0].startswith(SEEN)) if seen else ()
        self._seen: dict[str, datetime] = dict(sorted(kept, key=lambda each: each[1]))  # what ends first goes first

    def application(self) -> web.Application:
        """The aiohttp application to serve."""
        app = web.Application(client_max_size=LARGEST)
        app.router.add_post("/discord/interactions", self.interactions)
        app.router.add_post("/discord/events", self.events)
        return app

    async def interactions(self, request: web.Request) -> web.Response:
        """One interaction."""
        payload, refusal = await self._checked(request)
        if refusal is not None:
            return refusal
        if payload.get("type") == PING:
            return web.json_response({"type": PONG})
        try:
            callback = Callback(
                self._rest, str(payload["id"]), str(payload["token"]), now=self._now, sleep=self._clock.sleep
            )
        except KeyError:
            return web.Response(status=400)
        refused = None
        try:
            if payload.get("type") != AUTOCOMPLETE and not await self._claimed(request):
                return web.Response(status=401, text="invalid request signature")
        except SpudwatchError as error:  # nobody knows whether another process acts on it: it is answered, not done
            refused = error
        first = HttpCallback(callback)
        begin(self._handle(payload, first, refused), self._start)
        body = await first.body
        if body is None:
            return web.Response(status=202)
        return web.Response(body=msgspec.json.encode(body), content_type="application/json")

    async def _handle(self, payload: Mapping[str, Any], first: HttpCallback, refused: SpudwatchError | None) -> None:
        try:
            await self._responder.handle(payload, first, refused)
        finally:
            if not first.body.done():
                first.body.set_result(None)

    async def events(self, request: web.Request) -> web.Response:
        """One webhook event: that somebody installed the bot."""
        payload, refusal = await self._checked(request)
        if refusal is not None:
            return refusal
        try:
            claimed = await self._claimed(request)
        except SpudwatchError:
            claimed = True  # a welcome said twice is better than none
        if not claimed:
            return web.Response(status=401, text="invalid request signature")
        event = payload.get("event") or {}
        if payload.get("type") == EVENTS_EVENT and event.get("type") == "APPLICATION_AUTHORIZED" and self._authorised:
            await self._authorised(event.get("data") or {})
        return web.Response(status=204, content_type="application/json")

    async def _checked(self, request: web.Request) -> tuple[dict[str, Any], web.Response | None]:
        try:
            if request.content.is_eof():  # it came with the headers, as nearly all do
                body = await request.read()
            else:
                async with asyncio.timeout(BODY_SECONDS):
                    body = await request.read()
        except web.HTTPRequestEntityTooLarge:
            return {}, web.Response(status=413)
        except TimeoutError:
            return {}, web.Response(status=408)
        if not self.genuine(request.headers.get(SIGNATURE, ""), request.headers.get(TIMESTAMP, ""), body):
            return {}, web.Response(status=401, text="invalid request signature")
        try:
            payload = msgspec.json.decode(body)
        except (msgspec.DecodeError, RecursionError):
            return {}, web.Response(status=400)
        return (payload, None) if isinstance(payload, dict) else ({}, web.Response(status=400))

    def genuine(self, signature: str, timestamp: str, body: bytes) -> bool:
        """Whether Discord signed this, lately, and for the first time."""
        if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= TIMESTAMP_DIGITS):
            return False
        now = self._clock.now()
        if abs(now.timestamp() - int(timestamp)) > WINDOW.total_seconds():
            return False
        try:
            self._key.verify(timestamp.encode() + body, bytes.fromhex(signature))
        except (ValueError, TypeError, BadSignatureError):
            return False
        while self._seen and self._seen[next(iter(self._seen))] <= now:  # the oldest come first
            del self._seen[next(iter(self._seen))]
        key = _key(signature)
        if key in self._seen:
            return False
        self._seen[key] = now + 2 * WINDOW
        return True

    async def _claimed(self, request: web.Request) -> bool:
        """Whether no other process acted on this; recorded before any effect.

        Raises:
            SpudwatchError: of several processes none can say.
        """
        if self._store is None:
            return True
        key = _key(request.headers[SIGNATURE])
        if not self._store.shared:
            self._store.note_soon(key, self._seen[key], self._clock.now())
            return True
        try:
            async with asyncio.timeout(CLAIM_SECONDS):
                return await self._store.claim(key, self._seen[key], self._clock.now())
        except TimeoutError:
            raise StoreBusy(
                "I cannot reach the database.", why="The database does not answer.", todo="Try again in a moment."
            ) from None


def _key(signature: str) -> str:
    return SEEN + bytes.fromhex(signature).hex()  # however it was written
