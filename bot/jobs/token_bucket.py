"""Rate limiter for a platform.

Slightly under its limit, with a pause while it is down.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.ports.notifications.outbox import DeliveryUnknown, Posting, Scheduled, TryLater

SHARE = 0.957  # of the platform's limit; the rest is for answers to people and for clocks that disagree
BURST = 2  # burst after a pause; with a second at full rate still within the limit
ROW = 8  # failures in a row after which a platform counts as down
LONGEST = timedelta(seconds=60)


@dataclass
class TokenBucket:
    """A token bucket with exponential backoff; losing its state costs at most one 429."""

    per_second: float
    tokens: float = BURST
    at: datetime | None = None
    failures: int = 0
    paused_until: datetime | None = None

    def free(self, now: datetime) -> int:
        """How many may be sent now."""
        if self.paused_until is not None and now < self.paused_until:
            return 0
        if self.at is not None and now > self.at:
            grown = (now - self.at).total_seconds() * self.per_second * SHARE
            self.tokens = min(BURST, self.tokens + grown)
        self.at = now
        return int(self.tokens)

    def take(self, count: int, _now: datetime) -> None:
        """Take tokens."""
        self.tokens -= count

    def wait(self, now: datetime) -> float:
        """Seconds until one may be sent."""
        if self.paused_until is not None and now < self.paused_until:
            return (self.paused_until - now).total_seconds()
        return max(0.0, (1 - self.tokens) / (self.per_second * SHARE))

    def heard(self, answer: Posting | Scheduled, now: datetime) -> None:
        """Record an answer; after eight failures in a row the platform is paused.

        The pause is 4 s, then 8 s, up to a minute.
        """
        if not isinstance(answer, TryLater | DeliveryUnknown):
            self.failures, self.paused_until = 0, None
            return
        self.failures += 1
        if self.failures >= ROW:
            over = timedelta(seconds=4 * 2 ** min(self.failures - ROW, 6))
            self.paused_until = now + min(over, LONGEST)
