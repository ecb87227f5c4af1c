"""``/alerts test``: an alert's message marked as a test, to check that it arrives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.commands.alerts._alerts import facts, find
from bot.dispatch.command import Command, option
from bot.domain.notify.alerts import AlertDecision, AlertMemory, AlertSubscription, wanted
from bot.domain.notify.changes import Change
from bot.messages.reply import Reply, Severity, Text
from bot.messages.request import RequestContext, Role
from bot.notifications.alert_message import Listener, format_wish, message
from bot.notifications.arguments import place_name, theirs
from bot.ports import Ports
from bot.ports.notifications.outbox import MessageKind, OutboxDraft
from bot.ports.notifications.subscriptions import Alert
from bot.queries.changes import change_feed
from bot.queries.names import names_about
from bot.queries.time_range import TimeRange

LOOKED_BACK = timedelta(days=30)
WORTH = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class SendTestInputs:
    """The alert, the names of its subjects, and the message with the latest change it would have told."""

    alert: Alert
    names: Mapping[str, str]
    post: Reply


class SendTest(Command[SendTestInputs], name="alerts test", channels=Role.MANAGER, posts=True, current="yes"):
    """Post a test message of an alert, with the latest change it would have reported."""

    id: str = option("Alert id, such as AL-12", default="", complete="alert")

    async def gather(self, ports: Ports, ctx: RequestContext) -> SendTestInputs:
        """Find the latest matching change."""
        alert = theirs(find(ports, ctx, self.id), ctx)
        span = TimeRange(ctx.now - LOOKED_BACK, ctx.now, ctx.tenant)
        fits = [
            one
            for one in change_feed.read(ports, span, alert.wish.about).changes
            if wanted(one, _wide(ports, alert, span))
        ]
        post = max(fits, key=lambda change: change.at, default=None)
        names = names_about(ports, ctx.view, alert.wish.about)
        return SendTestInputs(alert, names, _message(alert, post, names))

    def answer(self, found: SendTestInputs, ctx: RequestContext) -> Reply:
        """That it is on its way."""
        alert = found.alert
        return Reply(
            title=f"A test of {alert.id} is being posted {place_name(alert.place, ctx)}",
            parts=(Text(f"It listens for {format_wish(alert.wish, found.names)}."), *found.post.parts),
            severity=Severity.GOOD,
            data=facts(alert, ctx) | {"test": True},
        )

    async def keep(self, found: SendTestInputs, ports: Ports, ctx: RequestContext) -> None:
        """Queue it."""
        draft = OutboxDraft(
            key=f"test|{found.alert.key}|{ctx.now:%Y-%m-%dT%H:%M:%S}|{found.alert.place}",
            place=found.alert.place,
            kind=MessageKind.NOTE,
            reply=found.post,
            not_before=ctx.now,
            deadline=ctx.now + WORTH,
            tenant=ctx.tenant,
        )
        await ports.outbox.add([draft], ctx.now)


def _wide(ports: Ports, alert: Alert, span: TimeRange) -> AlertSubscription:
    return replace(alert.wish, about=change_feed.same_as(ports, span.after, alert.wish.about))


def _message(alert: Alert, change: Change | None, names: Mapping[str, str]) -> Reply:
    listener = Listener(alert.key, alert.tenant, alert.place, alert.wish, alert.id)
    if change is None:
        return Reply(title=f"TEST · {alert.id}: nothing it listens for happened in the last 30 days", private=False)
    return message(listener, AlertDecision(AlertMemory(), "a test", (change,)), names, test=True)
