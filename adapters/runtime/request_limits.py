"""Request rate limiting."""

import threading
from collections import OrderedDict
from typing import Any

from bot.dispatch.command import Command
from bot.domain.notify.quota import PERSON, PERSON_SLOW, TENANT, Quota, QuotaState, take
from bot.messages.errors import TooMuch
from bot.messages.reply import Outcome
from bot.messages.request import RequestContext

REMEMBERED = 50_000  # buckets kept; the longest unused is forgotten first, and would be full by then anyway


class RateLimit:
    """Refuse requests over the quota, stating when to return.

    Expensive commands have their own bucket.
    """

    def __init__(self, person: Quota = PERSON, slow: Quota = PERSON_SLOW, tenant: Quota = TENANT) -> None:
        self._person, self._slow, self._tenant = person, slow, tenant
        self._lock = threading.Lock()  # requests may run on threads
        self._buckets: OrderedDict[tuple[str, ...], QuotaState] = OrderedDict()

    def allow(self, command: type[Command[Any]], ctx: RequestContext) -> None:
        """Admit the request, or raise `TooMuch`."""
        if ctx.tenant.startswith("console:"):
            return
        self._take(("tenant", ctx.tenant), self._tenant, ctx, "This server or workspace has asked a lot just now.")
        allowance = self._slow if command.slow else self._person
        key = ("slow" if command.slow else "person", ctx.tenant, ctx.actor)
        self._take(key, allowance, ctx, "You have asked a lot just now.")

    def ran(self, command: str, outcome: Outcome, seconds: float, ctx: RequestContext) -> None:
        """Record nothing."""

    def _take(self, key: tuple[str, ...], allowance: Quota, ctx: RequestContext, what: str) -> None:
        with self._lock:
            bucket, wait = take(self._buckets.get(key), allowance, ctx.now)
            self._buckets[key] = bucket
            self._buckets.move_to_end(key)
            while len(self._buckets) > REMEMBERED:
                self._buckets.popitem(last=False)
        if wait:
            seconds = max(round(wait), 1)
            raise TooMuch(what, todo=f"Try again in {seconds} second{'s' if seconds != 1 else ''}.")
