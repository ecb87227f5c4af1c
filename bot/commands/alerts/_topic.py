"""All that a person is told of about a name: alerts, labels and markets, to be ended at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.commands.alerts._alerts import about, covers
from bot.domain.markets.markets import MarketWatch, market_id
from bot.domain.names import NameReading
from bot.domain.names.subjects import fold
from bot.messages import words
from bot.messages.request import RequestContext
from bot.notifications.alert_message import format_wish
from bot.ports import Ports
from bot.ports.notifications.subscriptions import Alert
from bot.queries.aliases import other_readings
from bot.queries.names import names_about, resolve
from bot.reads.switches import whole


@dataclass(frozen=True, slots=True)
class StopTopic:
    """What names are called, and what there is about them; ``ended`` is each in words."""

    name: str
    alerts: tuple[Alert, ...]
    labels: tuple[str, ...]
    markets: tuple[MarketWatch, ...]
    ended: tuple[str, ...]


def read_topic(ports: Ports, ctx: RequestContext, text: str) -> StopTopic:
    """Read what a person is told of about the names of a text.

    They are separated by commas; of unknown ones there is nothing.
    """
    typed = tuple(filter(None, map(str.strip, text.split(","))))
    alerts = {one.id: one for name in typed for one in about(ports, ctx, name)}
    meant = [found[0] for name in typed if (found := resolve(ports, ctx, name).readings)]
    called = {fold(one) for one in (*typed, *(each.name for each in meant))}
    own = whole(ports)  # what is switched off here is watched all the same, and ends
    labels = tuple(one for one in own.sightings.watching(ctx.actor, ctx.tenant) if fold(one) in called)
    markets = _markets(own, ctx, meant)
    names = names_about(ports, ctx.view, *(one.wish.about for one in alerts.values()))
    told = (
        *(f"{one.id} {format_wish(one.wish, names)}" for one in alerts.values()),
        *labels,
        *dict.fromkeys(market_id(one.market) for one in markets),
    )
    shown = words.join_names(tuple(dict.fromkeys(_shown(ports, ctx, one) for one in typed)))
    return StopTopic(shown, tuple(alerts.values()), labels, markets, told)


def _markets(ports: Ports, ctx: RequestContext, meant: Sequence[NameReading]) -> tuple[MarketWatch, ...]:
    """The person's watches of markets on what is meant, or on what its name may mean."""
    others = {one.slug for one in other_readings(ports, [each.slug for each in meant], ctx.view)}
    watches = ports.markets.watches(ctx.tenant, ctx.actor)
    asked = {one.market: ports.markets.market(one.market, ctx.view) for one in watches}
    slugs = {number: market.subject for number, market in asked.items() if market is not None and market.subject}
    wanted = {
        number
        for number, slug in slugs.items()
        if slug in others or any(covers(ports, ctx, one, slug) for one in meant)
    }
    return tuple(one for one in watches if one.market in wanted)


def _shown(ports: Ports, ctx: RequestContext, typed: str) -> str:
    found = resolve(ports, ctx, typed).readings
    return found[0].name if found else typed
