"""The law of coverage: what a clause says beyond the slots of its statement.

Evidence about the slots is no evidence about the rest, so a claim with words left over is never graded high.
"""

from __future__ import annotations

from bot.domain.claims.claim_types.base import ALWAYS, ClaimType, Filled
from bot.domain.claims.clause import Clause
from bot.domain.claims.parts import Part
from bot.domain.claims.pieces.signs import carries
from bot.domain.evidence.evidence import Statement

_JOINTS = frozenset({"/", "-", "&"})
_CARRIED = frozenset({"pronoun"})
_SAYS_MORE = ("counterfactual", "away before")  # than any slot holds, whatever else a word is


def left_over(clause: Clause, kind: ClaimType, filled: Filled) -> tuple[str, ...]:
    """The words, names and numbers of a clause that no slot holds and that carry something, each once."""
    open_ = ALWAYS | _CARRIED | kind.words
    left = list[str]()
    for place, part in enumerate(clause.parts):
        if place in filled.used or _joins(clause, place, filled):
            left += filter(None, (_beyond_day(part),))
        elif not (_silent(clause, place, open_) or _own(part, clause)):
            left.append(part.text)
    return tuple(dict.fromkeys(word.casefold() for word in left))


def is_unread(clause: Clause, kind: ClaimType, filled: Filled, left: tuple[str, ...]) -> bool:
    """Whether the words left over are what a clause is about.

    Evidence of its slots says nothing of it then.

    So it is with another lab than the subject's, and where nothing but the subject was understood: "Spud is AGI".
    """
    lab = clause.subject.lab if clause.subject else ""
    labs = {part.name.slug: part.text.casefold() for part in clause.parts if part.lab and part.name is not None}
    if lab and lab not in labs and any(text in left for text in labs.values()):
        return True
    blank = Statement(kind.name, filled.statement.subject, polarity=filled.statement.polarity)
    return bool(left) and filled.statement == blank and not clause.has(*kind.words, *kind.keys)


def _joins(clause: Clause, place: int, filled: Filled) -> bool:
    """Whether a mark joins two amounts that are both held: "$5/$25"."""
    sides = {place - 1, place + 1}
    held = sides <= filled.used and all(clause.parts[n].amount is not None for n in sides)
    return held and clause.parts[place].norm in _JOINTS


def _beyond_day(part: Part) -> str:
    """What the words of a day say beyond it: a time of day, or the name of another weekday."""
    return part.moment.beyond if part.moment is not None else ""


def _silent(clause: Clause, place: int, open_: frozenset[str]) -> bool:
    """Whether a part carries nothing of its own: grammar, a filler, a mark, a picture, a word of the type."""
    part = clause.parts[place]
    if part.kind == "mark":
        return not carries(clause.parts, place)
    if part.has("users"):  # "for ChatGPT users"
        return place > 0 and (clause.parts[place - 1].norm == "for" or clause.parts[place - 1].has("surface", "plan"))
    return part.kind == "word" and part.has(*open_) and not part.has(*_SAYS_MORE)


def _own(part: Part, clause: Clause) -> bool:
    """Whether a part is another way to name the subject: its lab, or the same model again."""
    if part.name is None or clause.subject is None:
        return False
    return part.name.slug in (clause.subject.slug, clause.subject.lab)
