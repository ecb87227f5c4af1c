"""Deferred answers, so that a stop or a kill can hand them back."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class DeferredAnswer:
    """An answer that was acknowledged but not yet given.

    ``id`` begins with the platform's name and a colon. ``sealed`` is what the platform needs to complete the answer,
    readable by nobody else; ``until`` is when the platform itself stops waiting.
    """

    id: str
    tenant: str
    actor: str
    sealed: str = field(repr=False)
    until: datetime


class DeferredAnswers(Protocol):
    """Deferred answers, written behind: no answer waits for the write.

    A kill can lose those of the last few milliseconds.
    """

    def give(self, promise: DeferredAnswer) -> None:
        """Record a deferred answer."""

    def settle(self, promise: str) -> None:
        """Remove a deferred answer: it was given, or no longer can be."""

    def open(self, platform: str, now: datetime) -> tuple[DeferredAnswer, ...]:
        """Return a platform's answers that can still be given, oldest first."""
