"""Our own record: how prices and grades turned out, and every miss."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.markets.markets import PastRung
from bot.domain.wilson import wilson
from bot.pages.page import Page, PageRequest, PreviewCard, claim_path, stamp
from bot.ports import Ports
from bot.queries.records.grade_record import ResolvedClaim, resolved_claims

ADDRESS = "/record"
BINS = 10
FEW = 10


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Prices between two bounds (0..1): how many settled, how many came true, with the 95 % interval."""

    low: float
    high: float
    n: int
    true: int
    share: float | None
    interval_low: float
    interval_high: float


@dataclass(frozen=True, slots=True)
class GradeRow:
    """Claims that had a grade just before they were decided."""

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
    """How prices and grades turned out. Brier scores are means over rungs; the other is that of the base rate."""

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
    past = ports.markets.past(request.view)
    resolved = resolved_claims(ports, request.view)
    misses = tuple(_miss(one) for one in resolved if one.missed)
    brier, base = _brier(past)
    lead = (
        f"{len(resolved)} claims came true or false; the grade just before said otherwise of {len(misses)}. "
        f"{len({one.market for one in past})} markets settled with a price of a day before."
    )
    return RecordPage(
        path=ADDRESS,
        title="Our record",
        lead=lead,
        as_of=stamp(request),
        card=PreviewCard("Every miss is listed", "Our record", f"{len(misses)} of {len(resolved)} missed", lead),
        changed_at=resolved[0].at if resolved else None,
        markets=len({one.market for one in past}),
        rungs=len(past),
        brier=brier,
        brier_base=base,
        bins=tuple(_bins(past)),
        claims=len(resolved),
        grades=tuple(_grades(resolved)),
        misses=misses,
    )


def _bins(past: Iterable[PastRung]) -> Iterator[ReliabilityBin]:
    """Ten bins of equal width; one with nothing in it is left out."""
    found: dict[int, list[PastRung]] = defaultdict(list)
    for rung in past:
        found[min(int(rung.price * BINS), BINS - 1)].append(rung)
    for number, rungs in sorted(found.items()):
        share = wilson(sum(rung.came_true for rung in rungs), len(rungs))
        bounds = number / BINS, (number + 1) / BINS
        yield ReliabilityBin(*bounds, share.n, share.hits, share.share, round(share.low, 4), round(share.high, 4))


def _brier(past: Sequence[PastRung]) -> tuple[float | None, float | None]:
    if not past:
        return None, None
    base = sum(rung.came_true for rung in past) / len(past)
    ours = sum((rung.price - rung.came_true) ** 2 for rung in past) / len(past)
    return round(ours, 4), round(base * (1 - base), 4)


def _grades(resolved: Iterable[ResolvedClaim]) -> Iterator[GradeRow]:
    found: dict[str, list[ResolvedClaim]] = defaultdict(list)
    for one in resolved:
        found[one.grade.value].append(one)
    for name, claims in sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        share = wilson(sum(one.true for one in claims), len(claims))
        text = share.text if share.n >= FEW else f"{share.hits} of {share.n}, too few for a rate"
        yield GradeRow(name, share.n, share.hits, text)


def _miss(one: ResolvedClaim) -> MissRow:
    outcome = "true" if one.true else "false"
    return MissRow(one.claim.id, claim_path(one.claim.id), one.claim.text, one.grade.value, outcome, one.at)
