"""Share reads between the parts of an answer, and between many pages.

While nothing is written, a question has one answer, which is computed once: what a `shared` query returned, and what a
port read.
"""

from __future__ import annotations

import sys
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import wraps
from inspect import iscoroutinefunction
from itertools import chain, islice
from types import MappingProxyType
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from bot.domain.names.subjects import Subject
from bot.messages.request import View
from bot.ports import Ports
from bot.ports.catalogs.listings import Listings
from bot.ports.catalogs.vendor_facts import VendorFacts
from bot.ports.claims import Claims
from bot.ports.ledger import Ledger
from bot.ports.markets import Markets
from bot.ports.sightings import Sightings

P = ParamSpec("P")
T = TypeVar("T")
SNAPSHOT_BYTES = 64 << 20  # bytes of answers kept for many pages
MEASURED = 100  # parts of a container that are measured
_NONE = object()
_MEASURED: dict[object, tuple[int, int, int]] = {}  # by query: its answers, those that were measured, their bytes


class SharedAnswers:
    """Answers by question, at most so many bytes; the last used are kept.

    Without a bound all are kept. Of a query's answers the first, second, fourth, eighth and so on are measured, and all
    count as those do on average. What several answers hold is counted with each of them, so that they take less than it
    says.
    """

    def __init__(self, most: int = 0) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, tuple[object, int]] = OrderedDict()
        self.size = 0

    def __len__(self) -> int:
        return len(self._kept)

    def find(self, asked: Hashable) -> object:
        """Return the answer to a question; `_NONE` if it is not kept."""
        kept = self._kept.get(asked)
        if kept is None:
            return _NONE
        if self._most:
            self._kept.move_to_end(asked)
        return kept[0]

    def keep(self, query: object, asked: Hashable, answer: object) -> None:
        """Keep an answer of a query."""
        size = _mean_size(query, answer) if self._most else 0
        self._kept[asked] = (answer, size)
        self.size += size
        while self.size > self._most:
            self.size -= self._kept.popitem(last=False)[1][1]


def _mean_size(query: object, answer: object) -> int:
    """Bytes of an answer, by those of its query that were measured."""
    count, measured, total = _MEASURED.get(query, (0, 0, 0))
    if not (count + 1) & count:
        measured, total = measured + 1, total + size_of(answer)
    _MEASURED[query] = (count + 1, measured, total)
    return total // measured


def size_of(value: object) -> int:
    """Bytes of a value with all it holds, each object counted once.

    Of a long container the first parts are measured, and all count as those do on average.
    """
    seen: set[int] = set()
    size, left = 0.0, [(value, 1.0)]
    while left:
        one, share = left.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        size += sys.getsizeof(one) * share
        parts, count = _parts(one)
        share *= max(1.0, count / MEASURED)
        left += [(part, share) for part in islice(parts, MEASURED)]
    return round(size)


def _parts(one: object) -> tuple[Iterable[object], int]:
    """What a value holds, and how many that are."""
    if isinstance(one, dict | MappingProxyType):
        return chain.from_iterable(one.items()), 2 * len(one)
    if isinstance(one, tuple | list | set | frozenset):
        return one, len(one)
    names = getattr(type(one), "__dataclass_fields__", ())
    return (getattr(one, name) for name in names), 0


def _reads(declared: type) -> frozenset[str]:
    """The names of a protocol's methods that do not wait."""
    return frozenset(
        name
        for name, one in vars(declared).items()
        if callable(one) and not iscoroutinefunction(one) and not name.startswith("_")
    )


class AskedOnce:
    """A port of a snapshot: what it read before is answered from memory.

    Its reads are the methods that its protocol declares without waiting; everything else goes to the port itself.
    """

    def __init__(self, port: object, answers: SharedAnswers) -> None:
        self.port, self._answers = port, answers

    def __getattr__(self, name: str) -> Any:
        return getattr(self.port, name)

    def _once(self, query: str, name: str, args: tuple[object, ...], kwargs: Mapping[str, object]) -> object:
        """Answer a read from memory, else by the port."""
        asked = (query, *map(_frozen, args), *zip(kwargs, map(_frozen, kwargs.values()), strict=True))
        answer = self._answers.find(asked)
        if answer is _NONE:
            answer = getattr(self.port, name)(*args, **kwargs)
            answer = tuple(answer) if isinstance(answer, list) else answer
            self._answers.keep(query, asked, answer)
        return answer


