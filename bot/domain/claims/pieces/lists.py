"""Lists set apart: a head, items, and a tail that is said of all of them.

A clause is spelt with a letter for each part, and each shape of list is a pattern over these letters: ``M`` is a part
of the kind that heads an item, ``n`` a number or a day of it, ``<`` a sign and ``>`` a word that set two in order,
``v`` a "versus", ``=`` gives a second name, ``y`` answers, ``,`` ``&`` ``|`` join, ``o`` leaves open which, ``:`` ends
a head, any other word is an ``x``. Every item is told with head and tail: "On HLE: A 91, B 93 (no tools)" is "On HLE:
A 91 (no tools)" and "On HLE: B 93 (no tools)".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import attrgetter, methodcaller
from typing import Any

from bot.domain.claims.attribution import AUXILIARIES, has_predicate
from bot.domain.claims.parts import Part
from bot.domain.claims.pieces.comparisons import UPPER
from bot.domain.claims.pieces.numbers import Amount
from bot.domain.claims.pieces.sharing import shared
from bot.domain.claims.scoring import tells

Parts = tuple[Part, ...]
Pick = Callable[[Part], Any]
_LETTERS = {
    ",": ", + ;", "&": "and & nor", "o": "or", "a": "a an the", "=": "= →", "-": "— -", "<": "> < ≈ over under",
    "y": "yes no tbd tba", ".": ". !", "?": "?", ":": ":", "|": "|", "/": "/", "(": "(", ")": ")",
}  # fmt: skip
_WRITTEN = {word: letter for letter, words in _LETTERS.items() for word in words.split()}
_TOGETHER = ("identity", "equal", "versus")
_OF_ONE = {"are": "is", "were": "was", "have": "has"}  # what is said of several, of one
_EVERY = frozenset({"both", "all", "either"})
_RANKINGS = frozenset({"order", "ranking", "rankings", "ranked", "standings", "podium"})
_UNKNOWN = frozenset({"no", "whenever", "tbd", "tba", "unknown", "unclear", "nobody", "someday", "?"})
_BILLION = 1e9
_PHASES = ("start", "past state", "negation")  # what a label says of its matter
_LONG = 9  # parts of an item, at most

_BEFORE_NEXT = re.compile(r"[,|&oa.?]*(?:n[).])?$")
_JOINT = r"[,|&]+"
_BRACKETS = r"\([^()]*\)"
_OWN = rf"(?:{_BRACKETS}|[^,|&()M])+"
_STATED = re.compile(rf"M(?:=(?:{_BRACKETS}|[^,|&()])+|{_OWN})")
_STATES = re.compile(rf"{_STATED.pattern}(?:{_JOINT}{_STATED.pattern})+[.?]*")
_NUMBERED = re.compile(r"M(?:&M)*[^Mn>]*n(?:[^Mn>]*n)*")
_BEHIND = re.compile(r"n(?:[^Mn>]{0,2}n)*[^Mn>,|]{0,3}M")
_VALUES = tuple(
    re.compile(rf"(?P<head>[^Mn>]*)(?P<items>{item}(?:[^Mn>]*{item})+)(?P<tail>[^Mn>]*)")
    for item in (_NUMBERED.pattern, _BEHIND.pattern)
)
_CLOSED = re.compile(rf"(?:{_BRACKETS})?[.?]*")
_NAMES = re.compile(rf"M(?:{_BRACKETS})?(?:[,|&o][,|&oa]*M(?:{_BRACKETS})?)+")
_RANKS = re.compile(r"(?:n[).])?M[^Mn]*(?:n[).]M[^Mn-]*)+")
_IN_TURN = re.compile(r"(?P<marks>M(?:[,&|/v]+M)+)[^Mn>]*(?P<numbers>n(?:[,&|/]+n)+)[^Mn>]*")
_LABELS = re.compile(r"(?:^|[,|])(?=[^,|:]{1,4}:)")
_LINK = r"M(?:[<>]M)+"
_LINKS = re.compile(rf"{_LINK}(?:[^M<>]*[,|&]&?{_LINK})*")

_is_model: Pick = attrgetter("model")
_is_surface: Pick = methodcaller("means", "surface")
_is_plan: Pick = methodcaller("means", "plan")
_is_benchmark: Pick = attrgetter("benchmark")


def _is_size(part: Part) -> bool:
    return part.amount is not None and part.amount.value >= _BILLION


@dataclass(frozen=True, slots=True)
class ItemList:
    """A list: what stands before its items, the items, and what stands behind."""

    head: Parts
    items: tuple[Parts, ...]
    tail: Parts = ()

    def clauses(self, last: Amount | None = None) -> tuple[Parts, ...]:
        """Every item with what is said of all; ``last`` is the amount whose unit the others may leave out."""
        units = any(part.means("per") or part.means("currency") for part in self.tail)
        common = shared((*self.head, *self.tail) if units else self.head, last)
        own = [tuple(common.of(item)) for item in self.items]
        return tuple((*common.without_month(self.head, item), *item, *self.tail) for item in own)


def itemised(clause: Parts) -> tuple[Parts, ...]:
    """A whole sentence that is a list, item by item; empty for anything else."""
    return _linked(clause) or _ranked(clause) or _valued(clause, _is_model, whole=True) or _stated(clause)


def distributed(clause: Parts) -> tuple[Parts, ...]:
    """A clause with a list in it: "A and B are out" says two things; "A and B are the same" says one."""
    together = any(part.has(*_TOGETHER) for part in clause)
    for pick in (_is_model, _is_plan) if together else (_is_model, _is_benchmark, _is_surface, _is_plan):
        if made := _valued(clause, pick):
            return made
    if together:
        return (clause,)
    made = _named(clause, _is_size) or _named(clause, _is_model) or (clause,)
    return tuple(found for one in made for found in _named(one, _is_surface) or (one,))


def sections(clause: Parts) -> tuple[Parts, ...]:
    """Labels with what stands behind each, "training: A, B | done: C", apart; the clause itself for anything else."""
    letters = _spelt(clause, _places(clause, _is_model))
    starts = [one.end() for one in _LABELS.finditer(letters)]
    made = tuple(clause[one : end - (end < len(clause))] for one, end in pairwise([*starts, len(clause)]))
    whole = len(made) > 1 and not starts[0] and all(any(part.model for part in piece) for piece in made)
    return tuple(_about(piece, made[0]) for piece in made) if whole else (clause,)


def _about(piece: Parts, first: Parts) -> Parts:
    """A section with the matter of the first label, where its own has none: "training: A | done: B"."""
    one, other = (section[: _spelt(section, ()).index(":")] for section in (first, piece))
    matter = () if tells(other) else (part for part in one if has_predicate([part]) and not part.has(*_PHASES))
    return (*matter, *piece)


def _spelt(clause: Sequence[Part], marks: Collection[int], numbers: Collection[int] = ()) -> str:
    """A clause with a letter for each part."""
    return "".join("M" if n in marks else "n" if n in numbers else _letter(part) for n, part in enumerate(clause))


def _letter(part: Part) -> str:
    if part.name is None and part.norm in _WRITTEN:
        return _WRITTEN[part.norm]
    return ">" if part.has("ahead", "behind", "than", "equal") else "v" if part.has("versus") else "x"


def _places(clause: Sequence[Part], pick: Pick) -> list[int]:
    return [n for n, part in enumerate(clause) if pick(part)]


def _head_end(letters: str) -> int:
    """Where the head of a list ends ("Prices per 1M: …", "Grok timeline: …"); 0 without one."""
    only = letters.find(":") + 1
    if only and ":" not in letters[only:] and letters.count("M", 0, only) <= 1 < letters.count("M", only):
        return only
    return max(letters.rfind(mark, 0, letters.find("M")) for mark in ":=-|?") + 1


def _linked(clause: Parts) -> tuple[Parts, ...]:
    """Set "A over B, B over C on X" and "A > B > C" apart: each model stands against the next."""
    ranking = any(part.norm in _RANKINGS for part in clause)
    if ranking:
        clause = _in_rank(clause)
    letters = _spelt(clause, _places(clause, _is_model))
    found = _LINKS.search(letters)
    links = [one.end() for one in re.finditer(r"M(?=[<>]M)", letters)]
    if found is None or not set(links) <= set(range(*found.span())):
        return ()
    if len(links) < 2 and not ranking:  # noqa: PLR2004 -- a list has two
        return ()
    ends = [next((n for n in range(at + 2, found.end()) if letters[n] in "M<>,|&"), at + 2) for at in links]
    items = [clause[at - 1 : end] for at, end in zip(links, ends, strict=True)]
    tail = clause[found.end() :]
    if any(end > at + 2 for at, end in zip(links, ends, strict=True)):
        items[-1], tail = (*items[-1], *tail), ()  # "A > B on HLE, A < C on GPQA": each has a measure of its own
    return tuple((*clause[: found.start()], *item, *tail) for item in items)


def _in_rank(clause: Parts) -> Parts:
    """The clause with the ", then" of a ranking as the sign that it stands for: "the order was A, then B"."""
    then = {n for n in range(1, len(clause)) if clause[n].norm == "then"}
    kept = (part for n, part in enumerate(clause) if not (n + 1 in then and part.norm == ","))
    return tuple(replace(part, norm=">") if part.norm == "then" else part for part in kept)


def _ranked(clause: Parts) -> tuple[Parts, ...]:
    """Names with numbers before them, "1) A 2) B": places on a list, where that is one of ranks."""
    bare = [n for n, part in enumerate(clause) if (one := part.amount) and not one.unit and one.of is None]
    letters = _spelt(clause, _places(clause, _is_model), bare)
    found = _RANKS.search(letters)
    if found is None:
        return ()
    starts = _at(letters, "M", found.span())
    places = [one.value for n in starts if letters[n - 2 : n - 1] == "n" and (one := clause[n - 2].amount) is not None]
    if places != [n + 1.0 for n in range(len(starts) - len(places), len(starts))]:
        return ()
    head, tail = clause[: found.start()], clause[found.end() :]
    items = list(_apart(clause, letters, found.span()))
    if any(part.benchmark or part.has("first", "measurer") for part in (*head, *tail)):
        items = [(*item, _place(item[0], rank)) for rank, item in enumerate(items, 1)]
    return ItemList(head, tuple(items), tail).clauses()


def _place(name: Part, rank: int) -> Part:
    return replace(name, kind="amount", text=f"#{rank}", name=None, amount=Amount(rank, "rank"))


def _stated(clause: Parts) -> tuple[Parts, ...]:
    """Names or places with what is told of each: "Training: A finished, B ongoing", "a = A, b = B", "A yes, B no"."""
    for pick in (_names, _is_surface):
        letters = _spelt(clause, _places(clause, pick))
        start = _head_end(letters)
        found = _STATES.fullmatch(letters, start)
        if found is None:
            continue
        spans = [one.span() for one in _STATED.finditer(letters, start, len(letters.rstrip(".?")))]
        items = tuple(clause[one:end] for one, end in spans)
        headed = start > 0 or _in_short(items)
        if all(_tells(item, pick, headed=headed) for item in items):
            head = (part for part in clause[:start] if not (part.has("question") and pick is _is_surface))
            return ItemList(tuple(head), tuple(item for item in items if not _unknown(item))).clauses()
    return ()


def _names(part: Part) -> bool:
    return part.model or (part.kind == "word" and bool(part.means("plan")))


def _tells(item: Parts, pick: Pick, *, headed: bool) -> bool:
    """Whether an item tells something of what it names first."""
    own = item[1:]
    answers = len(own) == 1 and _letter(own[0]) == "y"
    if answers or pick is _is_surface or len(item) > _LONG:
        return answers
    if _letter(own[0]) == "=":
        named = len(own) > 1 and own[1].name is not None
        return len(own) > 1 and (own[0].norm == "=" or (item[0].label if named else headed))
    return headed


def _in_short(items: Sequence[Parts]) -> bool:
    """Whether models have a few words each: "A trained, B in testing, C is next"."""
    bare = all(part.amount is None and part.moment is None for item in items for part in item)
    return bare and len(items) > 2 and 2 * sum(map(has_predicate, items)) > len(items)  # noqa: PLR2004 - two may be compared


def _unknown(item: Parts) -> bool:
    """Whether an item only says that nothing is known of it: "GPT-7 (no date)", "Grok 5 → TBD"."""
    told = any(part.moment is not None or part.has("fact") for part in item)
    return item[1].norm in ("(", "→") and not told and any(part.norm in _UNKNOWN for part in item[2:])


def _valued(clause: Parts, pick: Pick, *, whole: bool = False) -> tuple[Parts, ...]:
    """Set "A 64.3, B 58.6" apart: each of a list of names, benchmarks or places with its numbers, else its days.

    A ``whole`` sentence is one where a head stands before the list and nothing behind it but brackets.
    """
    marks = _places(clause, pick)
    if len(marks) < 2:  # noqa: PLR2004 -- a list has two
        return ()
    letters = _spelt(clause, marks)
    dash = letters.find("-", marks[-1] + 2)
    clause = clause[: dash if dash > 0 else None]  # "… — four flagships in a month"
    start = _head_end(letters)
    letters = _spelt(clause, [n for n in marks if n >= start], _numbers(clause, start))
    for pattern, item in zip(_VALUES, (_NUMBERED, _BEHIND), strict=True):
        if (found := pattern.fullmatch(letters, start)) is not None:
            closed = start and _CLOSED.fullmatch(found["head"] + found["tail"])
            spans = [one.span() for one in item.finditer(letters, *found.span("items"))]
            told = (closed or not whole) and _alike(clause, letters, spans)
            return _each(clause, letters, spans) if told else ()
    return _in_turn(clause, letters, start)


def _numbers(clause: Parts, start: int) -> list[int]:
    """Where the amounts behind a head stand, else its days; the 1M of "(per 1M in/out)" is none of the list."""
    behind = range(start, len(clause))
    amounts = [n for n in behind if clause[n].amount is not None and not (n and clause[n - 1].norm == "per")]
    return amounts if len(amounts) > 1 else [n for n in behind if clause[n].kind == "day"]


def _in_turn(clause: Parts, letters: str, start: int) -> tuple[Parts, ...]:
    """Set "A, B and C cost $1, $2 and $3" apart, where there are as many numbers as names, and those of one kind."""
    found = _IN_TURN.fullmatch(letters, start)
    if found is None or (found["marks"].count("M") < 3 and "v" in found["marks"]):  # noqa: PLR2004 -- two that are set against each other are one claim
        return ()
    names, numbers = _at(letters, "M", found.span("marks")), _at(letters, "n", found.span("numbers"))
    amounts = [one for n in numbers if (one := clause[n].amount) is not None]
    units = {one.unit for one in amounts}, {one.way for one in amounts if one.way}
    between = clause[found.end("marks") : numbers[0]]
    items = tuple((clause[name], *between, clause[number]) for name, number in zip(names, numbers, strict=False))
    if max(map(len, units)) > 1 or len(names) != len(numbers):
        return ()
    return ItemList(clause[: names[0]], items, clause[numbers[-1] + 1 :]).clauses(amounts[-1] if amounts else None)


def _at(letters: str, letter: str, span: tuple[int, int]) -> list[int]:
    return [n for n in range(*span) if letters[n] == letter]


def _apart(clause: Parts, letters: str, span: tuple[int, int]) -> Iterator[Parts]:
    """The stretches that begin with a name each, without the joints, numbers and marks before the next one."""
    for one, other in pairwise([*_at(letters, "M", span), span[1]]):
        yield clause[one : one + len(_BEFORE_NEXT.sub("", letters[one:other], count=1))]


def _alike(clause: Parts, letters: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether all names have as many numbers, or they are three; "$5 in, $30 out" are two of one."""
    counts = {letters.count("n", *span) for span in spans}
    if len(counts) > 1 and sum(letters.count("M", *span) for span in spans) < 3:  # noqa: PLR2004 -- of two, one may be what is compared
        return False
    one, other = ([_way(clause[n]) for n in _at(letters, "n", span)] for span in spans[:2])
    return one == other or not any(one)  # "A $15, B $3 per million in"


