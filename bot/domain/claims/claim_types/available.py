"""Claims that a model can be used: at all, on a surface, by a plan, or in tests."""

from bot.domain.claims.claim_types.base import ClaimType, Filled, of_weights, weights_in
from bot.domain.claims.claim_types.release_date import released
from bot.domain.claims.clause import Clause
from bot.domain.claims.parts import Part
from bot.domain.evidence.bearing import (
    AGAINST,
    CLOSED_WEIGHTS,
    FOR,
    GENERAL,
    NONE,
    OPEN_WEIGHTS,
    WEIGHTS,
    Bearing,
    plans_differ,
)
from bot.domain.evidence.evidence import EvidenceContext, Statement
from bot.domain.evidence.needs import ChecklistNeed, level

_ABLE = frozenset({"can", "could", "can you", "you can"})
_USES = frozenset({"use", "run", "download", "try", "get", "access", "pick", "select", "buy", "host", "deploy", "call"})


def _there(said: Statement, asked: Statement, world: EvidenceContext) -> Bearing:
    """Being there on one surface says nothing about another; being there anywhere answers "is it out"."""
    del world
    if said.object == GENERAL and said.polarity < 0 and asked.plans == ("all",) and not asked.surface:
        return FOR  # in limited access it is not for everybody
    if said.object != asked.object or plans_differ(said, asked):
        return NONE
    if said.polarity < 0:  # absent from one surface only speaks about that surface
        return FOR if said.surface == asked.surface else NONE
    if (asked.surface and said.surface != asked.surface) or asked.day is not None:
        return NONE
    return FOR if not said.future or asked.future else NONE


def _released_so_there(said: Statement, asked: Statement, world: EvidenceContext) -> Bearing:
    """What was released is there; one asked with a day is asked for that day."""
    if said.future or said.day is None or asked.object not in ("", GENERAL) or plans_differ(said, asked):
        return NONE
    if said.operator == "not_before":  # a day before which it was not there: when it was is not said
        return NONE
    if asked.day is not None:
        return released(said, asked, world)
    return FOR if not asked.surface or asked.surface == said.surface else NONE


def _sold_so_there(said: Statement, asked: Statement, world: EvidenceContext) -> Bearing:
    """What has a price, not one to come, is sold; where, and to whom, is not said.

    The price of what is in testing or limited access is not for everybody.
    """
    if said.subject in world.not_out:
        return NONE
    told = asked.surface or asked.plans or asked.object or asked.day is not None
    return FOR if said.polarity > 0 and not (told or said.future or said.comparator or said.surface) else NONE


def _opened_so_there(said: Statement, asked: Statement, world: EvidenceContext) -> Bearing:
    """An open model has weights that are there; since when and where is not said."""
    del world
    if asked.surface != WEIGHTS or asked.day is not None or asked.object or asked.plans:
        return NONE
    return {OPEN_WEIGHTS: FOR, CLOSED_WEIGHTS: AGAINST}.get(said.object, NONE) if not said.future else NONE


class _Available(ClaimType):
    def polarity(self, clause: Clause) -> int:
        """Words of absence ("pulled from") deny."""
        absent = any(part.has("unavailable", "retire") for part in _outside(clause)) and not _counted(clause)
        return -clause.polarity if absent else clause.polarity

    def fits(self, clause: Clause) -> bool:
        """What is withdrawn on a day, or altogether, is another matter than where it can be used."""
        ended = clause.has("retire") and not clause.off_a_place
        if ended or clause.withdrawn or _are_opened(clause):
            return False
        return not clause.has("fact", "cancel", "document") or bool(clause.means("surface"))

    def evidence(self, clause: Clause) -> float:
        """Its weights, said to be there or to be kept ("stay closed"); that it left a place, or somebody can use it."""
        there = bool(weights_in(clause)) and clause.has("available", "unavailable", "negation", "release")
        pulled = clause.has("gone") and bool(clause.means("surface"))
        return 4.0 * there + 2.0 * (pulled or _can_be_used(clause))

    def is_aside(self, clause: Clause) -> bool:
        return clause.standing or clause.there_now

    def fill(self, clause: Clause) -> Filled:
        filled = self.plain(clause)
        filled = of_weights(filled, clause)
        now = clause.there_now and clause.moment is not None and clause.moment.day == clause.today
        filled = filled.using(clause.moment_at) if now else self.dated(filled, clause)
        object_ = "testing" if clause.has("testing") else GENERAL if clause.has("general") else ""
        return filled.saying(*clause.makers(), *_still_away(clause), object=object_)


def _are_opened(clause: Clause) -> bool:
    """Whether weights are opened or not, which says nothing of where the model can be used."""
    weights = next((n for n, part in enumerate(clause.parts) if part.norm == "weights"), len(clause.parts))
    return any(part.norm == "opened" for part in clause.parts[weights:])


def _can_be_used(clause: Clause) -> bool:
    """Whether somebody can, or can't, use it: "you can't run it locally"."""
    parts = clause.parts
    able = next((n for n, part in enumerate(parts) if part.norm in _ABLE), None)
    if able is None:
        return False
    behind = [part for part in parts[able + 1 :] if not part.has("negation", "filler", "second person", "first person")]
    used = any(part.norm in _USES for part in behind[:1])
    return used and any(part.model or part.has("pronoun") for part in behind[1:2])


def _still_away(clause: Clause) -> list[int]:
    """Where a "still" stands that only repeats a denial: "is still not out"."""
    return [n for n, part in enumerate(clause.parts) if part.norm == "still" and clause.polarity < 0]


def _outside(clause: Clause) -> tuple[Part, ...]:
    """The parts without what only adds to them: "weights on Hugging Face (gated)", "is on HF but gated"."""
    denied = next(iter(clause.places("negation")), len(clause.parts))  # "isn't up, its weights are closed"
    places = ((n, part.norm) for n, part in enumerate(clause.parts) if n)
    stop = next((n for n, norm in places if norm in ("(", "but") or (norm == "," and denied < n)), None)
    parts = clause.parts[:stop]
    tested = [n for n, part in enumerate(parts) if n and part.has("testing") and parts[n - 1].norm == "closed"]
    return tuple(part for n, part in enumerate(parts) if n + 1 not in tested)  # "in a closed beta"


def _counted(clause: Clause) -> bool:
    """Whether the word for "not there" is a negation already ("yet to", "lacks")."""
    return any(part.has("unavailable") and part.has("negation") for part in clause.parts)


TYPE = _Available(
    name="available",
    label="available",
    words=frozenset({"available", "unavailable", "release", "testing"}),
    keys=frozenset({"available", "unavailable", "testing"}),
    rules={"available": _there, "release_date": _released_so_there, "price": _sold_so_there, "other": _opened_so_there},
    needs=(
        ChecklistNeed("a changelog or help page of the vendor", "the vendor's changelog", level(5)),
        ChecklistNeed("a path that others can repeat", "the model list of the API, or several accounts", level(2)),
    ),
    examples=("GPT-5.5 is out", "Claude Opus 4.7 is available on Bedrock", "GPT-5.5 isn't in the API yet"),
)
