"""``/alerts pause``: pause alerts until a day, or resume them."""

from __future__ import annotations

from dataclasses import replace
from typing import Self

from bot.commands.alerts._alerts import facts, find_all
from bot.commands.alerts._rows import NamedAlerts
from bot.dispatch.command import Command, option
from bot.messages import words
from bot.messages.errors import BadArgument
from bot.messages.order import order
from bot.messages.reply import Button, Reply, Severity, Text
from bot.messages.request import RequestContext, Role
from bot.notifications.alert_message import format_wish
from bot.notifications.arguments import parse_until, theirs
from bot.notifications.audited import keep
from bot.notifications.digest_page import short
from bot.notifications.undo import undo_button
from bot.ports import Ports
from bot.ports.notifications.subscriptions import Alert, Mode
from bot.queries.names import names_about

RESUME = frozenset({"now", "over", "resume"})


class PauseAlert(Command[NamedAlerts], name="alerts pause", channels=Role.MANAGER):
    """Pause an alert until a day; until:now resumes it."""

    id: str = option("Alert ids, what they are about, or all; such as AL-12", default="", complete="alert")
    until: str = option("1 week, friday, a date, or now; default: until resumed", default="", limit=60)

    async def gather(self, ports: Ports, ctx: RequestContext) -> NamedAlerts:
        """Build the alerts as paused."""
        chosen = find_all(ports, ctx, self.id)
        alerts = tuple(theirs(one, ctx) for one in chosen)
        called = names_about(ports, ctx.view, *(one.wish.about for one in alerts))
        if self._resumes:
            if all(one.mode is Mode.ACTIVE for one in alerts):
                raise BadArgument(f"{_named(alerts)} {_is(alerts)} not paused.", todo="See /alerts list.")
            before, alerts = alerts, tuple(replace(one, mode=Mode.ACTIVE, paused_until=None, why="") for one in alerts)
            return NamedAlerts(alerts, called, before)
        until = parse_until(self.until, ctx)
        paused = tuple(replace(one, mode=Mode.PAUSED, paused_until=until) for one in alerts)
        return NamedAlerts(paused, called, alerts)

    def pinned(self, found: NamedAlerts) -> Self:
        """Name the alerts that were found."""
        return replace(self, id=",".join(one.id for one in found.alerts))

    @property
    def _resumes(self) -> bool:
        return self.until.casefold() in RESUME

    def question(self, found: NamedAlerts, ctx: RequestContext) -> str:
        """Ask whether to pause or to resume them."""
        if self._resumes:
            return f"Resume {_named(found.alerts)}?"
        return f"Pause {_named(found.alerts)} {_end(found.alerts, ctx)}?"

    def answer(self, inputs: NamedAlerts, ctx: RequestContext) -> Reply:
        """Until when, and the way back."""
        found = inputs.alerts
        data: dict[str, object] = {"alerts": [facts(one, ctx) for one in found]}
        data = facts(found[0], ctx) if len(found) == 1 else data
        if self._resumes:
            verb = "listens" if len(found) == 1 else "listen"
            title = f"{_named(found)} {verb} again"
            return Reply(title=title, severity=Severity.GOOD, actions=(undo_button(ctx, inputs.before),), data=data)
        ids = ",".join(one.id for one in found)
        told = f"It listens for {format_wish(found[0].wish, inputs.names)}. " if len(found) == 1 else ""
        missed = "it misses" if len(found) == 1 else "they miss"
        return Reply(
            title=f"{_named(found)} {_is(found)} paused {_end(found, ctx)}",
            parts=(Text(f"{told}What {missed}, digests and /catchup still tell."),),
            severity=Severity.GOOD,
            actions=(Button("Resume now", order("alerts pause", id=ids, until="now")), undo_button(ctx, inputs.before)),
            data=data,
        )

    async def keep(self, found: NamedAlerts, ports: Ports, ctx: RequestContext) -> None:
        """Store them."""
        for one in found.alerts:
            await keep(ports, ctx, one)


def _named(alerts: tuple[Alert, ...]) -> str:
    return alerts[0].id if len(alerts) == 1 else words.counted(len(alerts), "alert")


def _is(alerts: tuple[Alert, ...]) -> str:
    return "is" if len(alerts) == 1 else "are"


def _end(alerts: tuple[Alert, ...], ctx: RequestContext) -> str:
    until = alerts[0].paused_until
    return (
        f"until {short(until, ctx.zone)} {ctx.zone}"
        if until
        else f"until you resume {'it' if len(alerts) == 1 else 'them'}"
    )
