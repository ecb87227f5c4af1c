"""Add to each item the statements of the claims it is filed under.

A claim asked in other words, or one that follows from another ("it is out" from "it was released on 24 April"), is
weighed by the evidence filed there, through the same rules as any statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.evidence.evidence import Claim, ClaimOutcome, Evidence, Statement

_DAYS = frozenset({"", "on", "first"})


def with_linked(items: Iterable[Evidence], claims: Sequence[Claim], as_of: datetime) -> tuple[Evidence, ...]:
    """Add to each item the statements of the claims it was filed for.

    Only a claim that holds by itself is used: none that turned out false, none with words beyond its slots, and of
    dates only a single day ("by 30 April" is not a release day). An item from before that day was about the future.
    """
    linked = [(item, [name for name, sign in item.links.items() if sign > 0]) for item in items]
    names = {name for _, each in linked for name in each}
    said = {claim.id: claim.statement for claim in claims if claim.id in names and _stands(claim, as_of)}
    return tuple(_with(item, [said[name] for name in each if name in said]) for item, each in linked)


def _stands(claim: Claim, as_of: datetime) -> bool:
    statement = claim.statement
    false = claim.outcome_at(as_of) is ClaimOutcome.FALSE
    return not (false or statement.beyond or statement.altered) and statement.operator in _DAYS


def _with(item: Evidence, statements: Sequence[Statement]) -> Evidence:
    fresh = [_as_known(one, item) for one in statements if one not in item.says]
    return replace(item, says=(*item.says, *fresh)) if fresh else item


def _as_known(said: Statement, item: Evidence) -> Statement:
    ahead = said.day is not None and item.so_at.date() < said.day
    return replace(said, future=True) if ahead else said
