"""``/alerts``: the alerts here, each with a button that stops it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.alerts._alerts import facts
from bot.commands.alerts._rows import AlertRow, alert_rows
from bot.dispatch.command import Command
from bot.messages import words
from bot.messages.order import order
from bot.messages.reply import Action, Bullets, Button, Form, Menu, Reply, Text
from bot.messages.request import RequestContext
from bot.ports import Ports

BUTTONS = 3  # stop buttons beside each other; more are a menu
MENU = 25  # choices of a menu


class ListAlerts(Command[tuple[AlertRow, ...]], name="alerts list"):
    """List what you are told of, each with a stop button."""

    async def gather(self, ports: Ports, ctx: RequestContext) -> tuple[AlertRow, ...]:
        """Read the alerts of this tenant, or only one's own without channel rights, and one's watches."""
        return alert_rows(ports, ctx)

    def answer(self, found: tuple[AlertRow, ...], ctx: RequestContext) -> Reply:
        """A line an alert; one for everything about a watched model."""
        add = Form("Add one", "alerts add")
        if not found:
            text = Text(words.NOTHING_POSTED)
            return Reply(title="No alerts here", parts=(text,), actions=(add,), data={"alerts": []})
        alerts = [alert for one in found for alert in one.alerts]
        lone = next((one.alerts[0].id for one in found if len(one.alerts) == 1), "")
        return Reply(
            title=f"{words.counted(len(found), 'alert')} here",
            parts=(Bullets(tuple(one.line for one in found)),),
            actions=(
                *_stops(found),
                *((Button(f"Why {lone}?", order("alerts why", id=lone)),) if lone else ()),
                add,
            ),
            data={"alerts": [facts(one, ctx) for one in alerts]},
        )


def _stops(found: Sequence[AlertRow]) -> tuple[Action, ...]:
    """A button that stops each, in a menu where they are many, and one for all of one's own."""
    stops = tuple(Button(f"Stop {one.name}"[:80], one.stop) for one in found[:MENU])
    made: tuple[Action, ...] = stops if len(stops) <= BUTTONS else (Menu("Stop one", stops),)
    if any(one.mine for one in found):
        made = (*made, Button("Stop all of mine", order("alerts stop")))
    return made
