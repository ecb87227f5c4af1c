"""``/alerts remove``: end an alert, with ten minutes to take it back."""

from __future__ import annotations

from dataclasses import replace
from typing import Self

from bot.commands.alerts._alerts import facts, find
from bot.commands.alerts._rows import NamedAlerts
from bot.dispatch.command import Command, option
from bot.messages.reply import Reply, Severity, Text
from bot.messages.request import RequestContext, Role
from bot.notifications.alert_message import format_wish
from bot.notifications.arguments import theirs
from bot.notifications.audited import keep
from bot.notifications.undo import UNDO_NOTE, undo_button
from bot.ports import Ports
from bot.ports.notifications.subscriptions import Mode
from bot.queries.names import names_about


class Remove(Command[NamedAlerts], name="alerts remove", channels=Role.MANAGER):
    """Remove an alert; you can undo this for ten minutes."""

    id: str = option("Alert id, such as AL-12", complete="alert")

    async def gather(self, ports: Ports, ctx: RequestContext) -> NamedAlerts:
        """Build the alert as removed."""
        alert = theirs(find(ports, ctx, self.id), ctx)
        removed = replace(alert, mode=Mode.DELETED)
        return NamedAlerts((removed,), names_about(ports, ctx.view, alert.wish.about), (alert,))

    def pinned(self, found: NamedAlerts) -> Self:
        """Name the alert that was found."""
        return replace(self, id=found.alerts[0].id)

    def question(self, found: NamedAlerts, ctx: RequestContext) -> str:
        """Ask whether to remove it."""
        return f"Remove {found.alerts[0].id}, {format_wish(found.alerts[0].wish, found.names)}?"

    def answer(self, found: NamedAlerts, ctx: RequestContext) -> Reply:
        """That it is gone, and the way back."""
        (alert,) = found.alerts
        return Reply(
            title=f"{alert.id} is removed",
            parts=(Text(f"It listened for {format_wish(alert.wish, found.names)}."),),
            severity=Severity.GOOD,
            actions=(undo_button(ctx, found.before),),
            note=UNDO_NOTE,
            data=facts(alert, ctx),
        )

    async def keep(self, found: NamedAlerts, ports: Ports, ctx: RequestContext) -> None:
        """Store it as removed until the ten minutes are over."""
        await keep(ports, ctx, found.alerts[0])
