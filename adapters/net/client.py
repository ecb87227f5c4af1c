"""HTTP client for sources: drives readings over one pooled session.

No other module touches the network for sources. Every wait has a limit, and so has the whole: a server that sends a
byte a second is cut off by `total`. Bodies are counted decompressed while streaming. 408, 429 and 5xx are retried with
jitter; a failing host is paused, and no host is asked more often than its upstream allows. Foreign exceptions and
secrets stop here. An address that the operator set in place of a public one is trusted; all others must be on the
public internet.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import re
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final, TypeVar
from urllib.parse import urlencode, urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver

from adapters.net.circuit_breaker import CircuitBreaker, retry_after
from adapters.net.ssrf_guard import PrivateAddressError, guarded
from bot.domain.rate_limit import RateLimit
from bot.messages.errors import SourceDown, SourceError
from bot.ports import Clock
from bot.sources.protocol import AGAIN, REQUESTS, Answer, Done, Get, Reading, Upstream, accept, advance, circling

T = TypeVar("T")
log = logging.getLogger(__name__)

ASKING: Final = re.compile(r"(?i)\b([\w-]*(?:token|key|secret|password|auth|sig)[\w-]*)=[^&\s'\"]+")
PIECE: Final = 65_536  # bytes of a packed body that are unpacked at a time
PORTS: Final = frozenset({None, 80, 443})
FOUND: Final = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on every wait (seconds) and on every size (bytes). Changed in tests only."""

    total: float = 15.0  # one request, from asking for a connection to the last byte; covers every wait in it
    connect: float = 5.0  # of that, opening a new connection
    reading: float = 300.0  # one whole reading: beyond it no further page is asked for
    bytes: int = 4 << 20  # an unpacked body, unless its Get says otherwise
    attempts: int = 3
    first_wait: float = 0.5
    longest_wait: float = 20.0  # a host that asks for a longer wait is skipped and asked at the next poll
    longest_hold: float = 3600.0
    at_once: int = 16  # requests to one host
    kept: int = 16 << 20  # bodies kept for "not modified"
    off_loop: int = 128 << 10  # larger bodies are decoded in a thread, so that the loop stays free
    redirects: int = 3
    breaker_after: int = 4


@dataclass(slots=True)
class _Host:
    """In-memory state of one host; losing it on restart is harmless."""

    pace: RateLimit
    breaker: CircuitBreaker
    places: asyncio.Semaphore


@dataclass(slots=True)
class _Kept:
    """LRU cache of bodies with their validators ("not modified")."""

    most: int
    held: int = 0
    pages: OrderedDict[str, tuple[Mapping[str, str], Answer]] = field(default_factory=OrderedDict)

    def validators(self, url: str) -> Mapping[str, str]:
        if url not in self.pages:
            return {}
        self.pages.move_to_end(url)
        return self.pages[url][0]

    def keep(self, url: str, answer: Answer) -> None:
        etag, changed = answer.headers.get("etag"), answer.headers.get("last-modified")
        if url in self.pages:
            self.held -= len(self.pages.pop(url)[1].body)
        if (etag is None and changed is None) or len(answer.body) > self.most // 4:
            return
        validators = {"If-None-Match": etag, "If-Modified-Since": changed}
        self.pages[url] = ({name: value for name, value in validators.items() if value is not None}, answer)
        self.held += len(answer.body)
        while self.held > self.most:
            self.held -= len(self.pages.popitem(last=False)[1][1].body)


