"""Expected dates as a calendar (iCalendar, RFC 5545).

It has medians, deadlines of markets and shutdowns. An expected release is an all-day event at the median with the range
in its text; its UID stays, and SEQUENCE grows with the time of the reading, so that a calendar moves it instead of
adding another. Once the model is out it is cancelled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from adapters.web.feeds import identity
from bot import pages
from bot.domain.names.subjects import SubjectState, SubjectStateRow
from bot.domain.time import day_of, format_time
from bot.pages.entities.subject import SubjectPage
from bot.pages.lists.coming import ComingPage, ComingRow, coming
from bot.pages.lists.retiring import RetiringPage
from bot.pages.page import Page, PageRequest

if TYPE_CHECKING:
    from adapters.web.site import Site

LINE = 75  # octets of a line before it is folded
RECENT = timedelta(days=60)  # how long a release cancels its expectation


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One all-day event."""

    uid: str
    day: date
    summary: str
    text: str
    path: str
    stamp: datetime
    cancelled: bool = False


def calendar_of(site: Site, page: Page, request: PageRequest) -> bytes | None:
    """The calendar beside *coming*, *retiring* and a subject; None beside other pages."""
    if not request.latest:
        return None
    if isinstance(page, SubjectPage):
        events = list(_of_subject(site, page, request))
    elif isinstance(page, RetiringPage):
        events = list(_shutdowns(page))
    elif isinstance(page, ComingPage):
        events = [event for row in page.rows for event in _of_row(row)]
        events += _released(site, request)
        retiring = pages.every()["retiring"].build(site.ports, request)
        shutdowns = _shutdowns(retiring) if isinstance(retiring, RetiringPage) else ()
        events += (one for one in shutdowns if one.day >= request.as_of.date())
    else:
        return None
    return written(site, page, events)


def _of_row(row: ComingRow) -> Iterator[CalendarEvent]:
    odds = row.odds
    if odds is None or odds.told_at is None:
        return
    about, stamp = row.gap.about, odds.told_at
    doubt = f" {row.gap.text}" if row.gap.grade == "SPECULATION" else ""
    read = f"{'on' if odds.reported else 'read'} {format_time(stamp)}"
    said = f"{odds.venue}: {odds.figure.said} {odds.asks}, {read}.{doubt}"
    if row.median is not None:
        low = format_time(day_of(row.low)) if row.low else "–"
        high = format_time(day_of(row.high)) if row.high else "after the last deadline"
        text = f"Median of the release curve; 10–90 %: {low} to {high}. {said}"
        yield CalendarEvent(expected(row.slug), day_of(row.median), f"{about} expected (median)", text, row.path, stamp)
    if odds.deadline is not None:
        day = day_of(odds.deadline)
        uid = identity(f"deadline|{odds.market}|{day}")
        told = f"{odds.venue}: {odds.figure.said}, {read}."
        place = f"/m/{odds.market}"
        yield CalendarEvent(uid, day, f"{odds.market} ends: {about} out {odds.asks}?", told, place, stamp)


def expected(slug: str) -> str:
    """The id of the expected release of a subject."""
    return identity(f"expected|{slug}")


def _of_subject(site: Site, page: SubjectPage, request: PageRequest) -> Iterator[CalendarEvent]:
    if page.released_at is not None:
        known = site.ports.ledger.subject(page.slug, request.view)
        states = known.states if known is not None else ()
        yield _out(page.slug, page.name, page.path, page.released_at, states)
        return
    for row in coming(site.ports, request, (page.slug,)):
        yield from _of_row(row)


def _released(site: Site, request: PageRequest) -> Iterator[CalendarEvent]:
    """The expectations of markets that came true of late."""
    every = site.ports.ledger.suggest("", request.view, 500)
    out = [(one, at) for one in every if (at := one.released()) is not None and request.as_of - at < RECENT]
    asked = {market.subject for market in site.ports.markets.of_subjects([one.slug for one, _ in out], request.view)}
    for one, at in out:
        if one.slug in asked:
            yield _out(one.slug, one.name, f"/s/{one.slug}", at, one.states)


def _out(slug: str, name: str, path: str, at: datetime, states: Iterable[SubjectStateRow]) -> CalendarEvent:
    # Prices were read until the release was learned, and a cancellation is above their version (RFC 5546 §3.2).
    learned = min((row.learned_at for row in states if row.state is SubjectState.RELEASED), default=at)
    text = f"{name} was released on {format_time(at)}: the expected date is void."
    stamp = max(at, learned)
    return CalendarEvent(expected(slug), at.date(), f"{name} expected (median)", text, path, stamp, cancelled=True)


def _shutdowns(page: RetiringPage) -> Iterator[CalendarEvent]:
    for row in page.rows:
        if row.source is None or row.source.read_at is None:
            continue
        uid = identity(f"retired|{row.vendor}|{row.model}|{row.surface}")
        where = f" ({row.surface})" if row.surface else ""
        what = "may be shut down from this day on" if row.earliest else "is shut down"
        after = f" Successor: {row.successor}." if row.successor else ""
        text = f"{row.vendor}: {row.model} {what}{where}.{after} {row.source.url}"
        place = row.path or page.path
        yield CalendarEvent(uid, row.day, f"{row.name} {what}{where}", text, place, row.source.read_at)


def written(site: Site, page: Page, events: list[CalendarEvent]) -> bytes:
    """Events as iCalendar, in the order of their days."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Spudwatch//Expected dates//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped('Spudwatch: ' + page.title)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
    ]
    for event in sorted({one.uid: one for one in events}.values(), key=lambda one: (one.day, one.uid)):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{event.uid}",
            f"DTSTAMP:{event.stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}",
            f"SEQUENCE:{int(event.stamp.timestamp()) // 60}",
            f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{escaped(event.summary)}",
            f"DESCRIPTION:{escaped(event.text)}",
            *([f"URL:{site.url(event.path)}"] if site.address else []),
            f"STATUS:{'CANCELLED' if event.cancelled else 'TENTATIVE'}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(folded(line) for line in lines).encode()


def escaped(text: str) -> str:
    """Text as RFC 5545 §3.3.11 wants it."""
    flat = "".join(c if c.isprintable() or c == "\n" else " " for c in text)
    return flat.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> str:
    """A line of at most 75 octets a piece (§3.1), never cut inside a character."""
    pieces: list[str] = []
    piece, size = "", 0
    for char in line:
        width = len(char.encode())
        if size + width > LINE - (1 if pieces else 0):
            pieces.append(piece)
            piece, size = "", 0
        piece, size = piece + char, size + width
    return "\r\n ".join([*pieces, piece]) + "\r\n"
