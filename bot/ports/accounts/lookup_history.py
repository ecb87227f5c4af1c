"""Look-up history, so that people can be notified when an answer they saw changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

TELL = "tell"  # the personal setting for such notifications; only "no" switches them off


@dataclass(frozen=True, slots=True)
class Lookup:
    """A person who was shown an object (``CL-0044``), and when they last saw it."""

    tenant: str
    person: str
    object: str
    at: datetime


class LookupHistory(Protocol):
    """Look-ups: one row per person and object, with the latest time.

    People who switched notifications off (`TELL` is no) are not recorded.
    """

    def note(self, tenant: str, person: str, shown: Sequence[str], at: datetime) -> None:
        """Queue a look-up and return at once.

        The queue is written soon, and flushed on shutdown.
        """

    def of(self, objects: Sequence[str], since: datetime) -> tuple[Lookup, ...]:
        """Return who was shown any of these objects since a moment, in every tenant."""

    def any(self, since: datetime) -> bool:
        """Whether anybody looked anything up since a moment."""

    async def forget(self, tenant: str, person: str) -> None:
        """Delete and stop recording a person's look-ups in a tenant."""
