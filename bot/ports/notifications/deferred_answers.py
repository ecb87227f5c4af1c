"""Answers a platform was told to wait for, so that a stop or a kill can hand them back instead of leaving them open."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class DeferredAnswer:
    """One answer that was promised and not given yet.

    ``id`` begins with the platform's name and a colon. ``sealed`` is what the platform needs to end the wait, for
    nobody else to read; ``until`` is when the platform itself stops waiting.
    """

    id: str
    tenant: str
    actor: str
    sealed: str = field(repr=False)
    until: datetime


class DeferredAnswers(Protocol):
    """Written behind: no answer waits for it. What a kill takes in the milliseconds before the write is lost."""

    def give(self, promise: DeferredAnswer) -> None:
        """Remember a promise."""

    def settle(self, promise: str) -> None:
        """Forget the promise of that id: the answer was given, or cannot be any more."""

    def open(self, platform: str, now: datetime) -> tuple[DeferredAnswer, ...]:
        """The promises of a platform that can still be kept, the oldest first."""
