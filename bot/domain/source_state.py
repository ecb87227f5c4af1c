"""Health of the sources, stored after every attempt, so that all processes agree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

FRESH = timedelta(hours=1)  # a source read within this, or not due for longer, is healthy regardless of its interval


@dataclass(frozen=True, slots=True)
class SourceState:
    """The state of one source.

    `good_at` is its last successful read; `trouble` is what is wrong since `since` ('' if nothing is). `failures`
    counts consecutive attempts without a result; `items` and `faults` are of the last successful one.
    """

    source: str
    tried_at: datetime
    good_at: datetime | None = None
    trouble: str = ""
    since: datetime | None = None
    failures: int = 0
    next_at: datetime | None = None
    items: int = 0
    faults: int = 0

    def trouble_at(self, now: datetime) -> tuple[str, datetime | None]:
        """What is wrong at a moment, and since when; '' if nothing is.

        A reader that stopped silently is also in trouble: its silence must not look like a quiet day.
        """
        if self.trouble:
            return self.trouble, self.since
        if self.good_at is None:
            return "it was never read", None
        due = max(self.good_at, self.next_at) if self.next_at and not self.failures else self.good_at
        return ("it has not been read since", self.good_at) if now - due > FRESH else ("", None)

    def worked(
        self, at: datetime, *, items: int, faults: int = 0, trouble: str = "", next_at: datetime | None = None
    ) -> SourceState:
        """Return the state after an attempt with results.

        `trouble` then says what was missing.
        """
        since = None if not trouble else self.since if self.trouble else at
        return SourceState(self.source, at, at, trouble, since, 0, next_at, items, faults)

    def failed(self, at: datetime, trouble: str, *, next_at: datetime | None = None) -> SourceState:
        """Return the state after a failed attempt.

        It keeps `good_at`, and the start of the trouble if there was one.
        """
        since = self.since if self.trouble and self.since else at
        failures = self.failures + 1
        return replace(self, tried_at=at, trouble=trouble, since=since, failures=failures, next_at=next_at)


@dataclass(frozen=True, slots=True)
class MarketToPoll:
    """A market to read: it is in use and not fully settled.

    ``event_id`` is the venue's own number of it, in case ``key`` has changed; ``mapped``: a subject claims it.
    """

    venue: str
    key: str
    event_id: str = ""
    mapped: bool = True


def trouble_of(words: Iterable[str], tried: int) -> str:
    """Summarize several failures: the most frequent reason, and how often."""
    told = list(words)
    if not told:
        return ""
    most = max(sorted(set(told)), key=told.count)
    return most if len(told) == tried else f"{len(told)} of {tried} could not be read: {most}"
