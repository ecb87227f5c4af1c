"""Compose a digest page: the selected items, and the health of the sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.domain.notify.changes import Change
from bot.domain.notify.digest import DigestPlace, DigestRun, DigestSelection, SourceHealth, corrects
from bot.domain.notify.digest_sections import Section
from bot.domain.notify.timetable import NAMES
from bot.domain.text import shorten
from bot.domain.time import format_time
from bot.domain.time.zones import zone_of
from bot.messages.change_line import change_line, sources_of
from bot.messages.reply import Action, Bullets, Chart, Part, Reply, Severity, Text, Words, bold

TESTED = "TEST · "  # prefix for the title of a requested preview
LATE = timedelta(minutes=5)
UNREAD = 3  # sources named that could not be read
REASON = 60  # characters of why one could not
SOURCES = 8  # named under a digest; every line carries its own link


def health_line(sources: Sequence[SourceHealth], zone: str) -> str:
    """Format how many sources were read and when.

    Unreadable ones are always mentioned.
    """
    well = [source for source in sources if not source.trouble]
    last = max((source.read_at for source in sources if source.read_at), default=None)
    told = f", last {clock(last, zone)}" if last else ""
    if not sources:
        return "No source is being watched here: this is what the bundled ledger says."
    return f"Checked {len(well)} of {len(sources)} sources{told}."


def trouble_lines(sources: Sequence[SourceHealth], zone: str) -> tuple[str, ...]:
    """Describe the sources that could not be read; of many, the first."""
    lines = []
    unread = [source for source in sources if source.trouble]
    for source in unread[:UNREAD]:
        since = f" since {short(source.since, zone)}" if source.since else ""
        lines.append(f"{source.name} has been unreadable{since} ({shorten(source.trouble, REASON)})")
    if (more := len(unread) - UNREAD) > 0:
        lines.append(f"so {'have' if more > 1 else 'has'} {more} more, see /spudwatch status")
    return tuple(lines)


def local(moment: datetime, zone: str) -> datetime:
    """A moment on a zone's clock."""
    return moment.astimezone(zone_of(zone))


def clock(moment: datetime, zone: str) -> str:
    """The time of day on a zone's clock."""
    return f"{local(moment, zone):%H:%M}"


def short(moment: datetime, zone: str) -> str:
    """A moment on the clock of a zone: Thu 23 Apr 09:00."""
    there = local(moment, zone)
    return f"{NAMES[there.weekday()]} {format_time(there, '%d %b %H:%M')}"


def compose(
    selection: DigestSelection,
    sources: Sequence[SourceHealth],
    place: DigestPlace,
    on: DigestRun,
    picture: Chart | Text | None = None,
    actions: tuple[Action, ...] = (),
) -> Reply:
    """Compose the page, corrections first.

    Each section follows, then the picture, missed messages and the health of the sources.
    """
    trouble = trouble_lines(sources, on.zone)
    there = local(on.due, on.zone)
    title = f"{on.name} — {NAMES[there.weekday()]} {format_time(there, '%d %b, %H:%M')} {on.zone}"
    since = f"since {short(on.since, on.zone)}"
    parts: list[Part] = []
    if on.now - on.due > LATE and not on.test:
        parts.append(
            Text((bold(f"Late by {span(on.now - on.due)}."), " Spudwatch was not running, or could not post."))
        )
    if selection.kept:
        parts.append(Text(f"What changed {since}.", quiet=True))
        parts += _sections(selection.kept, place)
    elif trouble:
        parts.append(
            Text((bold("Not everything could be read: "), "; ".join(trouble), ". Everything else: nothing new."))
        )
    else:
        parts.append(Text((bold(f"Nothing new {since}."),)))
    if selection.kept and trouble:
        parts.append(Text((bold("Not the whole picture: "), "; ".join(trouble), ". Nothing above covers it.")))
    if on.missed:
        parts.append(Bullets(tuple(on.missed), "Could not be posted in time"))
    if picture is not None:
        parts.append(picture)
    hidden = f" · {selection.hidden} more held back, see /digest why" if selection.hidden else ""
    parts.append(Text(health_line(sources, on.zone) + hidden, quiet=True))
    return Reply(
        title=(TESTED if on.test else "") + title,
        parts=tuple(parts),
        severity=Severity.WARN if trouble else Severity.INFO,
        sources=sources_of(selection.kept)[:SOURCES],
        actions=actions,
        # A digest is dated: later developments are news, and only a retraction changes it.
        shows=tuple(dict.fromkeys(change.ref for change in selection.kept if change.numbered)),
        private=False,
    )


def _sections(kept: Sequence[Change], place: DigestPlace) -> list[Part]:
    groups: Mapping[str, list[Words]] = {section.value: [] for section in Section}
    for change in kept:
        section = Section.CORRECTIONS if corrects(change, place) else change.section
        groups[section.value].append(change_line(change))
    headings = {name: f"{name[0].upper()}{name[1:]} ({len(items)})" for name, items in groups.items()}
    return [Bullets(tuple(items), headings[name]) for name, items in groups.items() if items]


def span(length: timedelta) -> str:
    """A length of time in its two largest units: "2 d 19 h", "3 h", "12 min"."""
    minutes = int(length.total_seconds() // 60)
    units = ((minutes // 1440, "d"), (minutes % 1440 // 60, "h"), (minutes % 60, "min"))
    told = [f"{count} {unit}" for count, unit in units if count]
    return " ".join(told[:2]) or "less than a minute"
