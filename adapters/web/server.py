"""The public pages over HTTP: read-only, without accounts or cookies.

A page is rendered at most once a minute, on a thread of its own, and kept as bytes with its gzip form and its version;
a visitor who has that version gets a 304. Nothing a visitor sends is kept.
"""

from __future__ import annotations

import asyncio
import gzip
import logging
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from urllib.parse import quote, unquote
from zoneinfo import ZoneInfo

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from adapters.web.api import document as api_document
from adapters.web.api import is_api
from adapters.web.api_server import ADDRESSES, ApiServer
from adapters.web.client_address import address_of
from adapters.web.prepared import PreparedDocument
from adapters.web.problems import problem, too_busy, too_often
from adapters.web.site import FRESH, Document, Site
from bot.api.claim_check import ClaimChecker
from bot.api.resources import FILTERS
from bot.dispatch.date_arguments import past_moment
from bot.domain.rate_limit import Quota, RateLimit, RateLimits
from bot.domain.text import shorten
from bot.domain.time import end_of_day
from bot.messages.errors import BadArgument, SpudwatchError, UserError
from bot.pages.page import PageRequest, PreviewCard
from bot.ports import Clock

log = logging.getLogger(__name__)

KEPT: Final = 64 << 20  # bytes of rendered documents kept
SMALL: Final = 600  # bytes below which compressing gains nothing
LONGEST: Final = 400  # characters of a path
MADE: Final = Quota(300, 240)  # documents made anew for an address; what is kept costs nothing
AT_ONCE: Final = 32  # documents that are being made, or wait for it
_FILE: Final = re.compile(r"\.[a-z]{2,6}$")
_SLASHES: Final = re.compile(r"/{2,}|^(?!/)")
COMPRESSED: Final = ("text/", "application/", "image/svg")
PACKED: Final = "application/gzip"
# Everything comes from here; a page runs one script of ours and sends forms to nobody else. https://www.w3.org/TR/CSP3/
POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "interest-cohort=()",
}
Draw = Callable[[PreviewCard], Awaitable[bytes]]
DocumentKey = tuple[str, str, tuple[tuple[str, str], ...]]  # the path, the moment, what was typed into it


@dataclass(frozen=True, slots=True)
class CachedDocument:
    """A document as it goes out, until when it is served without a look at the ports."""

    document: Document
    etag: str
    packed: bytes
    headers: Mapping[str, str]
    until: float
    prepared: PreparedDocument

    @property
    def size(self) -> int:
        """Bytes it takes, the prepared responses with it."""
        return 2 * (len(self.document.body) + len(self.packed))


