"""The state of a whole board: open, closed, resolving, settled, or silent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final, Literal

from bot.domain.markets import release_curve
from bot.domain.markets.release_curve import Curve

if TYPE_CHECKING:
    from bot.domain.markets.market_view import RungRow

State = Literal["open", "closed", "resolving", "settled", "down", "no_market"]
Outcome = Literal["yes", "no", "void"]

OPEN: Final = ("open", "down")
"""States of a market that can still be answered, with or without a price."""

ASKS_RELEASE: Final = ("by", "buckets")
"""Shapes of boards that ask when a model is out."""


def board_state(
    rows: Sequence[RungRow], curve: Curve, as_of: datetime, *, followed: bool
) -> tuple[State, Outcome | None, datetime | None]:
    """The state of a whole board, its outcome, and when it settled."""
    if not rows:
        return "no_market", None, None
    if curve.state == "resolving" or _one_by_one(rows, as_of):
        return "resolving", None, None
    dated = [row for row in rows if row.date.deadline is not None]
    asked = dated or rows  # next to a deadline, "open source?" or "which name?" says nothing about a release
    if (ended := _ending(asked, dated=bool(dated))) is not None:
        return "settled", *ended
    return _unsettled(asked, as_of, followed=followed), None, None


def _ending(rows: Sequence[RungRow], *, dated: bool) -> tuple[Outcome, datetime | None] | None:
    """Return how and when a board settled; None while it has not.

    It settles YES with its first rung, NO or void with its last.
    """
    ended = [row for row in rows if row.rung.resolution is not None]
    if not dated and len(ended) < len(rows):
        return None
    if yes := [row for row in ended if came(row)]:
        return "yes", min(_times(yes), default=None)
    if len(ended) < len(rows):
        return None
    void = all(row.rung.resolution == "void" for row in rows)
    return "void" if void else "no", max(_times(ended), default=None)


def _times(rows: Iterable[RungRow]) -> Iterator[datetime]:
    return (row.rung.resolved_at for row in rows if row.rung.resolved_at is not None)


def _unsettled(rows: Sequence[RungRow], as_of: datetime, *, followed: bool) -> State:
    ahead = any(row.open and (row.date.deadline is None or row.date.deadline > as_of) for row in rows)
    if not ahead:
        return "closed"
    live = [row for row in rows if row.open and row.rung.quote is not None]
    silent = bool(live) and all("stale" in row.flags for row in live)
    return "down" if silent and followed else "open"


def came(row: RungRow) -> bool:
    """Whether a rung's outcome means a release: YES, or NO to "no release by".

    Void is neither.
    """
    return row.rung.resolution == ("no" if row.date.complement else "yes")


def _one_by_one(rows: Sequence[RungRow], as_of: datetime) -> bool:
    """Bucket boards resolve leg by leg, too: a YES among legs that still trade."""
    yes = [row for row in rows if row.rung.resolution == "yes" and row.date.kind in ("on", "window")]
    recent = any(as_of - at < release_curve.STILL_RESOLVING for at in _times(yes))
    return recent and any(row.rung.resolution is None for row in rows)
