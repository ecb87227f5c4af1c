"""Take back what changed a digest, alerts or watches.

What was comes back exactly, for its own person, for ten minutes and only where nothing changed since.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import cast, get_args

from bot.domain.markets.markets import MarketWatch, WatchWhen, market_id
from bot.domain.undo import can_undo
from bot.messages import words
from bot.messages.errors import Conflict, NotAllowed
from bot.messages.order import order
from bot.messages.reply import Button
from bot.messages.request import RequestContext
from bot.notifications.arguments import theirs
from bot.ports import Ports
from bot.ports.notifications.subscriptions import Alert, Told

UNDO_NOTE = "The Undo button works for ten minutes, and restores what was."
BACK = "The Undo button brings back all of these as they were, for ten minutes; what you looked up is forgotten."
_MARK = re.compile(r"(\d{1,10})-[0-9a-f]{16}")
_SEVERAL = "|"  # between labels and between markets; no label holds one
_WATCHED = re.compile(rf"MK-(\d{{1,9}}) (\d{{1,2}}) ({'|'.join(get_args(WatchWhen))})")


def undone(ports: Ports, made: Told, ctx: RequestContext, version: int = 0) -> Told:
    """Return what a digest or alert was before its last change.

    ``version`` is the one that this change made, where it is known.

    Raises:
        Conflict: it was changed since, or more than ten minutes ago.
        NotAllowed: it was in a channel that they do not manage.
    """
    if version not in (0, made.version):
        raise Conflict(f"{made.id} was changed since: nothing was undone.", todo="Look at it, and change it anew.")
    was = ports.subscriptions.before(made) if can_undo(made.changed_at, ctx.now) else None
    if was is None:
        raise Conflict(
            f"No change of {made.id} can be undone now.",
            why="The last one can be, for ten minutes.",
            todo="Look at it, and change it anew.",
        )
    return theirs(was, ctx)


def undo_button(
    ctx: RequestContext,
    alerts: Sequence[Alert],
    labels: Sequence[str] = (),
    markets: Sequence[MarketWatch] = (),
    lookups: str = "",
) -> Button:
    """Build the button that restores alerts as they are, and watches again."""
    undo = order(
        "alerts stop",
        which=",".join(f"{one.id} {one.version + 1}" for one in alerts),
        undo=True,
        labels=labels_word(labels) or None,
        markets=markets_word(markets) or None,
        lookups=lookups or None,
        owner=_mark(ctx, ctx.now) if labels or markets or lookups else None,
    )
    return Button(words.UNDO, undo, in_place=True)


def labels_word(labels: Sequence[str]) -> str:
    """Write labels as one option of a command."""
    return _SEVERAL.join(labels)


def markets_word(markets: Sequence[MarketWatch]) -> str:
    """Write watches of markets as one option of a command."""
    return _SEVERAL.join(f"{market_id(one.market)} {one.points} {one.when}" for one in markets)


def read_labels(text: str) -> tuple[str, ...]:
    """The labels that `labels_word` wrote."""
    return tuple(filter(None, text.split(_SEVERAL)))


def read_markets(text: str) -> tuple[tuple[int, int, WatchWhen], ...]:
    """The market, points and condition of each watch that `markets_word` wrote."""
    found = (_WATCHED.fullmatch(one) for one in text.split(_SEVERAL))
    return tuple((int(one[1]), int(one[2]), cast("WatchWhen", one[3])) for one in found if one)


def check_owner(owner: str, ctx: RequestContext) -> None:
    """Refuse an Undo of watches that is another person's, or too old.

    Raises:
        NotAllowed: it is another's.
        Conflict: it is older than ten minutes.
    """
    found = _MARK.fullmatch(owner)
    at = datetime.fromtimestamp(int(found[1]), UTC) if found else None
    if at is None or owner != _mark(ctx, at):
        raise NotAllowed(
            "That Undo is not yours.",
            why="What was watched comes back for whoever watched it.",
            todo="See what you watch: /alerts list.",
        )
    if not can_undo(at, ctx.now):
        raise Conflict("That Undo is more than ten minutes old: nothing was undone.", todo="Watch anew what you want.")


def _mark(ctx: RequestContext, at: datetime) -> str:
    """The moment of a change and a mark of its person, which names nobody."""
    stamp = f"{int(at.timestamp())}"
    return f"{stamp}-{hashlib.sha256(f'{stamp}|{ctx.tenant}|{ctx.actor}'.encode()).hexdigest()[:16]}"


async def watch_again(ports: Ports, ctx: RequestContext, labels: str, markets: str) -> None:
    """Watch the labels and markets that an Undo button names."""
    for label in read_labels(labels):
        await ports.sightings.watch(ctx.tenant, ctx.actor, label, ctx.place, ctx.now)
    for number, points, when in read_markets(markets):
        await ports.markets.watch(
            number, tenant=ctx.tenant, actor=ctx.actor, place=ctx.place, when=when, points=points, at=ctx.now
        )
