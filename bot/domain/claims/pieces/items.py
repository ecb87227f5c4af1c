"""Items of a list set apart: "Grok 6 done, Llama 5 halfway", "Opus 6 (Cursor), Grok 6 (Zed)".

An item is short and names what it is about first, or, behind one model's name and a colon, says one thing of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from bot.domain.claims.lexicon import lexicon
from bot.domain.claims.moments import Moment
from bot.domain.claims.parts import Part
from bot.domain.claims.pieces.lists import in_unit_of, month_of
from bot.domain.claims.pieces.numbers import Amount

_HEADS = frozenset({":", "→", "-", "—", "|"})
_OPENERS = frozenset({":", "|", "=", "—", "has", "have", "comes with", "packs", "with"})
_JOINTS = frozenset({",", "and", "&", "|", "+", ";"})
_ENDS = frozenset({".", "!", "?"})
_STATES = (
    "train", "finish", "start", "retire", "cancel", "delay", "trace", "negation", "first", "release", "available",
    "unavailable", "testing", "vague",
)  # fmt: skip
_QUOTES = frozenset({'"', "'"})
_EQUALS = frozenset({"=", "→"})
_ANSWERS = frozenset({"yes", "no", "tbd", "tba"})
_LONG = 9  # parts of an item, at most
_BILLION = 1e9
_THOUSAND = 1e3


def itemised(clause: tuple[Part, ...]) -> tuple[tuple[Part, ...], ...]:
    """A list as one piece for each item, each with the head of the list before it; empty for anything else."""
    return _enumerated(clause) or _answered(clause) or _of_names(clause) or _of_one(clause)


def _answered(clause: tuple[Part, ...]) -> tuple[tuple[Part, ...], ...]:
    """Names or places with a yes or no behind each: "On Vertex today: Opus 6 yes, GPT-7 no"."""
    stop = next((n for n, part in enumerate(clause) if part.norm in (":", "?")), len(clause))
    items = list(_cut(clause, stop + 1))
    named = all(len(item) == 2 and (item[0].name or item[0].has("surface", "plan")) for item in items)  # noqa: PLR2004 - a name and its answer
    if len(items) < 2 or not named or any(item[1].norm not in ("yes", "no") for item in items):  # noqa: PLR2004 -- a list has two
        return ()
    head = [part for part in clause[:stop] if not part.has("question")]
    return tuple((*head, *item) for item in items)


def _enumerated(clause: tuple[Part, ...]) -> tuple[tuple[Part, ...], ...]:
    """Names with numbers before them: "1) Haiku 6 2) Opus 6".

    They are places on a list, where its head is one of ranks.
    """
    starts = [n for n in range(len(clause) - 2) if _numbers_a_name(clause[n : n + 3])]
    places = [one.value for n in starts if (one := clause[n].amount) is not None]
    if len(starts) < 2 or places != [n + 1.0 for n in range(len(places))]:  # noqa: PLR2004 -- a list has two
        return ()
    head = clause[: starts[0]]
    ranked = any(part.benchmark or part.has("first") for part in head)
    pieces = list[tuple[Part, ...]]()
    for start, stop, place in zip(starts, (*starts[1:], len(clause)), places, strict=True):
        while clause[stop - 1].norm in _JOINTS | _ENDS:
            stop -= 1  # noqa: PLW2901 -- the end without its comma
        rank = (replace(clause[start], amount=Amount(place, "rank")),) if ranked else ()
        pieces.append((*head, *clause[start + 2 : stop], *rank))
    return tuple(pieces)


def _numbers_a_name(three: Sequence[Part]) -> bool:
    """Whether a bare number, its mark and a name stand one behind the other: "1) Haiku 6"."""
    number, mark, name = three
    bare = number.amount is not None and not number.amount.unit and number.amount.of is None
    return bare and mark.norm in (")", ".") and _names(name)


def _of_names(clause: tuple[Part, ...]) -> tuple[tuple[Part, ...], ...]:
    """Each name of a list with what is said of it."""
    first = next((n for n, part in enumerate(clause) if _names(part)), None)
    if first is None:
        return ()
    head = next((n + 1 for n in range(first - 1, -1, -1) if clause[n].norm in _HEADS), 0)
    items = list(_cut(clause, head))
    licensed = any(part.has("fact") for part in clause[:head])
    told = [_item(item, headed=head > 0) or (licensed and 1 < len(item) < _LONG and _names(item[0])) for item in items]
    if len(items) < 2 or not all(told):  # noqa: PLR2004 -- a list has two
        return ()
    before = clause[:head]
    return tuple((*_head_of(before, item), *_ranked(in_unit_of(before, _in_month(before, item)))) for item in items)


def _names(part: Part) -> bool:
    return part.model or (part.kind == "word" and bool(part.means("plan")))


def _cut(parts: Sequence[Part], start: int) -> Iterator[tuple[Part, ...]]:
    """The stretches between commas and joints that stand in no brackets, without the marks at their ends."""
    depth = 0
    stop = len(parts)
    while stop > start and parts[stop - 1].norm in _ENDS:
        stop -= 1
    for place in range(start, stop):
        depth += (parts[place].norm == "(") - (parts[place].norm == ")")
        if parts[place].norm in _JOINTS and parts[place].name is None and not depth:
            if place > start:
                yield tuple(parts[start:place])
            start = place + 1
    if stop > start:
        yield tuple(parts[start:stop])


def _item(item: Sequence[Part], *, headed: bool) -> bool:
    """Whether a stretch is a name with a state, a place, a number or a second name of it."""
    inner = [part for part in item if part.norm not in _QUOTES]
    if not 1 < len(inner) <= _LONG or not _names(inner[0]):
        return False
    if inner[1].norm == "→" and not inner[0].label:
        return False
    return _tells(inner[1:], headed=headed)


def _tells(rest: Sequence[Part], *, headed: bool) -> bool:
    """Whether what stands behind the name of an item tells its state, its place, or its other name."""
    if rest[0].norm in _EQUALS:
        return len(rest) > 1 and (rest[0].norm == "=" or rest[1].name is not None)
    if not headed or any(part.model for part in rest):
        return False
    if rest[0].norm == "(" and rest[-1].norm == ")":
        return len(rest) > 2  # noqa: PLR2004 -- something in brackets
    state = rest[0].has(*_STATES) or _ordinal(rest[0]) is not None or any(part.has("fact") for part in rest)
    return rest[0].norm in _ANSWERS or (state and not rest[0].has("be"))


def _ordinal(part: Part) -> float | None:
    """The place that an ordinal in words names: "second" is 2."""
    entries = lexicon().numeric.get(part.norm, ()) if part.kind == "word" else ()
    return next((float(entry.means) for entry in entries if entry.name == "ordinal" and len(entry.tokens) == 1), None)


def _ranked(item: Iterator[Part]) -> Iterator[Part]:
    """The parts of an item with an ordinal in words as a place on the list."""
    for part in item:
        place = _ordinal(part)
        yield part if place is None else replace(part, kind="amount", entries=(), amount=Amount(place, "rank"))


def _in_month(head: Sequence[Part], item: Sequence[Part]) -> tuple[Part, ...]:
    """An item with a number in brackets as a day of the month that the head names: "March: GPT-5.5 (5th)"."""
    month = month_of(head)
    return tuple(_as_day(part, item[n - 1], month) if n and month else part for n, part in enumerate(item))


def _as_day(part: Part, before: Part, month: Moment) -> Part:
    number = part.amount.value if part.amount is not None and part.amount.unit in ("", "rank") else 0
    if before.norm not in ("(", "the") or not 1 <= number <= month.day.day or number % 1:
        return part
    day = month.day.replace(day=int(number))
    return replace(part, kind="day", amount=None, moment=replace(month, day=day, since=None, operator="on"))


def _head_of(head: Sequence[Part], item: Sequence[Part]) -> tuple[Part, ...]:
    """The head of a list without its month, where an item names a day of it."""
    month = month_of(head)
    if month is None or not any(
        one.moment is not None or _as_day(one, two, month).moment for two, one in pairwise(item)
    ):
        return tuple(head)
    return tuple(replace(part, kind="word", moment=None) if part.moment is month else part for part in head)


def _of_one(clause: tuple[Part, ...]) -> tuple[tuple[Part, ...], ...]:
    """What one model has, one thing an item: "DeepSeek V4: 1.6T parameters, MIT licence, 1M context"."""
    opener = _opener(clause)
    if opener is None or any(part.has("negation", "denial", "than") for part in clause):
        return ()
    items = list(_cut(clause, opener + 1))
    topics = _topics(clause[opener], items)
    head = clause[:opener]
    if not topics and any(part.has("open weights", "closed weights") or part.norm == "opens" for part in head):
        sized = tuple(part for item in items if topic_of(item) == "size" for part in item)
        own = tuple(part for part in head if part.model)
        return ((*own, *sized), head) if sized else ()  # "X goes open: 1T params, 52B active"
    return _behind_head(clause, opener, items, topics) if topics else ()


def _topics(opener: Part, items: Sequence[Sequence[Part]]) -> list[str]:
    """What each item is about; empty where they are no list of several things."""
    topics = [topic_of(item) for item in items]
    if opener.norm not in ":|—":
        topics = ["limit" if topic == "output" else topic for topic in topics]  # "has a 400k context and 128k output"
    told = not all(topics) and any(part.kind == "day" or part.has(*_STATES) for item in items for part in item)
    if not topics or not topics[0] or told or len({*topics} - {""}) < 2:  # noqa: PLR2004 -- two things are said
        return []
    for place, topic in enumerate(topics):
        topics[place] = topic or topics[place - 1]  # "…, and a new attention" goes with what stands before it
    return topics


def _behind_head(
    clause: tuple[Part, ...], opener: int, items: Sequence[tuple[Part, ...]], topics: Sequence[str]
) -> tuple[tuple[Part, ...], ...]:
    """The items behind their head; what comes with a release apart from it: "ships on May 3 with 1M context and …"."""
    head = clause[:opener] if clause[opener].norm in ":|—" else clause[: opener + 1]
    if clause[opener].norm != "with" or not any(part.has("release", "announce") for part in head):
        return tuple(_things(head, items, topics))
    came, own = head[:-1], tuple(part for part in head if part.model)
    measured = _things((*own, clause[opener]), items, topics)
    return (came, *measured) if any(part.moment is not None for part in came) else (*measured, came)


def _things(head: tuple[Part, ...], items: Sequence[tuple[Part, ...]], topics: Sequence[str]) -> list[tuple[Part, ...]]:
    """The items about one thing together, each behind the head.

    A head that measures stands before the first alone.
    """
    measured = any(part.amount is not None for part in head)  # "is a 1.2T MoE with 45B active, Apache 2.0"
    pieces = [(*head, *items[0])]
    own = tuple(part for part in head if part.model) if measured else head
    for (before, topic), item in zip(pairwise(topics), items[1:], strict=True):
        pieces.append((*pieces.pop(), *item) if topic == before else (*own, *item))
    return pieces


def _opener(clause: Sequence[Part]) -> int | None:
    """Where the mark or the verb stands behind the one model of a clause, which begins a list."""
    models = [n for n, part in enumerate(clause) if part.model or (part.name is not None and part.means("plan"))]
    behind = range(models[0] + 1, len(clause)) if len(models) == 1 else ()
    return next((n for n in behind if clause[n].norm in _OPENERS), None)


def topic_of(item: Sequence[Part]) -> str:
    """What an item is about: a price, a size, a limit, a score, a licence; empty for anything else."""
    amounts = [one for part in item if (one := part.amount) is not None]
    if any(one.money for one in amounts):
        return "price"
    if any(part.benchmark for part in item):
        return "score" if amounts else ""
    if any(one.unit == "messages" for one in amounts):
        return f"messages {id(item)}"  # each count of messages is a limit of its own
    return _measure(item, amounts)


def _limited(item: Sequence[Part]) -> bool:
    return any(part.has("limit") for part in item)


def _measure(item: Sequence[Part], amounts: Sequence[Amount]) -> str:
    """What an item measures: the size of a model, a limit, or what it tells without a number."""
    if any(one.unit == "parameters" or (not one.unit and one.value >= _BILLION) for one in amounts):
        return "size"
    if any(one.value >= _THOUSAND for one in amounts):
        return "output" if any(part.has("output") for part in item) else "limit" if _limited(item) else ""
    return _told_without_number(item, amounts)


def _told_without_number(item: Sequence[Part], amounts: Sequence[Amount]) -> str:
    """The topic of an item that no amount measures; else empty.

    A knowledge cutoff with its day, or a licence.
    """
    if any(part.has("cutoff") for part in item) and any(part.moment is not None for part in item):
        return "cutoff"
    version = all(not one.unit and one.value < _LONG for one in amounts)  # "Apache 2.0"
    return "licence" if version and any(part.has("fact", "open weights") for part in item) else ""
