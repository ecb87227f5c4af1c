"""RSS and Atom, read by feedparser from bytes that were fetched by the same guarded client as everything else."""

import importlib
from calendar import timegm
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from bot.domain.sightings.labels import clean
from bot.messages.errors import SourceChanged, SourceError
from bot.sources.protocol import Get, Reading

BYTES: Final = 4 * 1024 * 1024
ENTRIES: Final = 60  # of one reading; a feed holds its newest


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a feed: its own id, what it says, where, and when it was published if it tells."""

    id: str
    title: str
    url: str
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as it stands: its title, its newest entries, and what to send to be told "nothing new"."""

    title: str
    entries: tuple[Entry, ...]
    etag: str = ""
    modified: str = ""
    unchanged: bool = False


def read(url: str, etag: str = "", modified: str = "") -> Reading[Feed]:
    """One feed. A web page, or anything else that holds no entry and no title, is not one."""
    headers = {name: value for name, value in (("if-none-match", etag), ("if-modified-since", modified)) if value}
    try:
        answer = yield Get("", url, headers=headers, limit=BYTES)
    except SourceError as error:
        if headers and error.what.endswith("answered 304"):  # not modified, as it was asked to say
            return Feed("", (), etag, modified, unchanged=True)
        raise
    return parse(answer.body, answer.headers)


def parse(body: bytes, headers: Mapping[str, str]) -> Feed:
    """A feed out of its bytes; feedparser never fetches anything here.

    Raises:
        SourceChanged: it is no feed.
    """
    # Half a second of imports that only a tenant with feeds needs; untyped, hence by name.
    feedparser: Any = importlib.import_module("feedparser")

    told: dict[str, str] = {name: value for name, value in headers.items() if name == "content-type"}
    found = feedparser.parse(body, response_headers=told, resolve_relative_uris=False, sanitize_html=True)
    title = clean(str(found.feed.get("title", "")))[:200]
    if not found.get("version") and not found.entries:
        raise SourceChanged("That is no feed.", why="It is neither RSS nor Atom.")
    entries = tuple(filter(None, map(_entry, found.entries[:ENTRIES])))
    return Feed(title, entries, headers.get("etag", "")[:200], headers.get("last-modified", "")[:100])


def _entry(row: Any) -> Entry | None:
    url = str(row.get("link", ""))[:2000]
    title = clean(str(row.get("title", "")))[:300]
    name = str(row.get("id") or url or title)[:500]
    if not name or not (title or url):
        return None
    when = row.get("published_parsed") or row.get("updated_parsed")
    try:
        published = datetime.fromtimestamp(timegm(when), UTC) if when else None
    except (TypeError, ValueError, OverflowError, OSError):
        published = None
    return Entry(name, title or url, url if url.startswith(("http://", "https://")) else "", published)
