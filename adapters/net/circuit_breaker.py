"""Circuit breakers per host; clocks are passed in, nothing waits."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST = timedelta(hours=2)  # a longer rest comes from a clock that was put back, and is forgiven


@dataclass(slots=True)
class CircuitBreaker:
    """Circuit breaker for a failing host.

    It opens after `after` failures in a row for `rest` seconds, doubling each time. Then one request is let through; if
    that fails, it opens again at once.
    """

    after: int = 4
    rest: float = 60.0
    longest: float = 900.0
    failures: int = 0
    until: datetime | None = None
    why: str = ""
    _probing: datetime | None = field(default=None)

    def rests(self, now: datetime) -> datetime | None:
        """Return until when the host is paused.

        None if it may be asked (as a probe, if it was).
        """
        if self.until is None:
            return None
        if now < self.until and self.until - now < LONGEST:
            return self.until
        if self._probing is not None and timedelta(0) <= now - self._probing < timedelta(seconds=self.rest):
            return self._probing + timedelta(seconds=self.rest)
        self._probing = now
        return None

    def worked(self) -> None:
        """It answered."""
        self.failures, self.until, self.why, self._probing = 0, None, "", None

    def failed(self, now: datetime, why: str) -> None:
        """Record a failure that a retry could fix."""
        self.failures, self.why, self._probing = self.failures + 1, why, None
        if self.failures >= self.after:
            doubled = self.rest * 2.0 ** min(self.failures - self.after, 10)
            self.until = now + timedelta(seconds=min(doubled, self.longest))

    def hold(self, until: datetime, why: str) -> None:
        """Record the time at which the host wants to be asked again."""
        self.until, self.why, self._probing = until, why, None


def retry_after(value: str, now: datetime) -> float | None:
    """Parse a ``Retry-After`` (seconds or a date) to seconds; None if unusable."""
    text = value.strip()
    try:
        seconds = float(text)
    except ValueError:
        try:
            when = parsedate_to_datetime(text)
        except ValueError:
            return None
        when = when if when.tzinfo is not None else when.replace(tzinfo=UTC)
        seconds = (when - now).total_seconds()
    return max(seconds, 0.0) if seconds == seconds and seconds < 10**9 else None  # noqa: PLR0124 - NaN is unequal to itself
