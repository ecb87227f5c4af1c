"""``/alerts``: the alerts here."""

from __future__ import annotations

from bot.commands.alerts._alerts import facts, limits, state_words, visible
from bot.dispatch.command import Command
from bot.messages.order import order
from bot.messages.reply import Bullets, Button, Form, Reply, Text, bold
from bot.messages.request import RequestContext
from bot.notifications.alert_message import format_wish
from bot.notifications.arguments import place_words
from bot.ports import Ports
from bot.ports.notifications.subscriptions import Alert


class ListAlerts(Command[tuple[Alert, ...]], name="alerts list"):
    """List the alerts here, with their limits."""

    async def gather(self, ports: Ports, ctx: RequestContext) -> tuple[Alert, ...]:
        """Read the alerts of this tenant, or only one's own without channel rights."""
        return visible(ports, ctx)

    def answer(self, found: tuple[Alert, ...], ctx: RequestContext) -> Reply:
        """A line an alert."""
        add = Form("Add one", "alerts add")
        if not found:
            text = Text("Nothing is posted where nobody asked for it.")
            return Reply(title="No alerts here", parts=(text,), actions=(add,), data={"alerts": []})
        lines = tuple(
            (
                bold(f"{one.id} {format_wish(one.wish)}"),
                " · ",
                place_words(one.place, ctx),
                f" · {state_words(one, ctx)} · {limits(one.wish)}",
            )
            for one in found
        )
        return Reply(
            title=f"{len(found)} alert{'s' if len(found) > 1 else ''} here",
            parts=(Bullets(lines),),
            actions=(Button(f"Why {found[0].id}?", order("alerts why", id=found[0].id)), add),
            data={"alerts": [facts(one, ctx) for one in found]},
        )
