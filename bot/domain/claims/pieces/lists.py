"""Lists set apart: each of several names, benchmarks or places with what is said of it, and of all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from operator import attrgetter, methodcaller
from typing import Any

from bot.domain.claims.attribution import AUXILIARIES, has_predicate
from bot.domain.claims.moments import Moment
from bot.domain.claims.parts import Part
from bot.domain.claims.pieces.benchmarks import YEARS
from bot.domain.claims.pieces.numbers import Amount

_TOGETHER = ("identity", "equal", "versus")
_HEADS = frozenset({":", "→"})
_DASHES = frozenset({"—", "-"})
_ENDS = frozenset({".", "!", "?"})
_BETWEEN_ITEMS = frozenset({",", "and", "&", "or", "nor", "+"})
_MILLION, _BILLION = 1e6, 1e9
_OF_ONE = {"are": "is", "were": "was", "have": "has"}  # what is said of several, of one
_EVERY = frozenset({"both", "all", "either"})
_LEAP = (2, 29)
_MONTH = 31  # days that a month has at most
Pick = Callable[[Part], Any]
_is_model: Pick = attrgetter("model")
_is_benchmark: Pick = attrgetter("benchmark")
_is_surface: Pick = methodcaller("means", "surface")
_is_plan: Pick = methodcaller("means", "plan")


def distributed(clause: tuple[Part, ...]) -> tuple[tuple[Part, ...], ...]:
    """Lists set apart: "A and B are out" says two things; "A and B are the same" says one."""
    if any(part.has(*_TOGETHER) for part in clause) and not _pairs(clause, _is_model):
        return (clause,)
    for pick in (_is_model, _is_benchmark, _is_surface, _is_plan):
        if made := _pairs(clause, pick):
            return made
    if made := _sizes(clause):
        return made
    return _listed(clause, _is_model) or _listed(clause, _is_surface) or (clause,)


def _pairs(clause: tuple[Part, ...], pick: Pick) -> tuple[tuple[Part, ...], ...]:
    """Set "A 64.3, B 58.6" apart: each of a list of names, benchmarks or places with its numbers."""
    marks = [n for n, part in enumerate(clause) if pick(part)]
    dash = next((n for n, part in enumerate(clause) if marks and n > marks[-1] + 1 and part.norm in _DASHES), None)
    clause = clause[:dash]  # "… — four flagships in a month"
    head = _head_end(clause, marks) if marks else 0
    marks = [n for n in marks if n >= head]
    if len(marks) < 2 or any(part.has("ahead", "behind", "than") for part in clause[head:]):  # noqa: PLR2004 -- a list has two
        return ()
    groups = _groups(clause, marks, _numbers(clause, head))
    if not groups or not _alike(clause, groups):
        return ()
    return _each(clause, groups)


def _each(clause: tuple[Part, ...], groups: Sequence[tuple[int, list[int]]]) -> tuple[tuple[Part, ...], ...]:
    """Each name with its numbers, with what the list's head and end say of all."""
    starts = [min(mark, *own) for mark, own in groups]
    ends = [max(mark, *own) for mark, own in groups]
    before, after = clause[: starts[0]], clause[ends[-1] + 1 :]
    last = clause[groups[-1][1][-1]].amount
    said = (*before, *after) if any(part.means("per") or part.means("currency") for part in after) else before
    after = (*_of_all(clause[ends[0] + 1 : starts[1]]), *after)
    inner = {mark for mark, _ in groups}
    pieces = (
        tuple(clause[n] for n in range(start, end + 1) if n not in inner - {mark})
        for (mark, _), start, end in zip(groups, starts, ends, strict=True)
    )
    return tuple((*before, *in_unit_of(said, piece, last), *after) for piece in pieces)


def _of_all(between: tuple[Part, ...]) -> tuple[Part, ...]:
    """The benchmark behind the first number, which the others are of, too.

    "A scores 71 on HLE, B 68".
    """
    return between if any(part.benchmark for part in between) else ()


def _sizes(clause: tuple[Part, ...]) -> tuple[tuple[Part, ...], ...]:
    """Set "Llama 3.1 comes as 7B, 70B and 405B" apart: one model in several sizes."""
    sizes = [n for n, part in enumerate(clause) if part.amount is not None and part.amount.value >= _BILLION]
    between = [part for one, other in pairwise(sizes) for part in clause[one + 1 : other]]
    several = len(sizes) > 2 and sum(part.model for part in clause) == 1  # noqa: PLR2004 -- two are all and active
    if not several or any(part.norm not in _BETWEEN_ITEMS and not part.has("plain") for part in between):
        return ()
    return tuple((*clause[: sizes[0]], clause[n], *clause[sizes[-1] + 1 :]) for n in sizes)


