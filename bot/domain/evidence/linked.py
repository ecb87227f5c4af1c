"""What an item says by standing under a claim of the ledger: the claim's own statement.

Evidence is filed under claims. One asked in other words, or that follows from one of them ("it is out" from "it was
released on 24 April"), is weighed by what was filed there, through the same rules as everything that is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.evidence.evidence import Claim, ClaimOutcome, Evidence, Statement

_DAYS = frozenset({"", "on", "first"})


def with_linked(items: Iterable[Evidence], claims: Sequence[Claim], as_of: datetime) -> tuple[Evidence, ...]:
    """The items, each saying too what the claims say that it was filed for.

    Only a claim that stands by itself is said: none that turned out false, none with words beyond its slots, and of
    days only a day itself ("by 30 April" is no day of release). Who spoke before that day spoke of what was to come.
    """
    said = {claim.id: claim.statement for claim in claims if claim.id and _stands(claim, as_of)}
    return tuple(
        _with(item, [said[name] for name, sign in item.links.items() if sign > 0 and name in said]) for item in items
    )


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
