"""Confirmations and denials of a label.

How common it is by plan, with uncertainty. The answers are "I have it" and "I looked, it isn't there".
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from bot.domain.wilson import Proportion, wilson

FEW = 5  # fewer people than this say nothing of how common it is


class Plan(StrEnum):
    """The kind of account that was checked."""

    FREE = "Free"
    PLUS = "Plus"
    PRO = "Pro"
    TEAM = "Team"
    ENTERPRISE = "Enterprise"
    API = "API"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Check:
    """One person's answer: whether the label was there for them, and on which plan."""

    at: datetime
    person: str
    plan: Plan
    has: bool


@dataclass(frozen=True, slots=True)
class Prevalence:
    """How many people on a plan have it.

    One answer per person and plan, the latest valid.
    """

    plan: Plan
    share: Proportion

    @property
    def enough(self) -> bool:
        """Whether there are enough answers to say how common it is."""
        return self.share.n >= FEW

    @property
    def text(self) -> str:
        """In words: the share with its interval, or that there are too few."""
        on = "without a plan named" if self.plan is Plan.OTHER else f"on {self.plan.value}"
        of = f"{self.share.hits} of {self.share.n} {on}"
        if not self.enough:
            return f"{of}: too few checks to say how common"
        low, high = round(self.share.low * 100), round(self.share.high * 100)
        return f"{of} ({round(self.share.hits / self.share.n * 100)} %, 95 % interval {low}–{high})"


def current(checks: Iterable[Check], as_of: datetime) -> tuple[Check, ...]:
    """Return the valid answers: a person's last per UTC day, the latest for each plan.

    An answer with a plan replaces one without, so that adding the plan later does not count twice.
    """
    daily: dict[tuple[str, date], Check] = {}
    for check in sorted((c for c in checks if c.at <= as_of), key=lambda c: c.at):
        daily[check.person, check.at.astimezone(UTC).date()] = check
    latest = {(check.person, check.plan): check for check in sorted(daily.values(), key=lambda c: c.at)}
    named = {person for person, plan in latest if plan is not Plan.OTHER}
    return tuple(one for (person, plan), one in latest.items() if plan is not Plan.OTHER or person not in named)


def how_common(checks: Iterable[Check], as_of: datetime) -> tuple[Prevalence, ...]:
    """Return the share that has it per plan, most answers first."""
    by_plan: dict[Plan, list[bool]] = defaultdict(list)
    for check in current(checks, as_of):
        by_plan[check.plan].append(check.has)
    rows = (Prevalence(plan, wilson(sum(answers), len(answers))) for plan, answers in by_plan.items())
    return tuple(sorted(rows, key=lambda row: (-row.share.n, row.plan.value)))


def by_day(checks: Iterable[Check], as_of: datetime) -> tuple[tuple[date, Proportion], ...]:
    """Return the daily share that has it; one answer per person and UTC day, the last."""
    days: dict[date, dict[str, bool]] = defaultdict(dict)
    for check in sorted((c for c in checks if c.at <= as_of), key=lambda c: c.at):
        days[check.at.astimezone(UTC).date()][check.person] = check.has
    return tuple((day, wilson(sum(said.values()), len(said))) for day, said in sorted(days.items()))
