"""Several claims in one sentence, set apart: cut only where both sides say something of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.domain.claims.attribution import HAVE, has_predicate
from bot.domain.claims.parts import Part
from bot.domain.claims.pieces.elisions import contrasted, denies_another, refilled
from bot.domain.claims.pieces.lists import distributed, itemised
from bot.domain.claims.pieces.things import things_of
from bot.domain.claims.polarity import sets_right
from bot.domain.claims.scoring import tells

_STRONG = frozenset({"but", "while", "whereas", "yet", "although", "though", "plus", "—", "+", ";"})
_JOINTS = _STRONG | {",", "and", "&"}
_OWN = frozenset({"it", "they", "this", "that", "which", "its", "their", "the", "who"})
_VERBS = (
    "release", "price", "score", "ahead", "behind", "equal", "holds", "train", "announce", "delay", "be", "may",
    "first", "retire", "cancel", "output", "expected",
)  # fmt: skip
_NOUNS = frozenset((
    "price", "prices", "pricing", "score", "scores", "release", "training", "top", "first", "points", "percent",
    "output",
))  # fmt: skip
_ADVERBS = ("filler", "rumour", "negation", "past state", "expected", "only")
_TOLD = ("release", "announce", "retire", "cancel", "delay", "change", "missed", "open weights")  # verbs of headlines
_SPANS = ("days", "weeks", "months", "years")
_COMPARATIVES = ("better", "worse", "faster", "slower", "cheaper", "dearer")
_EMPTY = ("plain", "pronoun", "be", "filler", "time word")
_UNDOES = ("denial", "negation", "retire", "cancel", "past state", "backs out")
_AFFIRMS = ("plain", "pronoun", "be", "filler", "affirmed")  # ", it's really there"
_PLURAL = frozenset({"are", "were"})
_PHASES = ("start", "past state", "negation")  # what a label says of its matter
_REACH = 5  # parts in which a clause of its own shows its verb


def split(parts: Sequence[Part]) -> tuple[tuple[Part, ...], ...]:
    """The clauses of a sentence, in order; one where nothing is surely cut."""
    told = (one for section in _sections(tuple(parts)) for one in contrasted(section))
    pieces = (piece for one in told for piece in _renamed(one))
    return tuple(clause for piece in pieces for clause in _clauses(piece) if clause)


def _sections(parts: tuple[Part, ...]) -> Iterator[tuple[Part, ...]]:
    """Labels with what stands behind each apart, the matter of the first told of all: "training: A, B | done: C"."""
    bars = [-1, *(n for n, part in enumerate(parts) if part.norm == "|"), len(parts)]
    made = [parts[one + 1 : other] for one, other in pairwise(bars)]
    if len(made) == 1 or not all({":", True} <= {part.model or part.norm for part in piece} for piece in made):
        yield parts
        return
    labels = [piece[: next(n for n, part in enumerate(piece) if part.norm == ":")] for piece in made]
    matter = [part for part in labels[0] if has_predicate([part]) and not part.has(*_PHASES)]
    for piece, label in zip(made, labels, strict=True):
        yield piece if tells(label) else (*matter, *piece)


def _clauses(piece: tuple[Part, ...]) -> Iterator[tuple[Part, ...]]:
    """The items of a list, the things told of one model, or the clauses of a piece with their own lists."""
    if items := itemised(piece) or things_of(piece):
        yield from items
        return
    for clause in refilled(_cut_apart(piece)):
        for one in distributed(clause):
            yield from things_of(one) or (one,)


def _cut_apart(piece: tuple[Part, ...]) -> Iterator[tuple[Part, ...]]:
    """The clauses of a piece; of "Google launches X, retires Y" the last is what Google does."""
    start, lab = 0, tuple(part for part in piece[:1] if part.lab)
    for place, after in _cuts(piece):
        if place > start:
            yield piece[start:place]
            start = after
    last = piece[start:]
    yield (*lab, *last) if start and last and _headline_verb(last[0]) else last


def _renamed(parts: tuple[Part, ...]) -> Iterator[tuple[Part, ...]]:
    """Set "GPT-5.5, codenamed Spud, launched …" apart: it says two things of GPT-5.5."""
    for place in range(1, len(parts) - 2):
        comma = parts[place].norm in (",", "(")
        if (
            not comma
            or not parts[place - 1].model
            or not parts[place + 1].has("codename")
            or not parts[place + 2].model
        ):
            continue
        close = place + 3
        if close < len(parts) and parts[close].norm in (",", ")") and has_predicate(parts[close + 1 :]):
            yield (parts[place - 1], *parts[place + 1 : close])
            yield (*parts[:place], *parts[close + 1 :])
            return
    yield parts


def _cuts(parts: Sequence[Part]) -> Iterator[tuple[int, int]]:
    """Where a clause ends and the next one begins."""
    start = 0
    place = 1
    while place < len(parts) - 1:
        if parts[place].norm not in _JOINTS or parts[place].name is not None:
            place += 1
            continue
        after = _behind_joints(parts, place)
        strong = any(part.norm in _STRONG for part in parts[place:after])
        left, right = parts[start:place], parts[after:]
        joined = any(part.norm in ("and", "&") for part in parts[place:after])
        if joined and _one_subject(left, right):
            place = after
            continue
        goes_on = ((strong or joined) and _elided(right)) or _begins(left, right)
        if right and _says(left) and goes_on and not _put_off(left, right):
            yield place, after
            start = after
        place = max(after, place + 1)


def _put_off(left: Sequence[Part], right: Sequence[Part]) -> bool:
    """Whether a delay is followed by its new day ("slipped again, now it's May"), or what is not new by what it is."""
    if _sets_right(left, right):
        return True
    dated = any(part.kind == "day" for part in right) and not any(part.kind == "day" for part in left)
    return dated and any(part.has("delay") for part in left) and not any(part.model for part in right)


def _sets_right(left: Sequence[Part], right: Sequence[Part]) -> bool:
    """Whether what a model is follows what is only denied of its newness: "isn't new, it's just X"."""
    denials = (n for n, part in enumerate(left) if part.has("negation"))
    return any(sets_right(left[:n], (*left[n + 1 :], *right)) for n in denials)


def _headline(left: Sequence[Part], right: Sequence[Part]) -> bool:
    """Whether a second verb, or a span of time, follows in a headline.

    "Meta launches X, drops Y", "… in May, skipping April target", "X arrives, six weeks after Y".
    """
    if len(right) < 2 or not any(part.model for part in left):  # noqa: PLR2004 -- a verb and more
        return False
    first = right[0]
    if first.amount is not None:
        return first.amount.unit in _SPANS and right[1].has("order")
    if first.norm.endswith("ing"):
        return first.has("missed", "delay")
    return _headline_verb(first) and any(map(_headline_verb, left))


def _headline_verb(part: Part) -> bool:
    return part.norm.endswith("s") and part.has(*_TOLD)


def _behind_joints(parts: Sequence[Part], place: int) -> int:
    """Where the joints that begin at a place end: ", and also"."""
    after = place + 1
    while after < len(parts) and parts[after].norm in _JOINTS | {"also"}:
        after += 1
    return after


def _begins(left: Sequence[Part], right: Sequence[Part]) -> bool:
    """Whether a clause begins that has a subject, a comparison or a denial of its own."""
    again = _compares_again(left, right) or _missing(left, right)
    return again or _headline(left, right) or _own(right) or denies_another(left, right)


def _missing(left: Sequence[Part], right: Sequence[Part]) -> bool:
    """Whether a place follows where it is not: "out on Bedrock, still not on Vertex"."""
    at = _head(right)
    absent = any(part.has("unavailable") for part in right[at : at + 1])
    absent = absent or any(part.has("negation") for part in right[:at])
    return absent and all(any(part.means("surface") or part.means("plan") for part in side) for side in (left, right))


def _compares_again(left: Sequence[Part], right: Sequence[Part]) -> bool:
    """Whether a second comparison follows: "faster than A and cheaper than B", "ahead of A on X, behind on Y"."""
    if not right:
        return False
    ordered = any(part.has("ahead", "behind") for part in left) and right[0].has("ahead", "behind", "side")
    return ordered or (any(part.has("than") for part in left) and right[0].has(*_COMPARATIVES))


def _one_subject(left: Sequence[Part], right: Sequence[Part]) -> bool:
    """Whether an "and" only joins two names that one plural verb is said of: "… that A and B are one and the same"."""
    named = bool(left) and bool(right) and left[-1].model and right[0].model
    return named and len(right) > 1 and right[1].norm in _PLURAL and sum(part.model for part in left) == 1


def _says(parts: Sequence[Part]) -> bool:
    """Whether the left side is a clause and not what introduces one ("unlike GPT-5, …")."""
    if (
        not parts
        or parts[0].has("aside")
        or parts[0].norm in ("if", "when", "after", "before", "as", "with", "in", "by", "whatever")
    ):
        return False
    balanced = sum(p.norm == "(" for p in parts) == sum(p.norm == ")" for p in parts)
    return has_predicate(parts) and balanced and sum(p.norm == '"' for p in parts) % 2 == 0


def _head(parts: Sequence[Part]) -> int:
    at = 0
    while at < len(parts) and (parts[at].has(*_ADVERBS) and parts[at].name is None and parts[at].norm not in _OWN):
        at += 1
    return at


def _verb_at(part: Part) -> bool:
    return (part.has(*_VERBS) and not part.benchmark) or part.norm in HAVE


def _measures(part: Part) -> bool:
    return part.amount is not None or part.model or bool(part.benchmark)


def _only_denies(parts: Sequence[Part]) -> bool:
    """Whether a piece says no more than that what stands before it is not so, or no longer: "and it is untrue"."""
    told = [part for part in parts if part.kind != "mark" and not part.has(*_EMPTY)]
    if any(part.has("backs out") for part in told) and not any(part.model for part in told):
        return True  # "but the deal fell through"
    return bool(told) and all(part.has(*_UNDOES) for part in told)


def _own(parts: Sequence[Part]) -> bool:
    """Whether a clause with a subject of its own begins here."""
    if _only_denies(parts) or all(part.kind == "mark" or part.has(*_AFFIRMS) for part in parts):
        return False
    at = _head(parts)
    if at >= len(parts):
        return False
    first = parts[at]
    if first.name is None and first.norm not in _OWN:
        return False
    near = parts[at + 1 : at + _REACH]
    stop = next((n for n, part in enumerate(near) if part.norm in _JOINTS), len(near))
    return any(_verb_at(part) for part in near[:stop]) or (
        first.name is not None and any(p.norm == "=" for p in near[:1])
    )


def _elided(parts: Sequence[Part]) -> bool:
    """Whether a clause begins that leaves its subject out: "and costs $5", "but is not in the API"."""
    if _only_denies(parts):
        return False
    at = _head(parts)
    if at >= len(parts) or parts[at].name is not None:
        return False
    noun = parts[at].norm in _NOUNS
    other = parts[at].has("light") or (parts[at].kind == "word" and not parts[at].entries)
    headed = any(part.norm == ":" for part in parts[at + 1 : at + 2])
    if other and not headed and parts[at].norm.endswith("s") and any(map(_measures, parts[at:])):
        return True  # "and gives you GPT-7", "and still holds 128k"
    return (_verb_at(parts[at]) and not noun) or (noun and at + 1 < len(parts) and _verb_at(parts[at + 1]))
