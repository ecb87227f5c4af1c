"""The site: from a path to the bytes that stand there, whoever asks for them.

The server and the static export both ask here, so what one serves is what the other writes. A page is rendered from
the ports at a moment; the latest pages carry no moment of their own, so that their bytes change only with what they
say.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from types import MappingProxyType
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from markupsafe import Markup

from adapters.web import bulk, calendar, feeds
from adapters.web.badge import badge
from adapters.web.bulk import BulkFiles
from adapters.web.feeds import Feed
from adapters.web.structured_data import claim_review
from adapters.web.templates import embedded_json, environment, static_file
from bot import pages
from bot.domain.time import end_of_day
from bot.ledger.editions import Signature, unsigned
from bot.messages.errors import UserError
from bot.messages.reply import plain
from bot.messages.reply_json import jsonable
from bot.pages.blocks.search_index import search_index
from bot.pages.entities.claim import ClaimPage
from bot.pages.lists.search import SearchPage
from bot.pages.page import FRAME, Page, PageRequest, PreviewCard
from bot.ports import Ports
from bot.reads.shared_reads import SNAPSHOT_BYTES, snapshot

NAV = (
    ("Coming", "/coming"),
    ("Claims", "/claims"),
    ("Names seen", "/names"),
    ("Changes", "/changes"),
    ("Retiring", "/retiring"),
    ("Record", "/record"),
    ("Status", "/status"),
)
HTML, JSON, XML = "text/html; charset=utf-8", "application/json", "application/xml"
SVG, PNG, SCRIPT = "image/svg+xml", "image/png", "text/javascript; charset=utf-8"
STATIC = {"style.css": "text/css; charset=utf-8", "page.js": SCRIPT, "search.js": SCRIPT, "icon.svg": SVG}
SEARCH_INDEX = "/search-index.json"
FRESH, DAY, YEAR = 60, 86_400, 31_536_000  # seconds that a copy may be kept: the latest, the past, a named version
_DAY = re.compile(r"(?P<path>.*)/(?P<day>\d{4}-\d{2}-\d{2})")
_NOTHING: Mapping[str, str] = MappingProxyType({})

Answerer = Callable[[str, datetime], tuple[str, ...]]
"""Answers a question as of a moment in some lines; none where it has no answer."""


def no_answer(_question: str, _as_of: datetime) -> tuple[str, ...]:
    """Answer nothing: files have nobody to ask."""
    return ()


@dataclass(frozen=True, slots=True)
class Document:
    """What is at an address; ``card`` instead of a body: a picture yet to be drawn."""

    body: bytes
    media_type: str
    max_age: int = FRESH
    status: int = 200
    card: PreviewCard | None = None
    location: str = ""

    @property
    def etag(self) -> str:
        """The version of the body."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:20]}"'


