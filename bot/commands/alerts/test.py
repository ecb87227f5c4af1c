"""``/alerts test``: the message an alert would post, marked as a test, so that one knows it arrives."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.commands.alerts._alerts import facts, find
from bot.dispatch.command import Command, option
from bot.domain.notify.alerts import AlertWish, Decision, Memory, wanted
from bot.domain.notify.changes import Change
from bot.messages.reply import Reply, Severity, Text
from bot.messages.request import Asked
from bot.notifications.alert_message import Listener, message, said
from bot.notifications.arguments import place_name, theirs
from bot.ports import Ports
from bot.ports.outbox import Draft, Kind
from bot.ports.subscriptions import Alert
from bot.queries import change_feed
from bot.queries.time_range import Span

LOOKED_BACK = timedelta(days=30)
WORTH = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Tested:
    """The alert, and the message with what it last would have told."""

    alert: Alert
    post: Reply


class SendTest(Command[Tested], name="alerts test"):
    """Posts an alert's message as a test, with the last thing it would have told."""

    id: str = option("Alert id, such as AL-12", default="", complete="alert")

    async def gather(self, ports: Ports, asked: Asked) -> Tested:
        """Find the latest change that fits."""
        alert = theirs(find(ports, asked, self.id), asked)
        span = Span(asked.now - LOOKED_BACK, asked.now, asked.tenant)
        fits = [
            one
            for one in change_feed.read(ports, span, alert.wish.about).changes
            if wanted(one, _wide(ports, alert, span))
        ]
        post = max(fits, key=lambda change: change.at, default=None)
        return Tested(alert, _message(alert, post))

    def answer(self, found: Tested, asked: Asked) -> Reply:
        """That it is on its way."""
        alert = found.alert
        return Reply(
            title=f"A test of {alert.id} is being posted {place_name(alert.place, asked)}",
            parts=(Text(f"It listens for {said(alert.wish)}."), *found.post.parts),
            severity=Severity.GOOD,
            data=facts(alert, asked) | {"test": True},
        )

    async def keep(self, found: Tested, ports: Ports, asked: Asked) -> None:
        """Queue it."""
        draft = Draft(
            key=f"test|{found.alert.key}|{asked.now:%Y-%m-%dT%H:%M:%S}|{found.alert.place}",
            place=found.alert.place,
            kind=Kind.NOTE,
            reply=found.post,
            not_before=asked.now,
            deadline=asked.now + WORTH,
            tenant=asked.tenant,
        )
        await ports.outbox.add([draft], asked.now)


def _wide(ports: Ports, alert: Alert, span: Span) -> AlertWish:
    return replace(alert.wish, about=change_feed.same_as(ports, span.after, alert.wish.about))


def _message(alert: Alert, change: Change | None) -> Reply:
    listener = Listener(alert.key, alert.tenant, alert.place, alert.wish, alert.id)
    if change is None:
        return Reply(title=f"TEST · {alert.id}: nothing it listens for happened in the last 30 days", private=False)
    return message(listener, Decision(Memory(), "a test", (change,)), test=True)
