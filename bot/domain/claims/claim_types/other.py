"""Claims about a model that no other type has slots for; they are found by their words alone."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.domain.claims.claim_types.base import STILL_TO_COME, ClaimType, Filled
from bot.domain.claims.clause import Clause
from bot.domain.claims.parts import Part
from bot.domain.claims.pieces.numbers import Amount
from bot.domain.evidence.bearing import (
    AGAINST,
    CANCELLED,
    CLOSED_WEIGHTS,
    ENDED,
    FOR,
    LICENCE,
    NONE,
    OPEN_WEIGHTS,
    SHUTDOWN,
    WEIGHTS,
    WEIGHTS_HOST,
    Bearing,
    agree,
    in_time,
)
from bot.domain.evidence.evidence import EvidenceContext, Statement, Value
from bot.domain.evidence.needs import ChecklistNeed, level, two_origins

_PAGES = {
    "": "the vendor's model card",
    SHUTDOWN: "the vendor's deprecation page",
    CANCELLED: "the vendor's own announcement",
    OPEN_WEIGHTS: "the vendor's page that offers the weights",
    CLOSED_WEIGHTS: "the vendor's model card",
}
_BILLION = 1e9
_OPEN = frozenset(["open weights", "open weight", "public weights", "open source", "opensource"])
_OPENED = frozenset(["open sourced", "open sources", "open sourcing"])  # what is done to a model
_LICENSING = ("release", "available", "open weights", "be", "light", "fact")  # what brings a model under its licence
_UNDER = frozenset(["under", "with", "an", "a", "the"])  # before the name of a licence
_AROUND = ("be", "plain", "filler", "negation", "denial", "rumour", "affirmed", "expected")
_CLOSED = frozenset(["closed source", "closed weights", "closed weight", "proprietary", "closed"])
_SIZES = ("parameters", "active parameters")  # of two sizes the second is what works at a time
_ENDINGS = (SHUTDOWN, CANCELLED)
_WEIGHTS = (OPEN_WEIGHTS, CLOSED_WEIGHTS)


def _told(said: Statement, asked: Statement, world: EvidenceContext) -> Bearing:
    """How a model ends, its size, its licence, and whether it can be downloaded; other things no slot holds."""
    if asked.object.endswith(LICENCE) and asked.day is None:
        return _licensed(said, asked)
    if asked.values:
        return _same_size(said, asked)
    if asked.object not in _WEIGHTS:
        return _ended(said, asked, world)
    plain = asked.day is None and not (asked.surface or asked.plans or asked.values)
    if said.object not in _WEIGHTS or not plain or (said.future and not asked.future):
        return NONE
    return FOR if said.object == asked.object else AGAINST


def _licensed(said: Statement, asked: Statement) -> Bearing:
    """Of licences each is against another, one of its own kind aside: "apache", "apache 2.0"."""
    kind = asked.object.partition(" ")[0]
    if not said.object.endswith(LICENCE) or (said.object != asked.object and said.object.startswith(kind)):
        return NONE
    return FOR if said.object == asked.object else AGAINST


def _published(said: Statement, asked: Statement, world: EvidenceContext) -> Bearing:
    """Weights that can be had make a model open; those to come decide nothing."""
    del world
    plain = asked.day is None and not (asked.surface or asked.plans or asked.values)
    there = said.polarity > 0 and not said.future and said.surface in (WEIGHTS, WEIGHTS_HOST)
    if asked.object not in _WEIGHTS or not (plain and there):
        return NONE
    return FOR if asked.object == OPEN_WEIGHTS else AGAINST


def _ended(said: Statement, asked: Statement, world: EvidenceContext) -> Bearing:
    """How a model ends, by its day.

    What is said of a day ("on") speaks for the claims that the day allows; "within" a span or "not before" a day it
    speaks against others. What was known "by" a day did not happen later. That it has not ended yet, its end being to
    come, speaks of what is claimed to have ended, without a day.
    """
    del world
    if not _same_end(said, asked) or asked.plans or (asked.surface and asked.surface != said.surface):
        return NONE
    if said.day is None or asked.day is None:
        return FOR if asked.day is None and _undated(said, asked) else NONE
    if said.operator in ("on", ""):
        return FOR if in_time(said.day, asked.day, asked) else NONE
    return AGAINST if _apart(said, asked) else NONE


def _undated(said: Statement, asked: Statement) -> bool:
    """Whether a day of an end, or that there was one or none yet, speaks of a claim that names no day."""
    if said.day is None:
        return not asked.future
    return said.operator == "on" and (asked.future or not said.future)


def _same_end(said: Statement, asked: Statement) -> bool:
    """Whether both speak of one kind of end; a word for any end is of either kind."""
    same = said.object == asked.object or (asked.object == ENDED and said.polarity > 0)
    return same and said.object in _ENDINGS


def _same_size(said: Statement, asked: Statement) -> Bearing:
    """How a size that is said bears on one that is claimed, of the model as such."""
    plain = not (said.comparator or asked.comparator or said.object or asked.object or said.surface)
    return agree(said.values, asked) if plain and said.bound in ("eq", "about") else NONE


def _apart(said: Statement, asked: Statement) -> bool:
    """Whether no day that a claim allows is one that is said."""
    first, last = _span(asked)
    start, end = _span(said)
    return last < start or end < first


def _span(said: Statement) -> tuple[date, date]:
    """The first and last day that a statement allows."""
    day = said.day or date.max
    start = day if said.operator in ("on", "", "after", "not_before") else date.min
    end = day if said.operator not in ("after", "not_before") else date.max
    return (said.since or day, day) if said.operator == "within" else (start, end)


def _sizes(clause: Clause) -> list[tuple[int, Amount]]:
    """The sizes of a model, the two that slots hold, with their places; a bare number of billions is one ("180B")."""
    amounts = [(n, part.amount) for n, part in enumerate(clause.parts) if part.amount is not None]
    sizes = [(n, one) for n, one in amounts if one.unit == "parameters" or (not one.unit and one.value >= _BILLION)]
    return [(n, replace(one, unit="parameters")) for n, one in sizes[: len(_SIZES)]]


def _counting(clause: Clause) -> list[int]:
    """Where the word for a model's parameters stands."""
    return [n for n, part in enumerate(clause.parts) if part.means("unit") == "parameters"]


