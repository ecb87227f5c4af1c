"""Who made a model, where a clause names another lab than the model's.

"Who made it" is a claim of its own: evidence that a model is out says nothing of whether another lab released it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.domain.claims.claim_types import claim_types
from bot.domain.claims.claim_types.base import ClaimType, Filled
from bot.domain.claims.clause import Clause
from bot.domain.claims.parts import Part
from bot.domain.evidence.evidence import Statement
from bot.domain.names.reading import NameKind, NameReading

_MADE = ("exist", "train")
_DONE = (*_MADE, "release", "announce")
_CALLED = frozenset({"called", "named", "dubbed"})
_NO_MAKER = frozenset({"on", "in", "to", "via", "from", "by", "of", "not", "than", "vs", "=", "→", "and", "or", "dear"})
_SMALL = ("plain", "filler", "be", "asking", "model word")


def said_of_maker(clause: Clause) -> tuple[ClaimType, Filled] | None:
    """The claim that a model is of a lab that a clause names as its maker.

    None for any other clause, and where a place or a plan is named: what a lab sells in its place is not made there.
    """
    place = _maker(clause)
    if place is None or clause.subject is None or clause.has("surface", "plan", "chip"):
        return None
    lab = clause.parts[place].name
    made = Statement("identity", clause.subject.slug, object=lab.slug if lab else "", polarity=clause.polarity)
    silent = frozenset(clause.places(*_DONE, *_SMALL))
    return claim_types()["identity"], Filled(made, clause.used | silent).using(place, clause.moment_at)


def of_its_maker(clause: Clause, kind: str, maker: str) -> Clause:
    """The clause with its codename as one of the lab that its sentence names.

    Not where who made it is what is claimed.
    """
    name = clause.subject
    if not maker or name is None or name.lab or not name.slug.startswith("label/"):
        return clause
    if kind == "identity" or clause.comparator is not None:
        return clause
    return replace(clause, subject=replace(name, slug=f"{maker}/{name.slug.partition('/')[2]}", lab=maker))


def called_later(parts: Sequence[Part]) -> NameReading | None:
    """The codename of a lab's model that is named behind it.

    "SSI's first model is real and it's called Lattice".
    """
    called = (part.name for before, part in pairwise(parts) if before.norm in _CALLED)
    return next((name for name in called if name and name.kind is NameKind.LABEL and name.lab), None)


def maker_of(parts: Sequence[Part]) -> str:
    """The one lab that a sentence with one codename names as at work or speaking."""
    slugs = {part.name.slug for part in parts if part.lab and part.name is not None}
    labels = [part.label for part in parts if part.model]
    before = (one for one, part in pairwise(parts) if part.lab)
    told_of = any(part.norm in _NO_MAKER or part.has("be", "negation") for part in before)
    return slugs.pop() if len(slugs) == 1 and labels == [True] and not told_of else ""


def _maker(clause: Clause) -> int | None:
    """The place of the one lab that is said to have made the subject: "is by Google"."""
    labs, at, lab = clause.labs(), clause.subject_at, clause.subject.lab if clause.subject else ""
    if len(labs) != 1 or at is None or clause.comparison is not None or len(clause.models()) != 1:
        return None
    [place] = labs
    name, before, behind = clause.parts[place].name, clause.parts[at + 1 : place], clause.parts[place + 1 : at]
    if at < place and _is_by(before):
        return place
    if not lab or (name is not None and name.slug == lab):  # its own
        return None
    made = _all(behind, (*_MADE, *_SMALL)) and any(part.has(*_MADE) for part in behind)
    return place if (_names_maker(before) if at < place else made) else None


def _is_by(before: tuple[Part, ...]) -> bool:
    return len(before) > 1 and before[-1].norm == "by" and before[0].has("be") and _all(before[:-1], _SMALL)


def _names_maker(before: tuple[Part, ...]) -> bool:
    """Whether what stands between a model and a lab says that the lab made it: "was released by", "is from"."""
    if not before:
        return False
    done = _all(before, (*_DONE, *_SMALL)) and before[-1].norm == "by" and any(part.has(*_DONE) for part in before)
    return done or (before[-1].has("identity") and before[-1].norm != "runs on" and _all(before[:-1], _SMALL))


def _all(parts: tuple[Part, ...], classes: tuple[str, ...]) -> bool:
    return all(part.has(*classes, "negation") for part in parts)
