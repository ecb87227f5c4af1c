"""Release promises: who promised what for when, and how late it came.

A promise is a dated statement by a named person or lab that implies a last day ("in weeks", "this summer"); the ledger
records what implied the day. Its slip is the whole days from the implied day to the day it came: negative is early.
Only a speaker's own words count in that speaker's record: plans reported by others are kept separate, and repeating the
same day for the same thing counts once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median

ENOUGH = 10  # promises that came, from which a record is more than a list


class PromiseOutcome(StrEnum):
    """The outcome of a promise by a day."""

    IN_TIME = "on time"
    LATE = "late"
    OVERDUE = "not come"
    DUE = "not due yet"
    UNDATED = "no day follows"


@dataclass(frozen=True, slots=True)
class TimePromise:
    """One promise: ``implied`` is the last day it covers, ``came`` the day it came.

    ``about`` is a slug, or empty if ``thing`` names something without a subject. ``reported_by`` names who reported the
    plan if the words are not the speaker's own. ``seen``: the page was read for this edition.
    """

    who: str
    stated_on: date
    words: str
    about: str
    thing: str
    implied: date | None
    came: date | None
    source: str
    reported_by: str = ""
    seen: bool = True

    @property
    def lab(self) -> str:
        """The lab of what was promised, from its slug; empty without a subject."""
        return self.about.partition("/")[0] if "/" in self.about else ""

    @property
    def slip(self) -> int | None:
        """Days late; None if no day is implied or nothing came."""
        return None if self.came is None or self.implied is None else (self.came - self.implied).days

    def outcome(self, today: date) -> PromiseOutcome:
        """The outcome by a day."""
        if self.implied is None:
            return PromiseOutcome.UNDATED
        if self.came is not None:
            return PromiseOutcome.IN_TIME if self.came <= self.implied else PromiseOutcome.LATE
        return PromiseOutcome.OVERDUE if self.implied < today else PromiseOutcome.DUE

    def overdue(self, today: date) -> int | None:
        """Days overdue of an unfulfilled promise; None of any other."""
        if self.implied is None or self.outcome(today) is not PromiseOutcome.OVERDUE:
            return None
        return (today - self.implied).days


@dataclass(frozen=True, slots=True)
class PromiseRecord:
    """The promises of a speaker or lab: each thing and day once, in order."""

    promises: tuple[TimePromise, ...]
    repeats: int
    today: date

    def count(self, outcome: PromiseOutcome) -> int:
        """How many ended so."""
        return sum(one.outcome(self.today) is outcome for one in self.promises)

    @property
    def slips(self) -> tuple[int, ...]:
        """The days late of those that came, the earliest first."""
        return tuple(sorted(slip for one in self.promises if (slip := one.slip) is not None))

    @property
    def median(self) -> float | None:
        """The median slip in days of fulfilled promises; None without any."""
        return float(median(self.slips)) if self.slips else None

    @property
    def in_time(self) -> int:
        """How many came by the implied day."""
        return self.count(PromiseOutcome.IN_TIME)

    @property
    def ended(self) -> int:
        """How many can be judged: they came, or their day is over."""
        return len(self.slips) + self.count(PromiseOutcome.OVERDUE)


def record(promises: Iterable[TimePromise], today: date) -> PromiseRecord:
    """Compute the record of some promises.

    Those not re-read and those reported by others are excluded; repeats are counted.
    """
    own = sorted(
        (one for one in promises if one.seen and not one.reported_by), key=lambda one: (one.stated_on, one.words)
    )
    first: dict[tuple[str, str, str, date | None], TimePromise] = {}
    for one in own:
        words = one.words if one.implied is None else ""
        first.setdefault((one.who, one.about or one.thing, words, one.implied), one)
    return PromiseRecord(tuple(first.values()), len(own) - len(first), today)


def by_speaker(promises: Iterable[TimePromise], today: date) -> tuple[tuple[str, PromiseRecord], ...]:
    """The record of every speaker of own words, the longest first."""
    return _grouped(((one.who, one) for one in promises), today)


def by_lab(promises: Iterable[TimePromise], today: date) -> tuple[tuple[str, PromiseRecord], ...]:
    """Compute each lab's record over all speakers, longest first; names are lab slugs."""
    return _grouped(((one.lab, one) for one in promises if one.lab), today)


def _grouped(named: Iterable[tuple[str, TimePromise]], today: date) -> tuple[tuple[str, PromiseRecord], ...]:
    groups: dict[str, list[TimePromise]] = {}
    for name, one in named:
        groups.setdefault(name, []).append(one)
    records = [(name, record(group, today)) for name, group in groups.items()]
    kept = [pair for pair in records if pair[1].promises]
    return tuple(sorted(kept, key=lambda pair: (-len(pair[1].promises), pair[0])))
