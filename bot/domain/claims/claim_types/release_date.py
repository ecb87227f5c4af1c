"""Claims about when a model comes out, or that it will."""

from dataclasses import replace

from bot.domain.claims.claim_types.base import ClaimType, Filled
from bot.domain.claims.clause import Clause
from bot.domain.evidence.bearing import AGAINST, FOR, NONE, Bearing, in_time, plans_differ
from bot.domain.evidence.evidence import EvidenceContext, EvidenceForm, Statement
from bot.domain.evidence.needs import ChecklistNeed, has, level

ANNOUNCED = "announced"


def released(said: Statement, asked: Statement, world: EvidenceContext) -> Bearing:
    """A day against a deadline. A later day on another surface does not refute the first one."""
    del world
    if (asked.surface and said.surface != asked.surface) or plans_differ(said, asked):
        return NONE
    if said.day is None or asked.day is None:
        return FOR if asked.day is None and not said.future else NONE
    if in_time(said.day, asked.day, asked):
        return FOR
    if (said.surface and not asked.surface and said.operator != "first") or asked.object == ANNOUNCED:
        return NONE  # what was announced on one day may come out on another
    return AGAINST


class _ReleaseDate(ClaimType):
    def fits(self, clause: Clause) -> bool:
        """What is only withdrawn or given up does not come out."""
        if clause.has("document"):
            return False
        if clause.has("retire", "cancel", "fact") and not clause.has("release", "delay"):
            return False
        dated = clause.moment is not None or clause.has("vague")
        return dated or clause.has("release", "available", "announce", "expected", "delay", "missed")

    def fill(self, clause: Clause) -> Filled:
        filled = self.dated(self.plain(clause), clause)
        made = filled.statement
        if clause.has("announce") and not clause.has("release"):
            made = replace(made, object=ANNOUNCED)
        if missed := clause.places("missed"):
            made = replace(made, polarity=-made.polarity, operator="by" if made.operator == "on" else made.operator)
        if made.day is None:
            made = replace(made, future=True)
        own = [n for n in clause.labs() if clause.subject is not None and _slug(clause, n) == clause.subject.lab]
        return replace(filled, statement=made).using(*missed, *own)


def _slug(clause: Clause, place: int) -> str:
    name = clause.parts[place].name
    return name.slug if name else ""


TYPE = _ReleaseDate(
    name="release_date",
    label="release date",
    words=frozenset({"release", "available", "expected", "announce"}),
    keys=frozenset({"release", "expected", "delay"}),
    rules={"release_date": released},
    needs=(
        ChecklistNeed(
            "an announcement or changelog entry of the vendor", "the vendor's newsroom and changelog", level(5)
        ),
        ChecklistNeed(
            "a live model id",
            "the API's model list",
            has(EvidenceForm.API_LIST, EvidenceForm.LISTING, EvidenceForm.CHANGELOG),
        ),
    ),
    examples=("GPT-6 launches on May 1", "Grok 5 ships before July", "Spud missed April 16"),
)
