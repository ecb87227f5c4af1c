"""How long a host is left alone after failing, or as it asks itself. Clocks are handed in; nothing here waits."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST = timedelta(hours=2)  # a longer rest comes from a clock that was put back, and is forgiven


@dataclass(slots=True)
class CircuitBreaker:
    """Leaves a failing host alone: after `after` failures in a row for `rest` seconds, twice as long each time.

    When the rest is over one request is let through; if that fails the next rest begins at once.
    """

    after: int = 4
    rest: float = 60.0
    longest: float = 900.0
    failures: int = 0
    until: datetime | None = None
    why: str = ""
    _probing: datetime | None = field(default=None)

    def rests(self, now: datetime) -> datetime | None:
        """Until when the host is left alone; None if it may be asked now (and then the asking is the probe)."""
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
        """It did not, in a way that trying again could mend."""
        self.failures, self.why, self._probing = self.failures + 1, why, None
        if self.failures >= self.after:
            doubled = self.rest * 2.0 ** min(self.failures - self.after, 10)
            self.until = now + timedelta(seconds=min(doubled, self.longest))

    def hold(self, until: datetime, why: str) -> None:
        """It said itself when to come back."""
        self.until, self.why, self._probing = until, why, None


def retry_after(value: str, now: datetime) -> float | None:
    """Seconds a ``Retry-After`` asks for, given as seconds or as a date; None if it says nothing usable."""
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
