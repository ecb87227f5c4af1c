"""Compare amounts by what they are: prices, limits and sizes of two models, and a price against a bound.

Every line is computed from two numbers and carries its arithmetic, one line per kind of amount ("input", "output").
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from math import inf
from typing import NamedTuple

from bot.domain.evidence.bearing import BOUNDS, is_open_bound, meets, quotient_sign
from bot.domain.evidence.comparison import BenchmarkComparison, Level
from bot.domain.evidence.evidence import RATIO, Evidence, EvidenceContext, Statement

NEAR = "near the claimed quotient, not exactly it"
"""Flag of a line whose quotient nobody would call wrong, nor exact."""

NEAR_CAP = 2  # the level of a quotient that is near the claimed one
_DIRECTIONS = {"price": ("cheaper", "dearer"), "context_limits": ("smaller", "larger")}
_ROLES = {"price": ("input", "output"), "context_limits": ("context",), "other": ("parameters",)}


class _Amount(NamedTuple):
    level: int
    so_at: datetime
    id: str
    number: float
    item: Evidence


def amounts(
    asked: Statement, items: Iterable[Evidence], world: EvidenceContext, level: Level
) -> tuple[BenchmarkComparison, ...]:
    """Compare prices, limits or sizes of two models, one line per kind of amount both name.

    ``asked.object`` gives the direction: cheaper or dearer, larger or smaller; or its one value is the quotient that is
    claimed. Each line is as strong as its weaker number. A quotient near the claimed one, in any line, is weak support.
    """
    quotient = next((value for value in asked.values if value.role.partition(" ")[0] == RATIO), None)
    if asked.type not in _ROLES or (quotient is None and not _directed(asked)):
        return ()
    named = quotient.role.partition(" ")[2] if quotient is not None else ""
    best = _best_amounts(asked.type, items, world, level)
    ours, theirs = world.one(asked.subject), world.one(asked.comparator)
    pairs = (
        (role, best.get((role, ours)), best.get((role, theirs))) for role in ((named,) if named else _ROLES[asked.type])
    )
    found = [(role, mine, his) for role, mine, his in pairs if mine and his]
    if quotient is None:
        return tuple(_directed_line(asked, role, mine, his) for role, mine, his in found)
    signs = [_quotient_sign(asked, quotient.number, mine, his) for _, mine, his in found]
    near = any(sign == 0 for sign in signs) and all(sign >= 0 for sign in signs)
    return tuple(
        _line(role, mine, his, 1 if near else sign, f"{_divided(mine, his)}; claimed {quotient.number:.4g}", near=near)
        for (role, mine, his), sign in zip(found, signs, strict=True)
    )


def bounded(
    asked: Statement, items: Iterable[Evidence], world: EvidenceContext, level: Level
) -> tuple[BenchmarkComparison, ...]:
    """Compare a model's prices with a bound that names no way of its tokens, one line a way: "costs more than $10"."""
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
    """Return the best evidence for each amount of each model, the newest of the strongest; ties go by id."""
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
    """Whether a statement gives amounts as they are: no bound, no plan, no place, no denial."""
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