@dataclass(frozen=True)
class Site:
    """The public pages over some ports.

    ``address`` is where they stand, without a slash at its end ('' where that is not known), ``operator`` who runs it,
    ``sign`` signs the file of the ledger, ``answer`` answers what is typed into the search box.
    """

    ports: Ports
    address: str = ""
    operator: str = ""
    sign: Signature = unsigned
    answer: Answerer = no_answer
    _routes: list[tuple[re.Pattern[str], str]] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        ordered = sorted(pages.every().items(), key=lambda pair: pair[1].ADDRESS.count("{"))
        self._routes.extend((_pattern(module.ADDRESS), name) for name, module in ordered)

    @property
    def base(self) -> str:
        """The part of the address after the host: pages link below it."""
        return urlsplit(self.address).path.rstrip("/")

    @property
    def contact(self) -> str:
        """Where the operator is written to: an address, a link to mail, or ''."""
        if self.operator.startswith(("https://", "http://", "mailto:")):
            return self.operator
        return f"mailto:{self.operator}" if "@" in self.operator else ""

    @property
    def nav(self) -> tuple[tuple[str, str], ...]:
        """The pages of the main menu."""
        return NAV

    @cached_property
    def bulk(self) -> BulkFiles:
        """The files of the whole ledger."""
        return BulkFiles(self.ports.editions, self.sign)

    @cached_property
    def style(self) -> str:
        """The style sheet's address, named by its content."""
        return self._static("style.css")

    @cached_property
    def script(self) -> str:
        """The script's address, named by its content."""
        return self._static("page.js")

    @cached_property
    def search_script(self) -> str:
        """The address of the search box's script, which is loaded when somebody types."""
        return self._static("search.js")

    def _static(self, name: str) -> str:
        stem, _, kind = name.partition(".")
        return f"{self.base}/static/{stem}.{hashlib.sha256(static_file(name)).hexdigest()[:10]}.{kind}"

    def url(self, path: str) -> str:
        """The whole address of a path, or the path where it is not known where we stand."""
        return f"{self.address}{quote(path)}"

    def cited(self, page: Page) -> str:
        """The address to cite a page by: that of the day it shows, which never changes."""
        day = page.as_of or page.changed_at
        return self.url(f"{page.path.rstrip('/')}/{day:%Y-%m-%d}" if day is not None and page.dated else page.path)

    def json(self, page: Page) -> str:
        """The page as JSON."""
        return f"{self.base}{quote(beside(page.path, '.json'))}"

    def card(self, page: Page) -> str:
        """The address of the page's preview picture, whole, as link previews want it."""
        return self.url(beside(page.path, ".png"))

    def oembed(self, page: Page) -> str:
        """Where the page's oEmbed answer is: https://oembed.com."""
        return f"{self.base}{quote(beside(page.path, '.oembed.json'))}"

    def claim_review(self, page: ClaimPage) -> Markup:
        """A decided claim for search engines."""
        return embedded_json(claim_review(page, self.address))

    def feeds(self, page: Page) -> tuple[Feed, ...]:
        """The feeds that follow a page."""
        return feeds.of_page(page.path)

    def page(self, path: str, request: PageRequest) -> tuple[str, Page] | None:
        """The page at a path with the name of its template; None if there is none."""
        for pattern, name in self._routes:
            if (match := pattern.fullmatch(path)) is not None:
                made = pages.every()[name].build(snapshot(self.ports, SNAPSHOT_BYTES), request, **match.groupdict())
                if isinstance(made, SearchPage) and made.query and not made.exact:
                    made = replace(made, answer=self.answer(made.query, request.as_of))
                if made is not None:
                    return name, made
        return None

    def prepare(self, now: datetime) -> Iterator[None]:
        """Do the slow work of pages ahead, a part a step: templates, and what they read."""
        request = PageRequest(now)
        for name in environment().list_templates():
            environment().get_template(name)
            yield
        for module in pages.every().values():
            yield from pages.prepare(module, self.ports, request)

    def prepare_page(self, path: str, now: datetime) -> Iterator[None]:
        """Do the slow work of the latest page at a path, a part a step; most have none."""
        for pattern, name in self._routes:
            if (match := pattern.fullmatch(_split(path)[0])) is not None:
                yield from pages.prepare(pages.every()[name], self.ports, PageRequest(now), **match.groupdict())

    def document(
        self, path: str, now: datetime, *, as_of: datetime | None = None, query: Mapping[str, str] = _NOTHING
    ) -> Document | None:
        """What stands at a path (without the base) at a moment; None if nothing does.

        ``as_of`` asks for the page as it stood then; a path that ends in a day does so, too.
        """
        if (fixed := self._fixed(path, now)) is not None:
            return fixed
        request = PageRequest(as_of or now, as_of is None, query)
        plain, kind = _split(path)
        day, found = "", self.page(plain, request)
        if found is None and as_of is None and (match := _DAY.fullmatch(plain)) is not None:
            moment = _end_of(match["day"])
            if moment is None or moment.date() > now.date():
                return None
            request, plain, day = PageRequest(min(moment, now), latest=False), match["path"] or "/", f"/{match['day']}"
            found = self.page(plain, request)
        if found is None or (day and not found[1].dated):
            return None
        if found[1].path != plain:  # another way of writing it: there is one address for everything
            return self._moved(f"{found[1].path}{day}", kind)
        exact = str(getattr(found[1], "exact", ""))
        return self._moved(exact, "", 303) if exact and not kind else self.drawn(*found, kind, request)

    def _moved(self, path: str, kind: str, status: int = 308) -> Document:
        """Where a document stands instead."""
        return Document(b"", HTML, 0, status, location=self.base + quote(beside(path, kind) if kind else path))

    def drawn(self, name: str, page: Page, kind: str, request: PageRequest) -> Document | None:
        """A page, or what stands beside it; None where nothing of that kind does."""
        age = FRESH if request.latest or page.as_of is None else DAY
        drawers: Mapping[str, Callable[[], Document | None]] = {
            "": lambda: Document(self.html(name, page), HTML, age),
            ".json": lambda: Document(self._json(page), JSON, age),
            ".png": lambda: Document(b"", PNG, age, card=page.card),
            ".oembed.json": lambda: Document(self._oembed(page), JSON, age),
            ".svg": lambda: Document(badge(page), SVG, age) if request.latest else None,
            ".atom": lambda: self._feed(page, request, feeds.atom, feeds.ATOM),
            ".feed.json": lambda: self._feed(page, request, feeds.json_feed, feeds.JSON_FEED),
            ".ics": lambda: self._calendar(page, request),
        }
        return drawers[kind]()

    def _feed(
        self, page: Page, request: PageRequest, draw: Callable[[Site, Page, PageRequest], bytes], media_type: str
    ) -> Document | None:
        if not request.latest or not feeds.of_page(page.path):
            return None
        return Document(draw(self, page, request), media_type, 300)

    def _calendar(self, page: Page, request: PageRequest) -> Document | None:
        made = calendar.calendar_of(self, page, request)
        return None if made is None else Document(made, f"{feeds.CALENDAR}; charset=utf-8", 3600)

    def html(self, name: str, page: Page) -> bytes:
        """A page as HTML."""
        template = environment().get_template(f"{name}.html")
        return template.render(page=page, site=self).encode()

    def _json(self, page: Page) -> bytes:
        data = jsonable(page)
        for frame in FRAME:
            data.pop(frame, None)
        links = {"self": self.url(beside(page.path, ".json")), "html": self.url(page.path), "card": self.card(page)}
        whole = {"as_of": data.pop("as_of"), "version": 1, "data": data, "sources": data.pop("sources"), "links": links}
        return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"

    def _oembed(self, page: Page) -> bytes:
        made = {
            "version": "1.0",
            "type": "link",
            "title": f"{page.title}: {page.lead}",
            "provider_name": "Spudwatch",
            "provider_url": self.url("/"),
            "thumbnail_url": self.card(page),
            "thumbnail_width": 1200,
            "thumbnail_height": 630,
            "cache_age": 3600,
        }
        return json.dumps(made, ensure_ascii=False).encode() + b"\n"

    def missing(self, path: str, refused: UserError | None = None) -> Document:
        """The page for an unknown address, or for a question that was refused."""
        words = refused.what if refused else "There is no page at this address"
        status = 400 if refused else 404
        page = Page(
            path=path,
            title=words,
            lead=plain(refused.todo) if refused else "Perhaps it was mistyped, or it is not public.",
            as_of=None,
            card=PreviewCard(f"{status}", words),
            dated=False,
            indexed=False,
        )
        return Document(self.html("missing", page), HTML, FRESH, status)

    def _fixed(self, path: str, now: datetime) -> Document | None:
        """The style sheet, scripts, icon, robots.txt, site map, search index and ledger."""
        if path == "/sitemap.xml" and self.address:  # it names whole addresses alone
            return Document(self.sitemap(PageRequest(now)), XML, DAY)
        if path == "/robots.txt":
            place = f"Sitemap: {self.address}/sitemap.xml\n" if self.address else ""
            return Document(
                f"User-agent: *\nDisallow: {self.base}/search?\nAllow: /\n{place}".encode(), "text/plain", DAY
            )
        if path == SEARCH_INDEX:
            return Document(self._search_index(PageRequest(now)), JSON, 600)
        if (whole := self.bulk.body(path)) is not None:
            return Document(whole, bulk.MEDIA[path], 3600)
        for name, media_type in STATIC.items():
            named = self._static(name).removeprefix(self.base)
            if path == named or (name == "icon.svg" and path == "/static/icon.svg"):
                return Document(static_file(name), media_type, YEAR if path == named else DAY)
        return None

    def _search_index(self, request: PageRequest) -> bytes:
        """What the search box reads where no server answers.

        Each page has its kind, title, path, detail and further names.
        """
        rows = [
            (hit.kind, hit.title, self.base + quote(hit.path), hit.detail, *hit.names)
            for hit in search_index(self.ports, request)
        ]
        return json.dumps({"version": 1, "pages": rows}, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"

    def sitemap(self, request: PageRequest) -> bytes:
        """Every page for search engines: https://www.sitemaps.org/protocol.html."""
        places = "".join(f"<url><loc>{escape(self.url(path))}</loc></url>\n" for path in self.paths(request))
        head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        return f"{head}{places}</urlset>\n".encode()

    def paths(self, request: PageRequest) -> Iterator[str]:
        """The address of every page at a moment, without feeds, pictures and days."""
        for module in pages.every().values():
            for parameters in pages.addresses(module, self.ports, request):
                yield module.ADDRESS.format(**parameters)


def beside(path: str, suffix: str) -> str:
    """A document's path beside its page: ``/s/openai/spud.json``, ``/index.json``."""
    return ("/index" if path == "/" else path) + suffix


_SUFFIXES = (".oembed.json", ".feed.json", ".json", ".atom", ".ics", ".png", ".svg")


def _split(path: str) -> tuple[str, str]:
    """A path and the kind of document beside it.

    Names may hold dots, so only known endings count.
    """
    for suffix in _SUFFIXES:
        if path.endswith(suffix):
            plain = path.removesuffix(suffix)
            return ("/" if plain == "/index" else plain), suffix
    return path, ""


def _pattern(address: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", address)
    pieces = [f"(?P<{part}>[^/]{{1,120}})" if number % 2 else re.escape(part) for number, part in enumerate(parts)]
    return re.compile("".join(pieces))


def _end_of(day: str) -> datetime | None:
    """The last second of a day (UTC); None for what is no day."""
    try:
        return end_of_day(date.fromisoformat(day), ZoneInfo("UTC"))
    except ValueError:
        return None
