"""Shared by the digest commands: selecting, previewing and describing a digest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from bot.domain.notify.digest import DigestFilter, IfQuiet
from bot.domain.notify.digest_sections import Section
from bot.domain.notify.timetable import NAMES
from bot.domain.text import shorten
from bot.domain.time.schedule import EVERY
from bot.messages import words
from bot.messages.errors import BadArgument
from bot.messages.order import Order, order
from bot.messages.reply import Button, Form, Reply
from bot.messages.request import RequestContext
from bot.notifications.arguments import place_name
from bot.notifications.digest_builder import DigestBuilder, DigestDraft, DigestRequest, request_of, sections_of
from bot.notifications.digest_page import TESTED, short, span
from bot.ports import Ports
from bot.ports.notifications.subscriptions import Digest, Mode

Floor = Literal["speculation", "unconfirmed", "reported", "supported", "confirmed"]
Quiet = Literal["skip", "one line", "send anyway"]
PREVIEWED = timedelta(days=1)  # a preview shows the last day at least
_HELD = {  # a stage's name says what passes it; this is what does not
    "matched": "not asked for",
    "grade floor": "under the grade floor",
    "already sent": "already sent as alerts",
    "below threshold": "below the threshold",
    "muted": "muted",
    "cap": "over the cap",
}
DIGEST_ID = "Digest id or name, such as DG-03"
FIELDS = ("name", "days", "time", "timezone", "about")


def previewed(
    ports: Ports,
    digest: Digest,
    now: datetime,
    muted: frozenset[str] = frozenset(),
    unmuted: frozenset[str] = frozenset(),
) -> DigestDraft:
    """Build the page as it would be posted now.

    Since its last run, or of the last day.
    """
    since = min(request_of(digest, now).since, now - PREVIEWED)
    return DigestBuilder(ports, now).write(
        [DigestRequest(digest, since, now, test=True, muted=muted, unmuted=unmuted)]
    )[0]


def preview_title(digest: Digest, page: DigestDraft) -> str:
    """The title it would have, and that it is only a preview."""
    return f"Preview of {digest.id}: {page.reply.title.removeprefix(TESTED)}"


def wish_of(
    about: tuple[str, ...], *, floor: str, sections: str, max_items: int, if_quiet: str, image: bool, points: int
) -> DigestFilter:
    """Build a filter from the words of a command.

    Raises:
        BadArgument: a word names no section.
    """
    try:
        chosen = sections_of(sections)
    except KeyError as error:
        raise BadArgument(
            f"There is no section “{shorten(str(error.args[0]), 40)}”.",
            todo="There are: " + ", ".join(section.value for section in Section) + ".",
        ) from None
    return DigestFilter(about, floor.upper(), chosen, max_items, IfQuiet(if_quiet), image, points)


def values_of(digest: Digest) -> Mapping[str, str]:
    """Return the initial values of the edit form."""
    table, wish = digest.table, digest.wish
    days = "daily" if table.days == EVERY else " ".join(NAMES[day].casefold() for day in sorted(table.days))
    return {
        "id": digest.id,
        "name": digest.name,
        "days": days,
        "time": f"{table.at:%H:%M}",
        "timezone": table.zone,
        "about": ", ".join(wish.about),
    }


def change_form(digest: Digest) -> Form:
    """*Change*: the fields of a digest, filled in."""
    return Form("Change", "digest edit", values_of(digest), FIELDS)


def left_out(page: DigestDraft) -> str:
    """Describe what the stages left out: "3 under the grade floor, 1 over the cap"."""
    counts = Counter(verdict.stage for _, verdict in page.selection.left)
    return ", ".join(f"{count} {_HELD.get(stage, stage)}" for stage, count in counts.items())


def state_words(digest: Digest) -> str:
    """Describe the mode with its end or reason."""
    if digest.mode is Mode.PAUSED and digest.paused_until is not None:
        return f"paused until {short(digest.paused_until, digest.table.zone)} {digest.table.zone}"
    return digest.mode.value + (f": {digest.why}" if digest.mode is Mode.OFF else "")


def wish_words(digest: Digest, names: Sequence[str] = ()) -> str:
    """Describe what it is about: "about Spud, Claude; odds moves"; ``names`` are its subjects' names."""
    wish = digest.wish
    about = f"about {', '.join(names or wish.about)}" if wish.about else "about everything"
    chosen = [section.value for section in Section if section in wish.sections]
    return about if len(chosen) == len(Section) or not chosen else f"{about}; {', '.join(chosen)}"


def limit_words(digest: Digest) -> str:
    """Describe what it leaves out ("from REPORTED, at most 8 items"), and what it does when quiet."""
    wish = digest.wish
    quiet = "" if wish.if_quiet is IfQuiet.LINE else f", if nothing is new: {wish.if_quiet.value}"
    chart = ", with a chart" if wish.image else ""
    return f"from {wish.min_grade}, at most {wish.max_items} items, moves of {wish.points} points{quiet}{chart}"


def next_words(digest: Digest, ctx: RequestContext) -> str:
    """Its next run on the reader's clock, and how far that is."""
    if digest.next_at is None or digest.mode not in (Mode.ACTIVE, Mode.PAUSED):
        return "none"
    left = digest.next_at - ctx.now
    away = f"in {span(left)}" if left >= timedelta(0) else f"{span(-left)} late"
    return f"{short(digest.next_at, ctx.zone)} {ctx.zone}, {away}"


def facts(digest: Digest, ctx: RequestContext) -> dict[str, object]:
    """A digest as typed facts."""
    return {
        "id": digest.id,
        "name": digest.name,
        "place": digest.place,
        "where": place_name(digest.place, ctx),
        "timetable": digest.table.words,
        "zone": digest.table.zone,
        "state": digest.mode.value,
        "paused_until": digest.paused_until,
        "next": digest.next_at,
        "about": list(digest.wish.about),
        "min_grade": digest.wish.min_grade,
        "sections": sorted(section.value for section in digest.wish.sections),
        "max_items": digest.wish.max_items,
        "if_quiet": digest.wish.if_quiet.value,
        "image": digest.wish.image,
        "points": digest.wish.points,
        "owner": digest.owner,
    }


def start_of(digest: Digest) -> Order:
    """The order of a *Start* button: it starts no digest that was paused, switched off or deleted since."""
    return order("digest resume", id=digest.id, state=digest.mode)


def undo_of(before: Digest) -> Button:
    """*Undo* of a change that is about to be made to a digest."""
    return Button(words.UNDO, order("digest resume", id=before.id, undo=before.version + 1), in_place=True)


def offers(digest: Digest, reply: Reply) -> Reply:
    """Add the actions of a preview: *Start · Change · Send a test*.

    A running one is not started again.
    """
    start = () if digest.mode is Mode.ACTIVE else (Button("Start", start_of(digest), "main", in_place=True),)
    test = Button("Send a test", order("digest run", id=digest.id, test=True))
    return replace(reply, actions=(*start, change_form(digest), test), private=True, shows=())
