"""Selecting a digest by its id, its name, or what people call it: "the friday digest"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bot.domain.names.subjects import fold
from bot.domain.notify.timetable import NAMES
from bot.domain.text import shorten
from bot.domain.time.schedule import EVERY, WEEKDAY_NAMES, WEEKDAYS
from bot.domain.undo import can_undo
from bot.messages.errors import AmbiguousArgument, NotFound, alternatives
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.ports.notifications.subscriptions import Digest, Mode

OFFERED = 5  # digests offered as buttons where several may be meant
PARTS = {"night": (0, 5), "morning": (5, 12), "afternoon": (12, 17), "evening": (17, 24)}  # hours of parts of a day
_ID = re.compile(r"(?:DG-?)?(\d{1,9})")


def find(ports: Ports, ctx: RequestContext, text: str, *, deleted: bool = False) -> Digest:
    """Return the digest with an id (``DG-03``, ``3``) or a name, else this channel's only one.

    Raises:
        NotFound: there is none with that id or name here.
        AmbiguousArgument: several may be meant.
    """
    known = ports.subscriptions.digests(ctx.tenant)
    if not text.strip():
        here = ports.subscriptions.digests(ctx.tenant, ctx.place) or known
        if not here:
            raise NotFound("There is no digest here.", todo="Make one: /digest create")
        return _only("", tuple(here))
    match = _ID.fullmatch(text.strip().upper())
    found = ports.subscriptions.digest(ctx.tenant, int(match[1])) if match else None
    if match is None and (named := called(known, text)):
        return _only(text, named)
    if found is None or (found.mode is Mode.DELETED and not (deleted and can_undo(found.changed_at, ctx.now))):
        ids = ", ".join(f"{one.id} {one.name}" for one in known[:10])
        raise NotFound(
            f"There is no digest {shorten(text, 40)} here.",
            todo=f"There are: {ids}." if ids else "Make one: /digest create",
        )
    return found


def called(known: tuple[Digest, ...] | list[Digest], text: str) -> tuple[Digest, ...]:
    """The digests that a name may mean.

    Those of that very name, else with its words in theirs, else by when they run.
    """
    wanted = fold(text.removesuffix("digest"))
    said = set(wanted.split())

    def by_words(one: Digest) -> bool:
        return bool(said) and said <= {*fold(one.name).split()}

    def by_day(one: Digest) -> bool:
        return len(one.table.days) == 1 and by_time(one)

    def by_time(one: Digest) -> bool:
        return bool(said) and said <= set(_times(one))

    tests: tuple[Callable[[Digest], bool], ...] = (lambda one: fold(one.name) == fold(text), by_words, by_day, by_time)
    return next(filter(None, (tuple(filter(test, known)) for test in tests)), ())


def _times(one: Digest) -> Iterator[str]:
    """The words for when a digest runs: its days, and the part of the day."""
    days = one.table.days
    yield from (word for day in days for word in _day_words(NAMES[day]) if len(days) < len(EVERY))
    if days == EVERY:
        yield from ("daily", "everyday")
    elif days == WEEKDAYS:
        yield from ("weekday", "weekdays")
    elif len(days) == 1:
        yield "weekly"
    yield from (word for word, (first, end) in PARTS.items() if first <= one.table.at.hour < end)


def _day_words(name: str) -> Iterator[str]:
    folded = name.casefold()
    yield from (one for one in WEEKDAY_NAMES if one.startswith(folded))
    yield folded


def _only(text: str, found: tuple[Digest, ...]) -> Digest:
    if len(found) == 1:
        return found[0]
    raise AmbiguousArgument(
        f"Which digest{f' is “{shorten(text, 40)}”' if text else ''}?",
        choices=tuple(f"{one.id} — {one.name} · {one.table.words}" for one in found[:25]),
        instead=alternatives(((f"{one.id} {one.name}", one.id) for one in found[:OFFERED]), "id"),
    )