def _way(part: Part) -> str:
    return part.amount.way if part.amount is not None else ""


def _each(clause: Parts, letters: str, spans: Sequence[tuple[int, int]]) -> tuple[Parts, ...]:
    """Each name with its numbers; a benchmark of the first one alone is one of all: "A scores 71 on HLE (B: 68)"."""
    (first, end), last = spans[0], spans[-1][1]
    between, tail = clause[end : spans[1][0]], clause[last:]
    if tail and tail[0].norm == ")" and any(part.norm == "(" for part in between):
        between, tail = tuple(part for part in between if part.norm != "("), tail[1:]
    items = [item for span in spans for item in _of_names(clause, letters, span)]
    tests = _tests(items[0])
    own = tuple(item if _tests(item) else (*item, *tests) for item in items)
    behind = between if _tests(between) else ()
    amount = clause[letters.rindex("n", 0, last)].amount
    return ItemList(clause[:first], own, (*behind, *tail)).clauses(amount)


def _tests(parts: Sequence[Part]) -> Parts:
    return tuple(part for part in parts if part.benchmark)


def _of_names(clause: Parts, letters: str, span: tuple[int, int]) -> Iterator[Parts]:
    """Each name of a stretch with all that is no name in it: "o3 and o4 $2"."""
    for name in _at(letters, "M", span):
        yield tuple(clause[n] for n in range(*span) if n == name or letters[n] not in "M&")


