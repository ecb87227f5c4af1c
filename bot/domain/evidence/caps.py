"""What lowers a grade after it was computed: a supposition, likeness of words alone, a year that nobody wrote."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from bot.domain.evidence.evidence import Statement
from bot.domain.evidence.grade_rules import RULES, Grade
from bot.domain.evidence.grades import Graded
from bot.domain.evidence.weights import BEYOND_CAP, ROUNDED_CAP

_HIGH = (Grade.CONFIRMED, Grade.SUPPORTED, Grade.REPORTED)
_DECIDED = 4  # the level from which evidence decides


def supposed(graded: Graded) -> Graded:
    """At most SUPPORTED, and never CONTRADICTED, where somebody has to guess what a sentence is about."""
    if graded.grade is Grade.CONFIRMED:
        return replace(graded, grade=Grade.SUPPORTED, support=ROUNDED_CAP, rule=RULES["subject-guessed"])
    if graded.grade is Grade.CONTRADICTED:
        return _open(graded, "subject-guessed")
    return graded


def worded(graded: Graded) -> Graded:
    """At most UNCONFIRMED where a claim without slots was found by the likeness of its words alone."""
    if graded.grade not in _HIGH or graded.support <= BEYOND_CAP:
        return graded
    return replace(graded, grade=Grade.UNCONFIRMED, support=BEYOND_CAP, rule=RULES["words-alone"])


def other_years(said: Statement) -> tuple[Statement, ...]:
    """A statement of one day or period a year earlier and a year later; "by" and "before" have no such doubt."""
    if said.operator not in ("on", "within", "") or said.polarity < 0:
        return ()
    return tuple(moved for years in (-1, 1) if (moved := _moved(said, years)) is not None)


def _moved(said: Statement, years: int) -> Statement | None:
    try:
        return replace(said, day=_shifted(said.day, years), since=_shifted(said.since, years))
    except ValueError:  # 29 February, or beyond the calendar
        return None


def _shifted(day: date | None, years: int) -> date | None:
    return day.replace(year=day.year + years) if day else None


def with_year_supplied(graded: Graded, others: Iterable[Graded]) -> Graded:
    """Not CONTRADICTED where the year that was supplied makes the difference: another year would be supported."""
    if graded.grade is not Grade.CONTRADICTED or all(other.support < _DECIDED for other in others):
        return graded
    return _open(graded, "year-supplied")


def _open(graded: Graded, rule: str) -> Graded:
    word = Grade.SPECULATION if graded.support <= 1 else Grade.UNCONFIRMED
    return replace(graded, grade=word, support=min(graded.support, BEYOND_CAP), refute=BEYOND_CAP, rule=RULES[rule])