class HttpSourceClient:
    """Reads sources. One a process; `close` it at the end.

    `bases` replaces an upstream's public address (by name) and makes it trusted, private or not; `secrets` are headers
    sent to one upstream only, and never to where it redirects. ``limited`` hears who answered with a 429: an upstream
    by name, or ``other``.
    """

    def __init__(
        self,
        upstreams: Iterable[Upstream],
        clock: Clock,
        *,
        bases: Mapping[str, str] | None = None,
        secrets: Mapping[str, Mapping[str, str]] | None = None,
        contact: str = "",
        limits: Limits | None = None,
        jitter: Callable[[], float] = random.random,
        resolver: AbstractResolver | None = None,
        limited: Callable[[str], None] = lambda _by: None,
    ) -> None:
        self._upstreams = {upstream.name: upstream for upstream in upstreams}
        self._clock, self._limits, self._jitter, self._resolver = clock, limits or Limits(), jitter, resolver
        self._limited = limited
        named = {name: base.rstrip("/") for name, base in (bases or {}).items() if base}
        self._bases = {name: named.get(name, up.base.rstrip("/")) for name, up in self._upstreams.items()}
        self._own = {name for name, up in self._upstreams.items() if self._bases[name] != up.base.rstrip("/")}
        self._secrets = {name: dict(headers) for name, headers in (secrets or {}).items() if any(headers.values())}
        words = {value for headers in self._secrets.values() for value in headers.values()}
        self._words = sorted((words | {part for word in words for part in word.split()}) - {"Token", "Bearer"})
        self._agent = agent(contact)
        self._hosts: dict[str, _Host] = {}
        self._kept = _Kept(self._limits.kept)
        self._sessions: dict[bool, aiohttp.ClientSession] = {}

    def ready(self, upstream: Upstream) -> bool:
        """Whether this host may be asked: it is known, and has its token if it needs one."""
        return upstream.name in self._upstreams and (not upstream.needs_token or upstream.name in self._secrets)

    async def run(self, reading: Reading[T]) -> T:
        """The value the reading ends with. Raises SourceError only."""
        now = asyncio.get_running_loop().time
        end = now() + self._limits.reading
        came: Answer | SourceError | None = None
        asked = 0
        try:
            while True:
                if isinstance(came, Answer) and len(came.body) > self._limits.off_loop:
                    wish = await asyncio.to_thread(advance, reading, came)
                else:
                    wish = advance(reading, came)
                if isinstance(wish, Done):
                    result: T = wish.value
                    return result
                if (asked := asked + 1) > REQUESTS:
                    raise circling(wish.origin)
                if now() > end:
                    raise SourceDown(
                        f"{wish.origin} took too long", why=f"More than {self._limits.reading:g} s in all."
                    )
                try:
                    came = await self.fetch(wish)
                except SourceError as error:
                    came = error
        finally:
            with contextlib.suppress(ValueError):  # a thread may still be inside it when we are cancelled
                reading.close()

    async def fetch(self, get: Get) -> Answer:
        """Fetch an answer; raise SourceDown if retrying helps, else another SourceError."""
        url, name = self._address(get), get.upstream or urlsplit(get.path).netloc
        host = self._host(name)
        if until := host.breaker.rests(self._clock.now()):
            raise SourceDown(f"{get.origin} is paused until {until:%H:%M:%S} UTC", why=host.breaker.why)
        for attempt in range(1, self._limits.attempts + 1):
            if (turn := host.pace.queue_up(self._clock.now().timestamp())) > 0:
                await self._clock.sleep(turn)
            answer = None
            try:
                async with host.places:
                    answer = await self._once(get, url)
                if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
                    self._limited(get.upstream or "other")
                accept(answer)
            except SourceError as error:
                wait = self._wait(answer, attempt)
                log.info("source_failed", extra={"source": get.origin, "attempt": attempt, "why": error.what})
                if error.try_again and attempt < self._limits.attempts and wait <= self._limits.longest_wait:
                    await self._clock.sleep(wait)
                    continue
                self._note(host.breaker, error, wait)
                raise
            host.breaker.worked()
            return answer
        raise SourceDown(f"{get.origin} was not asked")  # attempts is 0: only in a test that sets it

    def _wait(self, answer: Answer | None, attempt: int) -> float:
        """Return the jittered wait before the next attempt.

        It is as the server asks, else doubling.
        """
        if answer is not None and (answer.status in AGAIN or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR):
            asked = retry_after(answer.headers.get("retry-after", ""), self._clock.now())
            if asked is not None:
                return asked + self._jitter()
        return self._limits.first_wait * 2.0 ** (attempt - 1) * (0.5 + self._jitter())

    def session_for(self, upstream: Upstream, path: str) -> tuple[aiohttp.ClientSession, str]:
        """Session and address for a socket on this host; SourceError if unknown."""
        return self._session(own=upstream.name in self._own), self._address(Get(upstream.name, path))

    async def close(self) -> None:
        """Closes every connection."""
        for session in self._sessions.values():
            await session.close()
        self._sessions.clear()

    def clean(self, text: str) -> str:
        """Redact everything secret that is known or looks secret."""
        for word in self._words:
            text = text.replace(word, "…")
        return ASKING.sub(r"\1=…", text)

    def _note(self, breaker: CircuitBreaker, error: SourceError, wait: float) -> None:
        now = self._clock.now()
        if not error.try_again:
            breaker.worked()  # it answered, so this is not an outage
            return
        breaker.failed(now, error.what)
        if wait > self._limits.longest_wait:
            held = min(wait, self._limits.longest_hold)
            breaker.hold(now + timedelta(seconds=held), error.what)

    def _address(self, get: Get) -> str:
        if get.upstream:
            if get.upstream not in self._bases:
                raise SourceError(f"{get.upstream} is not a source here")
            url = f"{self._bases[get.upstream]}/{get.path.lstrip('/')}"
        else:
            url = get.path
            _refuse_odd(url, get.origin)
        return f"{url}{'&' if '?' in url else '?'}{urlencode(get.query)}" if get.query else url

    def _host(self, name: str) -> _Host:
        if name not in self._hosts:
            known = self._upstreams.get(name)
            per_second = known.per_second if known else 1.0
            pace = RateLimit(1 / per_second, max(1.0, per_second))  # up to a second's worth at once
            breaker = CircuitBreaker(after=self._limits.breaker_after)
            self._hosts[name] = _Host(pace, breaker, asyncio.Semaphore(self._limits.at_once))
        return self._hosts[name]

    async def _once(self, get: Get, url: str) -> Answer:
        """Make one request, following redirects by hand.

        An unchanged body comes from the cache.
        """
        headers = {**get.headers, **self._secrets.get(get.upstream, {})}
        validators = self._kept.validators(url) if get.body is None else {}
        own, here = get.upstream in self._own, url
        try:
            for _ in range(self._limits.redirects + 1):
                answer = await self._ask(get, here, {**headers, **validators}, own=own)
                target = answer.headers.get("location", "")
                if answer.status not in FOUND or not target or get.body is not None:
                    break
                here, before = urljoin(here, target), here
                if urlsplit(here)[:2] != urlsplit(before)[:2]:
                    _refuse_odd(here, get.origin)
                    headers, own = dict(get.headers), False
            else:
                raise SourceError(f"{get.origin} redirects in a circle")
        except (aiohttp.ClientError, TimeoutError, OSError, UnicodeError) as foreign:
            raise self.translated(foreign, get.origin) from None
        if answer.status == HTTPStatus.NOT_MODIFIED and validators:
            kept = self._kept.pages[url][1]
            return Answer(200, kept.headers, kept.body, answer.read_at, get.origin)
        if answer.status == HTTPStatus.OK and get.body is None:
            self._kept.keep(url, answer)
        return answer

    async def _ask(self, get: Get, url: str, headers: Mapping[str, str], *, own: bool) -> Answer:
        most = get.limit or self._limits.bytes
        method = "GET"
        if get.body is not None:
            method, headers = "POST", {"Content-Type": "application/json", **headers}
        request = self._session(own=own).request(
            method, url, headers=headers or None, data=get.body, allow_redirects=False
        )
        async with request as response:
            size, headers_back = response.content_length, response.headers
            if size is not None and size > most:
                raise SourceError(f"{get.origin} sent too much", why=f"More than {most} bytes.")
            if size is not None and "content-encoding" not in headers_back:
                body = await response.read()  # no more than it announced
            else:
                body = await _counted(response, most, get.origin)
            return Answer(response.status, headers_back, body, self._clock.now(), get.origin)

    def _session(self, *, own: bool) -> aiohttp.ClientSession:
        if own not in self._sessions:
            limits = self._limits
            extra: dict[str, Any] = {} if own else {"socket_factory": guarded}
            connector = aiohttp.TCPConnector(limit=64, resolver=self._resolver, ttl_dns_cache=60, **extra)
            self._sessions[own] = aiohttp.ClientSession(
                connector=connector,
                timeout=aiohttp.ClientTimeout(total=limits.total, sock_connect=limits.connect),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self._agent, "Accept": "application/json, */*;q=0.5"},
                trust_env=False,
                raise_for_status=False,
            )
        return self._sessions[own]

    def translated(self, foreign: Exception, said: str) -> SourceError:
        """Translate a foreign exception.

        Its text is kept only if useful, and never a secret.
        """
        if _private(foreign):
            return SourceError(f"{said} is not on the public internet", why="It was not asked.")
        if isinstance(foreign, (aiohttp.InvalidURL, UnicodeError)):
            return SourceError(f"{said} is no address")
        if isinstance(foreign, TimeoutError):
            return SourceDown(f"{said} did not answer in time")
        if isinstance(foreign, aiohttp.ClientPayloadError):
            return SourceDown(f"{said} broke off in the middle")
        if isinstance(foreign, aiohttp.ClientConnectorDNSError):
            return SourceDown(f"{said} has no address", why="Its host's name does not resolve; is the network there?")
        if isinstance(foreign, (aiohttp.ClientConnectorCertificateError, aiohttp.ClientSSLError)):
            return SourceDown(f"{said} showed a certificate we do not trust")
        if isinstance(foreign, (aiohttp.ClientConnectionError, OSError)):
            return SourceDown(f"{said} could not be reached", why=self.clean(type(foreign).__name__))
        return SourceDown(f"{said} did not speak HTTP as we know it", why=self.clean(str(foreign))[:200])