def _active_at(clause: Clause) -> list[int]:
    """Where the "active" behind a size stands."""
    parts = clause.parts
    return [n for n in range(1, len(parts)) if parts[n].norm == "active" and parts[n - 1].amount is not None]


class _Other(ClaimType):
    def evidence(self, clause: Clause) -> float:
        """A word of a matter that no other type has a slot for."""
        licensed = clause.has("open weights", "closed weights") and not clause.means("surface")
        counted = clause.ratio is not None and bool(_counting(clause))
        closed = clause.has("closed weights", "open weights") and _weights_at(clause) is not None
        told = 1.5 * (clause.has("fact") or _gone_for_all(clause) or bool(_sizes(clause)))
        return told + 1.0 * licensed + 3.0 * counted + 4.0 * closed

    def polarity(self, clause: Clause) -> int:
        """What is there no more since a day is affirmed to have gone, though "can't be used since" denies."""
        return 1 if clause.withdrawn and not clause.has("gone") else clause.polarity

    def is_aside(self, clause: Clause) -> bool:
        told = clause.has(*STILL_TO_COME, "release", "cutoff")
        taken_off = clause.off_a_place and any(part.norm in ("took", "taken", "pulled") for part in clause.parts)
        ahead = clause.ahead and not clause.standing
        return not (ahead or clause.withdrawn or taken_off or told)

    def fill(self, clause: Clause) -> Filled:
        filled = self.dated(self.plain(clause), clause)
        if not clause.has("fact"):
            filled = _with_end(filled, clause)
        size, counted = _SIZES[any(part.norm.startswith("active") for part in clause.parts)], _counting(clause)
        if counted and (of_two := self.times(filled, clause, size)) is not None:
            return of_two.using(*counted)
        places, sizes = [n for n, _ in _sizes(clause)], [one for _, one in _sizes(clause)]
        values = tuple(Value(one.value, role, one.upto) for one, role in zip(sizes, _SIZES, strict=False))
        main, bound = next(iter((*sizes, *clause.numbers())), None), sizes[0].bound if len(sizes) == 1 else "eq"
        filled = filled.saying(*places, *_active_at(clause), main=main, values=values, bound=bound)
        if licence := _licence(clause):
            named = _called(clause.parts[licence.start : licence.stop])
            return filled.saying(*licence, *clause.places(*_LICENSING), object=named)
        if filled.statement.object or (place := _weights_at(clause)) is None:
            return filled
        return filled.saying(place, object=CLOSED_WEIGHTS if clause.parts[place].norm in _CLOSED else OPEN_WEIGHTS)


