"""The Undo of ended or paused alerts: the state of each, and what was watched beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import get_args

from bot.domain.markets.markets import MarketWatch, WatchWhen, market_id
from bot.messages import words
from bot.messages.order import order
from bot.messages.reply import Button
from bot.messages.request import RequestContext
from bot.notifications.as_it_was import state_of
from bot.ports import Ports
from bot.ports.notifications.subscriptions import Alert

BACK = "The Undo button brings back all of these as they were, for ten minutes; what you looked up is forgotten."
_SEVERAL = "|"  # between labels and between markets; no label holds one
_WATCHED = re.compile(rf"MK-(\d{{1,9}}) (\d{{1,3}}) ({'|'.join(get_args(WatchWhen))})")


def undo_button(
    alerts: Sequence[Alert], labels: Sequence[str] = (), markets: Sequence[MarketWatch] = (), lookups: str = ""
) -> Button:
    """Build the button that restores alerts as they are here, and watches again."""
    undo = order(
        "alerts stop",
        which=",".join(f"{one.id} {state_of(one)}" for one in alerts),
        undo=True,
        labels=_SEVERAL.join(labels),
        markets=_SEVERAL.join(f"{market_id(one.market)} {one.points} {one.when}" for one in markets),
        lookups=lookups,
    )
    return Button(words.UNDO, undo, in_place=True)


def watched_again(labels: str, markets: str) -> int:
    """How many labels and markets an Undo button names."""
    return len(_labels(labels)) + len(_WATCHED.findall(markets))


def _labels(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split(_SEVERAL)))


async def watch_again(ports: Ports, ctx: RequestContext, labels: str, markets: str) -> None:
    """Watch the labels and markets that an Undo button names."""
    for label in _labels(labels):
        await ports.sightings.watch(ctx.tenant, ctx.actor, label, ctx.place, ctx.now)
    for ident, points, when in _WATCHED.findall(markets):
        await ports.markets.watch(
            int(ident), tenant=ctx.tenant, actor=ctx.actor, place=ctx.place, when=when, points=int(points), at=ctx.now
        )