def _named(clause: Parts, pick: Pick) -> tuple[Parts, ...]:
    """Set "A, B and C are out" apart: the clause once for each name, place or size of the list."""
    letters = _spelt(clause, [n for n in _places(clause, pick) if not (n and _set_aside(clause[n - 1]))])
    for found in _NAMES.finditer(letters):
        end = found.start() + (found[0].rindex("M") + 1 if found[0].count("(") == 1 else len(found[0]))
        items = tuple(_apart(clause, letters, (found.start(), end)))
        run = ItemList(clause[: found.start()], items, clause[end:])
        if _distributes(run, pick, open_="o" in found[0]):
            denied = tuple(part for part in clause[found.start() : end] if part.norm == "nor")[:1]
            return tuple(_of_each(run, n, denied) for n in range(len(run.items)))
    return ()


def _distributes(run: ItemList, pick: Pick, *, open_: bool) -> bool:
    """Whether what stands around a list is said of each of its items; of two sizes one is the active part."""
    said = (*run.head, *run.tail)
    if open_ and not any(part.has("negation") for part in said):
        return False
    if pick is _is_size:
        return len(run.items) > 2 and sum(part.model for part in said) == 1  # noqa: PLR2004 -- see above
    if _between(run.head):
        return any(part.model for part in run.head)
    return has_predicate(run.head) or has_predicate(run.tail) or _announced(run.head, run.tail)


