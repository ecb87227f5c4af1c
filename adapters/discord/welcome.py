"""The first run: whoever installed the bot is shown how to set it up, once.

The gateway does not say who installed a bot. So the first admin of a server who uses any command privately finds the
four steps under the answer; where Discord's webhook events are received, the installer is told at once.
"""

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from adapters.runtime.optional_writes import saved
from bot.dispatch.app import App
from bot.messages.errors import SpudwatchError
from bot.messages.order import order
from bot.messages.reply import Button, Outcome, Reply, Text, code
from bot.messages.request import Request, Role
from bot.ports import Ports
from bot.ports.notifications.outbox import Poster

log = logging.getLogger(__name__)

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
WELCOMED = "welcomed"
REMEMBERED = 4_096  # admins who need not be looked up
STEPS = "Not set up here yet: time zone, desk, a channel, a trial report. Four steps, each can be skipped."
CARD = Reply(
    title="Thank you for adding Spudwatch",
    parts=(
        Text("It is quiet until somebody asks: nothing is posted in any channel that did not subscribe."),
        Text(
            ("In your server, type ", code("/spudwatch-admin setup"), ": time zone, desk, a channel, a trial report.")
        ),
        Text(
            (
                "Or just ask: ",
                code("/model coming"),
                " lists what is expected. What you see is yours alone until you share it.",
            )
        ),
    ),
)


class Welcome:
    """Remembers in storage who was shown the steps."""

    def __init__(self, app: App) -> None:
        self._app, self._tenants, self._clock = app, app.ports.tenants, app.ports.clock
        self._settled: dict[tuple[str, str], None] = {}

    async def offered(self, reply: Reply, request: Request) -> Reply:
        """The reply, with the set-up steps under an admin's first private answer."""
        who = (request.tenant, request.actor)
        setting_up = request.name.startswith("spudwatch-admin") or request.line.startswith("spudwatch-admin")
        if (
            Role.ADMIN not in request.roles
            or request.tenant.startswith("discord:@")
            or who in self._settled
            or not reply.private
            or reply.outcome is not Outcome.ANSWERED
            or setting_up
        ):
            return reply

        def known(ports: Ports) -> bool:
            return bool(ports.tenants.personal(*who).get(WELCOMED) or ports.tenants.changes(request.tenant, LONG_AGO))

        try:
            if await self._app.read(known):
                self._settle(who)
                return reply
        except SpudwatchError as error:
            log.warning("welcome not looked up", extra={"why": str(error)})
            return reply
        self._settle(who)
        noted = self._tenants.choose_for_me(*who, WELCOMED, "yes", self._clock.now())
        if not await saved(noted):
            self._settled.pop(who, None)  # offered with the first answer that can note it
            return reply
        steps = Button("Set up here", order("spudwatch-admin setup"))
        return replace(reply, parts=(*reply.parts, Text(STEPS, quiet=True)), actions=(*reply.actions, steps))

    def _settle(self, who: tuple[str, str]) -> None:
        self._settled[who] = None
        if len(self._settled) > REMEMBERED:
            del self._settled[next(iter(self._settled))]  # looked up again when that admin asks


async def tell_installer(event: Mapping[str, Any], poster: Poster) -> None:
    """Send the card to the person who installed the bot in a server; only once."""
    user, guild = event.get("user") or {}, event.get("guild") or {}
    if user.get("id") and guild.get("id"):
        await poster.send(f"discord:@{user['id']}", CARD, f"welcome/{guild['id']}/{user['id']}")
