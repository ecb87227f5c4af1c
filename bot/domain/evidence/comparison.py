"""Compare two models benchmark by benchmark.

A comparison is only as good as its weaker number. Numbers of two laboratories were measured in two harnesses, so their
line never exceeds REPORTED and carries a flag; one measurer with both models in one harness may.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bot.domain.evidence.bearing import meets, quotient_sign
from bot.domain.evidence.evidence import RATIO, Basis, Evidence, EvidenceContext, Statement

TWO_HARNESSES = "different harness or build"
LAB_CAP = 3
STRONG = 4  # a measurement of both models in one harness, with its n
LOOSE = 0.25

Level = Callable[[Evidence, Statement], int]


@dataclass(frozen=True, slots=True)
class BenchmarkComparison:
    """One benchmark of a comparison.

    ``sign`` is +1 if it supports the claim, 0 for a tie. ``quotient`` is ours by theirs, of amounts that were divided.
    """

    benchmark: str
    name: str
    ours: str
    theirs: str
    sign: int
    level: int
    parties: frozenset[str]
    items: tuple[str, ...]
    on_axis: bool
    flags: tuple[str, ...] = ()
    better: str = "higher is better"
    quotient: float = 0.0


@dataclass(frozen=True, slots=True)
class _Score:
    number: float
    item: Evidence
    said: Statement


def lines(
    asked: Statement, items: Iterable[Evidence], world: EvidenceContext, level: Level
) -> tuple[BenchmarkComparison, ...]:
    """Return the benchmarks with numbers for both models, best evidence first.

    ``on_axis``: the line concerns the axis or benchmark the claim names; a claim that names none concerns all.
    """
    scores: dict[tuple[str, str, str], list[_Score]] = {}
    found = []
    for item, said in _statements(items):
        if not said.benchmark or not level(item, said):
            continue
        if said.type == "benchmark_score" and said.values:
            key = (said.benchmark, said.values[0].role, world.one(said.subject))
            scores.setdefault(key, []).append(_Score(said.values[0].number, item, said))
        elif said.type == "better_than":
            found += _ranked(asked, item, said, world, level)
    ours, theirs = world.one(asked.subject), world.one(asked.comparator)
    for name, role in sorted({(benchmark, role) for benchmark, role, model in scores if model == ours}):
        pairs = [
            _pair(asked, mine, his, world, level)
            for mine in scores[name, role, ours]
            for his in scores.get((name, role, theirs), ())
        ]
        found += _best_pairs(pairs)
    return tuple(sorted(found, key=lambda line: (not line.on_axis, -line.level, line.benchmark, -line.sign)))


def _statements(items: Iterable[Evidence]) -> Iterator[tuple[Evidence, Statement]]:
    return ((item, said) for item in items for said in item.says)


def _best_pairs(pairs: Iterable[BenchmarkComparison]) -> list[BenchmarkComparison]:
    """Of the pairs of one benchmark the strongest, one for each direction."""
    ordered = sorted(pairs, key=lambda line: line.items)
    best = max((pair.level for pair in ordered), default=0)
    by_sign: dict[int, BenchmarkComparison] = {}
    for pair in ordered:
        if pair.level == best:
            by_sign.setdefault(pair.sign, pair)
    return list(by_sign.values())


def _ranked(
    asked: Statement, item: Evidence, said: Statement, world: EvidenceContext, level: Level
) -> list[BenchmarkComparison]:
    """Compare by a board that ranks both models without giving both numbers."""
    pair = (world.one(said.subject), world.one(said.comparator))
    wanted = (world.one(asked.subject), world.one(asked.comparator))
    if pair not in (wanted, wanted[::-1]):
        return []
    sign = said.polarity if pair == wanted else -said.polarity
    if sign > 0 and asked.values:
        return []  # who is ahead, and not by how much
    known = world.benchmarks.get(said.benchmark)
    return [
        BenchmarkComparison(
            benchmark=said.benchmark,
            name=known.name if known else said.benchmark,
            ours="ahead" if sign > 0 else "behind",
            theirs="behind" if sign > 0 else "ahead",
            sign=sign,
            level=level(item, said),
            parties=frozenset({item.party}),
            items=(item.id,),
            on_axis=_on_axis(asked, said.benchmark, world),
        )
    ]


def _on_axis(asked: Statement, name: str, world: EvidenceContext) -> bool:
    if asked.benchmark:
        return name == asked.benchmark
    known = world.benchmarks.get(name)
    return not asked.object or asked.object in (known.axes if known else ())


def _pair(asked: Statement, mine: _Score, his: _Score, world: EvidenceContext, level: Level) -> BenchmarkComparison:
    name = mine.said.benchmark
    known = world.benchmarks.get(name)
    rank = mine.said.values[0].role == "rank"
    up = not rank and (known.higher_is_better if known else True)
    unit = "" if rank or not known else known.unit
    gap = (mine.number - his.number) * (1 if up else -1)
    one_party = mine.item.party == his.item.party
    weaker = min(level(mine.item, mine.said), level(his.item, his.said))
    return BenchmarkComparison(
        benchmark=name,
        name=known.name if known else name,
        ours=f"{'no. ' if rank else ''}{mine.number:g}{unit}",
        theirs=f"{'no. ' if rank else ''}{his.number:g}{unit}",
        sign=_sign(asked, mine.number, his.number, gap),
        level=STRONG if _measured_together(mine.item, his.item) else min(weaker, LAB_CAP),
        parties=frozenset({mine.item.party, his.item.party}),
        items=tuple(sorted({mine.item.id, his.item.id})),
        on_axis=_on_axis(asked, name, world),
        flags=() if one_party else (TWO_HARNESSES,),
        better="higher is better" if up else "lower is better",
    )


def _measured_together(mine: Evidence, his: Evidence) -> bool:
    """Whether one measurer ran both models in one harness, and says how often."""
    one_harness = mine.party == his.party and mine.same_harness and his.same_harness
    return one_harness and mine.basis is Basis.MEASURED and bool(mine.runs)


def _sign(asked: Statement, mine: float, his: float, gap: float) -> int:
    """Return which way two scores point, including a claimed margin or claimed scores."""
    if gap <= 0:
        return -1 if gap < 0 else 0
    high, low = max(mine, his), min(mine, his)
    actual = {"score": mine, "their score": his, "margin": gap, "margin points": gap, "margin elo": gap}
    if low > 0:
        actual |= {"ratio": high / low, "margin %": 100 * (high - low) / low}
    for value in asked.values:
        found = actual.get(value.role)
        if value.role == RATIO and found is not None and value.number > 0 and value.number != 1:
            claimed = value.number if value.number > 1 else 1 / value.number  # "half of" is twice, of the other
            sign = quotient_sign(claimed, found, asked.bound)
            near = abs(found - claimed) <= LOOSE * claimed
            if sign <= 0:
                return 0 if near else -1  # "twice" is also said of 1.8 and 2.4: neither so nor wrong
        elif found is None or meets(value.number, found, asked.bound).sign <= 0:
            return -1
    return 1
