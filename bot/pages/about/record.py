"""Our own record: how prices and grades turned out, and every miss."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.markets.track_record import TrackRecord, track_record
from bot.domain.wilson import Proportion
from bot.pages.page import Page, PageRequest, PreviewCard, claim_path, stamp
from bot.ports import Ports
from bot.queries.records.grade_record import GradedResolution, grade_record, kept_record, prepare_resolutions

ADDRESS = "/record"
FEW = 10


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Prices between two bounds (0..1): n settled, n true, the 95 % interval."""

    low: float
    high: float
    n: int
    true: int
    share: float | None
    interval_low: float
    interval_high: float


@dataclass(frozen=True, slots=True)
class GradeRow:
    """Claims that had a grade, or none, just before they were decided."""

    grade: str
    n: int
    true: int
    text: str


@dataclass(frozen=True, slots=True)
class MissRow:
    """A claim whose grade said otherwise than what happened."""

    id: str
    path: str
    text: str
    grade: str
    outcome: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPage(Page):
    """The record of prices and grades.

    Brier scores are means over events; the other is that of the base rate.
    """

    markets: int
    rungs: int
    brier: float | None
    brier_base: float | None
    bins: tuple[ReliabilityBin, ...]
    claims: int
    grades: tuple[GradeRow, ...]
    misses: tuple[MissRow, ...]


def build(ports: Ports, request: PageRequest) -> RecordPage:
    """The record at the moment."""
    real = tuple(one for one in ports.markets.settled(request.view) if one.money == "real")
    found = track_record(real)
    day = found.scores[0]
    resolved = grade_record(ports, request.view)
    misses = tuple(_misses(ports, request, resolved.missed))
    lead = (
        f"{resolved.count} claims came true or false; of {len(misses)} the grade just before said otherwise. "
        f"{day.events} markets for real money settled with a price of a day before."
    )
    return RecordPage(
        path=ADDRESS,
        title="Our record",
        lead=lead,
        as_of=stamp(request),
        card=PreviewCard("Every miss is listed", "Our record", f"{len(misses)} of {resolved.count} missed", lead),
        changed_at=resolved.latest,
        markets=day.events,
        rungs=day.n,
        brier=_rounded(day.score),
        brier_base=_rounded(day.base),
        bins=tuple(_bins(found)),
        claims=resolved.count,
        grades=tuple(_grades(resolved.ended)),
        misses=misses,
    )


def prepare(ports: Ports, request: PageRequest, **_: str) -> Iterator[None]:
    """Grade ahead what was decided, some claims a step."""
    if kept_record(ports, request.view) is None:
        yield from prepare_resolutions(ports, request.view)


def _bins(found: TrackRecord) -> Iterator[ReliabilityBin]:
    """The bins of the record, with the 95 % interval of what came true."""
    for one in found.bins:
        share = one.share
        yield ReliabilityBin(
            one.low, one.high, share.n, share.hits, share.share, round(share.low, 4), round(share.high, 4)
        )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _grades(ended: Mapping[str, Proportion]) -> Iterator[GradeRow]:
    for name, share in sorted(ended.items(), key=lambda pair: (-pair[1].n, pair[0])):
        text = share.text if share.n >= FEW else f"{share.hits} of {share.n}, too few for a rate"
        yield GradeRow(name, share.n, share.hits, text)


def _misses(ports: Ports, request: PageRequest, missed: Sequence[GradedResolution]) -> Iterator[MissRow]:
    claims = {claim.id: claim for claim in ports.claims.some([one.claim for one in missed], request.view)}
    for one in missed:
        outcome = "true" if one.true else "false"
        yield MissRow(one.claim, claim_path(one.claim), claims[one.claim].text, one.word, outcome, one.at)
