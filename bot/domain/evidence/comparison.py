"""Compare two models benchmark by benchmark, and amounts by their sums.

A comparison is only as good as its weaker number. Numbers of two laboratories were measured in two harnesses, so their
line never exceeds REPORTED and carries a flag; one measurer with both models in one harness may.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import inf
from typing import NamedTuple

from bot.domain.evidence.bearing import BOUNDS, SAME, is_open_bound, meets, quotient_sign
from bot.domain.evidence.evidence import RATIO, Basis, Evidence, EvidenceContext, Statement
from bot.domain.evidence.grade_rules import EvidenceLevel

TWO_HARNESSES = "different harness or build"
LAB_CAP = EvidenceLevel.PRESS
LOOSE = 0.25

Level = Callable[[Evidence, Statement], EvidenceLevel]


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
    level: EvidenceLevel
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
    """Return the benchmarks that compare both models, best evidence first.

    Each has one line a direction. ``on_axis`` means that the line concerns the axis or benchmark the claim names; a
    claim that names none concerns all. Two names of one model have no lines.
    """
    ours, theirs = world.one(asked.subject), world.one(asked.comparator)
    if ours == theirs:
        return ()
    scores: dict[tuple[str, str, str], list[_Score]] = {}
    found: list[BenchmarkComparison] = []
    ranks: list[BenchmarkComparison] = []
    for item, said in _statements(items):
        if not said.benchmark or not level(item, said):
            continue
        if said.type == "benchmark_score" and said.values:
            key = (said.benchmark, said.values[0].role, world.one(said.subject))
            scores.setdefault(key, []).append(_Score(said.values[0].number, item, said))
        elif said.type == "better_than":
            ranks += _ranked(asked, item, said, world, level)
    for name, role in sorted({(benchmark, role) for benchmark, role, model in scores if model == ours}):
        pairs = [
            _pair(asked, mine, his, world, level)
            for mine in scores[name, role, ours]
            for his in scores.get((name, role, theirs), ())
        ]
        found += _best_pairs(pairs)
    once: dict[tuple[str, int], BenchmarkComparison] = {}
    for line in sorted((*found, *ranks), key=lambda line: (not line.on_axis, -line.level, line.benchmark, -line.sign)):
        once.setdefault((line.benchmark, line.sign), line)
    return tuple(once.values())


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
        level=EvidenceLevel.STRONG if _measured_together(mine.item, his.item) else min(weaker, LAB_CAP),
        parties=frozenset({mine.item.party, his.item.party}),
        items=tuple(sorted({mine.item.id, his.item.id})),
        on_axis=_on_axis(asked, name, world),
        flags=() if one_party else (TWO_HARNESSES,),
        better="higher is better" if up else "lower is better",
    )


def _measured_together(mine: Evidence, his: Evidence) -> bool:
    """Whether one measurer ran both models in one harness, and says how often."""
    measured = all(one.basis is Basis.MEASURED and one.same_harness and one.runs for one in (mine, his))
    return measured and mine.party == his.party


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
            near = abs(found - claimed) <= LOOSE * claimed + SAME
            if sign <= 0:
                return 0 if near else -1  # "twice" is also said of 1.8 and 2.4: neither so nor wrong
        elif found is None or meets(value.number, found, asked.bound).sign <= 0:
            return -1
    return 1


NEAR = "near the claimed quotient, not exactly it"
"""Flag of a line whose quotient nobody would call wrong, nor exact."""

NEAR_CAP = EvidenceLevel.TRACE  # the level of a quotient that is near the claimed one
_DIRECTIONS = {"price": ("cheaper", "dearer"), "context_limits": ("smaller", "larger")}
_ROLES = {"price": ("input", "output"), "context_limits": ("context",), "other": ("parameters",)}


class _Amount(NamedTuple):
    level: EvidenceLevel
    so_at: datetime
    id: str
    number: float
    item: Evidence


def amounts(
    asked: Statement, items: Iterable[Evidence], world: EvidenceContext, level: Level
) -> tuple[BenchmarkComparison, ...]:
    """Compare amounts of two models, one line per kind of amount both name.

    ``asked.object`` gives the direction: cheaper or dearer, larger or smaller, none of which two are whose every amount
    is the same; or its one value is the quotient that is claimed. Each line is as strong as its weaker number. A
    quotient near the claimed one, in any line, is weak support.
    """
    quotient = next((value for value in asked.values if value.role.partition(" ")[0] == RATIO), None)
    if asked.type not in _ROLES or (quotient is None and not _directed(asked)):
        return ()
    named = quotient.role.partition(" ")[2] if quotient is not None else ""
    best = _best_amounts(asked.type, items, world, level)
    ours, theirs = world.one(asked.subject), world.one(asked.comparator)
    roles = (named,) if named else _ROLES[asked.type]
    pairs = ((role, best.get((role, ours)), best.get((role, theirs))) for role in roles)
    found = [(role, mine, his) for role, mine, his in pairs if mine and his]
    if quotient is None:
        return _directed_lines(asked, found, roles)
    return _quotient_lines(asked, quotient.number, found)


def _directed_lines(
    asked: Statement, found: Sequence[tuple[str, _Amount, _Amount]], roles: Sequence[str]
) -> tuple[BenchmarkComparison, ...]:
    """The lines of a direction; what costs the same is neither cheaper nor dearer."""
    lines = tuple(_directed_line(asked, role, mine, his) for role, mine, his in found)
    equal = not any(line.sign for line in lines) and (asked.type != "price" or len(lines) == len(roles))
    return tuple(replace(line, sign=-1) for line in lines) if equal else lines


def _quotient_lines(
    asked: Statement, claimed: float, found: Sequence[tuple[str, _Amount, _Amount]]
) -> tuple[BenchmarkComparison, ...]:
    """The lines of amounts whose quotient is claimed."""
    signs = [_quotient_sign(asked, claimed, mine, his) for _, mine, his in found]
    near = any(sign == 0 for sign in signs) and all(sign >= 0 for sign in signs)
    return tuple(
        _line(role, mine, his, 1 if near else sign, f"{_divided(mine, his)}; claimed {claimed:.4g}", near=near)
        for (role, mine, his), sign in zip(found, signs, strict=True)
    )


def bounded(
    asked: Statement, items: Iterable[Evidence], world: EvidenceContext, level: Level
) -> tuple[BenchmarkComparison, ...]:
    """Compare a model's prices with a bound: "costs more than $10".

    The bound names no kind of tokens, so each kind has one line.
    """
    if not is_open_bound(asked):
        return ()
    best = _best_amounts(asked.type, items, world, level)
    bound, claimed = asked.bound, asked.values[0].number
    found = ((role, best.get((role, world.one(asked.subject)))) for role in _ROLES["price"])
    return tuple(
        BenchmarkComparison(
            benchmark=role,
            name=role,
            ours=f"${one.number:,g}",
            theirs=f"{BOUNDS[bound]} ${claimed:,g}",
            sign=meets(claimed, one.number, bound).sign,
            level=one.level,
            parties=frozenset({one.item.party}),
            items=(one.item.id,),
            on_axis=True,
            better=f"{BOUNDS[bound]} ${claimed:,g}",
        )
        for role, one in found
        if one
    )


def _directed(asked: Statement) -> bool:
    return asked.object in _DIRECTIONS.get(asked.type, ()) and not asked.values


def _best_amounts(
    kind: str, items: Iterable[Evidence], world: EvidenceContext, level: Level
) -> dict[tuple[str, str], _Amount]:
    """Return the newest of the strongest evidence for each amount of each model."""
    best: dict[tuple[str, str], _Amount] = {}
    for item in items:
        for said in item.says:
            if said.type != kind or not _is_plain(said) or not (strength := level(item, said)):
                continue
            for value in said.values:
                key = (value.role, world.one(said.subject))
                one = _Amount(strength, item.so_at, item.id, value.number, item)
                if key not in best or one[:3] > best[key][:3]:
                    best[key] = one
    return best


def _is_plain(said: Statement) -> bool:
    """Whether a statement gives amounts as they are: no bound, plan or denial."""
    elsewhere = said.surface or said.plans or said.comparator or said.future
    return not elsewhere and said.bound in ("eq", "about") and said.polarity > 0


def _directed_line(asked: Statement, role: str, mine: _Amount, his: _Amount) -> BenchmarkComparison:
    sign = (mine.number > his.number) - (mine.number < his.number)
    return _line(role, mine, his, -sign if asked.object == _DIRECTIONS[asked.type][0] else sign, asked.object)


def _quotient_sign(asked: Statement, claimed: float, mine: _Amount, his: _Amount) -> int:
    if not his.number:
        return 1 if mine.number == 0 and claimed == 1 else -1
    return quotient_sign(claimed, mine.number / his.number, asked.bound)


def _divided(mine: _Amount, his: _Amount) -> str:
    """The arithmetic of two amounts: "4 / 5 = 0.8"."""
    quotient = f"{mine.number / his.number:.4g}" if his.number else "not a number"
    return f"{mine.number:,.15g} / {his.number:,.15g} = {quotient}"


def _line(role: str, mine: _Amount, his: _Amount, sign: int, better: str, *, near: bool = False) -> BenchmarkComparison:
    strength = min(mine.level, his.level)
    return BenchmarkComparison(
        benchmark=role,
        name=role,
        ours=f"{mine.number:,.15g}",
        theirs=f"{his.number:,.15g}",
        sign=sign,
        level=min(strength, NEAR_CAP) if near else strength,
        parties=frozenset({mine.item.party, his.item.party}),
        items=tuple(sorted({mine.item.id, his.item.id})),
        on_axis=True,
        flags=(NEAR,) if near else (),
        better=better,
        quotient=mine.number / his.number if his.number else inf,
    )
