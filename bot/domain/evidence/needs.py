"""Requirements of a claim type: checklist lines, each with its test."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from bot.domain.evidence.evidence import Basis, Claim, Evidence, EvidenceForm, Statement
from bot.domain.evidence.grade_result import Graded
from bot.domain.evidence.grade_rules import EvidenceLevel


@dataclass(frozen=True, slots=True)
class ChecklistFacts:
    """Facts to check a need against: the grade, and evidence about the subject."""

    claim: Claim
    graded: Graded
    about: tuple[Evidence, ...]

    def supported(self, least: int) -> bool:
        """Whether some item speaks for the claim at that level."""
        return any(item.sign > 0 and item.level >= least for item in self.graded.items)

    def has(self, *forms: EvidenceForm, basis: Basis | None = None) -> bool:
        """Whether the subject has an item of such a form."""
        return any(item.form in forms and (basis is None or item.basis is basis) for item in self.about)


Met = Callable[[ChecklistFacts], bool]


@dataclass(frozen=True, slots=True)
class ChecklistNeed:
    """One need of a claim type.

    Its wording, where to look, whether it is met, and whether it would settle the claim. ``pages`` names the page for
    some objects of claims, under "" that for numbers.
    """

    words: str
    where: str
    met: Met
    settles: bool = False
    pages: Mapping[str, str] = field(default_factory=dict)

    def of(self, said: Statement) -> ChecklistNeed:
        """The need of a statement, with the page for what it says."""
        page = self.pages.get(said.object, "") if said.object or said.values else ""
        return replace(self, words=page, where=page) if page else self


def level(least: int, *, either: bool = False) -> Met:
    """Test for an item at that level in support, or with ``either`` on any side."""
    if either:
        return lambda facts: any(item.level >= least for item in facts.graded.items)
    return lambda facts: facts.supported(least)


def has(*forms: EvidenceForm) -> Met:
    """Whether the subject has an item of one of these forms."""
    return lambda facts: facts.has(*forms)


def model_card(facts: ChecklistFacts) -> bool:
    """Whether the vendor's own model card is known."""
    return facts.has(EvidenceForm.MODEL_CARD, basis=Basis.FIRST_PARTY)


def named_benchmark(facts: ChecklistFacts) -> bool:
    """Whether a benchmark is named, or some benchmark has both."""
    return bool(facts.claim.statement.benchmark or facts.graded.lines)


def counted(facts: ChecklistFacts) -> bool:
    """Whether an item that weighs says how many runs it had."""
    used = {item.id: item for item in facts.about}
    return any(used[name].runs for item in facts.graded.items if item.level for name in item.ids if name in used)


def two_origins(facts: ChecklistFacts) -> bool:
    """Whether two origins of their own support the claim, each by name."""
    named = (item for item in facts.graded.items if item.sign > 0 and item.level >= EvidenceLevel.PRESS)
    return len({party for item in named for party in item.parties}) > 1


def first_party(facts: ChecklistFacts) -> bool:
    """Whether the vendor itself speaks for it."""
    return facts.graded.first_party > 0


def primary(facts: ChecklistFacts) -> bool:
    """Whether the party that ran it published the number."""
    return facts.supported(EvidenceLevel.PRESS)