def _head_end(clause: Sequence[Part], marks: Sequence[int]) -> int:
    """Where the head of a list ends ("Prices per 1M: …", "Grok timeline: …"); 0 without one."""
    heads = [n + 1 for n, part in enumerate(clause) if part.norm in _HEADS]
    if len(heads) == 1 and sum(mark >= heads[0] for mark in marks) > 1:
        return heads[0]
    return max((end for end in heads if end <= marks[0]), default=0)


def _numbers(clause: Sequence[Part], head: int) -> list[int]:
    """Where the amounts behind a head stand, else its days; the 1M of "(per 1M in/out)" is none of the list."""
    behind = range(head, len(clause))
    amounts = [n for n in behind if clause[n].amount is not None and not (n and clause[n - 1].norm == "per")]
    return amounts if len(amounts) > 1 else [n for n in behind if clause[n].kind == "day"]


def _groups(clause: Sequence[Part], marks: Sequence[int], numbers: Sequence[int]) -> list[tuple[int, list[int]]]:
    """Each name with its numbers, as many for each, all on the same side of it; empty where they do not pair."""
    each, rest = divmod(len(numbers), len(marks))
    if rest or not each:
        return _by_place(clause, marks, numbers)
    groups = [(mark, list(numbers[n * each : (n + 1) * each])) for n, mark in enumerate(marks)]
    apart = all(max(one, *own) < min(other, *others) for (one, own), (other, others) in pairwise(groups))
    sides = {mark < number for mark, own in groups for number in own}
    return groups if apart and len(sides) == 1 and (each == 1 or sides == {True}) else []


def _by_place(clause: Sequence[Part], marks: Sequence[int], numbers: Sequence[int]) -> list[tuple[int, list[int]]]:
    """Each of three names or more with the numbers behind it; one without any has those of the next: "o3 and o4 $2"."""
    ends = (*marks[1:], numbers[-1] + 1 if numbers else 0)
    groups = [(one, [n for n in numbers if one < n < end]) for one, end in zip(marks, ends, strict=True)]
    for n in range(len(groups) - 2, -1, -1):
        between = [part.norm for part in clause[marks[n] + 1 : marks[n + 1]]]
        if not groups[n][1] and between in (["and"], ["&"]):
            groups[n] = (marks[n], groups[n + 1][1])
    whole = len(marks) > 2 and all(own for _, own in groups) and all(n > marks[0] for n in numbers)  # noqa: PLR2004 -- of two, one may be what is compared
    return groups if whole else []


def _alike(clause: Sequence[Part], groups: Sequence[tuple[int, list[int]]]) -> bool:
    """Whether the numbers of the first two names go the same way: "$5 in, $30 out" are two of one."""
    one, other = ([_way_of(clause[number]) for number in own] for _, own in groups[:2])
    return one == other or not any(one)  # "A $15, B $3 per million in"


def _way_of(part: Part) -> str:
    return part.amount.way if part.amount is not None else ""


def in_unit_of(head: Sequence[Part], piece: Sequence[Part], last: Amount | None = None) -> Iterator[Part]:
    """The parts of an item with its numbers in the unit that its head names: "$ per M input: Haiku 6 1.00".

    Of "A $15, B $3 per million in" the unit behind the ``last`` number holds for each.
    """
    for part in piece:
        if (day := _numeric_day(part, head)) is not None:
            yield replace(part, kind="day", amount=None, moment=day)
        elif part.amount is None:
            yield replace(part, moment=_in_year(_in_month(part, head), head)) if part.moment else part
        else:
            amount = _in_unit(part.amount, head)
            shared = last is not None and last.money and amount.unit == last.unit and not (amount.per or amount.way)
            yield replace(part, amount=replace(amount, per=last.per, way=last.way) if last and shared else amount)


def _numeric_day(part: Part, head: Sequence[Part]) -> Moment | None:
    """A "3/9" as a day of the month that the head names: "September recap: Grok 4.7 3/9"."""
    amount, month = part.amount, month_of(head) if part.amount is not None and part.amount.of is not None else None
    if amount is None or month is None or amount.unit or month.day.month not in (amount.of, amount.value):
        return None
    day = amount.value if amount.of == month.day.month else amount.of or 0.0
    fits = 1 <= day <= month.day.day and day % 1 == 0
    return replace(month, day=month.day.replace(day=int(day)), since=None, operator="on") if fits else None


def _in_month(part: Part, head: Sequence[Part]) -> Moment | None:
    """A day without its month in the month that the head names.

    "November 2025, in order: GPT-5.1 on the 12th".
    """
    month, day = month_of(head), part.text.lower().removeprefix("on ").removeprefix("the ")
    if part.moment is None or month is None or not day[:1].isdecimal() or not day.endswith(("st", "nd", "rd", "th")):
        return part.moment
    fits = part.moment.day.day <= month.day.day
    return replace(month, day=month.day.replace(day=part.moment.day.day), since=None, operator="on") if fits else None