class WebServer:
    """Server of the site's documents; with ``check`` also of claim checks."""

    def __init__(self, site: Site, clock: Clock, draw: Draw, check: ClaimChecker | None = None) -> None:
        self._site, self._clock, self._draw = site, clock, draw
        self._kept: OrderedDict[DocumentKey, CachedDocument] = OrderedDict()
        self._size = 0
        self._preparing: asyncio.Task[None] | None = None
        self._under_way: dict[DocumentKey, asyncio.Task[CachedDocument | None]] = {}
        self._limits = RateLimits[str](lambda _address: RateLimit.of(MADE), ADDRESSES)
        self._thread = ThreadPoolExecutor(1, "web")
        self._api = ApiServer(site, clock, check, self._thread)

    def app(self, *more: Callable[[web.UrlDispatcher], None]) -> web.Application:
        """The application to listen with; ``more`` add routes that are no documents."""
        made = web.Application(client_max_size=64 << 10, middlewares=[_with_problems])
        self._api.add_routes(made.router)
        for add in more:
            add(made.router)
        made.router.add_get("/{path:(?s:.*)}", self.answer)  # a line feed in it, too
        made.on_response_prepare.append(_with_headers)
        made.on_cleanup.append(self._close)
        return made

    async def _close(self, _app: web.Application) -> None:
        for task in (*self._under_way.values(), *([self._preparing] if self._preparing else ())):
            task.cancel()
        self._thread.shutdown(wait=True, cancel_futures=True)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """The document at the request's path, or the page that says there is none."""
        return self._prepared(request) or await self._answer(request)

    def _prepared(self, request: web.Request) -> web.StreamResponse | None:
        """The kept document of an address that is written as its path."""
        kept, now = self._kept.get((request.raw_path, "", ())), self._clock.now()
        if kept is None or kept.until < now.timestamp() or kept.document.location:
            return None
        return kept.prepared.response(request, now)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        path, now = self._path(request), self._clock.now()
        asked = f"?{request.rel_url.raw_query_string}" if request.rel_url.raw_query_string else ""
        if len(path) > 1 and path.endswith("/"):
            raise web.HTTPMovedPermanently(f"{self._site.base}{quote(path.rstrip('/'))}{asked}")
        names = FILTERS if is_api(path) else ("q",) if path == "/search" else ()
        typed = tuple((name, request.query[name][:LONGEST]) for name in sorted(names) if request.query.get(name))
        try:
            key = (path, _moment(request.query.get("as_of", ""), now, exact=is_api(path)), typed)
            kept = self._kept.get(key)
            if kept is None or kept.until < now.timestamp():
                if (refused := self._refused(request, key, now)) is not None:
                    return refused
                kept = await self._fresh(key, now)
        except UserError as error:
            return problem(error) if _is_for_programs(path) else await self._missing(path, request, error)
        except SpudwatchError as error:
            log.exception("page not made", extra={"path": shorten(path, 100)})
            return problem(error)
        if kept is None:
            return await self._missing(path, request)
        if kept.document.location:
            raise _elsewhere(kept.document, asked, key[1])
        return sent(request, kept)

    def _path(self, request: web.Request) -> str:
        """The path that is asked for, below the site's folder."""
        path = _SLASHES.sub("/", unquote(request.rel_url.raw_path))  # "//host/" would be taken for a host
        base = self._site.base
        if base and path.startswith(base + "/"):
            path = path.removeprefix(base)
        return path if len(path) <= LONGEST else "/" + "x" * LONGEST

    def _refused(self, request: web.Request, key: DocumentKey, now: datetime) -> web.Response | None:
        """Why a document is not made now; None if it is."""
        if wait := self._limits[address_of(request)].grant(now.timestamp()):
            return too_often(wait)
        return too_busy() if len(self._under_way) >= AT_ONCE and key not in self._under_way else None

    def warm(self) -> None:
        """Begin to make the front page and its picture, then the slow work of others.

        Names, templates and a process that draws are then ready for the first visitor.
        """
        for path in ("/", "/index.png"):
            self._begun((path, "", ()), self._clock.now()).add_done_callback(_log_failure)
        self._preparing = asyncio.get_running_loop().create_task(self._in_parts(self._site.prepare(self._clock.now())))
        self._preparing.add_done_callback(_log_failure)

    async def _in_parts(self, parts: Iterator[None]) -> None:
        """Do slow work on the thread, and between two parts the pages that are asked for."""
        loop, done = asyncio.get_running_loop(), object()
        while await loop.run_in_executor(self._thread, next, parts, done) is not done:
            pass

    async def _fresh(self, key: DocumentKey, now: datetime) -> CachedDocument | None:
        """A document made anew, once for all who wait for it."""
        return await asyncio.shield(self._begun(key, now))

    def _begun(self, key: DocumentKey, now: datetime) -> asyncio.Task[CachedDocument | None]:
        task = self._under_way.get(key)
        if task is None:
            task = asyncio.get_running_loop().create_task(self._made(key, now))
            self._under_way[key] = task
            task.add_done_callback(lambda _done: self._under_way.pop(key, None))
        return task

    async def _made(self, key: DocumentKey, now: datetime) -> CachedDocument | None:
        path, typed, words = key
        as_of = past_moment(typed, now) if typed else None
        await self._in_parts(self._site.prepare_page(path, as_of or now))
        found = await asyncio.get_running_loop().run_in_executor(
            self._thread,
            lambda: (
                api_document(self._site, path, PageRequest(as_of or now, as_of is None), dict(words))
                if is_api(path)
                else self._site.document(path, now, as_of=as_of, query=dict(words))
            ),
        )
        if found is None:
            return None
        if (card := found.card) is not None:
            old = self._kept.get(key)
            drawn = old is not None and old.document.card == card
            found = replace(found, body=old.document.body if old is not None and drawn else await self._draw(card))
        return self._keep(key, await asyncio.get_running_loop().run_in_executor(self._thread, cached, found, now))

    def _keep(self, key: DocumentKey, made: CachedDocument) -> CachedDocument:
        old = self._kept.pop(key, None)
        self._size += made.size - (old.size if old is not None else 0)
        self._kept[key] = made
        while self._size > KEPT and len(self._kept) > 1:
            self._size -= self._kept.popitem(last=False)[1].size
        return made

    async def _missing(self, path: str, request: web.Request, refused: UserError | None = None) -> web.StreamResponse:
        if refused is None and _is_for_programs(path):
            return problem(None)
        now = self._clock.now()
        page = await asyncio.get_running_loop().run_in_executor(
            self._thread, lambda: cached(self._site.missing(path, refused), now)
        )
        return sent(request, page)


