"""``/spudwatch-admin webhooks``: addresses for digest and alert messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from bot.dispatch.command import Command, option
from bot.domain.notify.message_services import SERVICES, find_service
from bot.domain.notify.webhooks import (
    MAX_WEBHOOKS,
    PLATFORM,
    Webhook,
    WebhookEntry,
    webhook_address,
    webhook_name,
    webhook_place,
)
from bot.domain.sightings.reports import LinkRefused
from bot.messages.errors import BadArgument, NotAllowed, NotFound, TooMuch
from bot.messages.order import Order, order
from bot.messages.reply import Bullets, Button, Fields, Reply, Severity, Text, code
from bot.messages.request import RequestContext, Role
from bot.messages.words import join_names
from bot.ports import Ports
from bot.ports.desk import AuditEntry
from bot.ports.notifications.outbox import MessageKind, OutboxDraft

OFF = "The operator of this bot has not switched webhooks on (SPUDWATCH_WEBHOOK__TOKEN_KEY)."
SIGNED = (
    "Messages are signed as standardwebhooks.com says; its libraries check them with this secret. It is shown once."
)
UNSIGNED = "A message that the service does not confirm is sent again, twice at most: it may arrive up to three times."
NO_SERVICES = "The operator of this bot has not installed it: pip install 'spudwatch[apprise]'."
OTHERS = (
    f"Besides https://, these services: {', '.join(one.title for one in SERVICES)}; write the address as the library "
    f"Apprise does ({SERVICES[0].example})."
)


@dataclass(frozen=True, slots=True)
class WebhookInputs:
    """The existing webhooks, the new one, and of the named one its entry and what posts there."""

    entries: Sequence[WebhookEntry]
    made: Webhook | None = None
    before: WebhookEntry | None = None
    posts: tuple[str, ...] = ()


class ManageWebhooks(Command[WebhookInputs], name="spudwatch-admin webhooks", role=Role.ADMIN):
    """Send digests and alerts to your own address, by mail or to another service."""

    action: Literal["list", "add", "remove", "test"] = option("What to do", default="list")
    name: str = option("A short name, such as ops", default="", limit=30)  # type: ignore[misc]
    url: str = option(
        "The address, https://… or mailtos://…; it is kept encrypted and never shown again", default="", limit=1000
    )
    replace: bool = option("Replace the webhook of that name", default=False)

    async def gather(self, ports: Ports, ctx: RequestContext) -> WebhookInputs:
        """Read this tenant's webhooks; a new one gets its secret."""
        if not ports.webhooks.rules.key:
            raise NotAllowed("Webhooks are off.", why=OFF, todo="Ask the operator: spudwatch doctor says how.")
        entries = ports.webhooks.entries(ctx.tenant)
        if self.action == "list":
            return WebhookInputs(entries)
        if not (name := webhook_name(self.name)):
            raise BadArgument("Which webhook?", todo="Give it a name of small letters, digits and hyphens: name:ops")
        known = next((one for one in entries if one.name == name), None)
        used_by = _used_by(ports, ctx, name)
        if self.action == "add":
            if len(entries) >= MAX_WEBHOOKS and known is None:
                raise TooMuch(f"There are {MAX_WEBHOOKS} webhooks here.", todo="Remove one first.")
            return WebhookInputs(entries, self._made(ports, ctx, name), known, used_by)
        if known is None:
            raise NotFound(f"There is no webhook “{name}” here.", todo="All there are: /spudwatch-admin webhooks")
        return WebhookInputs(entries, None, known, used_by)

    def _asks(self, found: WebhookInputs) -> bool:
        """Whether a webhook stands in the way of a new one that was not said to replace it."""
        return found.made is not None and found.before is not None and not self.replace

    def _made(self, ports: Ports, ctx: RequestContext, name: str) -> Webhook:
        rules, service = ports.webhooks.rules, find_service(self.url)
        if service is not None and not rules.services:
            raise NotAllowed(
                f"Messages to {service.title} are off.",
                why=NO_SERVICES,
                todo="Ask the operator: spudwatch doctor says how.",
            )
        try:
            url = webhook_address(self.url, private=rules.private)
        except LinkRefused as refused:
            todo = OTHERS if rules.services else ""
            raise BadArgument("I cannot send to that address.", why=str(refused), todo=todo) from None
        secret = ports.webhooks.new_secret() if service is None else ""
        return Webhook(ctx.tenant, name, url, secret, ctx.actor, ctx.now)

    def answer(self, found: WebhookInputs, ctx: RequestContext) -> Reply:
        """List the webhooks, or confirm a change."""
        name = webhook_name(self.name)
        data = {"action": self.action, "name": name or None, "webhooks": [one.name for one in found.entries]}
        every = Button("All webhooks", order("spudwatch-admin webhooks"))
        verb = "was" if self.action == "remove" else "is"
        used = (Text(f"It {verb} used by {join_names(found.posts)}."),) if found.posts else ()
        if self._asks(found) and found.made is not None and found.before is not None:
            was, new = found.before.host, found.made.host
            then = f"To send to {new} instead, repeat the command with replace:yes; {was} then gets nothing more."
            return Reply(
                title=f"Webhook {name} goes to {was} already",
                parts=(Text(then), *used),
                severity=Severity.WARN,
                actions=(every,),
                data=data | {"asked": True},
            )
        if found.made is not None:
            before = (("Before", found.before.host),) if found.before is not None else ()
            secret = (("Secret", code(found.made.secret)),) if found.made.signs else ()
            return Reply(
                title=f"Webhook {name} is ready",
                parts=(
                    Fields((*before, ("Sent to", found.made.host), *secret)),
                    Text(SIGNED if found.made.signs else UNSIGNED),
                    *used,
                    Text(f"Use it where a channel is asked for: {PLATFORM}/{name}", quiet=True),
                ),
                severity=Severity.GOOD,
                actions=(
                    Button("Send a test", order("spudwatch-admin webhooks", action="test", name=name)),
                    Button("Daily digest there", _digest(name)),
                    Button("Releases there", order("alerts add", what="release", where=f"{PLATFORM}/{name}")),
                    Button("Remove", order("spudwatch-admin webhooks", action="remove", name=name)),
                ),
                data=data,
            )
        if self.action == "remove":
            told = "Digests and alerts that went there are switched off with their next message, and you are told."
            done = f"Webhook {name} was removed"
            return Reply(title=done, parts=(*used, Text(told)), severity=Severity.GOOD, actions=(every,), data=data)
        if self.action == "test":
            return Reply(title=f"A test is being sent to webhook {name}", actions=(every,), data=data)
        lines = tuple(f"{one.name} — {one.host} — since {one.at:%Y-%m-%d}" for one in found.entries)
        hint = Text("Add one: /spudwatch-admin webhooks action:add name:ops url:https://…")
        return Reply(
            title=f"{len(lines)} webhook{'' if len(lines) == 1 else 's'} here" if lines else "No webhooks here",
            parts=(Bullets(lines), hint) if lines else (hint,),
            data=data | {"as_of": ctx.as_of},
        )

    async def keep(self, found: WebhookInputs, ports: Ports, ctx: RequestContext) -> None:
        """Store it, delete it, or queue a test."""
        name = webhook_name(self.name)
        was = {"host": found.before.host} if found.before is not None else {}
        if self._asks(found):
            return
        if found.made is not None:
            await ports.webhooks.keep(found.made, ctx.now)
            step = "replace" if found.before is not None else "add"
            line = AuditEntry(ctx.actor, f"{step} webhook", name, ctx.now, was, {"host": found.made.host})
            await ports.desk.log(ctx.tenant, line)
        elif self.action == "remove":
            await ports.webhooks.forget(ctx.tenant, name)
            await ports.desk.log(ctx.tenant, AuditEntry(ctx.actor, "remove webhook", name, ctx.now, was))
        elif self.action == "test":
            await ports.outbox.add([_test(ctx, name)], ctx.now)


def _used_by(ports: Ports, ctx: RequestContext, name: str) -> tuple[str, ...]:
    """The ids of the digests and alerts that post to a webhook."""
    there, known = webhook_place(ctx.tenant, name), ports.subscriptions
    return tuple(one.id for one in (*known.digests(ctx.tenant), *known.alerts(ctx.tenant)) if one.place == there)


def _digest(name: str) -> Order:
    there = f"{PLATFORM}/{name}"
    return order("digest create", channel=there, name=f"To {name}", days="daily", time="09:00")


def _test(ctx: RequestContext, name: str) -> OutboxDraft:
    place = Webhook(ctx.tenant, name, "", "", ctx.actor, ctx.now).place
    return OutboxDraft(
        key=f"test|{place}|{ctx.now:%Y-%m-%dT%H:%M:%S}",
        place=place,
        kind=MessageKind.NOTE,
        reply=Reply(title="A test", parts=(Text("If you read this, the webhook works."),)),
        not_before=ctx.now,
        deadline=ctx.now + timedelta(hours=1),
    )
