"""Rate limits: a message a second a channel, calls a minute a method and team.

Slack says what is too much only after it was (429, ``Retry-After``), and a program that keeps provoking that is slowed
down (https://docs.slack.dev/apis/web-api/rate-limits). So a call waits for its turn here, in order; one that Slack
refuses all the same holds its lane for as long as Slack says. Clocks are handed in.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.slack.limits import CHANNEL_EVERY, TIERS, WORKSPACE_POSTS
from bot.domain.rate_limit import RateLimit, RateLimits
from bot.ports import Clock

# Slack measures when a call arrives, we when it leaves: without a guard one in six of our posts came too early on
# loopback, with 7 % none did.
GUARD = 1.07
POST_GUARD = 1.02  # over many channels the jitter averages out
POST_BURST = 2  # Slack tolerates more; the rest is for calls that arrive bunched
KEPT = 4_096  # lanes remembered; an idle one has nothing to remember

# https://docs.slack.dev/apis/web-api/rate-limits and each method's page; a method not named here is Tier 3.
METHODS = {
    "apps.connections.open": 1,
    "auth.test": 4,
    "chat.delete": 3,
    "chat.postEphemeral": 4,
    "chat.update": 3,
    "files.completeUploadExternal": 4,
    "files.getUploadURLExternal": 4,
    "files.info": 4,
    "oauth.v2.access": 4,
    "views.open": 4,
    "views.publish": 4,
    "views.push": 4,
    "views.update": 4,
}
POST = "chat.postMessage"


class TurnTooLate(Exception):
    """The turn comes later than the caller can wait: in ``after`` seconds."""

    def __init__(self, after: float) -> None:
        super().__init__(f"not before {after:.1f} s")
        self.after = after


class SlackRateLimiter:
    """The lanes of every workspace."""

    def __init__(self, clock: Clock, posts_a_minute: int = WORKSPACE_POSTS) -> None:
        self._clock = clock
        self._posts = posts_a_minute
        self._lanes = RateLimits[tuple[str, ...]](self._new, KEPT)
        self._order: dict[tuple[str, str], tuple[asyncio.Lock, list[int]]] = {}

    @asynccontextmanager
    async def turn(self, team: str, method: str, channel: str = "", longest: float = 30.0) -> AsyncIterator[None]:
        """Hold the turn for one call of a method; a channel's messages stay in order.

        Raises:
            Late: the turn comes later than in ``longest`` seconds.
        """
        if method != POST:
            await self._wait((team, method), longest)
            yield
            return
        key = (team, channel)
        lock, waiting = self._order.setdefault(key, (asyncio.Lock(), [0]))
        waiting[0] += 1
        try:
            if lock.locked() and waiting[0] * CHANNEL_EVERY > longest:
                raise TurnTooLate(waiting[0] * CHANNEL_EVERY)
            async with lock:
                await self._wait((team, POST, channel), longest)
                await self._wait((team, POST), longest)
                yield
        finally:
            waiting[0] -= 1
            if not waiting[0]:
                self._order.pop(key, None)

    def refused(self, team: str, method: str, channel: str, after: float) -> None:
        """Slack said 429: the lane is closed for as long as it says."""
        key = (team, method, channel) if method == POST and channel else (team, method)
        self._lanes[key].hold(self._now() + after)

    async def _wait(self, key: tuple[str, ...], longest: float) -> None:
        lane = self._lanes[key]
        now = self._now()
        wait = lane.wait(now)
        if wait > longest:
            raise TurnTooLate(wait)
        lane.take(now + wait)
        if wait > 0:
            await self._clock.sleep(wait)

    def _now(self) -> float:
        return self._clock.now().timestamp()

    def _new(self, key: tuple[str, ...]) -> RateLimit:
        if len(key) == 3:  # noqa: PLR2004 - workspace, method, channel
            return RateLimit(CHANNEL_EVERY * GUARD)
        if key[1] == POST:
            return RateLimit(60 / self._posts * POST_GUARD, POST_BURST)
        a_minute = TIERS[METHODS.get(key[1], 3)]
        burst = max(1, a_minute // 4)  # what a burst takes, the rest of its minute goes without
        return RateLimit(60 / max(1, a_minute - burst) * GUARD, burst)