def _is_for_programs(path: str) -> bool:
    """Whether a path is of the API or a file; "/s/openai/gpt-5.5" is a page."""
    return is_api(path) or (_FILE.search(path) is not None and not path.endswith(".html"))


def _elsewhere(document: Document, asked: str, moment: str) -> web.HTTPException:
    """The redirect to where a document is, with the query.

    Of a search that led there, only the moment is kept.
    """
    if document.status == 303:  # noqa: PLR2004 - see other
        return web.HTTPSeeOther(f"{document.location}?as_of={moment}" if moment else document.location)
    return web.HTTPPermanentRedirect(f"{document.location}{asked}")


def _moment(typed: str, now: datetime, *, exact: bool) -> str:
    """The moment that was typed, in whole minutes; '' for none.

    Programs and ends of days keep their seconds, which make no new page.

    Raises:
        BadArgument: it cannot be parsed, or lies in the future.
    """
    if not typed:
        return ""
    at = past_moment(typed, now)
    if not exact and at != end_of_day(at.date(), ZoneInfo("UTC")):
        at = at.replace(second=0)
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def cached(document: Document, now: datetime) -> CachedDocument:
    """A document with its version, its compressed form and its headers."""
    kind = document.media_type
    packable = len(document.body) > SMALL and kind.startswith(COMPRESSED) and kind != PACKED
    packed = gzip.compress(document.body, 6, mtime=0) if packable else b""
    lasting = f"public, max-age={document.max_age}"
    more = ", immutable" if document.max_age > 86_400 else f", stale-while-revalidate={10 * document.max_age}"  # noqa: PLR2004 - longer than a day
    headers: dict[str, str] = {
        hdrs.ETAG: document.etag,
        hdrs.CACHE_CONTROL: lasting + more,
        hdrs.VARY: "Accept-Encoding",
        hdrs.CONTENT_TYPE: document.media_type,
    }
    if not document.media_type.startswith("text/html"):
        headers[hdrs.ACCESS_CONTROL_ALLOW_ORIGIN] = "*"
    until = now.timestamp() + min(document.max_age, 10 * FRESH)
    prepared = PreparedDocument(document.status, {**headers, **HEADERS}, document.body, packed)
    return CachedDocument(document, document.etag, packed, headers, until, prepared)


def sent(request: web.Request, kept: CachedDocument) -> web.Response:
    """The document, compressed if the visitor accepts it, or a 304."""
    if kept.etag in request.headers.get(hdrs.IF_NONE_MATCH, ""):
        return web.Response(status=304, headers={k: v for k, v in kept.headers.items() if k != hdrs.CONTENT_TYPE})
    if kept.packed and "gzip" in request.headers.get(hdrs.ACCEPT_ENCODING, ""):
        headers = {**kept.headers, hdrs.CONTENT_ENCODING: "gzip"}
        return web.Response(body=kept.packed, status=kept.document.status, headers=headers)
    return web.Response(body=kept.document.body, status=kept.document.status, headers=kept.headers)


def _log_failure(task: asyncio.Task[CachedDocument | None] | asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("page not made", exc_info=error)


@web.middleware
async def _with_problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Give the framework's own refusals (method, body size) the form of our problems."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < 400:  # noqa: PLR2004 - a redirect
            raise
        kept: dict[str, str] = {"Allow": error.headers[hdrs.ALLOW]} if hdrs.ALLOW in error.headers else {}
        return problem(BadArgument(f"{error.reason}."), error.status, kept)


async def _with_headers(_request: web.Request, response: web.StreamResponse) -> None:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
