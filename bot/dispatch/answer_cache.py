"""Cache look-up answers until the next relevant write, ten seconds at most.

When something happens, many people ask the same question. A cached answer is used only while the database's version is
the one from before the answer was read, so nobody misses a later write, such as their own report. An age in words
("2 minutes ago") is at most ten seconds behind. Answers are never shared between tenants, and those that depend on the
person or the channel are cached for these alone.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from bot.dispatch.command import Command
from bot.dispatch.delivery import Delivery
from bot.messages.reply import Outcome, Reply
from bot.messages.request import RequestContext

KEPT_FOR = timedelta(seconds=10)
MOST = 256  # cached answers, each some tens of kilobytes; the least recently used is dropped

AFRESH = timedelta(minutes=1)  # how long what was read for a tenant is kept
TENANTS = 500  # for which it is kept; the one that asked longest ago is dropped

T = TypeVar("T")


class RecentByTenant(Generic[T]):
    """What was read for each tenant, as of a minute ago at the most."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: WeakKeyDictionary[object, dict[str, tuple[datetime, T]]] = WeakKeyDictionary()

    def of(self, port: object, ctx: RequestContext, read: Callable[[], T]) -> T:
        """Return what a port told the tenant; a past moment is read each time."""
        if ctx.as_of != ctx.now:
            return read()
        with self._lock:
            kept = self._kept.setdefault(port, {})
            was = kept.pop(ctx.tenant, None)
        if was is None or not timedelta() <= ctx.now - was[0] < AFRESH:
            was = ctx.now, read()
        with self._lock:
            while len(kept) >= TENANTS:
                kept.pop(next(iter(kept)))
            kept[ctx.tenant] = was
        return was[1]


@dataclass(frozen=True, slots=True)
class CacheKey:
    """What an answer depends on, and the ledger's version before it was read."""

    version: int
    request: Hashable


class AnswerCache:
    """Answers by question, for any number of threads.

    ``version`` returns a number that changes with every write a look-up may show, no finished one missing.
    """

    def __init__(self, version: Callable[[], int]) -> None:
        self.version = version
        self._kept: OrderedDict[Hashable, tuple[int, datetime, Reply]] = OrderedDict()
        self._lock = threading.Lock()

    @staticmethod
    def key(
        command: Command[object], ctx: RequestContext, way: Delivery, version: int, *, private: bool
    ) -> CacheKey | None:
        """Return the key of a look-up, or None for an answer that is not cached.

        ``version`` is the one from before anything was read. Commands that write are not cached, nor are answers
        shared in a channel: they name who shared them.
        """
        kind = type(command)
        if not kind.reusable or way.shared or kind.keep is not Command.keep:
            return None
        person = (ctx.actor, ctx.place) if kind.personal else ()
        past = ctx.as_of if ctx.as_of != ctx.now else None
        asked = (command, way, ctx.tenant, private, ctx.roles, ctx.zone, past, person)
        try:
            hash(asked)
        except TypeError:
            return None
        return CacheKey(version, asked)

    def find(self, key: CacheKey, now: datetime) -> Reply | None:
        """Return the cached answer to the same question if it is still valid."""
        with self._lock:
            kept = self._kept.get(key.request)
            if kept is None or kept[0] != key.version or not timedelta() <= now - kept[1] < KEPT_FOR:
                return None
            self._kept.move_to_end(key.request)
            return kept[2]

    def keep(self, key: CacheKey, reply: Reply, now: datetime) -> None:
        """Cache an answer made at a moment; refusals are not cached."""
        if reply.outcome is not Outcome.ANSWERED:
            return
        with self._lock:
            self._kept[key.request] = (key.version, now, reply)
            self._kept.move_to_end(key.request)
            if len(self._kept) > MOST:
                self._kept.popitem(last=False)
