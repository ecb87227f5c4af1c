"""The promise about posts, with the real queue, the real client and a Slack that loses answers.

Our scopes do not let us read the history: a digest or an alert never vanishes, and may be seen twice where Slack took
it and its answer was lost. It is known by its id, so that it can be corrected. A share is never posted
twice (`test_lost_and_late_events`): the person is there, and is told to look.
"""

import asyncio
from datetime import timedelta

import pytest

from bot.messages.reply import Reply
from bot.ports.notifications.outbox import OPEN, MessageKind, MessageState, OutboxDraft
from storage.notifications.outbox import OutboxStore
from tests.clocks import NOON
from tests.platforms import sender_of

FAULTS = ("none", "drop before", "drop after", "500 after", "ratelimited", "internal_error")
DUE = NOON + timedelta(minutes=20)


def arm(slack, method, fault):
    if fault == "ratelimited":
        slack.refuse(method, "ratelimited", 429, Retry_After="7")
    elif fault == "internal_error":
        slack.refuse(method, "internal_error")
    elif fault != "none":
        slack.faults[method].append(fault)


async def run(world, kind, fault):
    """Queue one message, let it go through, and return it as it ended."""
    outbox, clock = OutboxStore(world.database), world.clock
    one = OutboxDraft(
        key=f"{kind.value}|DG-01|2026-04-21|slack:T1/C1",
        place="slack:T1/C1",
        kind=kind,
        reply=Reply(title="Model watch", private=False),
        not_before=DUE,
        deadline=DUE + timedelta(hours=24),
    )
    await outbox.add([one], clock.now())
    sender = sender_of(world.database, clock, world.platform.poster)
    arm(world.slack, "chat.postMessage", fault)
    for _ in range(80):
        draining = asyncio.ensure_future(sender.drain())
        while not draining.done():
            await asyncio.sleep(0.001)
            if world.clock.sleepers:
                await clock.advance(0.05)
        await draining
        message = outbox.get(one.key)
        if message.state not in OPEN:
            return message
        due = outbox.next_due(["slack"]) or clock.now()
        await clock.advance(max(1.0, (due - clock.now()).total_seconds()))
    return outbox.get(one.key)


@pytest.mark.parametrize("kind", [MessageKind.ALERT, MessageKind.DIGEST])
@pytest.mark.parametrize("fault", FAULTS)
async def test_a_post_never_vanishes_and_is_seen_twice_only_where_its_answer_was_lost(by_http, kind, fault):
    message = await run(by_http, kind, fault)
    assert message.state is MessageState.SENT
    assert message.message == by_http.slack.messages[-1]["ts"]
    taken = fault in ("drop after", "500 after")
    assert len(by_http.slack.messages) in ((1, 2) if taken else (1,))
    assert len(by_http.calls("chat.postMessage")) <= 2
