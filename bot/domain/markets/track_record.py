"""The track record of prices: bins with n and interval, Brier scores.

The scores are at 1, 7 and 30 days. The rungs of one event are correlated, so an event counts once in a score: the mean
over its rungs, then the mean over events. The base rate's score is shown for comparison; any price should beat it. A
deadline ("by") and a single day of a board ("on") are different questions with separate records; real money, play money
and forecasters are never mixed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from bot.domain.wilson import Proportion, wilson

DAYS: Final = (1, 7, 30)  # days before the end at which prices are scored
EDGES: Final = (0.0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 1.0)
KINDS: Final[Mapping[str, str]] = {
    "by": "by a deadline",
    "on": "on a single day",
    "window": "within a window",
    "choice": "a choice",
    "other": "without a date",
}
MONEY: Final[Mapping[str, str]] = {"real": "real money", "play": "play money", "forecast": "forecasters"}


@dataclass(frozen=True, slots=True)
class PastForecast:
    """A settled question with its price (0..1) by days before its end.

    ``release`` is the model it resolved on.
    """

    event: int
    venue: str
    money: str
    kind: str
    came_true: bool
    prices: Mapping[int, float]
    title: str = ""
    label: str = ""
    url: str = ""
    source: str = ""
    release: str = ""
    topic: str = "release"
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PublishedBin:
    """A published bin: ``hits`` of ``n`` rungs with a price in it came true.

    ``what`` is "price" (the price that many hours before the deadline) or "touched" (it was ever at ``low`` or more).
    """

    what: str
    kind: str
    hours: int
    low: float
    high: float
    n: int
    hits: int
    mean: float | None
    publisher: str
    source: str

    @property
    def share(self) -> Proportion:
        """The share that came true."""
        return wilson(self.hits, self.n)


@dataclass(frozen=True, slots=True)
class PriceBin:
    """Questions priced between two bounds.

    Count, events, mean price, how many came true.
    """

    low: float
    high: float
    events: int
    mean: float
    share: Proportion


@dataclass(frozen=True, slots=True)
class BrierScore:
    """The event-weighted Brier score at a number of days, with the base rate's.

    May be None.
    """

    days: int
    n: int
    events: int
    score: float | None
    base: float | None


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """How the prices of some settled questions turned out."""

    settled: int
    bins: tuple[PriceBin, ...] = ()
    scores: tuple[BrierScore, ...] = ()

    @property
    def priced(self) -> int:
        """How many had a price a day before their end."""
        return sum(one.share.n for one in self.bins)


@dataclass(frozen=True, slots=True)
class RecordGroup:
    """A record of one kind of question at one venue."""

    venue: str
    money: str
    kind: str
    record: TrackRecord = field(default_factory=lambda: TrackRecord(0))


def track_record(past: Iterable[PastForecast], days: int = 1) -> TrackRecord:
    """Compute the record of settled questions.

    Bins use the price ``days`` before the end.
    """
    questions = tuple(past)
    return TrackRecord(len(questions), _bins(questions, days), tuple(_score(questions, one) for one in DAYS))


def grouped(past: Iterable[PastForecast]) -> tuple[RecordGroup, ...]:
    """A record by venue, money and kind of question, the longest first."""
    groups: dict[tuple[str, str, str], list[PastForecast]] = defaultdict(list)
    for one in past:
        groups[one.venue, one.money, one.kind].append(one)
    found = [RecordGroup(*key, track_record(questions)) for key, questions in groups.items()]
    return tuple(sorted(found, key=lambda one: (-one.record.priced, -one.record.settled, one.venue, one.kind)))


def _bins(questions: Sequence[PastForecast], days: int) -> tuple[PriceBin, ...]:
    """Return the non-empty bins, lowest first.

    A bin's upper bound is the next one's lower.
    """
    held: dict[int, list[PastForecast]] = defaultdict(list)
    for one in questions:
        if days in one.prices:
            held[next(at for at in range(len(EDGES) - 2, -1, -1) if one.prices[days] >= EDGES[at])].append(one)
    return tuple(
        PriceBin(
            EDGES[at],
            EDGES[at + 1],
            len({one.event for one in found}),
            sum(one.prices[days] for one in found) / len(found),
            wilson(sum(one.came_true for one in found), len(found)),
        )
        for at, found in sorted(held.items())
    )


def _score(questions: Sequence[PastForecast], days: int) -> BrierScore:
    events: dict[int, list[PastForecast]] = defaultdict(list)
    for one in questions:
        if days in one.prices:
            events[one.event].append(one)
    n = sum(map(len, events.values()))
    if not n:
        return BrierScore(days, 0, 0, None, None)
    rate = _event_mean(events.values(), lambda one: float(one.came_true))
    score = _event_mean(events.values(), lambda one: (one.prices[days] - one.came_true) ** 2)
    base = _event_mean(events.values(), lambda one: (rate - one.came_true) ** 2)
    return BrierScore(days, n, len(events), score, base)


def _event_mean(events: Collection[Sequence[PastForecast]], of: Callable[[PastForecast], float]) -> float:
    """The mean over events of the mean over their questions."""
    return sum(sum(map(of, questions)) / len(questions) for questions in events) / len(events)