def _asked_once(declared: type) -> type[AskedOnce]:
    """Make the class of a protocol's ports in a snapshot."""

    def read(name: str) -> Callable[..., object]:
        query = f"{declared.__name__}.{name}"
        return lambda self, *args, **kwargs: self._once(query, name, args, kwargs)

    return type(f"{declared.__name__}AskedOnce", (AskedOnce,), {name: read(name) for name in _reads(declared)})


class LedgerAskedOnce(_asked_once(Ledger)):  # type: ignore[misc]
    """The ledger of a snapshot: each subject is read once, by itself."""

    def subject(self, slug: str, view: View) -> Subject | None:
        """As `bot.ports.ledger.Ledger.subject`."""
        known = self._answers.find((LedgerAskedOnce, slug, view))
        return self.subjects((slug,), view).get(slug) if known is _NONE else cast("Subject | None", known)

    def subjects(self, slugs: Sequence[str], view: View) -> Mapping[str, Subject]:
        """As `bot.ports.ledger.Ledger.subjects`, in the order of the slugs."""
        known = {slug: self._answers.find((LedgerAskedOnce, slug, view)) for slug in slugs}
        if new := [slug for slug, one in known.items() if one is _NONE]:
            found = cast("Any", self.port).subjects(new, view)
            for slug in new:
                known[slug] = one = found.get(slug)
                self._answers.keep(LedgerAskedOnce, (LedgerAskedOnce, slug, view), one)
        return cast("Mapping[str, Subject]", {slug: one for slug, one in known.items() if one is not None})


_READ_ONCE: Mapping[str, type[AskedOnce]] = {
    "ledger": LedgerAskedOnce,
    "markets": _asked_once(Markets),
    "claims": _asked_once(Claims),
    "sightings": _asked_once(Sightings),
    "listings": _asked_once(Listings),
    "vendor_facts": _asked_once(VendorFacts),
}


def _frozen(argument: object) -> object:
    """An argument as a part of a key."""
    if isinstance(argument, set):
        return frozenset(argument)
    return tuple(argument) if isinstance(argument, list) else argument


def origin(port: T) -> T:
    """Return the port behind one of a snapshot, which outlives the snapshot."""
    return cast("T", port.port) if isinstance(port, AskedOnce) else port


@dataclass(frozen=True)
class SharedPorts(Ports):
    """Ports that nothing is written to while they are used.

    ``answers`` holds what shared queries returned and what the ports read.
    """

    answers: SharedAnswers = field(default_factory=SharedAnswers, repr=False, compare=False)


def snapshot(ports: Ports, most: int = 0) -> SharedPorts:
    """Return the same ports for one answer, or for a run over many things.

    A run keeps ``most`` bytes of what it read. What is written meanwhile is not seen by every part. A snapshot is its
    own.
    """
    if isinstance(ports, SharedPorts):
        return ports
    answers = SharedAnswers(most)
    given: dict[str, Any] = {one.name: getattr(ports, one.name) for one in fields(Ports)}
    given["whole"] = ports.whole or ports  # which is asked anew: what writes for every place reads there
    for name, once in _READ_ONCE.items():
        given[name] = once(given[name], answers)
    return SharedPorts(**given, answers=answers)


def shared(query: Callable[Concatenate[Ports, P], T]) -> Callable[Concatenate[Ports, P], T]:
    """Answer each question once over a snapshot, as long as the answer is kept.

    It decorates a pure read whose arguments are hashable. Over other ports it is the query itself.
    """

    @wraps(query)
    def run(ports: Ports, /, *args: P.args, **kwargs: P.kwargs) -> T:
        if not isinstance(ports, SharedPorts):
            return query(ports, *args, **kwargs)
        asked = (query, args, tuple(sorted(kwargs.items())) if kwargs else ())
        answer = ports.answers.find(asked)
        if answer is _NONE:
            answer = query(ports, *args, **kwargs)
            ports.answers.keep(query, asked, answer)
        return cast("T", answer)

    return run
