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
    TryLater,
)

VERDICTS = {
    Delivered: "sent",
    TryLater: "try later",
    GaveUp: "refused",
    DeliveryUnknown: "unclear",
}

T = TypeVar("T")


class CountedPoster:
    """A poster that delegates every call and counts the result by platform.

    Posts and edits are counted.
    """

    def __init__(self, poster: Poster, count: Callable[[str, str], None]) -> None:
        self._poster, self._count = poster, count
        self.platform, self.remembers = poster.platform, poster.remembers

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

    def _counted(self, verdict: T) -> T:
        self._count(self.platform, VERDICTS[type(verdict)])
        return verdict
