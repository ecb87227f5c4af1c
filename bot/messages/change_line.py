"""A change as a reply shows it: its line, and where it was read."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.notify.changes import Change
from bot.domain.text import host_of
from bot.messages.reply import Source, Words, bold, link, when

SURE = frozenset({"CONFIRMED", "SUPPORTED", "CORROBORATED", "RESOLVED"})  # grades that a title need not repeat


def change_line(change: Change) -> Words:
    """Format a change as a line: what, from, to, why, certainty, time, source."""
    step = f"{change.said_before} → " if change.before else ""
    open_at = f"{change.ref} " if change.numbered else ""
    parts: list[object] = [f"{open_at}{change.title}"]
    if change.after:
        parts += [joint(change.title), f"{step}", bold(change.after)]
    if change.why:
        parts.append(f"{', ' if change.points else ' — '}{change.why}")
    if change.grade and not change.after.startswith(change.grade):
        parts.append(f" · {change.grade}")
    parts += [" · ", when(change.at)]
    if (source := change_source(change)) is not None:
        parts += [" · ", link(source.label, source.url)]
    return tuple(parts)  # type: ignore[arg-type]


def joint(title: str) -> str:
    """What stands between a change's title and its new value.

    A space behind "is shut down on or after", else a colon.
    """
    return " " if title.endswith((" on", " on or after")) else ": "


def with_grade(title: str, change: Change) -> str:
    """Return a title of a change with its grade, if that must be said.

    It need not of what is well supported, or where the title says it anyway.
    """
    told = change.grade in SURE or change.after.startswith(change.grade)
    return title if told else f"{title} ({change.grade})"


def change_source(change: Change) -> Source | None:
    """Return the page a change was read on; None if it was read on none."""
    if not change.source.startswith("http"):
        return None
    return Source(change.source_label or host_of(change.source), change.source, change.at)


def sources_of(changes: Iterable[Change]) -> tuple[Source, ...]:
    """Return the pages that changes were read on, each once."""
    found = {source.url: source for change in changes if (source := change_source(change)) is not None}
    return tuple(found.values())
