"""The HTTP interactions endpoint: Discord calls us, and signs what it says.

https://discord.com/developers/docs/interactions/overview#setting-up-an-endpoint: every request carries an Ed25519
signature over its timestamp and body, and Discord sends wrong ones on purpose: one that is not refused with 401 costs
the endpoint. The same signed bytes are taken once, and only within five minutes of their timestamp.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import msgspec
from aiohttp import web
from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from adapters.discord.first import Callback, Returned
from adapters.discord.responder import Responder
from adapters.discord.rest import Rest
from bot.ports import Clock

log = logging.getLogger(__name__)

WINDOW = 300  # seconds a signature is good for
REMEMBERED = 10_000  # signatures, before old ones are forgotten
LARGEST = 256 * 1024  # bytes of one request
SIGNATURE, TIMESTAMP = "X-Signature-Ed25519", "X-Signature-Timestamp"
SIGNATURE_BYTES, TIMESTAMP_DIGITS = 64, 12
PING = PONG = 1
BODY_SECONDS = 10.0  # Discord gives up after three; whoever drips a body longer holds a connection for nothing
HELD = 2.8  # seconds Discord's request may stay open
EVENTS_PING, EVENTS_EVENT = 0, 1  # webhook events, https://discord.com/developers/docs/events/webhook-events

Authorised = Callable[[Mapping[str, Any]], Awaitable[None]]


class Endpoint:
    """Checks, translates and answers. ``authorised`` hears that somebody installed the bot."""

    def __init__(
        self,
        responder: Responder,
        rest: Rest,
        public_key: str,
        clock: Clock,
        *,
        now: Callable[[], float],
        authorised: Authorised | None = None,
    ) -> None:
        self._responder, self._rest, self._clock, self._now = responder, rest, clock, now
        self._key = VerifyKey(bytes.fromhex(public_key))
        self._authorised = authorised
        self._seen: dict[bytes, float] = {}
        self._tasks: set[asyncio.Task[None]] = set()

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
        first = Returned(callback)
        task = asyncio.create_task(self._handle(payload, first), name="discord interaction")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        body = await first.body
        return web.json_response(body, dumps=_dumps) if body is not None else web.Response(status=202)

    async def _handle(self, payload: Mapping[str, Any], first: Returned) -> None:
        try:
            await self._responder.handle(payload, first)
        finally:
            if not first.body.done():
                first.body.set_result(None)

    async def events(self, request: web.Request) -> web.Response:
        """One webhook event: that somebody installed the bot."""
        payload, refusal = await self._checked(request)
        if refusal is not None:
            return refusal
        event = payload.get("event") or {}
        if payload.get("type") == EVENTS_EVENT and event.get("type") == "APPLICATION_AUTHORIZED" and self._authorised:
            await self._authorised(event.get("data") or {})
        return web.Response(status=204, content_type="application/json")

    async def _checked(self, request: web.Request) -> tuple[dict[str, Any], web.Response | None]:
        try:
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
        now = self._clock.now().timestamp()
        if abs(now - int(timestamp)) > WINDOW:
            return False
        try:
            signed = bytes.fromhex(signature)
            self._key.verify(timestamp.encode() + body, signed)
        except (ValueError, TypeError, BadSignatureError):
            return False
        if len(self._seen) >= REMEMBERED:
            self._seen = {seen: at for seen, at in self._seen.items() if now - at <= 2 * WINDOW}
        if signed in self._seen:
            return False
        self._seen[signed] = now
        return True


def _dumps(body: Any) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))
