"""Changes as feeds: Atom (RFC 4287) and JSON Feed 1.1.

The latter is https://jsonfeed.org/version/1.1. An entry's id is made of the change's own id and never of our address,
so that a move repeats nothing. A correction updates the entry of what it corrects, and says so in its title.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape, quoteattr

from bot.domain.notify.changes import Change
from bot.domain.notify.digest_sections import Section
from bot.messages.change_line import change_line, joint, with_grade
from bot.messages.reply import plain
from bot.pages.about.status import StatusPage
from bot.pages.blocks.public_changes import PublicPaths, public_change
from bot.pages.entities.lab import LabPage
from bot.pages.entities.subject import SubjectPage
from bot.pages.page import Page, PageRequest
from bot.queries.changes.recent_changes import WINDOW, changes_of, recent_changes

if TYPE_CHECKING:
    from adapters.web.site import Site

ATOM, JSON_FEED, CALENDAR = "application/atom+xml", "application/feed+json", "text/calendar"
MANY = 100
EVER = timedelta(days=36_500)
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that follows a page."""

    name: str
    title: str
    path: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, with when it could first be known and when it was last corrected."""

    id: str
    title: str
    text: str
    path: str
    published: datetime
    updated: datetime
    source: str
    kind: str


def of_page(path: str) -> tuple[Feed, ...]:
    """The feeds that follow the page at a path."""
    follows = "/changes" if path in ("/", "/changes") else path
    if path == "/retiring":
        return (Feed("Calendar", "Shutdown dates", "/retiring.ics", CALENDAR),)
    if not follows.startswith(("/changes", "/s/", "/lab/", "/status")) or follows.startswith("/changes/"):
        return (Feed("Calendar", "Expected dates", "/coming.ics", CALENDAR),) if path == "/coming" else ()
    found = (
        Feed("Atom", "Changes (Atom)", f"{follows}.atom", ATOM),
        Feed("JSON Feed", "Changes (JSON Feed)", f"{follows}.feed.json", JSON_FEED),
    )
    if path.startswith("/s/"):
        return (*found, Feed("Calendar", "Expected dates", f"{path}.ics", CALENDAR))
    return (*found, Feed("Calendar", "Expected dates", "/coming.ics", CALENDAR)) if path == "/" else found


def entries(site: Site, page: Page, request: PageRequest) -> tuple[Entry, ...]:
    """What a page's feed says, the latest first."""
    if isinstance(page, StatusPage):
        return tuple(_trouble(page))
    about: tuple[str, ...] = ()
    if isinstance(page, SubjectPage):
        about = (page.slug,)
    elif isinstance(page, LabPage):
        about = tuple(row.slug for row in page.rows)
    window = EVER if isinstance(page, SubjectPage) else WINDOW  # who follows a quiet model finds its last changes
    changes = recent_changes(site.ports, request.view, about, window)
    corrected = {one.ref for one in changes if one.section is Section.CORRECTIONS}
    whole = [one for one in changes if one.ref not in corrected]
    whole += changes_of(site.ports, corrected, request.view)  # what it corrects may be older than all that is shown
    begins = request.as_of - window
    found = [one for one in _entries(whole, PublicPaths(site.ports, request.view)) if one.updated > begins]
    return tuple(sorted(found, key=lambda one: (-one.updated.timestamp(), one.id)))[:MANY]


def identity(text: str) -> str:
    """A permanent id made of what an entry is about."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'spudwatch:{text}')}"


def _entries(changes: Iterable[Change], paths: PublicPaths) -> list[Entry]:
    ordered = sorted(changes, key=lambda one: (one.at, one.id))
    found: dict[str, Entry] = {}
    latest: dict[str, str] = {}  # the entry that last spoke of a thing
    for change in ordered:
        correction = change.section is Section.CORRECTIONS
        known = found.get(latest.get(change.ref, "")) if correction else None
        entry = _entry(change, known, paths)
        found[entry.id] = entry
        latest[change.ref] = entry.id
    return list(found.values())


def _entry(change: Change, corrects: Entry | None, paths: PublicPaths) -> Entry:
    row = public_change(change, paths)
    words = plain(change_line(change))
    head = f"{row.ref} {row.title}".strip()
    step = f"{joint(row.title)}{row.before + ' → ' if row.before else ''}{row.after}" if row.after else ""
    corrected = "Corrected: " if change.section is Section.CORRECTIONS else ""
    title = with_grade(f"{corrected}{head}{step}", change)
    text = f"{words}\nBefore: {corrects.text}" if corrects is not None else words
    return Entry(
        corrects.id if corrects is not None else identity(change.id),
        title,
        text,
        row.path or "/changes",
        corrects.published if corrects is not None else change.at,
        change.at,
        change.source,
        row.section,
    )


def _trouble(page: StatusPage) -> Iterable[Entry]:
    for row in page.rows:
        if not row.ok:
            at = row.since or row.read_at or BEGINNING
            text = f"{row.source}: {row.trouble}"
            yield Entry(identity(f"status|{row.source}|{at:%Y%m%dT%H%M}"), text, text, "/status", at, at, "", "status")


def _rfc3339(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def atom(site: Site, page: Page, request: PageRequest) -> bytes:
    """The page's feed as Atom."""
    found = entries(site, page, request)
    updated = max((one.updated for one in found), default=page.changed_at or BEGINNING)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
        f"<id>{identity('feed|' + page.path)}</id>",
        f"<title>{escape(_title(page))}</title>",
        f"<updated>{_rfc3339(updated)}</updated>",
        "<author><name>Spudwatch</name></author>",
        f'<link rel="alternate" type="text/html" href={quoteattr(site.url(page.path))}/>',
        f'<link rel="self" type="application/atom+xml" href={quoteattr(site.url(page.path + ".atom"))}/>',
    ]
    for one in found:
        via = f'<link rel="via" href={quoteattr(one.source)}/>' if one.source.startswith("http") else ""
        lines.append(
            f"<entry><id>{one.id}</id><title>{escape(one.title)}</title>"
            f"<published>{_rfc3339(one.published)}</published><updated>{_rfc3339(one.updated)}</updated>"
            f"<category term={quoteattr(one.kind)}/>"
            f'<link rel="alternate" type="text/html" href={quoteattr(site.url(one.path))}/>{via}'
            f'<content type="text">{escape(one.text)}</content></entry>'
        )
    return clean("\n".join([*lines, "</feed>", ""])).encode()


def clean(text: str) -> str:
    """A text without characters that XML 1.0 cannot hold."""
    return "".join(
        c for c in text if c in "\t\n\r" or "\x20" <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff"
    )


def json_feed(site: Site, page: Page, request: PageRequest) -> bytes:
    """The page's feed as JSON Feed."""
    items = [
        {
            "id": one.id,
            "url": site.url(one.path),
            "title": one.title,
            "content_text": one.text,
            "date_published": _rfc3339(one.published),
            "date_modified": _rfc3339(one.updated),
            "tags": [one.kind],
            **({"external_url": one.source} if one.source.startswith("http") else {}),
        }
        for one in entries(site, page, request)
    ]
    made = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _title(page),
        "home_page_url": site.url(page.path),
        "feed_url": site.url(page.path + ".feed.json"),
        "language": "en",
        "authors": [{"name": "Spudwatch"}],
        "items": items,
    }
    return json.dumps(made, ensure_ascii=False, indent=1).encode() + b"\n"


def _title(page: Page) -> str:
    return "Spudwatch: changes" if page.path == "/changes" else f"Spudwatch: {page.title}"
