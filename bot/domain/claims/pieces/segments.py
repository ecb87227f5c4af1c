"""A sentence cut into its clauses: only where both sides say something of their own.

First labels and contrasts are set apart, then lists, then what is joined by "and", "but" or a comma.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.domain.claims.attribution import HAVE, PREDICATES, has_predicate
from bot.domain.claims.denials import corrected_at, sets_right
from bot.domain.claims.parts import Part
from bot.domain.claims.pieces.elisions import contrasted, denies_another, refilled
from bot.domain.claims.pieces.lists import distributed, itemised
from bot.domain.claims.pieces.things import things_of
from bot.domain.claims.scoring import HELD, tells
from bot.domain.names.reading import NameKind

Parts = tuple[Part, ...]
_STRONG = frozenset({"but", "while", "whereas", "yet", "although", "though", "plus", "—", "+", ";"})
_AND = frozenset({"and", "&"})
_JOINTS = _STRONG | _AND | {","}
_OWN = frozenset({"it", "they", "this", "that", "which", "its", "their", "the", "who"})
_VERBS = (
    "release", "price", "score", "ahead", "behind", "equal", "holds", "train", "announce", "delay", "be", "may",
    "first", "retire", "cancel", "output", "expected", "undone",
)  # fmt: skip
_NOUNS = frozenset((
    "price", "prices", "pricing", "score", "scores", "release", "training", "top", "first", "points", "percent",
    "output",
))  # fmt: skip
_ADVERBS = ("filler", "rumour", "negation", "past state", "expected", "only")
_TOLD = ("release", "announce", "retire", "cancel", "delay", "change", "missed", "open weights")  # verbs of headlines
_EMPTY = ("plain", "pronoun", "be", "filler")
_COMPARATIVES = ("better", "worse", "faster", "slower", "cheaper", "dearer")
_SPANS = ("days", "weeks", "months", "years")
_UNDOES = (*_EMPTY, "affirmed", "time word", "denial", "negation", "retire", "cancel", "past state", "backs out")
_PLACES = ("surface", "plan")
_OPENS = frozenset({"if", "when", "after", "before", "as", "with", "in", "by", "whatever"})  # what is no clause yet
_PLURAL = frozenset({"are", "were"})
_PHASES = ("start", "past state", "negation")  # what a label says of its matter
_REACH = 5  # parts in which a clause of its own shows its verb


def split(parts: Sequence[Part]) -> tuple[Parts, ...]:
    """The clauses of a sentence, in order; one where nothing is surely cut."""
    told = (one for section in _sections(_behind_heading(tuple(parts))) for one in contrasted(section))
    return tuple(clause for piece in told for clause in _clauses(piece) if clause)


def _behind_heading(parts: Parts) -> Parts:
    """What stands behind a head that says nothing of it.

    "Not Grok, not Llama: Kimi K2 is …".
    """
    stop = next((n for n, part in enumerate(parts) if part.norm == ":"), 0)
    head, behind = parts[:stop], parts[stop + 1 :]
    named = [n for n, part in enumerate(behind) if part.model]
    compared = any(part.has("ahead", "behind", "equal") for part in behind)
    if stop <= 1 or len(named) != 1 + compared or not has_predicate(behind[named[0] + 1 :]):
        return parts
    return parts if _is_of(head, behind) else behind


def _is_of(head: Parts, behind: Parts) -> bool:
    """Whether a head tells something of the models behind it, or names one of them."""
    if any(part.kind in HELD or part.has("denial", "rumour") for part in head):
        return True
    named = [part.name for part in head if part.name is not None]
    if not named:
        return any(part.has(*PREDICATES, "negation") for part in head)
    families = {part.name.family for part in behind if part.model and part.name is not None}
    return any(name.kind is not NameKind.FAMILY or name.family in families for name in named)


def _clauses(piece: Parts) -> Iterator[Parts]:
    """The items of a list, the things told of one model, or the clauses of a piece with their own lists."""
    if items := itemised(piece) or things_of(piece):
        yield from items
        return
    for clause in refilled(_cut_apart(piece)):
        for one in distributed(clause):
            yield from (() if one is piece else things_of(one)) or (one,)


def _sections(parts: Parts) -> Iterator[Parts]:
    """Labels with what stands behind each apart, the matter of the first told of all: "training: A, B | done: C"."""
    bars = [-1, *(n for n, part in enumerate(parts) if part.norm == "|"), len(parts)]
    made = [parts[one + 1 : other] for one, other in pairwise(bars)]
    if len(made) == 1 or not all({":", True} <= {part.model or part.norm for part in piece} for piece in made):
        yield parts
        return
    matter = [part for part in _label(made[0]) if has_predicate([part]) and not part.has(*_PHASES)]
    for piece in made:
        yield piece if tells(_label(piece)) else (*matter, *piece)


def _label(piece: Parts) -> Parts:
    return piece[: next(n for n, part in enumerate(piece) if part.norm == ":")]


def _cut_apart(piece: Parts) -> Iterator[Parts]:
    """The clauses of a piece, without the joints between them."""
    start, place = 0, 1
    while place < len(piece) - 1:
        after = place
        while after < len(piece) and piece[after].name is None and piece[after].norm in _JOINTS:
            after += 1
        if after > place and _is_cut(piece[start:place], piece[place:after], piece[after:]):
            yield piece[start:place]
            start = after
        place = max(after, place + 1)
    yield piece[start:]


def _is_cut(left: Parts, joints: Parts, right: Parts) -> bool:
    """Whether a clause ends at some joints and another one begins behind them."""
    joined = any(part.norm in _AND for part in joints)
    if not right or not _says(left) or (joined and _one_subject(left, right)) or _put_off(left, joints, right):
        return False
    strong = joined or any(part.norm in _STRONG for part in joints)
    if not _only_denies(right) and (_own(right) or (strong and _elided(right))):
        return True
    return any(begins(left, right) for begins in (_compares_again, _headline, _elsewhere, denies_another, _witnessed))


def _says(parts: Parts) -> bool:
    """Whether the left side is a clause and not what introduces one ("unlike GPT-5, …")."""
    norms = [part.norm for part in parts]
    closed = norms.count("(") == norms.count(")") and norms.count('"') % 2 == 0
    return closed and has_predicate(parts) and norms[0] not in _OPENS


def _one_subject(left: Parts, right: Parts) -> bool:
    """Whether an "and" only joins two names that one plural verb is said of: "… that A and B are one and the same"."""
    named = left[-1].model and right[0].model
    return named and any(part.norm in _PLURAL for part in right[1:2])


def _put_off(left: Parts, joints: Parts, right: Parts) -> bool:
    """Whether a delay is followed by its new day ("slipped again, now it's May"), or what is not new by what it is."""
    for n, part in enumerate(left):
        whole = (*left, *joints, *right)
        if part.has("negation") and (corrected_at(whole, n) or sets_right(left[:n], (*left[n + 1 :], *right))):
            return True  # "isn't 2 dollars, it's 1", "isn't new, it's just X"
    dated = any(part.kind == "day" for part in right) and not any(part.kind == "day" for part in left)
    return dated and any(part.has("delay") for part in left)


def _only_denies(parts: Parts) -> bool:
    """Whether a piece only says that what stands before it is so, not so or no longer: "and it is untrue"."""
    told = [part for part in parts if part.kind != "mark"]
    return any(part.has("backs out") for part in told) or all(part.has(*_UNDOES) for part in told)


def _head(parts: Parts) -> int:
    """Where a piece begins behind its adverbs."""
    skipped = (part.has(*_ADVERBS) and part.norm not in _OWN for part in parts)
    return next((n for n, adverb in enumerate(skipped) if not adverb), len(parts))


def _is_verb(part: Part) -> bool:
    return part.has(*_VERBS) or part.norm in HAVE


def _own(parts: Parts) -> bool:
    """Whether a clause with a subject of its own begins here."""
    first, *near = parts[_head(parts) :][:_REACH] or (parts[0],)
    if first.name is None and first.norm not in _OWN:
        return False
    stop = next((n for n, part in enumerate(near) if part.norm in _JOINTS), len(near))
    called = first.name is not None and any(part.norm == "=" for part in near[:1])
    return called or any(map(_is_verb, near[:stop]))


def _elided(parts: Parts) -> bool:
    """Whether a clause begins that leaves its subject out: "and costs $5", "but is not in the API"."""
    verb = next(iter(parts[_head(parts) :]), None)
    if verb is None:
        return False
    light = verb.has("light") and any(part.model for part in parts)  # "and gives you GPT-7"
    return light or (_is_verb(verb) and verb.norm not in _NOUNS)


def _headline(left: Parts, right: Parts) -> bool:
    """Whether a second verb follows, or a span of time: "Meta launches X, drops Y", "X arrives, six weeks after Y"."""
    if len(right) > 1 and right[0].amount is not None:
        return right[0].amount.unit in _SPANS and right[1].has("order")
    return len(right) > 1 and _headline_verb(right[0]) and any(map(_headline_verb, left))


def _headline_verb(part: Part) -> bool:
    return part.norm.endswith("s") and part.has(*_TOLD)


def _elsewhere(left: Parts, right: Parts) -> bool:
    """Whether a place follows where it is not: "out on Bedrock, still not on Vertex"."""
    denied = any(part.has("negation") for part in right[: _head(right)])
    return denied and all(any(part.means(kind) for part in side for kind in _PLACES) for side in (left, right))


def _witnessed(left: Parts, right: Parts) -> bool:
    """Whether somebody saw what stands before: "… on May 9, saw it in the console"."""
    return right[0].has("trace") and right[1:2] != () and right[1].norm == "it" and any(part.moment for part in left)


def _compares_again(left: Parts, right: Parts) -> bool:
    """Whether a second comparison follows: "faster than A and cheaper than B", "ahead of A on X, behind on Y"."""
    ordered = any(part.has("ahead", "behind") for part in left) and right[0].has("ahead", "behind", "side")
    return ordered or (any(part.has("than") for part in left) and right[0].has(*_COMPARATIVES))
