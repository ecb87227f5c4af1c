"""What a type of claim is: its words, what it takes from a clause, what bears on it, and what evidence it needs.

A type is one module beside this one with an instance called ``TYPE``; it is found by walking the folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from bot.domain.claims.clause import Clause
from bot.domain.claims.moments import Moment
from bot.domain.claims.pieces.numbers import Amount
from bot.domain.evidence.bearing import WEIGHTS, WEIGHTS_HOST, Rule
from bot.domain.evidence.evidence import RATIO, Statement, Value
from bot.domain.evidence.needs import ChecklistNeed

_ANY = "*"  # owner of a house of several labs
ALWAYS = frozenset(
    {"plain", "be", "filler", "asking", "report", "rumour", "affirmed", "model word", "per word", "goes on"}
)
"""Classes of words that carry nothing of a claim, whatever its type."""

STILL_TO_COME = ("expected", "delay", "missed", "vague", "announce", "may", "rumour", "retire", "cancel")
"""Classes of words whose day is one to come, or one that something was to come on."""

_DENIED = {"above": "below", "below": "above", "equal": "below"}


@dataclass(frozen=True, slots=True)
class Filled:
    """A statement that a type made of a clause, and the places of the clause that its slots hold.

    ``main`` is the number that matters.
    """

    statement: Statement
    used: frozenset[int] = frozenset()
    main: Amount | None = None

    def using(self, *places: int | None) -> Filled:
        """The same, with these places held too."""
        held = [place for place in places if place is not None]
        return replace(self, used=self.used.union(held)) if held else self

    def saying(self, *places: int | None, main: Amount | None = None, **slots: Any) -> Filled:
        """The same with these slots of its statement, and the places that hold them."""
        statement = replace(self.statement, **slots) if slots else self.statement
        return Filled(statement, self.used, main or self.main).using(*places)


@dataclass(frozen=True)
class ClaimType:
    """One type of claim; a module of this folder makes one and calls it ``TYPE``.

    ``words`` are the classes of the lexicon that its statement accounts for, ``keys`` those that speak for it, and
    ``undoes`` those that deny by themselves.
    ``rules`` tell by the type of what is said how that bears on a claim of this type. ``about_two`` marks types about
    two subjects, whose rules look at both. ``directions`` are words that compare otherwise than they do elsewhere.
    ``expires`` marks types that have no slot for a day: one to come is their deadline ("will score 60 % by March").
    ``examples`` are sentences of the type, read by the tests.
    """

    name: str
    label: str
    words: frozenset[str]
    keys: frozenset[str]
    rules: Mapping[str, Rule] = field(default_factory=dict)
    needs: tuple[ChecklistNeed, ...] = ()
    examples: tuple[str, ...] = ()
    about_two: bool = False
    undoes: frozenset[str] = frozenset()
    directions: Mapping[str, str] = field(default_factory=dict)
    expires: bool = False

    def evidence(self, clause: Clause) -> float:
        """How much the slots of a clause speak for this type, beside the weights of its words."""
        del clause
        return 0.0

    def untrained(self, clause: Clause) -> float:
        """What stands in for the weights of a type that no sentences were trained for."""
        return 3.0 * clause.has(*self.keys)

    def polarity(self, clause: Clause) -> int:
        """Whether a clause read as this type affirms or denies."""
        return -clause.polarity if clause.has(*self.undoes) else clause.polarity

    def fits(self, clause: Clause) -> bool:
        """Whether a clause has what a claim of this type cannot be without."""
        del clause
        return True

    def fill(self, clause: Clause) -> Filled:
        """The statement of a clause read as this type."""
        return self.plain(clause)

    def deadline(self, clause: Clause, made: Statement) -> tuple[date | None, str]:
        """The day that a claim is about and how it binds; None for a day that only stands beside it."""
        moment = clause.moment if self.expires else None
        if moment is not None and (moment.since or moment.day) > clause.today:
            return moment.bound(made.polarity)[:2]
        return (None, "") if self.is_aside(clause) else (made.day, made.operator)

    def is_aside(self, clause: Clause) -> bool:
        """Whether a day is no deadline: since when a thing is there, when another thing was said or done."""
        del clause
        return False

    def direction(self, clause: Clause, filled: Filled) -> str | None:
        """Which way a comparison goes, its denial counted."""
        del filled
        if clause.comparison is None or clause.comparator is None:
            return None
        direction = self.directions.get(clause.comparison.word, clause.comparison.direction)
        return direction if clause.polarity > 0 else _DENIED[direction]

    def plain(self, clause: Clause, *, placed: bool = True) -> Filled:
        """The slots that all types share: subject, polarity, tense, and, where it is ``placed``, surface and plans."""
        surface, plans, places = surface_in(clause) if placed else ("", (), frozenset[int]())
        statement = Statement(
            self.name,
            clause.subject.slug if clause.subject else "",
            polarity=self.polarity(clause),
            future=clause.ahead,
            surface=surface,
            plans=plans,
        )
        now = clause.moment_at if clause.moment is not None and _is_now(clause.moment, clause.today) else None
        return Filled(statement, clause.used | places).using(now)

    def dated(self, filled: Filled, clause: Clause) -> Filled:
        """The same with the day of the clause; "did not ship before May" denies once, by its operator."""
        moment = clause.moment
        if moment is None:
            return filled
        day, operator, polarity = moment.bound(filled.statement.polarity)
        since = moment.since if operator == "within" else None
        return filled.saying(clause.moment_at, day=day, since=since, operator=operator, polarity=polarity)

    def against(self, filled: Filled, clause: Clause, how: str) -> Filled:
        """The same with the model that it is compared with, and how; a number not understood is left over."""
        compared, other = clause.comparison, clause.comparator
        words = range(compared.start, compared.end) if compared else ()
        places = [n for n in words if clause.parts[n].amount is None]
        return filled.saying(clause.comparator_at, *places, object=how, comparator=other.slug if other else "")

    def times(self, filled: Filled, clause: Clause, of: str) -> Filled | None:
        """The same with how many times its comparator's amount a model's is; None where a clause names no ratio."""
        ratio, other = clause.ratio, clause.comparator
        if ratio is None or other is None:
            return None
        value, places = Value(ratio.value, f"{RATIO} {of}".strip()), (clause.comparator_at, *ratio.places)
        return filled.saying(*places, values=(value,), bound=ratio.bound, comparator=other.slug)


def surface_in(clause: Clause) -> tuple[str, tuple[str, ...], frozenset[int]]:
    """The surface and the plans of a clause, and the places that name them.

    A product of the subject's own lab is its kind ("app"); another lab's product is that lab's ("openai app"), and no
    evidence of the subject's own app speaks of it. Several different surfaces are no one surface: none is held.
    """
    lab = clause.subject.lab if clause.subject else ""
    surfaces: dict[str, list[int]] = {}
    plans: dict[str, list[int]] = {}
    for place, part in enumerate(clause.parts):
        if (meant := part.means("surface")) and not part.benchmark:
            owner, _, kind = meant.partition(":")
            own = owner in (_ANY, lab) or not lab
            surfaces.setdefault(kind if own else f"{owner} {kind}", []).append(place)
        if meant := part.means("plan"):
            plans.setdefault(meant, []).append(place)
    places = {place for held in plans.values() for place in held}
    if len(surfaces) > 1 and "app" in surfaces and set(surfaces) - {"app"} <= {"codex"}:
        surfaces.pop("app")  # "in Codex in ChatGPT": the nearer one
    surface, named = next(iter(surfaces.items())) if len(surfaces) == 1 else ("", list[int]())
    return surface, tuple(sorted(plans)), frozenset(places.union(named))


def weights_in(clause: Clause) -> list[int]:
    """Where a clause names a model's weights."""
    return [n for n, part in enumerate(clause.parts) if part.norm == "weights"]


def of_weights(filled: Filled, clause: Clause) -> Filled:
    """The same about the weights, if the clause names them: they may come later."""
    surface, places = filled.statement.surface, weights_in(clause)
    if not places or surface not in ("", WEIGHTS_HOST):
        return filled
    return filled.saying(*places, surface=surface or WEIGHTS)


def _is_now(moment: Moment, today: date) -> bool:
    """Whether a moment only says that something is so now ("costs $5 today")."""
    return moment.relative and moment.day == today and moment.operator == "on"
