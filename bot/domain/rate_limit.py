"""The rate limit behind every "so often and no more": of sources, platforms, people, tenants and addresses.

GCRA, a leaky bucket that remembers one number: when everything let through so far is worked off. Libraries that offer
it read a clock of their own; here the moment is handed in, as seconds on any clock that goes on evenly. What a clock
that was put back makes look like a debt nobody can have is forgiven but for one turn.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
QUEUE = 600.0  # seconds: who takes turns ahead of their time never has a longer queue
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
    """Turns ``every`` so many seconds, up to ``burst`` at once after a pause; ``queue`` bounds those taken ahead."""

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
    """A limit for each key. Of more than ``most`` the longest unused is forgotten, and would be free by then anyway."""

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
