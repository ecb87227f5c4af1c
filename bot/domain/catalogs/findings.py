"""Findings of a model-list reading, and the settings of the detectors."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.catalogs.listings import KnownListing, Listing, ListMemory


class FindingKind(StrEnum):
    """The kind of a finding."""

    STEALTH = "stealth namespace"
    CODENAME = "free codename of an unknown author"
    PROVIDER = "provider is Stealth"
    REVEAL = "reveal text"
    UNMASKED = "same row id, new name"
    MENTIONED = "named in another text"
    MASKED = "a name was hidden again"
    ANONYMOUS = "anonymous row"
    FREE = "new at price zero"
    GONE = "gone from the list"
    SUCCESSORS = "more possible successors"
    MOVED = "only the namespace changed"

    @property
    def raises(self) -> bool:
        """Whether it makes a sighting by itself; others go to the desk or the digest."""
        return self in (FindingKind.STEALTH, FindingKind.CODENAME, FindingKind.PROVIDER)

    @property
    def names(self) -> bool:
        """Whether it names the model behind a label."""
        return self in (FindingKind.REVEAL, FindingKind.UNMASKED)


class ReadingOutcome(StrEnum):
    """How a reading was taken."""

    GOOD = "good"
    PART = "a part of the list"
    EMPTY = "empty"
    HALF = "much shorter than before"
    OLDER = "an older copy"
    LATE = "older than the last one"


@dataclass(frozen=True, slots=True)
class ListFinding:
    """One finding: id and label, since when, why.

    Candidates or the revealed name if any.
    """

    kind: FindingKind
    id: str
    label: str
    at: datetime
    why: str
    listing: Listing
    candidates: tuple[str, ...] = ()
    named: str = ""


@dataclass(frozen=True, slots=True)
class ListUpdate:
    """The outcome of a reading: new memory, differing entries and findings."""

    memory: ListMemory
    changed: Mapping[str, KnownListing]
    found: tuple[ListFinding, ...]
    verdict: ReadingOutcome


@dataclass(frozen=True, slots=True)
class DetectionSettings:
    """Detector thresholds; shares are of the ids listed at the last good reading."""

    namespaces: frozenset[str] = frozenset({"openrouter", "stealth"})
    routers: frozenset[str] = frozenset({"auto", "free", "bodybuilder", "fusion", "pareto-code", "router", "optimizer"})
    missing_share: float = 0.25
    arriving_share: float = 0.25
    arriving_least: int = 15
    confirm: timedelta = timedelta(hours=1)
    before: timedelta = timedelta(hours=48)
    after: timedelta = timedelta(hours=72)
    accept_reads: int = 3
    accept_after: timedelta = timedelta(hours=24)
    prints: int = 60