def month_of(head: Sequence[Part]) -> Moment | None:
    """The month that the head of a list names."""
    moments = (part.moment for part in head if part.moment is not None)
    return next((one for one in moments if one.since is not None and 0 < (one.day - one.since).days < _MONTH), None)


def _in_year(moment: Moment | None, head: Sequence[Part]) -> Moment | None:
    """A day without a year in the year that the head names: "2025 launches: Opus 4 on May 22"."""
    year = next((int(part.text) for part in head if part.text.isdecimal() and int(part.text) in YEARS), 0)
    sure = (one.day.year for part in head if (one := part.moment) is not None and not one.guessed)
    year = year or next(sure, 0)
    if moment is None or not moment.guessed or not year or (moment.day.month, moment.day.day) == _LEAP:
        return moment
    since = moment.since.replace(year=year) if moment.since else None
    return replace(moment, day=moment.day.replace(year=year), since=since, guessed=False)


def _in_unit(amount: Amount, head: Sequence[Part]) -> Amount:
    """An amount with what the head says of all: currency, for how many tokens or how long, which way, or its unit."""
    per = next((found for part in head if (found := _per(part))), "")
    money = _first(head, "currency") or ("USD" if per == "Mtok" else "")
    if not amount.unit and money:
        amount = replace(amount, unit=money)
    if amount.money:
        return replace(amount, per=amount.per or per, way=amount.way or _head_way(head))
    counted = not amount.unit and _first(head, "unit") == "parameters"
    return replace(amount, unit="parameters") if counted else amount


def _head_way(head: Sequence[Part]) -> str:
    """Which way the tokens of a list's prices go: "Input prices per 1M: …"."""
    named = {way for part in head for way in ("input", "output") if part.has(way)}
    return _first(head, "way") or (named.pop() if len(named) == 1 else "")


def _first(parts: Sequence[Part], name: str) -> str:
    """What the first part of a class means; empty without one."""
    return next((part.means(name) for part in parts if part.has(name)), "")


def _per(part: Part) -> str:
    """What a price in the head is for: "per M", "monthly", "per 1M"."""
    million = part.amount is not None and part.amount.value == _MILLION
    return part.means("per") or ("Mtok" if million else "")


def _listed(clause: tuple[Part, ...], pick: Pick) -> tuple[tuple[Part, ...], ...]:
    """Set "A, B and C are out" apart: the clause once for each name, or place, of the list."""
    for place in (n for n, part in enumerate(clause) if pick(part) and not (n and _set_aside(clause[n - 1]))):
        names, end, denied = _run(clause, place, pick)
        head, tail = clause[:place], clause[end:]
        if len(names) > 1 and (has_predicate(head) or has_predicate(tail) or _announced(head, tail)):
            head = (*head, *denied) if not any(part.has("negation") for part in head) else head
            return tuple(_of_each(head, clause[name], tail) for name in names)
    return ()


def _set_aside(before: Part) -> bool:
    """Whether what stands behind a part is only named beside the list: "its first since GPT-2, A and B"."""
    return before.has("aside") and not before.has("ahead", "behind", "versus", "than")


def _of_each(head: tuple[Part, ...], name: Part, tail: tuple[Part, ...]) -> tuple[Part, ...]:
    """One item of a list in what is said of all, worded as of one: "neither A nor B are out" as "A is not out"."""
    if not name.model:
        return (*head, name, *tail)
    tail = tuple(replace(part, text=_OF_ONE.get(part.norm, part.text)) for part in tail if part.norm not in _EVERY)
    if head and head[-1].norm in _EVERY:
        head = head[:-1]
    if head and head[-1].norm == "neither" and tail and tail[0].norm in AUXILIARIES:
        return (*head[:-1], name, tail[0], replace(head[-1], text="not"), *tail[1:])
    return (*head, name, *tail)


def _run(clause: tuple[Part, ...], place: int, pick: Pick) -> tuple[list[int], int, tuple[Part, ...]]:
    """The items of a list that begins at a place, where it ends, and the "nor" that denies them."""
    names, end, denied = [place], place + 1, tuple[Part, ...]()
    while end + 1 < len(clause) and clause[end].norm in _BETWEEN_ITEMS:
        denied = (clause[end],) if clause[end].norm == "nor" else denied
        after = end + 1
        while after < len(clause) and clause[after].norm in ("and", "&"):
            after += 1
        if after >= len(clause) or not pick(clause[after]):
            break
        names.append(after)
        end = after + 1
    return names, end, denied


def _announced(head: Sequence[Part], tail: Sequence[Part]) -> bool:
    """Whether a list of names only fills in its head: "Not in the EU yet: Sora 3, Veo 4"."""
    words = len(head) + any(part.moment is not None for part in head)  # a day alone tells something
    told = words > 2 and head[-1].norm in _HEADS and not any(part.model for part in head)  # noqa: PLR2004 -- more than a label
    return told and all(part.norm in _ENDS for part in tail)
