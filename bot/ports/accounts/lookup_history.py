"""Who looked something up for themselves, so that they hear of it when what they were shown is no longer so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

TELL = "tell"  # the personal choice that says whether somebody wants to be told: "no" is the only word that counts


@dataclass(frozen=True, slots=True)
class Lookup:
    """Somebody who was shown an object (``CL-0044``), and when they last were."""

    tenant: str
    person: str
    object: str
    at: datetime


class LookupHistory(Protocol):
    """One row a person and object, with the latest time. Who wants to be told nothing (`TELL` is no) is not kept."""

    def note(self, tenant: str, person: str, shown: Sequence[str], at: datetime) -> None:
        """Remember a look-up soon; returns at once, and what was noted is written at a stop."""

    def of(self, objects: Sequence[str], since: datetime) -> tuple[Lookup, ...]:
        """Who was shown any of these objects since a moment, in every tenant."""

    def any(self, since: datetime) -> bool:
        """Whether anybody looked anything up since a moment."""

    async def forget(self, tenant: str, person: str) -> None:
        """Remember nothing of a person in a tenant any more."""
