"""A model or a codename of one, what it is called, and what became of it.

An alias is a claim: somebody says that a name means a subject, and that may be wrong (Orion was to be GPT-5 and became
GPT-4.5). All aliases are used to find; only good ones to grade.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache


class SubjectState(StrEnum):
    """How far a subject has come."""

    RUMOURED = "rumoured"
    TESTING = "testing"
    RELEASED = "released"
    CANCELLED = "cancelled"
    RETIRED = "retired"


class AliasStatus(StrEnum):
    """What the evidence says of a name: it is the subject's, it may be, or it is known to be another's."""

    GOOD = "good"
    SPECULATION = "speculation"
    REFUTED = "refuted"


class SubjectOrigin(StrEnum):
    """Who opened a subject, or said that it reached a state."""

    LEDGER = "ledger"
    LIST = "list"
    VENDOR = "vendor"
    MARKET = "market"
    DESK = "desk"


@dataclass(frozen=True, slots=True)
class SubjectStateRow:
    """When a subject reached a state, on which surface (``app``, ``api`` or any), and where that was read."""

    state: SubjectState
    so_at: datetime
    learned_at: datetime
    surface: str = ""
    source: str = ""
    origin: SubjectOrigin = SubjectOrigin.LEDGER


@dataclass(frozen=True, slots=True)
class Subject:
    """A model or a codename: ``openai/gpt-5.5``, its name and vendor, and its states known when it was read.

    ``known_up_to`` is when somebody or something last looked at it.
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
        """The latest state known; a subject nobody has stated anything about is rumoured."""
        return max(self.states, key=lambda row: row.learned_at).state if self.states else SubjectState.RUMOURED

    @property
    def changed_at(self) -> datetime | None:
        """When the latest state was reached."""
        return max(self.states, key=lambda row: row.learned_at).so_at if self.states else self.learned_at

    def released(self, surface: str = "") -> datetime | None:
        """When it was first released (on a surface, if one is named); None while it is not."""
        times = [
            row.so_at
            for row in self.states
            if row.state is SubjectState.RELEASED and (not surface or row.surface == surface)
        ]
        return min(times, default=None)


@dataclass(frozen=True, slots=True)
class OpenedSubject:
    """A subject that something other than the ledger tells of, known or not: it is opened where it is not known.

    ``learned_at`` is when it was told. ``state``, if any, was reached at ``so_at`` on a ``surface``. ``names`` are what
    it is called beside its slug; ``tenant`` whose subject it is, empty for everybody's.
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
    """A name and the subject it is said to mean, with what the evidence made of that by the moment it was read."""

    text: str
    slug: str
    standing: AliasStatus
    so_at: datetime
    learned_at: datetime
    source: str = ""
    why: str = ""

    @property
    def folded(self) -> str:
        """The name as it is compared."""
        return fold(self.text)


@dataclass(frozen=True, slots=True)
class SubjectEvent:
    """Something that happened to a subject: a memo, a sighting, a release. ``label`` fits on a chart."""

    id: str
    slug: str
    so_at: datetime
    learned_at: datetime
    kind: str
    label: str
    text: str
    source: str


@lru_cache(maxsize=8_192)  # each name is compared many times
def fold(text: str) -> str:
    """A name as it is compared: compatibility forms, case, and what people leave out ("GPT 5.5" is "gpt-5.5")."""
    flat = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(" " if c in "-_/ :" or c.isspace() else c for c in flat if c.isprintable() or c.isspace())
    return " ".join(kept.split())


def spaced(folded: str) -> str:
    """A folded name with its number apart, as most names are written: ``gpt5.5`` is ``gpt 5.5``."""
    return re.sub(r"(?<=[^\W\d_])(?=\d)", " ", folded)


def standing_at(rows: Iterable[Alias]) -> tuple[Alias, ...]:
    """Of several rows about one name and subject, the latest; for all names, good ones first, then the newest."""
    latest: dict[tuple[str, str], Alias] = {}
    for row in rows:
        key = (row.folded, row.slug)
        if key not in latest or row.learned_at > latest[key].learned_at:
            latest[key] = row
    rank = {AliasStatus.GOOD: 0, AliasStatus.SPECULATION: 1, AliasStatus.REFUTED: 2}
    return tuple(sorted(latest.values(), key=lambda row: (rank[row.standing], -row.learned_at.timestamp(), row.slug)))


def good(aliases: Sequence[Alias]) -> tuple[Alias, ...]:
    """The names that may be used to grade."""
    return tuple(alias for alias in aliases if alias.standing is AliasStatus.GOOD)
