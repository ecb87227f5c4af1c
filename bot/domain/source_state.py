"""How the sources are doing: kept after every attempt, so that whoever asks, in whatever process, hears the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

FRESH = timedelta(hours=1)  # a source read within this, or not due again for longer, is well whatever its rhythm


@dataclass(frozen=True, slots=True)
class SourceState:
    """One source. `good_at`: last time it could be read; `trouble`: what is wrong since `since` ('' if nothing is).

    `failures` counts attempts in a row that brought nothing; `items` and `faults` are of the last attempt that did.
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
        """What is wrong with it at a moment, and since when; '' if nothing is.

        A reader that stopped without a word is trouble, too: nobody may take its silence for a quiet day.
        """
        if self.trouble:
            return self.trouble, self.since
        if self.good_at is None:
            return "it was never read", None
        due = max(self.good_at, self.next_at) if self.next_at and not self.failures else self.good_at
        return ("nobody has read it since", self.good_at) if now - due > FRESH else ("", None)

    def worked(
        self, at: datetime, *, items: int, faults: int = 0, trouble: str = "", next_at: datetime | None = None
    ) -> SourceState:
        """After an attempt that brought something; `trouble` then says what it did not bring."""
        since = None if not trouble else self.since if self.trouble else at
        return SourceState(self.source, at, at, trouble, since, 0, next_at, items, faults)

    def failed(self, at: datetime, trouble: str, *, next_at: datetime | None = None) -> SourceState:
        """After an attempt that brought nothing: the last good time stays, and so does the beginning of the trouble."""
        since = self.since if self.trouble and self.since else at
        failures = self.failures + 1
        return replace(self, tried_at=at, trouble=trouble, since=since, failures=failures, next_at=next_at)


@dataclass(frozen=True, slots=True)
class MarketToPoll:
    """A market that should be read: somebody relies on it and it is not wholly settled.

    ``event_id`` is the venue's own number of it, for when ``key`` has changed; ``mapped`` whether a subject claims it.
    """

    venue: str
    key: str
    event_id: str = ""
    mapped: bool = True


def trouble_of(words: Iterable[str], tried: int) -> str:
    """What failed of several things tried, in one sentence: the most frequent reason, and how often."""
    told = list(words)
    if not told:
        return ""
    most = max(sorted(set(told)), key=told.count)
    return most if len(told) == tried else f"{len(told)} of {tried} could not be read: {most}"
