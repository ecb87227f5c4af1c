"""Switch off a subscription that cannot be posted, and notify its owner once."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.messages.addresses import person_place
from bot.messages.order import order
from bot.messages.reply import Button, Reply, Severity, Text, code
from bot.ports.notifications.outbox import GaveUp, MessageKind, MessageState, Outbox, OutboxDraft, OutboxMessage
from bot.ports.notifications.subscriptions import Alert, Digest, Subscriptions

FAILED = 3  # messages in a row that could not be posted switch a subscription off


async def switch_off_failing(
    outbox: Outbox, subscriptions: Subscriptions, message: OutboxMessage, answer: GaveUp, now: datetime
) -> None:
    """Switch off a subscription whose place is gone, or that failed three times."""
    if not message.subscription:
        return
    lately = outbox.recent(message.subscription, FAILED)
    in_a_row = len(lately) == FAILED and all(one.state is MessageState.DEAD for one in lately)
    if not answer.gone and not in_a_row:
        return
    await switch_off_and_notify(outbox, subscriptions, message.subscription, answer.why, now)


async def switch_off_and_notify(
    outbox: Outbox, subscriptions: Subscriptions, key: str, why: str, now: datetime
) -> Digest | Alert | None:
    """Switch a subscription off and queue its notice; None if it was off already."""
    made = await subscriptions.switch_off(key, why, now)
    if made is None:
        return None
    if ":" not in made.owner:
        return made  # an erased owner has no address; the lists show the reason
    name = f"{made.id} “{made.name}”" if isinstance(made, Digest) else f"{made.id} ({made.wish.what.value})"
    again = order(f"{'digest' if isinstance(made, Digest) else 'alerts'} edit", id=made.id)
    reply = Reply(
        title=f"{name} was switched off.",
        parts=(
            Text(("I could not post in ", code(made.place), f": {why.rstrip('.')}.")),
            Text("Nothing more is posted there. Put it into another channel, or make the channel open to me again."),
        ),
        severity=Severity.WARN,
        actions=(Button("Edit", again),),
    )
    note = OutboxDraft(
        key=f"off|{made.key}|{made.version}",
        place=person_place(made.owner),
        kind=MessageKind.NOTE,
        reply=reply,
        not_before=now,
        deadline=now + timedelta(days=7),
        tenant=made.tenant,
    )
    await outbox.add([note], now)
    return made
