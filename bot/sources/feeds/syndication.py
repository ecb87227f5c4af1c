"""RSS and Atom feeds, fetched like any source and parsed by feedparser.

A feed is a stranger's bytes, and an XML parser that expands entities can be made to work for seconds on 20 KB
(https://docs.python.org/3/library/xml.html#xml-security). A document with a document type is refused before it is
parsed, and whoever serves parses in a worker process with a limit of time and memory.
"""

import importlib
import re
from calendar import timegm
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from bot.domain.sightings.labels import clean
from bot.messages.errors import SourceChanged
from bot.sources.protocol import Get, Reading, unless_unchanged

BYTES: Final = 4 * 1024 * 1024
ENTRIES: Final = 60  # of one reading; a feed holds its newest
_DOCTYPE: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry of a feed: its id, text, address, and when it was published, if given."""

    id: str
    title: str
    url: str
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class FeedDocument:
    """A fetched feed yet to be parsed; ``unchanged``: the host said nothing is new."""

    body: bytes = b""
    content_type: str = ""
    etag: str = ""
    modified: str = ""
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed as it stands: its title and its newest entries."""

    title: str
    entries: tuple[FeedEntry, ...]


def read(url: str, etag: str = "", modified: str = "") -> Reading[FeedDocument]:
    """Fetch one feed, or learn that it is unchanged since ``etag`` and ``modified``."""
    headers = {name: value for name, value in (("if-none-match", etag), ("if-modified-since", modified)) if value}
    answer = yield from unless_unchanged(Get("", url, headers=headers, limit=BYTES))
    if answer is None:
        return FeedDocument(etag=etag, modified=modified, unchanged=True)
    told = answer.headers
    marks = (_header(told.get("etag", ""), 200), _header(told.get("last-modified", ""), 100))
    return FeedDocument(answer.body, told.get("content-type", ""), *marks)


def parse(document: FeedDocument) -> ParsedFeed:
    """Parse a feed; feedparser fetches nothing here.

    A web page, or what holds no entry and no title, is no feed.

    Raises:
        SourceChanged: it is no feed, or one that declares a document type.
    """
    # A UTF-16 document has a zero byte beside each letter of these words.
    if _DOCTYPE.search(document.body.replace(b"\0", b"")):
        raise SourceChanged("That is no feed.", why="It declares a document type, which feeds do not need.")
    # Half a second of imports that only a tenant with feeds needs; untyped, hence by name.
    feedparser: Any = importlib.import_module("feedparser")

    told = {"content-type": document.content_type} if document.content_type else {}
    found = feedparser.parse(document.body, response_headers=told, resolve_relative_uris=False, sanitize_html=True)
    title = clean(str(found.feed.get("title", "")))[:200]
    if not found.get("version") and not found.entries:
        raise SourceChanged("That is no feed.", why="It is neither RSS nor Atom.")
    entries = tuple(filter(None, map(_entry, found.entries[:ENTRIES])))
    return ParsedFeed(title, entries)


def _header(value: str, length: int) -> str:
    """A validator to store and send back: printable ASCII, or '' (RFC 9110 §8.8.3)."""
    return value if value.isascii() and value.isprintable() and len(value) <= length else ""


def _entry(row: Any) -> FeedEntry | None:
    url = clean(str(row.get("link", "")))[:2000]
    title = clean(str(row.get("title", "")))[:300]
    name = clean(str(row.get("id") or url or title))[:500]
    if not name or not (title or url):
        return None
    when = row.get("published_parsed") or row.get("updated_parsed")
    try:
        published = datetime.fromtimestamp(timegm(when), UTC) if when else None
    except (TypeError, ValueError, OverflowError, OSError):
        published = None
    return FeedEntry(name, title or url, url if url.startswith(("http://", "https://")) else "", published)
