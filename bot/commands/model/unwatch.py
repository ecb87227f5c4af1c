"""``/model unwatch``: end all that tells you of a model."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.commands.model._watch import WatchedModel, watched
from bot.dispatch.command import Command, option
from bot.domain.markets.markets import MarketWatch, market_id
from bot.messages.order import order
from bot.messages.reply import Button, Reply, Severity, Text
from bot.messages.request import RequestContext
from bot.notifications.alert_message import format_wish
from bot.notifications.undo import UNDO_NOTE, undo_button
from bot.ports import Ports
from bot.ports.notifications.subscriptions import Mode
from bot.queries.aliases import other_readings
from bot.reads.switches import whole


@dataclass(frozen=True, slots=True)
class UnwatchModelInputs:
    """The watch of a model, the person's other alerts about it alone, and their watches of its markets."""

    model: WatchedModel
    markets: tuple[MarketWatch, ...] = ()

    @property
    def others(self) -> tuple[str, ...]:
        """What ends beside the watch, in words."""
        told = (f"{one.id} ({format_wish(one.wish, {self.model.slug: self.model.name})})" for one in self.model.apart)
        return (*told, *dict.fromkeys(market_id(one.market) for one in self.markets))


class UnwatchModel(Command[UnwatchModelInputs], name="model unwatch"):
    """Stop notifying me about a model."""

    model: str = option("Model or codename", complete="subject", key="name")

    async def gather(self, ports: Ports, ctx: RequestContext) -> UnwatchModelInputs:
        """Read the model and all that the person is told of it."""
        model = watched(ports, ctx, self.model)
        return UnwatchModelInputs(model, _markets(ports, ctx, model))

    def answer(self, found: UnwatchModelInputs, ctx: RequestContext) -> Reply:
        """Confirm that it ended, or that there was none."""
        model, others = found.model, found.others
        watching = bool(model.alerts or others)
        return Reply(
            title=f"You no longer watch {model.name}." if watching else f"You do not watch {model.name}.",
            parts=(Text(f"Ended, too: {', '.join(others)}."),) if others else (),
            severity=Severity.GOOD if watching else Severity.INFO,
            actions=(undo_button(ctx, (*model.alerts, *model.apart), markets=found.markets),)
            if watching
            else (Button("My alerts", order("alerts list")),),
            note=UNDO_NOTE if watching else "",
            data={
                "subject": model.slug,
                "watching": False,
                "ended": len(model.alerts) + len(others),
                "as_of": ctx.as_of,
            },
        )

    async def keep(self, found: UnwatchModelInputs, ports: Ports, ctx: RequestContext) -> None:
        """End the alerts and the market watches."""
        for alert in (*found.model.alerts, *found.model.apart):
            await ports.subscriptions.keep(replace(alert, mode=Mode.DELETED), ctx.now)
        for watch in found.markets:
            await ports.markets.unwatch(watch.id, tenant=ctx.tenant, actor=ctx.actor, at=ctx.now)


def _markets(ports: Ports, ctx: RequestContext, model: WatchedModel) -> tuple[MarketWatch, ...]:
    """The person's watches of markets on the model, or on what its name may mean."""
    meant = {model.slug, *(one.slug for one in other_readings(ports, [model.slug], ctx.view))}
    markets = whole(ports).markets  # what is switched off here is watched all the same, and ends
    watches = markets.watches(ctx.tenant, ctx.actor)
    asked = {one.market: markets.market(one.market, ctx.view) for one in watches}
    numbers = {number for number, market in asked.items() if market is not None and market.subject in meant}
    return tuple(one for one in watches if one.market in numbers)