def agent(contact: str = "") -> str:
    """Build the User-Agent with name and contact; hosts refuse bare library names."""
    try:
        number = version("spudwatch")
    except PackageNotFoundError:
        number = "0"
    about = f"; {contact}" if contact.isascii() and contact.isprintable() and contact else ""
    return f"Mozilla/5.0 (compatible; Spudwatch/{number}; reads public prices{about})"


async def _counted(response: aiohttp.ClientResponse, most: int, said: str) -> bytes:
    """A body of unknown size, unpacked, no further than it may go.

    In small pieces: whatever is there at once would be unpacked at once, on the event loop.
    """
    body = bytearray()
    async for chunk in response.content.iter_chunked(PIECE):
        body += chunk
        if len(body) > most:
            response.close()
            raise SourceError(f"{said} sent too much", why=f"More than {most} bytes once unpacked.")
        await asyncio.sleep(0)  # others have their turn between two pieces
    return bytes(body)


def _refuse_odd(url: str, said: str) -> None:
    """Raise SourceError unless an address is http(s), on a usual port, no password."""
    try:
        parts = urlsplit(url)
        fine = parts.scheme in {"http", "https"} and parts.hostname and parts.port in PORTS and "@" not in parts.netloc
    except ValueError:
        fine = False
    if not fine:
        raise SourceError(f"{said[:80]} is not an address we may request")


def _private(foreign: BaseException) -> bool:
    inner = [foreign, getattr(foreign, "os_error", None), foreign.__cause__, foreign.__context__]
    return any(isinstance(one, PrivateAddressError) for one in inner)
