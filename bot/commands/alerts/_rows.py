"""What a person is told of, a line each.

A watched model is one line, however many kinds of change it is made of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.commands.alerts._alerts import state_words, visible
from bot.domain.markets.markets import MarketWatch, market_id
from bot.domain.text import shorten
from bot.messages.addresses import person_place
from bot.messages.order import Order, order
from bot.messages.reply import Words, bold
from bot.messages.request import RequestContext
from bot.messages.words import join_names
from bot.notifications.alert_message import format_wish, plain_kind
from bot.notifications.arguments import place_words
from bot.notifications.undo import labels_word, markets_word
from bot.ports import Ports
from bot.ports.notifications.subscriptions import Alert
from bot.queries.names import names_about
from bot.reads.switches import whole

NAMED = 3  # models named in a line; of more the first
TITLED = 60  # characters of what a market asks
FEW = 4  # kinds of change that are named; a watched model has more, and is told of altogether


@dataclass(frozen=True, slots=True)
class AlertRow:
    """One thing that somebody is told of, as a row.

    With its short name on a button, and the command that stops it.

    ``alerts`` are those it is made of, none for a label or a market; ``mine`` whether it is told to the asker alone.
    """

    line: Words
    name: str
    stop: Order
    mine: bool
    alerts: tuple[Alert, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedAlerts:
    """Alerts as a command changes them, and what their subjects are called."""

    alerts: tuple[Alert, ...]
    names: Mapping[str, str]
    before: tuple[Alert, ...] = ()


def alert_rows(ports: Ports, ctx: RequestContext) -> tuple[AlertRow, ...]:
    """Return all that this person is told of here or may change, also of what is switched off here."""
    alerts = visible(ports, ctx)
    names = names_about(ports, ctx.view, *(one.wish.about for one in alerts))
    groups: dict[object, list[Alert]] = {}
    for one in alerts:
        key = (one.owner, one.place, one.wish.about) if one.wish.fading else one.id
        groups.setdefault(key, []).append(one)
    own = whole(ports)  # what they asked for themselves is theirs to see and to end
    labels = tuple(own.sightings.watching(ctx.actor, ctx.tenant))
    markets: Iterable[MarketWatch] = own.markets.watches(ctx.tenant, ctx.actor)
    return (
        *(_row(tuple(found), names, ctx) for found in groups.values()),
        *(_label(label) for label in labels),
        *(_market(watch, _asks(ports, watch, ctx)) for watch in markets),
    )


def _row(alerts: tuple[Alert, ...], names: Mapping[str, str], ctx: RequestContext) -> AlertRow:
    first = alerts[0]
    mine = first.owner == ctx.actor and first.place == person_place(ctx.actor)
    rest = (", ", place_words(first.place, ctx), f" · {state_words(first, ctx)}")
    if len(alerts) == 1:
        told = bold(f"{first.id} {format_wish(first.wish, names)}")
        quiet = f", quiet {first.wish.quiet.words}" if first.wish.quiet else ""
        line = (told, *rest, f" · at most {first.wish.max_per_day} a day{quiet}")
        return AlertRow(line, first.id, order("alerts remove", id=first.id), mine, alerts)
    called = [names.get(slug, slug) for slug in first.wish.about]
    about = ", ".join(called) if len(called) <= NAMED else f"{called[0]} and {len(called) - 1} more"
    kinds = "everything" if len(alerts) > FEW else join_names(plain_kind(one.wish.what) for one in alerts)
    stop = order("alerts stop", which=",".join(one.id for one in alerts))
    return AlertRow((bold(f"{about}: {kinds}"), *rest), about, stop, mine, alerts)


def _label(label: str) -> AlertRow:
    line = (bold(f"{label}: its grade, and what it is"), ", to you")
    return AlertRow(line, label, order("alerts stop", labels=labels_word((label,))), mine=True)


def _asks(ports: Ports, watch: MarketWatch, ctx: RequestContext) -> str:
    """What a watched market asks; '' where it is gone."""
    market = ports.markets.market(watch.market, ctx.view)
    return shorten(market.title, TITLED) if market is not None else ""


def _market(watch: MarketWatch, asks: str) -> AlertRow:
    ident = market_id(watch.market)
    points = f" {watch.points} points" if watch.when == "moves by" else ""
    condition = f"crosses {watch.points} %" if watch.when == "crosses" else f"{watch.when}{points}"
    line = (bold(f"{' '.join(filter(None, (ident, asks)))}: {condition}"), ", to you")
    return AlertRow(line, ident, order("alerts stop", markets=markets_word((watch,))), mine=True)