def _gone_for_all(clause: Clause) -> bool:
    """Whether a model ends, and not in one place without a day."""
    placed = clause.moment is None and bool(clause.means("surface"))
    return clause.has("retire", "cancel") and not placed


def _weights_at(clause: Clause) -> int | None:
    """Where a clause says that its model is open or closed, and no more of it than that; None elsewhere."""
    opened = next((n for n, part in enumerate(clause.parts) if part.norm in _OPENED), None)
    if opened is not None:  # "Meta open-sourced X", "X was open-sourced"
        around = (*clause.parts[:opened], *clause.parts[opened + 1 :])
        return opened if all(part.name or part.kind == "mark" or part.has(*_AROUND) for part in around) else None
    place = next((n for n, part in enumerate(clause.parts) if part.norm in _OPEN | _CLOSED), None)
    return place if place is not None and _says_only(clause, place) else None


def _licence(clause: Clause) -> range:
    """Where a clause names a licence, with what qualifies it: "under a modified MIT license", "Apache 2.0"."""
    parts, named = clause.parts, clause.places("licence") or [0]
    first, last = named[0], named[-1] + clause.has("licence")
    while first < last and first and parts[first - 1].kind == "word" and not parts[first - 1].entries:
        first -= 1
    if first and not (parts[first - 1].norm in _UNDER or parts[first - 1].has("plain", "be")):
        first = named[0]  # "carries MIT"
    while first < last and first and parts[first - 1].norm in _UNDER:
        first -= 1
    while first < last < len(parts) and parts[last].amount is not None:
        last += 1
    return range(first, last)


def _called(licence: Sequence[Part]) -> str:
    """A licence by its name: "modified mit licence", "apache 2.0 licence"."""
    told = (part.norm or part.text for part in licence if part.name is None and not part.has("be", "plain", "filler"))
    kept = (word for said in told for word in said.split() if word not in _UNDER and not word.startswith("licen"))
    return " ".join(kept) + LICENCE


def _says_only(clause: Clause, place: int) -> bool:
    """Whether nothing but a "be" and denials stand between the subject, or the head of a question, and a place."""
    if clause.subject_at is None or clause.subject_at > place:
        return False
    between = clause.parts[clause.subject_at + 1 : place]
    told = [part for part in between if part.has("be") or part.norm in ("has", "have", "had")]
    return all(part in told or part.has(*_AROUND) for part in between) and (clause.asked or bool(told))


def _with_end(filled: Filled, clause: Clause) -> Filled:
    """The same with how the model ends as its object."""
    cancelled, ended = clause.places("cancel"), clause.places("retire", "gone")
    if not cancelled and not ended:
        return filled
    places = (*cancelled, *ended, *clause.places("expected", "announce"))
    return filled.saying(*places, object=clause.means("cancel") or CANCELLED if cancelled else SHUTDOWN)


TYPE = _Other(
    name="other",
    label="other",
    words=frozenset(),
    keys=frozenset({"open weights", "closed weights", "fact", "retire", "cancel", "gone"}),
    rules={"other": _told, "available": _published},
    needs=(
        ChecklistNeed("a first-party document that says so", "the vendor's own pages", level(5), pages=_PAGES),
        ChecklistNeed("a second independent named source", "another source with its own sight of it", two_origins),
    ),
    examples=("GPT-4 has 1.8T parameters", "DeepSeek V4 is released under the MIT License", "Kimi K3 is open weights"),
)
