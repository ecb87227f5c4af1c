"""``/alerts pause``: silence for a while; also a button on every alert."""

from __future__ import annotations

from dataclasses import replace

from bot.commands.alerts._alerts import facts, find
from bot.dispatch.command import Command, option
from bot.messages.errors import BadArgument
from bot.messages.order import order
from bot.messages.reply import Button, Reply, Severity, Text
from bot.messages.request import RequestContext
from bot.notifications.alert_message import format_wish
from bot.notifications.arguments import parse_until, theirs
from bot.notifications.digest_page import short
from bot.ports import Ports
from bot.ports.notifications.subscriptions import Alert, Mode

RESUME = frozenset({"now", "over", "resume"})


class PauseAlert(Command[Alert], name="alerts pause"):
    """Pause an alert until a day; until:now resumes it."""

    id: str = option("Alert id, such as AL-12", default="", complete="alert")
    until: str = option("1 week, friday, a date, or now; default: indefinitely", default="", limit=60)

    async def gather(self, ports: Ports, ctx: RequestContext) -> Alert:
        """Build the alert as paused."""
        alert = theirs(find(ports, ctx, self.id, deleted=self._resumes), ctx)
        if self._resumes:
            if alert.mode is Mode.ACTIVE:
                raise BadArgument(f"{alert.id} is not paused.")
            return replace(alert, mode=Mode.ACTIVE, paused_until=None, why="")
        return replace(alert, mode=Mode.PAUSED, paused_until=parse_until(self.until, ctx))

    @property
    def _resumes(self) -> bool:
        return self.until.casefold() in RESUME

    def answer(self, found: Alert, ctx: RequestContext) -> Reply:
        """Until when, and the way back."""
        if self._resumes:
            return Reply(title=f"{found.id} listens again", severity=Severity.GOOD, data=facts(found, ctx))
        until = f"until {short(found.paused_until, ctx.zone)} {ctx.zone}" if found.paused_until else "for good"
        return Reply(
            title=f"{found.id} is paused {until}",
            parts=(
                Text(f"It listens for {format_wish(found.wish)}. What it misses, digests and /catchup still tell."),
            ),
            severity=Severity.GOOD,
            actions=(Button("Resume now", order("alerts pause", id=found.id, until="now")),),
            data=facts(found, ctx),
        )

    async def keep(self, found: Alert, ports: Ports, ctx: RequestContext) -> None:
        """Store it."""
        await ports.subscriptions.keep(found, ctx.now)
