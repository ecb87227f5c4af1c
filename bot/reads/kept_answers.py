"""Keep what a query answered until what it rests on changes."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

T = TypeVar("T")


class KeptAnswers(Generic[T]):
    """The last answer to each of a few questions about a port, by its position.

    Positions are equal as long as a reader would read the same. ``most`` questions are kept of a port, the last asked.
    """

    def __init__(self, most: int = 1) -> None:
        self._most = most
        self._kept: WeakKeyDictionary[object, dict[Hashable, tuple[Hashable, T]]] = WeakKeyDictionary()
        self._lock = Lock()

    def find(self, port: object, position: Hashable, asked: Hashable = "") -> T | None:
        """Return the answer that was kept at a position; None if there is none."""
        with self._lock:
            kept = self._kept.get(port, {}).get(asked)
        return kept[1] if kept is not None and kept[0] == position else None

    def keep(self, port: object, position: Hashable, answer: T, asked: Hashable = "") -> T:
        """Keep an answer instead of the earlier one, and return it."""
        with self._lock:
            kept = self._kept.setdefault(port, {})
            kept.pop(asked, None)
            while len(kept) >= self._most:
                kept.pop(next(iter(kept)))
            kept[asked] = position, answer
        return answer

    def get(self, port: object, position: Hashable, read: Callable[[], T], asked: Hashable = "") -> T:
        """Return the answer that was kept at a position, else what is read now."""
        found = self.find(port, position, asked)
        return self.keep(port, position, read(), asked) if found is None else found
