"""Erase what is older than it may be kept, by a clock that can be believed."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from bot.ports import Ports

log = logging.getLogger(__name__)


@dataclass
class Retention:
    """The job that erases: hourly, and not while the clock has just jumped ahead (`bot.domain.retention.JUMP`)."""

    ports: Ports

    async def tick(self) -> int:
        """Erase what is due by now; returns how many rows, 0 while it waits."""
        now = self.ports.clock.now()
        if await self.ports.privacy.may_erase(now):
            return await self.ports.privacy.sweep(now)
        log.warning("the clock jumped ahead: nothing is erased for a day")
        return 0
