"""Rate limits for sources, platforms, people, tenants and addresses.

GCRA (generic cell rate algorithm): a leaky bucket whose state is one number, the time at which everything admitted so
far has drained. Libraries that offer it read their own clock; here the time is an argument, in seconds. If the clock
was set back so far that the state is impossible, one turn is free and the rest are spaced as usual.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
QUEUE = 600.0  # seconds; no queue of turns taken ahead is longer
EXACT = 1e-6  # seconds below which two moments are one


@dataclass(frozen=True, slots=True)
class Quota:
    """``burst`` requests at once, then ``per_minute`` of them steadily."""

    burst: int
    per_minute: float


PERSON = Quota(20, 30)
PERSON_SLOW = Quota(3, 6)
TENANT = Quota(200, 600)


@dataclass(slots=True)
class RateLimit:
    """One turn ``every`` so many seconds, up to ``burst`` at once after a pause.

    ``queue``: the longest queue, in seconds, of turns taken ahead of their time.
    """

    every: float
    burst: float = 1
    queue: float = QUEUE
    free: float = float("-inf")

    @classmethod
    def of(cls, quota: Quota) -> RateLimit:
        """The limit of a quota, of which nothing is ever taken ahead."""
        return cls(60 / quota.per_minute, quota.burst, queue=0.0)

    def wait(self, now: float) -> float:
        """In how many seconds the next turn is, without taking it."""
        if self.free - now > self.every * self.burst + self.queue + EXACT:
            self.free = now + self.every * (self.burst - 1)
        wait = self.free - self.every * (self.burst - 1) - now
        return wait if wait > EXACT else 0.0

    def ready(self, now: float) -> int:
        """How many turns may be taken now."""
        if self.wait(now):
            return 0
        return int(self.burst - max(self.free - now, 0.0) / self.every + EXACT)

    def take(self, at: float, count: int = 1) -> None:
        """Take turns at a moment."""
        self.free = max(self.free, at) + self.every * count

    def queue_up(self, now: float) -> float:
        """Take the next turn, whenever it is; in how many seconds that is."""
        wait = self.wait(now)
        self.take(now + wait)
        return wait

    def grant(self, now: float) -> float:
        """Take a turn if there is one now; 0, or in how many seconds to ask again."""
        wait = self.wait(now)
        if not wait:
            self.take(now)
        return wait

    def hold(self, until: float) -> None:
        """Nobody's turn before a moment."""
        self.free = max(self.free, until + self.every * (self.burst - 1))


class RateLimits(Generic[K]):
    """A limit for each key; beyond ``most`` keys the least recently used is dropped."""

    def __init__(self, make: Callable[[K], RateLimit], most: int) -> None:
        self._make, self._most = make, most
        self._limits: OrderedDict[K, RateLimit] = OrderedDict()

    def __getitem__(self, key: K) -> RateLimit:
        """The limit of a key."""
        limit = self._limits.get(key)
        if limit is None:
            limit = self._limits[key] = self._make(key)
            if len(self._limits) > self._most:
                self._limits.popitem(last=False)
        self._limits.move_to_end(key)
        return limit

    def __len__(self) -> int:
        """How many are remembered."""
        return len(self._limits)
