"""Trace citations to their origins: copies, circles, drift, and likely copies.

Copy detection by shared rare values follows Dong, Berti-Equille and Srivastava, "Truth Discovery and Copying Detection
in a Dynamic World" (VLDB 2009): two sources that share an unusual value are probably not independent. It only makes
proposals; a person confirms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.domain.evidence.evidence import COPIES, Basis, Evidence, Statement

_NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?(?![\w.]*\d)")
_RARE = 3  # digits a number needs before sharing it means anything


@dataclass(frozen=True, slots=True)
class Drift:
    """A copy that states another number, unit or comparator than its source."""

    copy: str
    root: str
    copied: str
    original: str


@dataclass(frozen=True, slots=True)
class Lineage:
    """The citation graph: who copied whom.

    ``roots`` maps each item to its origins: itself if it is one, none if its citations are missing.
    """

    roots: Mapping[str, frozenset[str]]
    circular: frozenset[str]
    drifts: tuple[Drift, ...]

    def is_root(self, item: Evidence) -> bool:
        """Whether the item is an origin."""
        return item.id in self.roots.get(item.id, frozenset())


def is_copy(item: Evidence) -> bool:
    """Whether an item only repeats others.

    An own document or measurement is never a copy.
    """
    return item.basis in COPIES


def trace(items: Iterable[Evidence]) -> Lineage:
    """Follow every citation to its end.

    An item that is no copy is its own root. A copy has the roots of what it cites; a copy that cites nothing known, or
    only a circle (A cites B cites A), has none. ``circular`` are those that lead into a circle and to no root. Order of
    the items makes no difference.
    """
    by_id = {item.id: item for item in items}
    roots: dict[str, frozenset[str]] = {}
    passed: dict[str, frozenset[str]] = {}
    for start in by_id.values():
        roots[start.id], passed[start.id] = _walk(start, by_id)
    circles = {name for name, on_the_way in passed.items() if name in on_the_way}
    circular = frozenset(name for name in by_id if not roots[name] and not circles.isdisjoint({name, *passed[name]}))
    return Lineage(roots, circular, tuple(sorted(_drifts(by_id, roots), key=lambda d: (d.copy, d.root))))


def _walk(start: Evidence, by_id: Mapping[str, Evidence]) -> tuple[frozenset[str], frozenset[str]]:
    """The roots below one item, and all items on the way.

    The item is itself among them if a citation led back to it.
    """
    if not is_copy(start):
        return frozenset({start.id}), frozenset()
    found: set[str] = set()
    seen: set[str] = set()
    todo = list(start.cites)
    while todo:
        item = by_id.get(todo.pop())
        if item is None or item.id in seen:
            continue
        seen.add(item.id)
        if is_copy(item):
            todo += item.cites
        else:
            found.add(item.id)
    return frozenset(found), frozenset(seen)


def _drifts(by_id: Mapping[str, Evidence], roots: Mapping[str, frozenset[str]]) -> Iterable[Drift]:
    """Yield copies that differ from every similar root statement in a value.

    The value is a number, a date or a comparator. A faithful copy of a drifted copy is only a copy: the drift belongs
    to the item that changed it first.
    """
    for item in by_id.values():
        if not is_copy(item) or any(_repeats(item, by_id[name]) for name in item.cites if name in by_id):
            continue
        for root in sorted(roots[item.id]):
            if pair := _changed(item, by_id[root]):
                yield Drift(item.id, root, *pair)


def _repeats(copy: Evidence, cited: Evidence) -> bool:
    """Whether a copy makes exactly the statement of an item it cites."""
    return bool(copy.says) and {_about(s) for s in copy.says} <= {_about(s) for s in cited.says}


def _about(said: Statement) -> tuple[object, ...]:
    return (said.type, said.subject, said.benchmark, *_slots(said))


def _changed(copy: Evidence, root: Evidence) -> tuple[str, str] | None:
    """Return how a copy changed the original's statement, if they are comparable."""
    for said in copy.says:
        like = [s for s in root.says if (s.type, s.subject, s.benchmark) == (said.type, said.subject, said.benchmark)]
        if like and all(_slots(said) != _slots(s) for s in like):
            return said_in_words(said), said_in_words(like[0])
    return None


def _slots(said: Statement) -> tuple[object, ...]:
    return (tuple((v.number, v.role) for v in said.values), said.day, said.comparator, said.object)


def said_in_words(said: Statement) -> str:
    """The slots a copy may garble, in words: "88.7", "2026-03-25", "openai/gpt-6"."""
    numbers = "/".join(f"{v.number:,.10g}" for v in said.values)
    day = said.day.isoformat() if said.day else ""
    return " ".join(part for part in (numbers, day, said.comparator, said.object) if part)


def propose(items: Iterable[Evidence]) -> tuple[tuple[str, str, str], ...]:
    """Propose likely copies to confirm.

    Each is (later item, earlier item, shared rare number), proposed only for later items that name no source, and for
    numbers of at least three digits that are not years; an item that is a document or measurement of its own is never
    proposed.
    """
    ordered = sorted(items, key=lambda item: (item.so_at, item.id))
    first: dict[str, str] = {}
    out = []
    for item in ordered:
        numbers = _rare_numbers(item)
        loose = item.basis in (Basis.UNKNOWN, Basis.REPEATS) and not item.cites
        for number in sorted(numbers):
            if loose and number in first:
                out.append((item.id, first[number], number))
                break
        for number in numbers:
            first.setdefault(number, item.id)
    return tuple(out)


def _rare_numbers(item: Evidence) -> frozenset[str]:
    texts = [item.quote, *(f"{v.number:.10g}" for s in item.says for v in s.values)]
    found = {m.group().replace(",", "").rstrip(".") for text in texts for m in _NUMBER.finditer(text)}
    return frozenset(n for n in found if len(n.replace(".", "")) >= _RARE and not re.fullmatch(r"(?:19|20)\d\d", n))
