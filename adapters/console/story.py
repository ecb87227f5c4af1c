"""The demo's stories: the hook behind the word ``tomorrow``.

They hold what the channel asked for and what a day brings it. A story is a file of `stories/`. Its channel follows what
the story is about: a digest every evening that is silent on days without news, and a card somebody shared on the first
day, so that its correction can be seen.
"""

import tomllib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cache
from importlib import resources

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
FIRST = "spud"  # the story that is told where none is named
SOMEBODY = "console:somebody"  # who shared the card of the first day


@dataclass(frozen=True, slots=True)
class Story:
    """One story: when it begins and what its channel follows.

    It also holds what is said and asked at the start.

    ``opening`` is the command that is run at once, ``shared`` the one whose card somebody shared on the first day.
    """

    start: datetime
    about: tuple[str, ...]
    digest: str
    shared: str
    opening: str
    welcome: str


@cache
def stories() -> Mapping[str, Story]:
    """Every story by its name."""
    folder = resources.files(__package__) / "stories"
    found = {}
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml"):
            row = tomllib.loads(file.read_text("utf-8"))
            found[file.name.removesuffix(".toml")] = Story(
                row["start"].astimezone(UTC),
                tuple(row["about"]),
                row["digest"],
                row["shared"],
                row["opening"],
                row["welcome"],
            )
    return found


async def begin(
    running: RunningApp, clock: StandingClock, story: Story | None = None
) -> Callable[[StandingClock, datetime], Awaitable[Sequence[Reply]]]:
    """Make the channel's subscriptions.

    Returns what lets a day pass and gives what was posted in it.
    """
    story = story or stories()[FIRST]
    ports, now = running.ports, clock.now()
    tenant = PLACE.partition("/")[0]
    if not ports.subscriptions.digests(tenant, PLACE):
        table = Timetable(EVERY, EVENING, "UTC")
        digest = Digest(
            number=await ports.subscriptions.reserve(tenant, "digest"),
            tenant=tenant,
            place=PLACE,
            owner=ACTOR,
            name=story.digest,
            table=table,
            wish=DigestFilter(about=story.about, if_quiet=IfQuiet.SKIP, max_items=8),
            made_at=now,
            covered=now - timedelta(hours=1),
            next_at=table.next_after(now).at,
            mode=Mode.ACTIVE,
        )
        await ports.subscriptions.keep(digest, now)
        # Somebody else shared it: whoever watches the demo is told of what they asked themselves.
        shared = await running.app.run(Request(line=f"share {story.shared}", actor=SOMEBODY, place=PLACE))
        await ports.outbox.remember(Post(PLACE, "shared-1", shared, "", now))
    poster = ConsolePoster()
    delivery = NotificationJobs(ports, {"console": poster})
    await delivery.tick()

    async def advance(clock: StandingClock, to: datetime) -> Sequence[Reply]:
        await delivery.pass_time(clock, to)
        return poster.take()

    return advance
