"""What the demo's channel asked for, and what a day brings it: the hook behind the word ``tomorrow``.

The channel follows Spud: a digest every evening that is silent on days without news, and a card somebody shared on the
first day, so that what became of it can be seen.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, time, timedelta

from adapters.console.handler import ACTOR, PLACE
from adapters.console.poster import ConsolePoster
from adapters.runtime.bootstrap import RunningApp
from adapters.runtime.clock import StandingClock
from bot.domain.notify.digest import DigestFilter, IfQuiet
from bot.domain.notify.timetable import Timetable
from bot.domain.time.schedule import EVERY
from bot.jobs.wiring import NotificationJobs
from bot.messages.reply import Reply
from bot.messages.request import Request
from bot.ports.notifications.outbox import Post
from bot.ports.notifications.subscriptions import Digest, Mode

EVENING = time(20)
SHARED = "claimcheck ask claim:Spud is GPT-5.5"


async def begin(
    running: RunningApp, clock: StandingClock
) -> Callable[[StandingClock, datetime], Awaitable[Sequence[Reply]]]:
    """Make the channel's subscriptions; returns what lets a day pass and gives what was posted in it."""
    ports, now = running.ports, clock.now()
    tenant = PLACE.partition("/")[0]
    if not ports.subscriptions.digests(tenant, PLACE):
        table = Timetable(EVERY, EVENING, "UTC")
        digest = Digest(
            number=await ports.subscriptions.reserve(tenant, "digest"),
            tenant=tenant,
            place=PLACE,
            owner=ACTOR,
            name="Spud watch",
            table=table,
            wish=DigestFilter(about=("openai/spud",), if_quiet=IfQuiet.SKIP, max_items=8),
            made_at=now,
            covered=now - timedelta(hours=1),
            next_at=table.next_after(now).at,
            mode=Mode.ACTIVE,
        )
        await ports.subscriptions.keep(digest, now)
        shared = await running.app.run(Request(line=SHARED, actor=ACTOR, place=PLACE))
        await ports.outbox.remember(Post(PLACE, "shared-1", shared, ACTOR, now))
    poster = ConsolePoster()
    delivery = NotificationJobs(ports, {"console": poster})
    await delivery.tick()

    async def advance(clock: StandingClock, to: datetime) -> Sequence[Reply]:
        await delivery.pass_time(clock, to)
        return poster.take()

    return advance
