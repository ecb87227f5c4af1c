"""The HTTP endpoint; nothing is parsed before the signature is checked.

Size and age first, from the headers; then the body, up to a limit; then the signature over its bytes
(https://docs.slack.dev/authentication/verifying-requests-from-slack). Whatever is malformed is 401 before that and 400
behind it, never 500. A request whose signature was seen before is a replay and is acknowledged without being acted on.
Bolt checks the signature once more, on our clock.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
import re
from collections.abc import Awaitable, Callable

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from adapters.slack.limits import BODY_BYTES, SIGNATURE_AGE
from adapters.slack.manifest import EVENTS, REDIRECT
from adapters.slack.parse import whole
from adapters.slack.transport.dedup import DeliveryLog
from adapters.slack.transport.oauth import INSTALL, Oauth
from bot.ports import Clock

log = logging.getLogger(__name__)

BODY_SECONDS = 10.0  # Slack gives up after three; whoever drips a body longer than this holds a connection for nothing
_STAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")
# Headers are not signed: only those that Slack sends are handed on, and none that could steer Bolt.
_HANDED_ON = (
    "content-type",
    "x-slack-request-timestamp",
    "x-slack-signature",
    "x-slack-retry-num",
    "x-slack-retry-reason",
)


class SlackEndpoint:
    """Receives Slack's requests and hands the genuine ones to ``dispatch``."""

    def __init__(
        self,
        dispatch: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]],
        signing_secret: str,
        clock: Clock,
        deliveries: DeliveryLog,
        oauth: Oauth | None = None,
    ) -> None:
        if not signing_secret.strip():
            raise ValueError("the HTTP endpoint needs the signing secret")
        self._dispatch, self._clock, self._deliveries, self._oauth = dispatch, clock, deliveries, oauth
        self._key = signing_secret.encode()

    def application(self) -> web.Application:
        """The aiohttp application: one address for everything, two for installing."""
        made = web.Application(client_max_size=BODY_BYTES)
        made.router.add_post(EVENTS, self.receive)
        if self._oauth is not None:
            made.router.add_get(INSTALL, self._oauth.install)
            made.router.add_get(REDIRECT, self._oauth.redirected)
        return made

    async def receive(self, request: web.Request) -> web.Response:
        """One request of Slack's, or of somebody who says so."""
        stamp = request.headers.get("X-Slack-Request-Timestamp", "")
        signature = request.headers.get("X-Slack-Signature", "")
        if not (_STAMP.fullmatch(stamp) and _SIGNATURE.fullmatch(signature)):
            return _refused("malformed")
        if abs(self._clock.now().timestamp() - int(stamp)) > SIGNATURE_AGE:
            return _refused("old")
        if (request.content_length or 0) > BODY_BYTES:
            return web.Response(status=413)
        try:
            async with asyncio.timeout(BODY_SECONDS):
                raw = await _body(request)
        except TimeoutError:
            return web.Response(status=408)
        if raw is None:
            return web.Response(status=413)
        expected = "v0=" + hmac.new(self._key, b"v0:" + stamp.encode() + b":" + raw, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(expected.encode(), signature.encode()):
            return _refused("forged")
        if not await self._deliveries.first("signature", signature):
            log.warning("slack request replayed")
            return web.Response()
        headers = {name: value for name in _HANDED_ON if (value := request.headers.get(name)) is not None}
        try:
            made = AsyncBoltRequest(body=raw.decode(), query="", headers=dict(headers))
        except Exception:  # noqa: BLE001 - the door: signed, and still not something Slack would send
            made = None
        if made is None or not whole(made.body):
            log.warning("slack request unreadable")
            return web.Response(status=400)
        return await to_aiohttp_response(await self._dispatch(made))


async def _body(request: web.Request) -> bytes | None:
    """The body, or None as soon as it is longer than we take."""
    raw = bytearray()
    async for chunk in request.content.iter_chunked(65_536):
        raw += chunk
        if len(raw) > BODY_BYTES:
            return None
    return bytes(raw)


def _refused(why: str) -> web.Response:
    log.info("slack request refused", extra={"why": why})
    return web.Response(status=401)
