"""What tenants see of the claims, kept in memory until something is written.

What a claim is compared with, the next one is often compared with too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.evidence.evidence import Claim
from bot.messages.request import View
from storage.engines import Database
from storage.rows import queries, to_db

_SQL = queries("claims")
_TENANTS = 4
_ROWS = 50_000  # of a tenant, some 6 MB
_NEVER = 1 << 62


@dataclass(slots=True)
class KeptClaims:
    """What a tenant sees between two moments, each claim by its number.

    ``counts`` are how many claims a query finds, ``found`` those it finds, by the query and how many are wanted.
    ``scores`` is what each claim with a rare word scores for it, the best first, and ``about`` are those with any by
    their subject. ``rows`` were read in all.
    """

    version: int
    since: int
    until: int
    rows: int = 0
    claims: dict[int, Claim] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    found: dict[tuple[str, int], tuple[int, ...]] = field(default_factory=dict)
    scores: dict[str, Mapping[int, float]] = field(default_factory=dict)
    about: dict[str, set[int]] = field(default_factory=dict)


class ClaimKeeper:
    """The last moment that each tenant looked at."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._of: dict[str, KeptClaims] = {}

    def of(self, view: View) -> KeptClaims:
        """What is kept of a view, for its reader to add to."""
        version, at, kept = self._db.version(), to_db(view.as_of), self._of.get(view.tenant)
        if kept and kept.version == version and kept.since <= at < kept.until and kept.rows < _ROWS:
            return kept
        while len(self._of) >= _TENANTS:
            self._of.pop(next(iter(self._of)), None)
        until = self._db.read(_SQL["until"], {"as_of": at})[0]["at"]
        kept = self._of[view.tenant] = KeptClaims(version, at, _NEVER if until is None else until)
        return kept
