"""Discord's REST API: one session, one limiter, one attempt a call.

Who calls decides what a failure means. discord.py carries the gateway; what we answer and post goes through here,
because discord.py retries without saying so, never holds back for the global limit, and gives up on a dropped callback
that a second try would save.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import msgspec

from adapters.discord import limits
from adapters.discord.render import File
from adapters.discord.transport.rate_limiter import DiscordRateLimiter

log = logging.getLogger(__name__)

AGENT = "DiscordBot (spudwatch, 0.1)"  # https://discord.com/developers/docs/reference#user-agent
JSON = "application/json"
CALL_SECONDS = 15.0
FILE_HOSTS = frozenset({"cdn.discordapp.com", "media.discordapp.net"})
MULTIPLE = 300  # the first status that is not a success


class Unreached(Exception):
    """No answer came. ``left`` says whether the request may have arrived all the same."""

    def __init__(self, why: str, *, left: bool) -> None:
        super().__init__(why)
        self.left = left


@dataclass(frozen=True, slots=True)
class RestAnswer:
    """Discord's answer; ``code`` is its own error number.

    https://discord.com/developers/docs/topics/opcodes-and-status-codes
    """

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether it was done."""
        return self.status < MULTIPLE

    @property
    def code(self) -> int:
        """Discord's number of the error; 0 if it gave none."""
        return int(self.body.get("code") or 0) if isinstance(self.body, dict) else 0

    @property
    def says(self) -> str:
        """Discord's own words for the error."""
        return str(self.body.get("message") or "")[:200] if isinstance(self.body, dict) else f"status {self.status}"

    @property
    def retry_after(self) -> float:
        """Seconds to wait after a 429; minutes if it did not come from Discord's proxy."""
        if isinstance(self.body, dict) and "retry_after" in self.body:
            return float(self.body["retry_after"])
        return float(self.headers.get("Retry-After") or (limits.INVALID_WINDOW if "Via" not in self.headers else 1))


class DiscordRest:
    """Calls to Discord; those of interactions need no token and are not limited.

    ``limited`` hears of every 429, as "discord".
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        base: str,
        token: str,
        limiter: DiscordRateLimiter,
        limited: Callable[[str], None] = lambda _by: None,
    ) -> None:
        self._session, self._base, self._limiter = session, base.rstrip("/"), limiter
        self._authorised = {"Authorization": f"Bot {token}", "User-Agent": AGENT}
        self._plain = {"User-Agent": AGENT}
        self._limited = limited
        self._file_hosts = FILE_HOSTS | {urlsplit(base).netloc}

    @property
    def limiter(self) -> DiscordRateLimiter:
        """What decides when a request may leave."""
        return self._limiter

    async def interact(
        self, method: str, path: str, body: Any = None, files: Sequence[File] = (), seconds: float = CALL_SECONDS
    ) -> RestAnswer:
        """A call below ``/interactions`` or ``/webhooks``, whose token is in its path.

        Raises:
            Unreached: no answer came within ``seconds``.
        """
        answer = await self._send(method, path, body, files, self._plain, seconds)
        self._limiter.refused(answer.status)
        return answer

    async def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        files: Sequence[File] = (),
        *,
        bucket: str = "",
        seconds: float = CALL_SECONDS,
    ) -> RestAnswer:
        """Make a call at its turn; ``bucket`` is its route with the channel or guild.

        Raises:
            Unreached: its turn did not come, or no answer did, within ``seconds``.
        """
        began = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(seconds):
                held = await self._limiter.enter(bucket or f"{method} {path}")
        except TimeoutError:
            raise Unreached("its turn did not come in time", left=False) from None
        seconds -= asyncio.get_running_loop().time() - began
        left: int | None = None
        after = 0.0
        try:
            answer = await self._send(method, path, body, files, self._authorised, seconds)
            headers = answer.headers
            if "X-RateLimit-Remaining" in headers:
                left = int(headers["X-RateLimit-Remaining"])
                after = float(headers.get("X-RateLimit-Reset-After") or 0)
            if answer.status == 429:  # noqa: PLR2004 - HTTP status
                left, after = 0, answer.retry_after
                self._too_fast(answer)
        finally:
            self._limiter.leave(held, left, after)
        if answer.headers.get("X-RateLimit-Scope") != "shared":
            self._limiter.refused(answer.status)
        return answer

    def _too_fast(self, answer: RestAnswer) -> None:
        everywhere = answer.headers.get("X-RateLimit-Global") or answer.headers.get("X-RateLimit-Scope") == "global"
        log.warning("rate limited", extra={"after": answer.retry_after, "global": bool(everywhere)})
        if everywhere or "Via" not in answer.headers:
            self._limiter.close_for(answer.retry_after)

    async def _send(
        self,
        method: str,
        path: str,
        body: Any,
        files: Sequence[File],
        headers: Mapping[str, str],
        seconds: float,
    ) -> RestAnswer:
        data: Any = None
        if files:
            data = _form(body, files)
        elif body is not None:
            data, headers = msgspec.json.encode(body), {**headers, "Content-Type": JSON}
        limit = aiohttp.ClientTimeout(total=max(seconds, 0.05))
        try:
            async with self._session.request(
                method, self._base + path, data=data, headers=headers, timeout=limit, allow_redirects=False
            ) as response:
                raw = await response.read()
                if response.status == 429:  # noqa: PLR2004 - HTTP status
                    self._limited("discord")
                return RestAnswer(response.status, _decoded(raw, response.content_type), response.headers)
        except aiohttp.ClientConnectorError as error:
            raise Unreached(type(error).__name__, left=False) from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Unreached(type(error).__name__, left=True) from None

    async def fetch(self, url: str, limit: int = limits.FILE_BYTES, seconds: float = 10.0) -> bytes | None:
        """A file from Discord's own hosts; None if larger than ``limit`` or elsewhere.

        Raises:
            Unreached: it could not be fetched.
        """
        if urlsplit(url).netloc not in self._file_hosts:
            return None
        try:
            async with self._session.get(
                url, headers=self._plain, timeout=aiohttp.ClientTimeout(total=seconds), allow_redirects=False
            ) as response:
                if response.status >= MULTIPLE:
                    raise Unreached(f"status {response.status}", left=True)
                got = bytearray()
                async for chunk in response.content.iter_chunked(65_536):
                    got += chunk
                    if len(got) > limit:
                        return None
                return bytes(got)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Unreached(type(error).__name__, left=True) from None


def _form(body: Any, files: Sequence[File]) -> aiohttp.FormData:
    made = aiohttp.FormData()
    made.add_field("payload_json", msgspec.json.encode(body).decode(), content_type=JSON)
    for number, file in enumerate(files):
        made.add_field(f"files[{number}]", file.content, filename=file.name, content_type=file.media_type)
    return made


def _decoded(raw: bytes, kind: str) -> Any:
    if kind != JSON or not raw:
        return None
    try:
        return msgspec.json.decode(raw)
    except msgspec.DecodeError:
        return None
