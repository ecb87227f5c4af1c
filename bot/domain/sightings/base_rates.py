"""Base rates: how often a name seen on such a surface became a model.

The population is the field guide *as known at a moment*: a name counts once its sighting was public, as shipped once
its identity was public. A complete count ("census") is used where there is one; hand-picked rows are what the press
remembered, inflate the rate, and are labelled as such. A name counts, whatever became of it, only `EXPOSURE` after it
was seen: one seen yesterday has had no time to ship, and counting it as "not shipped" would lower the rate.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import median

from bot.domain.names.vendors import vendor_name
from bot.domain.wilson import Proportion, wilson

FEW = 5  # names required before a rate is given
EXPOSURE = timedelta(days=30)  # between sighting and counting; half of the stealth ids that shipped did within a week
RULE = f"a name counts {EXPOSURE.days} days after it was seen"


class CheckpointOutcome(StrEnum):
    """How a name turned out."""

    SHIPPED = "shipped"
    FOLDED = "folded into another"
    MASKED = "shown, then hidden again"
    NAMED = "identified, not known to be out"
    UNKNOWN = "not identified"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One name of the field guide.

    ``learned_at`` is when the world could know of the sighting, ``known_at`` when it could know what the name was
    (None: it still cannot). ``days`` is from sighting to release; ``family`` the kind of place; ``census`` the complete
    count the row belongs to, if any. ``cited`` are the sources that could be read by the moment asked about, each with
    the time since when.
    """

    label: str
    surface: str
    family: str
    first_seen: str
    seen_at: datetime
    learned_at: datetime
    fate: CheckpointOutcome = CheckpointOutcome.UNKNOWN
    identified_as: str = ""
    how_known: str = ""
    known_at: datetime | None = None
    released: str = ""
    days: int | None = None
    vendor: str = ""
    vendor_known_at: datetime | None = None
    confidence: str = ""
    census: str = ""
    note: str = ""
    noted_at: datetime | None = None
    said_to_be: str = ""
    said_grade: str = "SPECULATION"
    subjects: frozenset[str] = frozenset()
    also: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    cited: tuple[tuple[str, datetime], ...] = ()

    @property
    def guess(self) -> str:
        """Format what it is said to be, with the grade of that; '' for nothing."""
        return f"{self.said_to_be}: {self.said_grade}" if self.said_to_be else ""

    def identified(self, as_of: datetime) -> bool:
        """Whether it was known by then what this name was."""
        return self.fate is not CheckpointOutcome.UNKNOWN and self.known_at is not None and self.known_at <= as_of

    def shipped(self, as_of: datetime) -> bool:
        """Whether it was known by then to have become a shipped model."""
        return self.fate is CheckpointOutcome.SHIPPED and self.identified(as_of)


@dataclass(frozen=True, slots=True)
class SurfaceCensus:
    """A complete count of a family, made elsewhere and public since ``learned_at``."""

    family: str
    n: int
    shipped: int
    median_days: float | None
    learned_at: datetime
    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class BaseRate:
    """How often names from a surface (or a vendor) became models.

    ``example`` is given when only one shipped, ``rule`` says which names count.
    """

    of: str
    share: Proportion
    median_days: float | None = None
    complete: bool = False
    example: str = ""
    rule: str = ""

    @property
    def enough(self) -> bool:
        """Whether there are enough names to say a rate."""
        return self.share.n >= FEW

    @property
    def text(self) -> str:
        """Format with n, interval, the kind of rows and the rule."""
        n, hits = self.share.n, self.share.hits
        rule = f"; {self.rule}" if self.rule else ""
        if not self.enough:
            return f"{self.of}: too few to say" + (f" ({n} known so far, {hits} shipped)" if n else "") + rule
        low, high = round(self.share.low * 100), round(self.share.high * 100)
        kind = "" if self.complete else "; of those that were written about, not a complete count"
        return f"{self.of}: {hits} of {n} shipped{self.when}; 95 % interval {low}–{high} %{kind}{rule}"

    @property
    def when(self) -> str:
        """How many days it took, in words."""
        if self.median_days is None:
            return f" ({self.example})" if self.example else ""
        days = "a day" if self.median_days == 1 else f"{self.median_days:g} days"
        return f" ({self.example}, {days} before release)" if self.example else f", median {days}"


NAMES = {
    "picker": "ChatGPT and Codex picker names",
    "arena": "Arena codenames",
    "openrouter": "OpenRouter stealth ids",
    "gateway": "coding-gateway codenames",
}


def of_surface(
    family: str, guide: Iterable[Checkpoint], as_of: datetime, censuses: Iterable[SurfaceCensus] = ()
) -> BaseRate | None:
    """Return a surface's base rate as known at ``as_of``.

    An uncounted kind ("other") has none.
    """
    if family not in NAMES:
        return None
    counted = [c for c in censuses if c.family == family and c.learned_at <= as_of]
    if counted:
        last = max(counted, key=lambda c: c.learned_at)
        return BaseRate(last.text, wilson(last.shipped, last.n), last.median_days, complete=True)
    rows = [c for c in guide if c.family == family and _counts(c, as_of)]
    complete = [c for c in rows if c.census]
    whole = family == "openrouter" and len(complete) >= FEW
    return _rate(NAMES[family], complete if whole else rows, as_of, complete=whole or family == "picker")


def of_vendor(vendor: str, guide: Iterable[Checkpoint], as_of: datetime) -> BaseRate | None:
    """Return a vendor's base rate as known at ``as_of``; None if no vendor is named."""
    if not vendor:
        return None
    rows = [
        c
        for c in guide
        if c.vendor.casefold() == vendor.casefold() and _counts(c, as_of)
        if c.vendor_known_at is not None and c.vendor_known_at <= as_of
    ]
    return _rate(f"names traced to {vendor_name(vendor)}", rows, as_of, complete=False)


def _counts(one: Checkpoint, as_of: datetime) -> bool:
    """Whether a sighting was public by then and its name had time to become a model."""
    return one.learned_at <= as_of and one.seen_at + EXPOSURE <= as_of


def _rate(of: str, rows: list[Checkpoint], as_of: datetime, *, complete: bool) -> BaseRate:
    shipped = [c for c in rows if c.shipped(as_of)]
    days = [c.days for c in shipped if c.days is not None]
    example = shipped[0] if len(shipped) == 1 else None
    return BaseRate(
        of,
        wilson(len(shipped), len(rows)),
        float(median(days)) if days else None,
        complete=complete,
        example=example.label if example else "",
        rule=RULE,
    )
