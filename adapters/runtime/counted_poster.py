"""Count the results of a platform's poster for metrics."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from bot.messages.reply import Reply
from bot.ports.notifications.outbox import (
    CALL_SECONDS,
    Delivered,
    DeliveryUnknown,
    GaveUp,
    Poster,
    Posting,
    Scheduled,
    TryLater,
)

VERDICTS = {
    Delivered: "sent",
    Scheduled: "scheduled",
    TryLater: "try later",
    GaveUp: "refused",
    DeliveryUnknown: "unclear",
}

T = TypeVar("T")


class CountedPoster:
    """A poster that delegates every call and counts the result by platform.

    Posts, edits and scheduling are counted.
    """

    def __init__(self, poster: Poster, count: Callable[[str, str], None]) -> None:
        self._poster, self._count = poster, count
        self.platform, self.remembers = poster.platform, poster.remembers
        self.schedules = poster.schedules

    @property
    def per_second(self) -> float:
        """As `Poster.per_second`, which may change while we run."""
        return self._poster.per_second

    async def send(self, place: str, reply: Reply, key: str, deadline: float = CALL_SECONDS) -> Posting:
        """As `Poster.send`."""
        return self._counted(await self._poster.send(place, reply, key, deadline))

    async def edit(self, place: str, message: str, reply: Reply, key: str, deadline: float = CALL_SECONDS) -> Posting:
        """As `Poster.edit`."""
        return self._counted(await self._poster.edit(place, message, reply, key, deadline))

    async def find(self, place: str, key: str, since: datetime) -> Delivered | None:
        """As `Poster.find`."""
        return await self._poster.find(place, key, since)

    async def schedule(
        self, place: str, reply: Reply, key: str, at: datetime, deadline: float = CALL_SECONDS
    ) -> Scheduled | TryLater | GaveUp | DeliveryUnknown:
        """As `Poster.schedule`."""
        return self._counted(await self._poster.schedule(place, reply, key, at, deadline))

    async def scheduled(self, place: str, key: str, at: datetime) -> tuple[str, ...]:
        """As `Poster.scheduled`."""
        return await self._poster.scheduled(place, key, at)

    async def unschedule(self, place: str, handle: str) -> bool:
        """As `Poster.unschedule`."""
        return await self._poster.unschedule(place, handle)

    def _counted(self, verdict: T) -> T:
        self._count(self.platform, VERDICTS[type(verdict)])
        return verdict
