"""Caps applied to a computed grade.

They cover a guessed subject, similarity of words alone, a supplied year, and claims as good as their weakest part.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from bot.domain.evidence.evidence import Statement
from bot.domain.evidence.grade_result import Graded
from bot.domain.evidence.grade_rules import RULES, Grade
from bot.domain.grading.weights import BEYOND_CAP, ROUNDED_CAP

_HIGH = (Grade.CONFIRMED, Grade.SUPPORTED, Grade.REPORTED)


def supposed(graded: Graded) -> Graded:
    """Cap at SUPPORTED, and never CONTRADICTED, if the subject was guessed."""
    if graded.grade is Grade.CONFIRMED:
        return replace(graded, grade=Grade.SUPPORTED, support=ROUNDED_CAP, rule=RULES["subject-guessed"])
    if graded.grade is Grade.CONTRADICTED:
        return _open(graded, "subject-guessed")
    return graded


def worded(graded: Graded) -> Graded:
    """Cap at UNCONFIRMED if a claim without slots was matched by its words alone."""
    if graded.grade not in _HIGH or graded.support <= BEYOND_CAP:
        return graded
    return replace(graded, grade=Grade.UNCONFIRMED, support=BEYOND_CAP, rule=RULES["words-alone"])


def other_years(said: Statement, years: Iterable[int] = ()) -> tuple[Statement, ...]:
    """Return the statement a year earlier, a year later and in ``years``.

    It is one of a day or period: "by" and "before" are not ambiguous in this way.
    """
    if said.operator not in ("on", "within", "") or said.polarity < 0 or said.day is None:
        return ()
    shifts = {-1, 1, *(year - said.day.year for year in years)} - {0}
    return tuple(moved for shift in sorted(shifts) if (moved := _moved(said, shift)) is not None)


def the_year(graded: Graded, moved: Sequence[Statement], others: Sequence[Graded], today: date) -> int | None:
    """Return which other year is meant: the one past year that evidence supports.

    It is None without one. The supplied year stands where the evidence does not refute it.
    """
    over = [n for n, said in enumerate(moved) if said.day is not None and said.day <= today]
    fits = [n for n in over if others[n].grade in (Grade.CONFIRMED, Grade.SUPPORTED)]
    return fits[0] if graded.grade is Grade.CONTRADICTED and len(fits) == 1 else None


def _moved(said: Statement, years: int) -> Statement | None:
    try:
        return replace(said, day=_shifted(said.day, years), since=_shifted(said.since, years))
    except ValueError:  # 29 February, or beyond the calendar
        return None


def _shifted(day: date | None, years: int) -> date | None:
    return day.replace(year=day.year + years) if day else None


def with_year_supplied(graded: Graded, others: Iterable[Graded]) -> Graded:
    """Lift CONTRADICTED if only the supplied year causes it."""
    if graded.grade is not Grade.CONTRADICTED or all(other.grade is Grade.CONTRADICTED for other in others):
        return graded
    return replace(_open(graded, "year-supplied"), watches=())


_WEAKEST_FIRST = (Grade.CONTRADICTED, None, Grade.MIXED, Grade.SPECULATION, Grade.UNCONFIRMED, Grade.REPORTED)


def weakest(parts: Sequence[Graded]) -> int:
    """Return which part of a claim decides its grade.

    One that is not so, else the worst supported.
    """
    known = [part.known for part in parts]
    order = [_WEAKEST_FIRST.index(one) if one in _WEAKEST_FIRST else len(_WEAKEST_FIRST) for one in known]
    return min(range(len(parts)), key=lambda place: (order[place], parts[place].support))


def _open(graded: Graded, rule: str) -> Graded:
    word = Grade.SPECULATION if graded.support <= 1 else Grade.UNCONFIRMED
    return replace(graded, grade=word, support=min(graded.support, BEYOND_CAP), refute=BEYOND_CAP, rule=RULES[rule])
