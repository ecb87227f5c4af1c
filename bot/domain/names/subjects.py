"""Subjects: models and codenames, with their names and states.

An alias is a claim: somebody says that a name means a subject, and may be wrong (Orion was expected to be GPT-5 and
became GPT-4.5). All aliases serve search; only good ones serve grading.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Final


class SubjectState(StrEnum):
    """How far a subject has come.

    ``LIMITED`` is a model that its lab gives or sells to selected organisations only: used, and not out.
    """

    RUMOURED = "rumoured"
    TESTING = "testing"
    LIMITED = "limited access"
    RELEASED = "released"
    CANCELLED = "cancelled"
    RETIRED = "retired"


AHEAD: Final = frozenset({SubjectState.RUMOURED, SubjectState.TESTING})
"""States of a subject that is to come."""

NOT_OUT: Final = AHEAD | {SubjectState.LIMITED}
"""States of a subject that is not out for everybody, and was not given up."""


class AliasStatus(StrEnum):
    """The evidence about a name.

    The subject's own, possibly, or known to be another's.
    """

    GOOD = "good"
    SPECULATION = "speculation"
    REFUTED = "refuted"


class SubjectOrigin(StrEnum):
    """Who added a subject, or reported one of its states."""

    LEDGER = "ledger"
    LIST = "list"
    VENDOR = "vendor"
    MARKET = "market"
    DESK = "desk"


@dataclass(frozen=True, slots=True)
class SubjectStateRow:
    """When a subject reached a state, on which surface, and where that was read.

    The surface is ``app``, ``api`` or empty for any.
    """

    state: SubjectState
    so_at: datetime
    learned_at: datetime
    surface: str = ""
    source: str = ""
    origin: SubjectOrigin = SubjectOrigin.LEDGER


@dataclass(frozen=True, slots=True)
class Subject:
    """A model or codename: slug (``openai/gpt-5.5``), name, vendor and known states.

    ``known_up_to`` is when a person or program last checked it.
    """

    slug: str
    name: str
    vendor: str
    family: str = ""
    note: str = ""
    source: str = ""
    learned_at: datetime | None = None
    states: tuple[SubjectStateRow, ...] = ()
    origin: SubjectOrigin = SubjectOrigin.LEDGER
    known_up_to: datetime | None = None

    @property
    def state(self) -> SubjectState:
        """The latest known state; a subject without any statement is rumoured."""
        return max(self.states, key=lambda row: row.learned_at).state if self.states else SubjectState.RUMOURED

    @property
    def changed_at(self) -> datetime | None:
        """When the latest state was reached."""
        return max(self.states, key=lambda row: row.learned_at).so_at if self.states else self.learned_at

    def released(self, surface: str = "") -> datetime | None:
        """When it was first released (on a surface, if given); None if it was not."""
        times = [
            row.so_at
            for row in self.states
            if row.state is SubjectState.RELEASED and (not surface or row.surface == surface)
        ]
        return min(times, default=None)

    def out_since(self, as_of: datetime) -> datetime | None:
        """When it was first released, by a moment; a day still to come is none."""
        first = self.released()
        return first if first is not None and first <= as_of else None

    def shut_down(self, as_of: datetime) -> tuple[SubjectStateRow, ...]:
        """The ends of a subject shut down by a moment, one a surface, the latest first.

        Empty while it is still out on a surface: one end may be of the app or of the API alone.
        """
        rows = sorted((row for row in self.states if row.so_at <= as_of), key=lambda row: (row.so_at, row.learned_at))
        if not rows or rows[-1].state is not SubjectState.RETIRED:
            return ()
        ends = {row.surface: row for row in rows if row.state is SubjectState.RETIRED}
        last = {row.surface: row.state for row in rows if row.state in (SubjectState.RELEASED, SubjectState.RETIRED)}
        if rows[-1].surface and SubjectState.RELEASED in last.values():
            return ()
        return tuple(sorted(ends.values(), key=lambda row: row.so_at, reverse=True))

    def lasting_ends(self, as_of: datetime) -> tuple[SubjectStateRow, ...]:
        """The ends by a moment, of surfaces that it has not come back to since."""
        rows = [row for row in self.states if row.so_at <= as_of]
        ends = (row for row in rows if row.state is SubjectState.RETIRED)
        return tuple(end for end in ends if not any(_is_back(row, end) for row in rows))


def _is_back(row: SubjectStateRow, end: SubjectStateRow) -> bool:
    """Whether a row is of the return of what an end took away."""
    again = row.state is SubjectState.RELEASED and row.so_at > end.so_at
    return again and (row.surface == end.surface or "" in (row.surface, end.surface))


@dataclass(frozen=True, slots=True)
class OpenedSubject:
    """A subject reported outside the ledger; it is added if unknown.

    ``learned_at`` is when it was reported. ``state``, if any, was reached at ``so_at`` on a ``surface``. ``names`` are
    names besides its slug; ``tenant`` is its owner, empty for public ones.
    """

    slug: str
    name: str
    vendor: str
    origin: SubjectOrigin
    learned_at: datetime
    source: str
    names: tuple[str, ...] = ()
    state: SubjectState | None = None
    so_at: datetime | None = None
    surface: str = ""
    tenant: str = ""


@dataclass(frozen=True, slots=True)
class Alias:
    """A name and its supposed subject, with its status at the time of reading."""

    text: str
    slug: str
    standing: AliasStatus
    so_at: datetime
    learned_at: datetime
    source: str = ""
    why: str = ""

    @property
    def folded(self) -> str:
        """The name in its folded form, for comparison."""
        return fold(self.text)


@dataclass(frozen=True, slots=True)
class SubjectEvent:
    """An event of a subject: a memo, a sighting, a release; ``label`` fits on a chart."""

    id: str
    slug: str
    so_at: datetime
    learned_at: datetime
    kind: str
    label: str
    text: str
    source: str


def lab_of(slug: str) -> str:
    """Return the lab of a model's slug: ``openai/gpt-6`` → ``openai``, else ''."""
    lab, slash, _ = slug.partition("/")
    return lab if slash and lab != "label" else ""


@lru_cache(maxsize=8_192)  # each name is compared many times
def fold(text: str) -> str:
    """Fold a name for comparison: compatibility forms, case, separators.

    "GPT 5.5" then equals "gpt-5.5".
    """
    flat = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(" " if c in "-_/ :" or c.isspace() else c for c in flat if c.isprintable() or c.isspace())
    return " ".join(kept.split())


def spaced(folded: str) -> str:
    """Separate the number in a folded name, as most names are written.

    ``gpt5.5`` → ``gpt 5.5``.
    """
    return re.sub(r"(?<=[^\W\d_])(?=\d)", " ", folded)


def standing_at(rows: Iterable[Alias]) -> tuple[Alias, ...]:
    """Keep the latest row per name and subject; good names first, then the newest."""
    latest: dict[tuple[str, str], Alias] = {}
    for row in rows:
        key = (row.folded, row.slug)
        if key not in latest or row.learned_at > latest[key].learned_at:
            latest[key] = row
    rank = {AliasStatus.GOOD: 0, AliasStatus.SPECULATION: 1, AliasStatus.REFUTED: 2}
    return tuple(sorted(latest.values(), key=lambda row: (rank[row.standing], -row.learned_at.timestamp(), row.slug)))


def good(aliases: Sequence[Alias]) -> tuple[Alias, ...]:
    """Return the names that may be used for grading."""
    return tuple(alias for alias in aliases if alias.standing is AliasStatus.GOOD)
