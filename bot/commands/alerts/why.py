"""``/alerts why``: why an alert spoke, or why it is silent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from bot.commands.alerts._alerts import asking, facts, find, limits, quiet_markets, state_words
from bot.dispatch.command import Command, option
from bot.domain.notify.alerts import AlertMemory, decide
from bot.domain.time import format_time
from bot.messages.order import order
from bot.messages.reply import Bullets, Button, Fields, Reply
from bot.messages.request import RequestContext
from bot.notifications.alert_message import format_wish
from bot.ports import Ports
from bot.ports.notifications.outbox import OutboxMessage
from bot.ports.notifications.subscriptions import Alert
from bot.queries.names import names_about

SPOKEN = 5
OWN_TALK = "itself"


@dataclass(frozen=True, slots=True)
class ExplainAlertInputs:
    """The alert, what its subjects are called, its memory, and its latest messages.

    ``quiet`` says of the markets that it listens to why no move of theirs is told.
    """

    alert: Alert
    names: Mapping[str, str]
    memory: AlertMemory
    last: tuple[tuple[OutboxMessage, str], ...]
    quiet: tuple[str, ...] = ()


class ExplainAlert(Command[ExplainAlertInputs], name="alerts why"):
    """Explain why an alert fired, or why it did not."""

    id: str = option("Alert id, such as AL-12", default="", complete="alert")

    async def gather(self, ports: Ports, ctx: RequestContext) -> ExplainAlertInputs:
        """Read its memory and messages."""
        alert = find(ports, ctx, self.id)
        stored = ports.subscriptions.memory(alert.key).get(OWN_TALK)
        memory = msgspec.json.decode(stored, type=AlertMemory) if stored else AlertMemory()
        last = tuple((one, ports.outbox.body(one).title) for one in ports.outbox.recent(alert.key, SPOKEN))
        quiet = quiet_markets(asking(ports, ctx, alert.wish))
        return ExplainAlertInputs(alert, names_about(ports, ctx.view, alert.wish.about), memory, last, quiet)

    def answer(self, found: ExplainAlertInputs, ctx: RequestContext) -> Reply:
        """Explain its state, limits, past messages, and pending changes."""
        alert, memory = found.alert, found.memory
        now = decide(memory, (), alert.wish, ctx.now)
        waits = f"{len(memory.waiting)} wait: {now.why}" if memory.waiting else "nothing waits"
        pairs = (
            ("Listens for", format_wish(alert.wish, found.names)),
            ("State", state_words(alert, ctx)),
            ("Limits", limits(alert.wish)),
            ("Now", waits + (f"; {memory.held} held back by the daily cap" if memory.held else "")),
        )
        lines = tuple(
            f"{title} — {one.state.value}, {format_time(one.not_before, '%d %b %H:%M')} UTC"
            for one, title in found.last
        )
        return Reply(
            title=f"Why {alert.id} speaks or is silent",
            parts=(
                Fields(pairs),
                *((Bullets(found.quiet, "Silent"),) if found.quiet else ()),
                *((Bullets(lines, "It said"),) if lines else ()),
            ),
            actions=(
                Button("Send a test", order("alerts test", id=alert.id)),
                Button("Pause 1 week", order("alerts pause", id=alert.id, until="1 week")),
            ),
            data=facts(alert, ctx)
            | {
                "waiting": [change.id for change in memory.waiting],
                "held_back": memory.held,
                "said": [{"title": title, "state": one.state.value} for one, title in found.last],
            },
        )
