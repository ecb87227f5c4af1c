"""What grading gives and checklists read: a grade with the items it was made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.evidence.comparison import BenchmarkComparison
from bot.domain.evidence.evidence import EvidenceForm, Offered
from bot.domain.evidence.grade_rules import EvidenceLevel, Grade, Rule, format_grade
from bot.domain.evidence.origins import Lineage


@dataclass(frozen=True, slots=True)
class WeighedItem:
    """The weight of an item, or of a comparison line, for this statement.

    ``parties`` are all the origins it needs. A ``copy`` counts as a repeat and has no weight.
    """

    ids: tuple[str, ...]
    parties: frozenset[str]
    sign: int
    level: EvidenceLevel
    why: str
    form: EvidenceForm
    copy: bool = False
    rounded: bool = False
    drift: bool = False
    capped: bool = False
    sold: Offered = Offered.NO


@dataclass(frozen=True, slots=True)
class Graded:
    """A grade with its basis.

    ``load_bearing`` are the origins without which the printed word would differ, ``without`` the word it would be, in
    the same order. ``watches`` are the ids of the items that showed a day to pass without the event.
    """

    grade: Grade
    support: EvidenceLevel
    refute: EvidenceLevel
    rule: Rule
    items: tuple[WeighedItem, ...]
    origins: tuple[str, ...]
    against: tuple[str, ...]
    repeats: int
    first_party: int
    load_bearing: tuple[str, ...]
    lines: tuple[BenchmarkComparison, ...]
    lineage: Lineage
    last_origin: datetime | None = None
    without: tuple[str, ...] = ()
    watches: tuple[str, ...] = ()

    @property
    def known(self) -> Grade | None:
        """The grade; None if nothing in the ledger concerns the statement."""
        return None if self.rule.name == "nothing" else self.grade

    @property
    def word(self) -> str:
        """The grade as it is printed, in capitals."""
        return format_grade(self.grade, self.rule)

    @property
    def used(self) -> frozenset[str]:
        """The ids of all items that bear on the statement, including copies."""
        return frozenset(name for item in self.items for name in item.ids)
