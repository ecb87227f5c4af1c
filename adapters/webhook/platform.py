"""Send a reply as a signed HTTP request or to a message service.

Each call is one attempt; the outbox retries. Signed as https://www.standardwebhooks.com says: HMAC-SHA256 over the
message's id, the time and the body. The id stays over retries, so that a receiver can tell a repeat. Connections to
private addresses are blocked after the name is resolved, unless the operator allows them; redirects are not followed,
and nothing of an answer but its status is read. Message services (mail, Telegram, Matrix and others) are reached by a
worker process (`adapters.net.message_delivery`).
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import datetime
from typing import Final

import aiohttp

from adapters.net.circuit_breaker import retry_after
from adapters.net.message_delivery import DeliveryResult, ServiceMessage
from adapters.net.ssrf_guard import PrivateAddressError, guarded
from adapters.webhook.entry import entry, page_links
from adapters.workers.orders import SECONDS
from adapters.workers.worker_pool import WorkerPool
from bot.domain.notify.webhooks import PLATFORM, Webhook, webhook_address
from bot.domain.sightings.reports import LinkRefused
from bot.messages.addresses import tenant_of
from bot.messages.errors import SpudwatchError
from bot.messages.reply import Reply
from bot.ports import Clock
from bot.ports.notifications.outbox import (
    CALL_SECONDS,
    Delivered,
    DeliveryUnknown,
    GaveUp,
    Posting,
    TryLater,
    UnreadableMessage,
    nonce,
)
from bot.ports.webhooks import Webhooks
from bot.sources.protocol import AGAIN

GONE: Final = 410  # https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
TOO_MANY: Final = 429
INSIDE: Final = "It leads into a private network."
UNREADABLE: Final = "Its address cannot be read."


class WebhookPlatform:
    """The poster, and a platform that receives nothing."""

    platform = PLATFORM
    remembers = 86_400.0  # a receiver of signed messages knows a repeat by its id; services' answers say `copies`
    per_second = 20.0

    def __init__(
        self,
        webhooks: Webhooks,
        clock: Clock,
        pages: str = "",
        limited: Callable[[str], None] = lambda _by: None,
        workers: WorkerPool | None = None,
    ) -> None:
        self._webhooks, self._clock, self._pages, self._limited = webhooks, clock, pages, limited
        self._workers = workers
        self._session: aiohttp.ClientSession | None = None

    @property
    def poster(self) -> WebhookPlatform:
        """Itself."""
        return self

    async def run(self) -> None:
        """Nothing is received."""
        await asyncio.Event().wait()

    async def drain(self, seconds: float) -> None:
        """Nothing is held."""

    async def close(self) -> None:
        """Close the connections and end the worker processes."""
        if self._session is not None:
            await self._session.close()
        if self._workers is not None:
            await self._workers.close()

    def trouble(self) -> str:
        """An address that does not answer is no trouble of this process."""
        return ""

    async def send(self, place: str, reply: Reply, key: str, deadline: float = CALL_SECONDS) -> Posting:
        """Send a reply as an entry."""
        return await self._attempt(place, key, reply, nonce(key), deadline)

    async def edit(self, place: str, message: str, reply: Reply, key: str, deadline: float = CALL_SECONDS) -> Posting:
        """Send the entry of an earlier message again as it is now, under its id."""
        return await self._attempt(place, key, reply, message, deadline, corrects=True)

    async def find(self, place: str, key: str, since: datetime) -> Delivered | None:
        """Nothing can be looked for there."""
        raise UnreadableMessage("a webhook cannot be read")

    async def _attempt(
        self, place: str, key: str, reply: Reply, about: str, deadline: float, *, corrects: bool = False
    ) -> Posting:
        try:
            webhook = self._webhooks.find(tenant_of(place), place.rpartition("/")[2])
        except SpudwatchError as error:
            return TryLater(600.0, str(error))
        if webhook is None:
            return GaveUp("There is no such webhook any more.", gone=True)
        try:
            webhook_address(webhook.url, private=self._webhooks.rules.private)
        except LinkRefused as refused:
            return GaveUp(str(refused), gone=True)
        if not webhook.signs:
            return await self._delivered(webhook, reply, about, deadline, corrects=corrects)
        kind = "correction" if corrects else key.partition("|")[0]
        now = self._clock.now()
        body = json.dumps(entry(reply, about, kind, now, self._pages), ensure_ascii=False).encode()
        return await self._sent(webhook, signed(webhook.secret, nonce(key), now, body), body, about, deadline)

    async def _delivered(
        self, webhook: Webhook, reply: Reply, about: str, deadline: float, *, corrects: bool
    ) -> Posting:
        if self._workers is None or not self._webhooks.rules.services:
            return TryLater(600.0, "Message services are not installed.")
        title = f"Correction: {reply.title}" if corrects else reply.title
        body = "\n".join((reply.plain.removeprefix(reply.title).strip(), *page_links(reply, self._pages))).strip()
        message = ServiceMessage(webhook.url, title, body or title, self._webhooks.rules.private)
        try:
            async with asyncio.timeout(deadline):
                result = await self._workers.deliver(message, webhook.tenant, max(deadline - SECONDS, 0.0))
        except (SpudwatchError, TimeoutError):
            return DeliveryUnknown("It did not answer.", copies=True)
        if result is DeliveryResult.SENT:
            return Delivered(about)
        if result is DeliveryResult.BUSY:
            return TryLater(15.0, "Other messages are being sent.")
        if result is DeliveryResult.UNCONFIRMED:
            return DeliveryUnknown("It did not confirm the message.", copies=True)
        return GaveUp(INSIDE if result is DeliveryResult.PRIVATE else UNREADABLE, gone=True)

    async def _sent(
        self, webhook: Webhook, headers: dict[str, str], body: bytes, about: str, deadline: float
    ) -> Posting:
        timeout = aiohttp.ClientTimeout(total=deadline, connect=min(5.0, deadline))
        try:
            async with self._connections().post(
                webhook.url, data=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as answer:
                return self._read(
                    answer.status, retry_after(answer.headers.get("Retry-After", ""), self._clock.now()), about
                )
        except aiohttp.ClientConnectorError as error:
            if isinstance(error.os_error, PrivateAddressError):
                return GaveUp(INSIDE, gone=True)
            return TryLater(60.0, "It could not be reached.")
        except (aiohttp.InvalidURL, ValueError):
            return GaveUp(UNREADABLE, gone=True)
        except (aiohttp.ClientError, TimeoutError, OSError):
            return DeliveryUnknown("It did not answer.")

    def _read(self, status: int, wait: float | None, about: str) -> Posting:
        if 200 <= status < 300:  # noqa: PLR2004 - success
            return Delivered(about)
        if status in AGAIN:
            if status == TOO_MANY:
                self._limited(self.platform)
            return TryLater(wait or 60.0, f"It answered {status}.")
        if status >= 500:  # noqa: PLR2004 - the server's fault
            return DeliveryUnknown(f"It answered {status}.")
        return GaveUp(f"It answered {status}.", gone=status == GONE)

    def _connections(self) -> aiohttp.ClientSession:
        if self._session is None:
            guard = None if self._webhooks.rules.private else guarded
            connector = aiohttp.TCPConnector(limit_per_host=4, socket_factory=guard)
            self._session = aiohttp.ClientSession(
                connector=connector, trust_env=False, cookie_jar=aiohttp.DummyCookieJar()
            )
        return self._session


def signed(secret: str, message: str, at: datetime, body: bytes) -> dict[str, str]:
    """The headers of a message."""
    moment = str(int(at.timestamp()))
    key = base64.b64decode(secret.removeprefix("whsec_"))
    mac = hmac.new(key, f"{message}.{moment}.".encode() + body, hashlib.sha256).digest()
    return {
        "Content-Type": "application/json",
        "User-Agent": "Spudwatch (webhook)",
        "webhook-id": message,
        "webhook-timestamp": moment,
        "webhook-signature": f"v1,{base64.b64encode(mac).decode()}",
    }
