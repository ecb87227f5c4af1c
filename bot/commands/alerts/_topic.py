"""All that a person is told of about a name: alerts, labels and markets, to be ended at once."""

from __future__ import annotations

from dataclasses import dataclass

from bot.commands.alerts._alerts import about, covers
from bot.commands.alerts._rows import names_about
from bot.domain.markets.markets import MarketWatch, market_id
from bot.domain.names.subjects import fold
from bot.messages import words
from bot.messages.request import RequestContext
from bot.notifications.alert_message import format_wish
from bot.ports import Ports
from bot.ports.notifications.subscriptions import Alert
from bot.queries.names import resolve


@dataclass(frozen=True, slots=True)
class StopTopic:
    """What names are called, and what there is about them; ``ended`` is each in words."""

    name: str
    alerts: tuple[Alert, ...]
    labels: tuple[str, ...]
    markets: tuple[MarketWatch, ...]
    ended: tuple[str, ...]


def read_topic(ports: Ports, ctx: RequestContext, text: str) -> StopTopic:
    """Read what a person is told of about the names of a text, separated by commas; unknown ones are of nothing."""
    typed = tuple(filter(None, map(str.strip, text.split(","))))
    alerts = {one.id: one for name in typed for one in about(ports, ctx, name)}
    meant = [found[0] for name in typed if (found := resolve(ports, ctx, name).readings)]
    called = {fold(one) for one in (*typed, *(each.name for each in meant))}
    labels = tuple(one for one in ports.sightings.watching(ctx.actor, ctx.tenant) if fold(one) in called)
    markets = tuple(
        watch
        for watch in ports.markets.watches(ctx.tenant, ctx.actor)
        if (market := ports.markets.market(watch.market, ctx.view)) is not None
        and market.subject
        and any(covers(ports, ctx, one, market.subject) for one in meant)
    )
    names = names_about(ports, ctx, *(one.wish.about for one in alerts.values()))
    told = (
        *(f"{one.id} {format_wish(one.wish, names)}" for one in alerts.values()),
        *labels,
        *dict.fromkeys(market_id(one.market) for one in markets),
    )
    shown = words.join_names(tuple(dict.fromkeys(_shown(ports, ctx, one) for one in typed)))
    return StopTopic(shown, tuple(alerts.values()), labels, markets, told)


def _shown(ports: Ports, ctx: RequestContext, typed: str) -> str:
    found = resolve(ports, ctx, typed).readings
    return found[0].name if found else typed


async def end_topic(topic: StopTopic, ports: Ports, ctx: RequestContext) -> None:
    """End the watches of labels and markets; the alerts end with all others."""
    for label in topic.labels:
        await ports.sightings.watch(ctx.tenant, ctx.actor, label, ctx.place, None)
    for watch in topic.markets:
        await ports.markets.unwatch(watch.id, tenant=ctx.tenant, actor=ctx.actor, at=ctx.now)