def _between(head: Sequence[Part]) -> bool:
    return bool(head) and head[-1].norm == "between"


def _set_aside(before: Part) -> bool:
    """Whether what stands behind a part is only named beside the list: "its first since GPT-2, A and B"."""
    return before.has("aside") and not before.has("ahead", "behind", "versus", "than")


def _of_each(run: ItemList, place: int, denied: Parts) -> Parts:
    """One item of a list in what is said of all, worded as of one: "neither A nor B are out" as "A is not out"."""
    head, item, tail = run.head, run.items[place], run.tail
    if _between(head):
        return (*head[:-1], replace(head[-1], norm=UPPER) if place else head[-1], *item, *tail)
    head = (*head, *denied) if not any(part.has("negation") for part in head) else head
    if not item[0].model:
        return (*head, *item, *tail)
    tail = tuple(replace(part, text=_OF_ONE.get(part.norm, part.text)) for part in tail if part.norm not in _EVERY)
    if head and head[-1].norm in _EVERY:
        head = head[:-1]
    if head and head[-1].norm == "neither" and tail and tail[0].norm in AUXILIARIES:
        return (*head[:-1], *item, tail[0], replace(head[-1], text="not"), *tail[1:])
    return (*head, *item, *tail)


def _announced(head: Sequence[Part], tail: Sequence[Part]) -> bool:
    """Whether a list of names only fills in its head: "Not in the EU yet: Sora 3, Veo 4"."""
    words = len(head) + any(part.moment is not None for part in head)  # a day alone tells something
    told = words > 2 and _letter(head[-1]) in ":=" and not any(part.model for part in head)  # noqa: PLR2004 -- more than a label
    return told and all(_letter(part) in ".?" for part in tail)
