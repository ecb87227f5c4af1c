"""When a request may leave, so that Discord never has to say 429.

Two limits at once (https://discord.com/developers/docs/topics/rate-limits): every bucket says in its headers how much
of it is left, and fifty requests a second may leave for everything together, interaction endpoints excepted. Fifty are
let go at once and the next fifty a second and a guard after them, counted for each request: even spacing reaches less,
and a smaller guard was seen to draw 429s from a sliding window.

What counts is when a request *arrives*. That is taken as the moment its answer came less the shortest way there and
back seen lately, if that is later than when it left: a burst that opens fifty connections arrives late.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from adapters.discord import limits

GUARD = 0.04  # seconds beside the documented second, for ways there and back that differ
TICK = 0.001  # the shortest wait; a clock may not tell less apart
WAY = 0.02  # seconds there and back, until it is known better
WAY_DRIFT = 0.000_2  # seconds the shortest way may grow with each answer, as networks change
STOP = 5_000  # and after which nothing but answers to people leaves
BUCKETS = 5_000  # remembered; a channel nobody posts in is forgotten

Timer = Callable[[], float]
Sleep = Callable[[float], Awaitable[None]]


@dataclass(slots=True)
class RouteBucket:
    """One bucket as its last answer described it; unknown until the first one came."""

    left: int = 1
    resets: float = 0.0
    flying: int = 0
    known: bool = False
    used: float = 0.0
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    freed: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(slots=True, eq=False)
class Turn:
    """One request that was sent, and when it is thought to have arrived, if known."""

    bucket: RouteBucket
    left_at: float
    arrived: float | None = None


class DiscordRateLimiter:
    """Lets requests go; ``now`` is a steady clock in seconds, ``sleep`` waits on it."""

    def __init__(self, now: Timer, sleep: Sleep, per_second: int = limits.GLOBAL_PER_SECOND) -> None:
        self._now, self._sleep = now, sleep
        self._per_second, self._gone = per_second, list[Turn]()
        self._way = WAY  # the shortest way there and back seen lately, in seconds
        self._door = asyncio.Lock()
        self._buckets: dict[str, RouteBucket] = {}
        self._invalid: deque[float] = deque()
        self._shut_until = 0.0

    @property
    def invalid(self) -> int:
        """Answers of 401, 403 and 429 in the last ten minutes."""
        horizon = self._now() - limits.INVALID_WINDOW
        while self._invalid and self._invalid[0] < horizon:
            self._invalid.popleft()
        return len(self._invalid)

    @property
    def shut(self) -> float:
        """Seconds for which nothing may leave: a global 429, or many invalid answers."""
        if self.invalid >= STOP:
            return self._invalid[0] + limits.INVALID_WINDOW - self._now()
        return max(0.0, self._shut_until - self._now())

    async def enter(self, key: str, *, exempt: bool = False) -> Turn:
        """Wait until a request of that bucket may leave; give the turn back to `leave`."""
        bucket = self._bucket(key)
        async with bucket.turn:
            while not self._open(bucket):
                if bucket.flying:
                    bucket.freed.clear()
                    await bucket.freed.wait()
                else:
                    await self._sleep(max(bucket.resets - self._now(), TICK))
            bucket.flying += 1
        turn = Turn(bucket, self._now())
        if not exempt:
            try:
                await self._pass(turn)
            except BaseException:
                self._freed(bucket)
                raise
        return turn

    def _open(self, bucket: RouteBucket) -> bool:
        if bucket.known and bucket.resets <= self._now():
            bucket.known, bucket.left = False, 1  # its window is over; the next answer describes the new one
        return bucket.left - bucket.flying > 0

    async def _pass(self, turn: Turn) -> None:
        async with self._door:
            while (wait := self._wait()) > 0:
                await self._sleep(max(wait, TICK))
            turn.left_at = self._now()
            if len(self._gone) >= self._per_second:
                self._gone.remove(min(self._gone, key=self._arrival))
            self._gone.append(turn)

    def _wait(self) -> float:
        if shut := max(0.0, self._shut_until - self._now()):
            return shut
        if len(self._gone) < self._per_second:
            return 0.0
        return min(map(self._arrival, self._gone)) + 1.0 + GUARD - self._now()

    def _arrival(self, turn: Turn) -> float:
        """When a request arrived; one still under way may arrive only now."""
        return turn.arrived if turn.arrived is not None else max(turn.left_at, self._now() - self._way)

    def leave(self, turn: Turn, left: int | None = None, reset_after: float = 0.0) -> None:
        """Count an answer's bucket from now; ``left`` is None if no answer came.

        Answers may overtake each other, so within one window the smallest count is the newest.
        """
        bucket, now = turn.bucket, self._now()
        self._way = min(self._way + WAY_DRIFT, now - turn.left_at)
        turn.arrived = max(turn.left_at, now - self._way)
        if left is not None:
            bucket.left = min(bucket.left, left) if bucket.known else left
            bucket.known, bucket.resets = True, now + reset_after
        self._freed(bucket)

    @staticmethod
    def _freed(bucket: RouteBucket) -> None:
        bucket.flying -= 1
        bucket.freed.set()

    def refused(self, status: int) -> None:
        """Count an answer of 401, 403 or 429."""
        if status in (401, 403, 429):
            self._invalid.append(self._now())

    def close_for(self, seconds: float) -> None:
        """Let nothing leave for a while: a global 429 came."""
        self._shut_until = max(self._shut_until, self._now() + seconds)

    def _bucket(self, key: str) -> RouteBucket:
        bucket = self._buckets.get(key)
        if bucket is None:
            if len(self._buckets) >= BUCKETS:
                idle = sorted((name for name, old in self._buckets.items() if not old.flying), key=self._last_used)
                for name in idle[: BUCKETS // 2]:
                    del self._buckets[name]
            bucket = self._buckets[key] = RouteBucket()
        bucket.used = self._now()
        return bucket

    def _last_used(self, key: str) -> float:
        return self._buckets[key].used
