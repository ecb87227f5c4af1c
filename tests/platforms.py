"""Two platforms made of lists, as far as posting goes: one de-duplicates by key like Discord, one does not, like Slack.

A fault is armed for the next call: what the platform does with it, and what the caller hears, are two things.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from bot.jobs.outbox_worker import Sender
from bot.messages.reply import Reply, plain
from bot.ports import Clock
from bot.ports.notifications.outbox import (
    Delivered,
    DeliveryUnknown,
    GaveUp,
    Poster,
    Posting,
    TryLater,
    UnreadableMessage,
    nonce,
)
from storage.accounts.tenants import TenantStore
from storage.notifications.outbox import OutboxStore
from storage.notifications.subscriptions import SubscriptionStore
from storage.sqlite.engine import Database

WINDOW = timedelta(seconds=180)  # "the past few minutes", as short as it may be

Fault = Literal[
    "none",
    "crash before the call",
    "crash in the call, not taken",
    "crash in the call, taken",
    "time-out, not taken",
    "time-out, taken",
    "server error, taken",
    "server error, not taken",
    "too many requests",
    "taken ten minutes late",
]
FAULTS: tuple[Fault, ...] = (
    "crash before the call",
    "crash in the call, not taken",
    "crash in the call, taken",
    "time-out, not taken",
    "time-out, taken",
    "server error, taken",
    "server error, not taken",
    "too many requests",
    "taken ten minutes late",
)


def sender_of(database: Database, clock: Clock, *posters: Poster) -> Sender:
    """A sender over the real stores of a database."""
    outbox, by_name = OutboxStore(database), {one.platform: one for one in posters}
    return Sender(outbox, SubscriptionStore(database), by_name, clock, outbox.enter(), TenantStore(database))


class Crash(BaseException):
    """kill -9, as far as one process can play it."""


@dataclass
class Post:
    """A message as people see it."""

    place: str
    key: str
    at: datetime
    title: str
    note: str = ""
    edits: int = 0


@dataclass
class Platform:
    """What has been posted, and the fault of the next call."""

    clock: Clock
    fault: Fault = "none"
    readable: bool = True
    posts: dict[str, Post] = field(default_factory=dict)
    late_jobs: list[tuple[datetime, Post]] = field(default_factory=list)
    calls: int = 0
    down: bool = False
    gone: set[str] = field(default_factory=set)
    _ids: int = 0

    def of(self, key: str) -> list[Post]:
        """The visible messages of a key."""
        self.settle()
        return [post for post in self.posts.values() if post.key == key]

    def settle(self) -> None:
        """What was to happen by now has happened."""
        now = self.clock.now()
        for due, post in list(self.late_jobs):
            if due <= now:
                self.late_jobs.remove((due, post))
                self.posts[self._id()] = post

    def _id(self) -> str:
        self._ids += 1
        return f"m{self._ids}"

    def take(self, post: Post) -> str:
        """Take a message in, with the fault that is armed.

        Raises:
            Crash: the caller's process ends here.
            TimeoutError: nobody hears the answer.
        """
        self.settle()
        self.calls += 1
        fault, self.fault = self.fault, "none"
        if self.down:
            raise TimeoutError("down")
        if fault in ("crash before the call", "crash in the call, not taken"):
            raise Crash
        if fault in ("time-out, not taken", "server error, not taken"):
            raise TimeoutError(fault)
        if fault == "taken ten minutes late":
            self.late_jobs.append((self.clock.now() + timedelta(minutes=10), post))
            raise TimeoutError(fault)
        made = self._id()
        self.posts[made] = post
        if fault == "crash in the call, taken":
            raise Crash
        if fault in ("time-out, taken", "server error, taken"):
            raise TimeoutError(fault)
        return made


@dataclass
class LikeDiscord:
    """Answers a repeated key with the first message for a while; history may be readable."""

    server: Platform
    platform: str = "discord"
    remembers: float = 120.0
    per_second: float = 50.0

    async def send(self, place: str, reply: Reply, key: str, deadline: float = 15.0) -> Posting:
        now = self.server.clock.now()
        if place in self.server.gone:
            return GaveUp("the channel was deleted", gone=True)
        if self.server.fault == "too many requests":
            self.server.fault = "none"
            return TryLater(30.0, "429")
        self.server.settle()
        if self.remembers and not self.server.down:
            for made, post in self.server.posts.items():
                if nonce(post.key) == nonce(key) and timedelta() <= now - post.at <= WINDOW:
                    return Delivered(made)
        try:
            return Delivered(self.server.take(Post(place, key, now, reply.title, plain(reply.note))))
        except TimeoutError as error:
            return DeliveryUnknown(str(error))

    async def edit(self, place: str, message: str, reply: Reply, key: str, deadline: float = 15.0) -> Posting:
        if message not in self.server.posts:
            return GaveUp("the message was deleted")
        self.server.posts[message].edits += 1
        return Delivered(message)

    async def find(self, place: str, key: str, since: datetime) -> Delivered | None:
        self.server.settle()
        if not self.server.readable or self.server.down:
            raise UnreadableMessage
        return next((Delivered(made) for made, post in self.server.posts.items() if post.key == key), None)


@dataclass
class LikeSlack(LikeDiscord):
    """Has no key that de-duplicates and no history to look into."""

    platform: str = "slack"
    remembers: float = 0.0
    per_second: float = 20.0

    async def find(self, place: str, key: str, since: datetime) -> Delivered | None:
        raise UnreadableMessage
