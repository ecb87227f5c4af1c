"""Lists set apart: a head, items, and a tail that is said of all of them.

A clause is spelt with a letter for each part, and each shape of list is a pattern over these letters: ``M`` is a part
of the kind that heads an item, ``n`` a number or a day of it, ``<`` a sign and ``>`` a word that set two in order,
``=`` gives a second name, ``y`` answers, ``,`` ``&`` ``|`` join, ``o`` leaves open which, ``:`` ends
a head, any other word is an ``x``. Every item is told with head and tail: "On HLE: A 91, B 93 (no tools)" is "On HLE:
A 91 (no tools)" and "On HLE: B 93 (no tools)".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from itertools import pairwise
from operator import attrgetter, methodcaller
from typing import Any

from bot.domain.claims.attribution import AUXILIARIES, has_predicate
from bot.domain.claims.parts import Part, form
from bot.domain.claims.pieces.comparisons import UPPER
from bot.domain.claims.pieces.numbers import Amount
from bot.domain.claims.pieces.sharing import shared

Parts = tuple[Part, ...]
Pick = Callable[[Part], Any]
Span = tuple[int, int]
_LETTERS = {
    ",": ", + ;", "&": "and & nor", "o": "or", "a": "a an the", "=": "= →", "-": "— -", "<": "> < ≈ over under",
    "y": "yes no tbd tba ✅ ✔ ❌ ✗", ".": ". !", "?": "?", ":": ":", "|": "|", "/": "/", "(": "(", ")": ")",
}  # fmt: skip
_WRITTEN = {word: letter for letter, words in _LETTERS.items() for word in words.split()}
_TOGETHER = ("identity", "equal", "versus")
_OF_ONE = {"are": "is", "were": "was", "have": "has"}  # what is said of several, of one
_EVERY = frozenset({"both", "all", "either"})
_RANKINGS = frozenset({"order", "ranking", "rankings", "ranked", "standings", "podium"})
_UNKNOWN = frozenset({"no", "whenever", "tbd", "tba", "unknown", "unclear", "nobody", "someday", "?"})
_BILLION = 1e9
_LONG = 9  # parts of an item, at most
_FEW = 2  # items, which may be what is compared, or one thing and a part of it

_BEFORE_NEXT = re.compile(r"[,|&oa.?]*(?:n[).])?$")
_BRACKETS = r"\([^()]*\)"
_OWN = rf"(?:{_BRACKETS}|[^,|&()M])+"
_STATED = re.compile(rf"M(?:=(?:{_BRACKETS}|[^,|&()])+|{_OWN})")
_STATES = re.compile(rf"{_STATED.pattern}(?:(?:[,|&]+|(?<=y)){_STATED.pattern})+[.?]*")
_ITEMS = (re.compile(r"M(?:&M)*[^Mn>]*n(?:[^Mn>]*n)*"), re.compile(r"n(?:[^Mn>]{0,2}n)*[^Mn>,|]{0,3}M"))
_VALUES = tuple(re.compile(rf"[^Mn>]*(?P<items>{item.pattern}(?:[^Mn>]*{item.pattern})+)[^Mn>]*") for item in _ITEMS)
_IN_TURN = re.compile(r"(?P<marks>M(?:[,&|/]+M)+)[^Mn>]*(?P<numbers>n(?:[,&|/]+n)+)[^Mn>]*")
_NEXT = r"[,|&o][,|&oa]*M"
_NAMES = re.compile(rf"M(?:{_NEXT})+|M(?:{_BRACKETS})?(?:{_NEXT}(?:{_BRACKETS})?)+")
_LINK = r"M(?:[<>]M)+"
_LINKS = re.compile(rf"{_LINK}(?:[,|&]+{_LINK})*")

_is_model: Pick = attrgetter("model")
_is_surface: Pick = methodcaller("means", "surface")
_is_plan: Pick = methodcaller("means", "plan")
_is_benchmark: Pick = attrgetter("benchmark")


def _is_size(part: Part) -> bool:
    return part.amount is not None and part.amount.value >= _BILLION


def _is_named(part: Part) -> bool:
    return part.model or (part.kind == "word" and bool(part.means("plan")))


def itemised(clause: Parts) -> tuple[Parts, ...]:
    """A whole sentence that is a list, item by item; empty for anything else."""
    return _linked(clause) or _stated(clause)


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


def _clauses(head: Parts, items: Sequence[Parts], tail: Parts = (), last: Amount | None = None) -> tuple[Parts, ...]:
    """Every item with what is said of all; ``last`` is the amount whose unit the others may leave out."""
    common = shared(head, last)
    return tuple((*head, *common.of(item), *tail) for item in items)


def _spelt(clause: Sequence[Part], marks: Collection[int], numbers: Collection[int] = ()) -> str:
    """A clause with a letter for each part; empty where it heads less than two items."""
    if len(marks) < _FEW:
        return ""
    return "".join("M" if n in marks else "n" if n in numbers else _letter(part) for n, part in enumerate(clause))


def _letter(part: Part) -> str:
    if part.name is None and part.norm in _WRITTEN:
        return _WRITTEN[part.norm]
    return ">" if part.has("ahead", "behind", "than", "equal") else "x"


def _places(clause: Sequence[Part], pick: Pick) -> list[int]:
    return [n for n, part in enumerate(clause) if pick(part)]


def _at(letters: str, letter: str, span: Span) -> list[int]:
    return [n for n in range(*span) if letters[n] == letter]


def _head_end(letters: str) -> int:
    """Where the head of a list ends ("Prices per 1M: …", "Grok timeline: …"); 0 without one."""
    only = letters.find(":") + 1
    if only and ":" not in letters[only:] and letters.count("M", 0, only) <= 1 < letters.count("M", only):
        return only
    return max(map(letters.partition("M")[0].rfind, ":=-|?")) + 1


def _linked(clause: Parts) -> tuple[Parts, ...]:
    """Set "A over B, B over C on X", "A > B > C" and a ranking "A, then B" apart: each model against the next."""
    ranking = any(part.norm in _RANKINGS for part in clause)
    if ranking:
        kept = (part for part, after in pairwise((*clause, clause[-1])) if (part.norm, after.norm) != (",", "then"))
        clause = tuple(replace(part, norm=">") if part.norm == "then" else part for part in kept)
    letters = _spelt(clause, _places(clause, _is_model))
    found = _LINKS.search(letters)
    links = [one.start() for one in re.finditer(r"M(?=[<>]M)", letters)]
    if found is None or len(links) < _FEW - ranking or not set(links) <= set(range(*found.span())):
        return ()
    return tuple((*clause[: found.start()], *clause[at : at + 3], *clause[found.end() :]) for at in links)


def _stated(clause: Parts) -> tuple[Parts, ...]:
    """Names or places with what is told of each: "Training: A finished, B ongoing", "a = A, b = B", "A yes, B no"."""
    for pick in (_is_named, _is_surface):
        letters = _spelt(clause, _places(clause, pick))
        start = _head_end(letters)
        if _STATES.fullmatch(letters, start) is None:
            continue
        spans = (one.span() for one in _STATED.finditer(letters, start, len(letters.rstrip(".?"))))
        items = [clause[one:end] for one, end in spans]
        if all(_tells(item, pick, headed=start > 0) for item in items):
            head = (part for part in clause[:start] if not (part.has("question") and pick is _is_surface))
            return _clauses(tuple(head), [_ticked(item) for item in items if not _unknown(item)])
    return ()


def _ticked(item: Parts) -> Parts:
    """An item with the picture that answers no as that word: "Opus 5 ✅ Grok 5 ❌"."""
    denies = (part.has("denying picture") for part in item)
    return tuple(replace(p, kind="word", entries=form("no")) if no else p for p, no in zip(item, denies, strict=True))


def _tells(item: Parts, pick: Pick, *, headed: bool) -> bool:
    """Whether an item tells something of what it names first: an answer, another name, or what its head asks for."""
    first, own = item[0], item[1:]
    answers = len(own) == 1 and _letter(own[0]) == "y"
    if answers or pick is _is_surface or len(item) > _LONG:
        return answers
    if own[0].norm == "→" and any(part.name is not None for part in own[1:2]):
        return first.label
    return headed or own[0].norm == "="


def _unknown(item: Parts) -> bool:
    """Whether an item only says that nothing is known of it: "GPT-7 (no date)", "Grok 5 → TBD"."""
    return item[1].norm in ("(", "→") and any(part.norm in _UNKNOWN for part in item[2:])


def _valued(clause: Parts, pick: Pick) -> tuple[Parts, ...]:
    """Set "A 64.3, B 58.6" apart: each of a list of names, benchmarks or places with its numbers, else its days."""
    marks = _places(clause, pick)
    if len(marks) < _FEW:
        return ()
    start = _head_end(_spelt(clause, marks))
    letters = _spelt(clause, marks, _numbers(clause, start))
    for pattern, item in zip(_VALUES, _ITEMS, strict=True):
        if (found := pattern.fullmatch(letters, start)) is not None:
            spans = [one.span() for one in item.finditer(letters, *found.span("items"))]
            return _each(clause, letters, spans) if _alike(clause, letters, spans) else ()
    return _in_turn(clause, letters, start)


def _numbers(clause: Parts, start: int) -> list[int]:
    """Where the amounts behind a head stand, else its days; the 1M of "(per 1M in/out)" is none of the list."""
    behind = range(start, len(clause))
    amounts = [n for n in behind if clause[n].amount is not None and clause[n - 1].norm != "per"]
    return amounts if len(amounts) > 1 else [n for n in behind if clause[n].kind == "day"]


def _alike(clause: Parts, letters: str, spans: Sequence[Span]) -> bool:
    """Whether all names have as many numbers, or they are three; "$5 in, $30 out" are two of one."""
    counts = {letters.count("n", *span) for span in spans}
    if len(counts) > 1 and sum(letters.count("M", *span) for span in spans) <= _FEW:
        return False
    one, other = ([_amount(clause, n).way for n in _at(letters, "n", span)] for span in spans[:2])
    return one == other or not any(one)  # "A $15, B $3 per million in"


def _amount(clause: Parts, place: int) -> Amount:
    return clause[place].amount or Amount(0)


def _each(clause: Parts, letters: str, spans: Sequence[Span]) -> tuple[Parts, ...]:
    """Each name with its numbers; a benchmark of the first one alone is one of all: "A scores 71 on HLE (B: 68)"."""
    clause = _in_rank(clause, _at(letters, "n", (spans[0][0], spans[-1][1])))
    items = [
        tuple(clause[n] for n in range(*span) if n == name or letters[n] not in "M&")
        for span in spans
        for name in _at(letters, "M", span)
    ]
    tests = _tests(clause[spans[0][0] : spans[1][0]])
    own = [item if _tests(item) else (*item, *tests) for item in items]
    last = clause[letters.rindex("n", 0, spans[-1][1])].amount
    return _clauses(clause[: spans[0][0]], own, clause[spans[-1][1] :], last)


def _in_rank(clause: Parts, numbers: Sequence[int]) -> Parts:
    """The clause with "1) A 2) B" as the places on a list that they are, where it is one of ranks."""
    counted = [(_amount(clause, n).value, _amount(clause, n).unit) for n in numbers]
    ranks = any(part.benchmark or part.has("first", "measurer") for part in clause)
    if not ranks or counted != [(n, "") for n in range(1, len(numbers) + 1)]:
        return clause
    return tuple(
        replace(part, amount=replace(_amount(clause, n), unit="rank")) if n in numbers else part
        for n, part in enumerate(clause)
    )


def _tests(parts: Sequence[Part]) -> Parts:
    return tuple(part for part in parts if part.benchmark)


def _in_turn(clause: Parts, letters: str, start: int) -> tuple[Parts, ...]:
    """Set "A, B and C cost $1, $2 and $3" apart, where there are as many numbers as names, and those of one kind."""
    found = _IN_TURN.fullmatch(letters, start)
    if found is None:
        return ()
    names, numbers = _at(letters, "M", found.span("marks")), _at(letters, "n", found.span("numbers"))
    if len(names) != len(numbers) or len({_amount(clause, n).unit for n in numbers}) > 1:
        return ()
    between = clause[found.end("marks") : numbers[0]]
    items = [(clause[name], *between, clause[number]) for name, number in zip(names, numbers, strict=True)]
    return _clauses(clause[: names[0]], items, clause[numbers[-1] + 1 :], clause[numbers[-1]].amount)


def _named(clause: Parts, pick: Pick) -> tuple[Parts, ...]:
    """Set "A, B and C are out" apart: the clause once for each name, place or size of the list."""
    letters = _spelt(clause, [n for n in _places(clause, pick) if not _set_aside(clause, n)])
    for found in _NAMES.finditer(letters):
        head, tail = clause[: found.start()], clause[found.end() :]
        starts = [*_at(letters, "M", found.span()), found.end()]
        items = [clause[one : one + len(_BEFORE_NEXT.sub("", letters[one:end]))] for one, end in pairwise(starts)]
        if _distributes(head, items, tail, pick, open_="o" in found[0]):
            return tuple(_of_each(head, item, tail, first=not n) for n, item in enumerate(items))
    return ()


def _distributes(head: Parts, items: Sequence[Parts], tail: Parts, pick: Pick, *, open_: bool) -> bool:
    """Whether what stands around a list is said of each of its items; of two sizes one is the active part."""
    said = (*head, *tail)
    if open_ and not any(part.has("negation") for part in said):
        return False
    if pick is _is_size:
        return len(items) > _FEW and any(part.model for part in said)
    if _between(head):
        return any(part.model for part in head)
    return has_predicate(head) or has_predicate(tail) or _announced(head, tail)


def _between(head: Sequence[Part]) -> bool:
    return bool(head) and head[-1].norm == "between"


def _set_aside(clause: Parts, place: int) -> bool:
    """Whether a part is only named beside the list.

    "Its first since GPT-2, A and B", "an answer to A and B, C".
    """
    before = clause[place - 1]
    if _letter(before) in "&o" and place > 1 and clause[place - 2].model:
        return _set_aside(clause, place - 2)
    return before.has("aside") and not before.has("ahead", "behind", "versus", "than")


def _announced(head: Sequence[Part], tail: Sequence[Part]) -> bool:
    """Whether a list of names only fills in its head: "Not in the EU yet: Sora 3, Veo 4"."""
    words = len(head) + any(part.moment is not None for part in head)  # a day alone tells something
    return words > _FEW and _letter(head[-1]) in ":=" and all(_letter(part) in ".?" for part in tail)


def _of_each(head: Parts, item: Parts, tail: Parts, *, first: bool) -> Parts:
    """One item of a list in what is said of all, worded as of one: "neither A nor B are out" as "A is not out"."""
    if _between(head):
        return (*head[:-1], head[-1] if first else replace(head[-1], norm=UPPER), *item, *tail)
    tail = tuple(replace(part, text=_OF_ONE.get(part.norm, part.text)) for part in tail if part.norm not in _EVERY)
    if head and head[-1].norm in _EVERY:
        head = head[:-1]
    if head and head[-1].norm == "neither" and tail and tail[0].norm in AUXILIARIES:
        return (*head[:-1], *item, tail[0], replace(head[-1], text="not"), *tail[1:])
    return (*head, *item, *tail)
