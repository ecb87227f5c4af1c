"""Erase data past its retention period, by a clock that can be trusted."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from bot.ports import Ports

log = logging.getLogger(__name__)


@dataclass
class RetentionJob:
    """Hourly job that erases, except after a clock jump (`retention.JUMP`)."""

    ports: Ports

    async def tick(self) -> int:
        """Erase what is due by now; return how many rows, 0 while it waits."""
        now = self.ports.clock.now()
        if await self.ports.privacy.may_erase(now):
            return await self.ports.privacy.sweep(now)
        log.warning("the clock jumped ahead: nothing is erased for a day")
        return 0
