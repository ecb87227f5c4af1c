"""Request rate limiting."""

import threading
from typing import Any

from bot.dispatch.command import Command
from bot.domain.rate_limit import PERSON, PERSON_SLOW, TENANT, Quota, RateLimit, RateLimits
from bot.messages.errors import TooMuch
from bot.messages.reply import Outcome
from bot.messages.request import RequestContext

REMEMBERED = 50_000  # people and tenants


class RequestLimits:
    """Refuse requests over the quota, stating when to return.

    Expensive commands have their own limit.
    """

    def __init__(self, person: Quota = PERSON, slow: Quota = PERSON_SLOW, tenant: Quota = TENANT) -> None:
        quotas = {"person": person, "slow": slow, "tenant": tenant}
        self._lock = threading.Lock()  # requests may run on threads
        self._limits = RateLimits[tuple[str, ...]](lambda key: RateLimit.of(quotas[key[0]]), REMEMBERED)

    def allow(self, command: type[Command[Any]], ctx: RequestContext) -> None:
        """Admit the request, or raise `TooMuch`."""
        if ctx.tenant.startswith("console:"):
            return
        self._take(("tenant", ctx.tenant), ctx, "This server or workspace has asked a lot just now.")
        key = ("slow" if command.slow else "person", ctx.tenant, ctx.actor)
        self._take(key, ctx, "You have asked a lot just now.")

    def ran(self, command: str, outcome: Outcome, seconds: float, ctx: RequestContext) -> None:
        """Record nothing."""

    def _take(self, key: tuple[str, ...], ctx: RequestContext, what: str) -> None:
        with self._lock:
            wait = self._limits[key].grant(ctx.now.timestamp())
        if wait:
            seconds = max(round(wait), 1)
            raise TooMuch(what, todo=f"Try again in {seconds} second{'s' if seconds != 1 else ''}.")
