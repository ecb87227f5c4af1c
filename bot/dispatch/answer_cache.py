"""Look-ups that were just answered, kept until anything they may show is written or ten seconds have passed.

When something happens everybody asks the same. An answer is given again only while the database's version stands where
it stood before the answer was read, so that nobody misses what was written since, their own report least of all. Time
passes all the same: an age in words is at most ten seconds behind. Answers of one tenant are never another's, and those
that depend on the person or the channel are theirs alone.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.dispatch.command import Command
from bot.dispatch.delivery import Delivery
from bot.messages.reply import Outcome, Reply
from bot.messages.request import RequestContext

KEPT_FOR = timedelta(seconds=10)
MOST = 256  # answers kept, each some tens of kilobytes; the longest unasked goes first


@dataclass(frozen=True, slots=True)
class CacheKey:
    """What an answer depends on beside the ledger and the time, and the version of the ledger before it was read."""

    version: int
    asked: Hashable


class AnswerCache:
    """Answers by what was asked. ``version`` is a number that every write a look-up may show changes."""

    def __init__(self, version: Callable[[], int]) -> None:
        self._version = version
        self._kept: OrderedDict[Hashable, tuple[int, datetime, Reply]] = OrderedDict()

    def key(self, command: Command[object], ctx: RequestContext, way: Delivery, *, private: bool) -> CacheKey | None:
        """The key of a look-up, to be made before anything is read; None for what is never kept.

        Only look-ups that keep nothing are kept, and none that is shared in a channel: it names who shared it.
        """
        kind = type(command)
        if not kind.reusable or way.shared or kind.keep is not Command.keep:
            return None
        person = (ctx.actor, ctx.place) if kind.personal else ()
        past = ctx.as_of if ctx.as_of != ctx.now else None
        asked = (command, way.level, ctx.tenant, private, ctx.roles, ctx.zone, past, person)
        try:
            hash(asked)
        except TypeError:
            return None
        return CacheKey(self._version(), asked)

    def find(self, key: CacheKey, now: datetime) -> Reply | None:
        """The answer that was given to the same lately, if nothing was written since."""
        kept = self._kept.get(key.asked)
        if kept is None or kept[0] != key.version or not timedelta() <= now - kept[1] < KEPT_FOR:
            return None
        self._kept.move_to_end(key.asked)
        return kept[2]

    def keep(self, key: CacheKey, reply: Reply, now: datetime) -> None:
        """Keep an answer that was made at a moment; refusals are not kept."""
        if reply.outcome is not Outcome.ANSWERED:
            return
        self._kept[key.asked] = (key.version, now, reply)
        self._kept.move_to_end(key.asked)
        if len(self._kept) > MOST:
            self._kept.popitem(last=False)
