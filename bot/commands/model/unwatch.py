"""``/model unwatch``: end your watch of a model."""

from __future__ import annotations

from bot.commands.model._watch import WatchedModel, ended, watched
from bot.dispatch.command import Command, option
from bot.messages.order import order
from bot.messages.reply import Button, Reply, Severity
from bot.messages.request import RequestContext
from bot.ports import Ports


class UnwatchModel(Command[WatchedModel], name="model unwatch"):
    """Stop notifying me about a model."""

    model: str = option("Model or codename", complete="subject", key="name")

    async def gather(self, ports: Ports, ctx: RequestContext) -> WatchedModel:
        """Read the model and the person's alerts about it."""
        return watched(ports, ctx, self.model)

    def answer(self, found: WatchedModel, ctx: RequestContext) -> Reply:
        """Confirm that it ended, or that there was none."""
        watching = bool(found.alerts)
        return Reply(
            title=f"You no longer watch {found.name}." if watching else f"You do not watch {found.name}.",
            severity=Severity.GOOD if watching else Severity.INFO,
            actions=(
                Button(
                    "Watch it again" if watching else "Watch it", order("model watch", name=found.slug), in_place=True
                ),
            ),
            data={"subject": found.slug, "watching": False, "ended": len(found.alerts), "as_of": ctx.as_of},
        )

    async def keep(self, found: WatchedModel, ports: Ports, ctx: RequestContext) -> None:
        """End the alerts."""
        for alert in ended(found):
            await ports.subscriptions.keep(alert, ctx.now)
