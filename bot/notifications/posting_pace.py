"""Rate limiter for a platform.

Slightly under its limit, with a pause while it is down.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.rate_limit import RateLimit
from bot.ports.notifications.outbox import DeliveryUnknown, Posting, TryLater

SHARE = 0.957  # of the platform's limit; the rest is for answers to people and for clocks that disagree
BURST = 2  # burst after a pause; with a second at full rate still within the limit
ROW = 8  # failures in a row after which a platform counts as down
LONGEST_PAUSE = timedelta(seconds=60)


@dataclass
class PostingPace:
    """A rate limit with exponential backoff; losing its state causes at most one 429."""

    per_second: float
    failures: int = 0
    paused_until: datetime | None = None
    _limit: RateLimit = field(init=False)

    def __post_init__(self) -> None:
        """Make the limit, a little under the platform's."""
        self._limit = RateLimit(self._every, BURST, queue=0.0)

    @property
    def _every(self) -> float:
        return 1 / (self.per_second * SHARE)

    def free(self, now: datetime) -> int:
        """How many may be sent now."""
        if self.paused_until is not None and now < self.paused_until:
            return 0
        self._limit.every = self._every
        return self._limit.ready(now.timestamp())

    def take(self, count: int, now: datetime) -> None:
        """So many were taken."""
        self._limit.take(now.timestamp(), count)

    def wait(self, now: datetime) -> float:
        """Seconds until one may be sent."""
        if self.paused_until is not None and now < self.paused_until:
            return (self.paused_until - now).total_seconds()
        return self._limit.wait(now.timestamp())

    def record(self, answer: Posting, now: datetime) -> None:
        """Record an answer; after eight failures in a row the platform is paused.

        The pause is 4 s, then 8 s, up to a minute.
        """
        if not isinstance(answer, TryLater | DeliveryUnknown):
            self.failures, self.paused_until = 0, None
            return
        self.failures += 1
        if self.failures >= ROW:
            over = timedelta(seconds=4 * 2 ** min(self.failures - ROW, 6))
            self.paused_until = now + min(over, LONGEST_PAUSE)
