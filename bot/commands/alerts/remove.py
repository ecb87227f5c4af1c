"""``/alerts remove``: end an alert, with ten minutes to take it back."""

from __future__ import annotations

from dataclasses import replace

from bot.commands.alerts._alerts import facts, find
from bot.dispatch.command import Command, option
from bot.messages.order import order
from bot.messages.reply import Button, Reply, Severity, Text
from bot.messages.request import RequestContext
from bot.notifications.alert_message import format_wish
from bot.notifications.arguments import theirs
from bot.ports import Ports
from bot.ports.notifications.subscriptions import Alert, Mode


class Remove(Command[Alert], name="alerts remove"):
    """Remove an alert; you can undo this for ten minutes."""

    id: str = option("Alert id, such as AL-12", complete="alert")

    async def gather(self, ports: Ports, ctx: RequestContext) -> Alert:
        """Build the alert as removed."""
        return replace(theirs(find(ports, ctx, self.id), ctx), mode=Mode.DELETED)

    def answer(self, found: Alert, ctx: RequestContext) -> Reply:
        """That it is gone, and the way back."""
        return Reply(
            title=f"{found.id} is removed",
            parts=(Text(f"It listened for {format_wish(found.wish)}."),),
            severity=Severity.GOOD,
            actions=(Button("Undo", order("alerts pause", id=found.id, until="now"), in_place=True),),
            note="Undo works for ten minutes.",
            data=facts(found, ctx),
        )

    async def keep(self, found: Alert, ports: Ports, ctx: RequestContext) -> None:
        """Store it as removed until the ten minutes are over."""
        await ports.subscriptions.keep(found, ctx.now)
