"""Repair the schedule after a clock that was ahead, so that one wrong moment silences no digest and no alert.

A machine may begin with a wrong clock, or be set by hand. What was planned, queued and settled by it lies in the future
once the clock is right: digests get the next run their timetable has, messages are due at once, alerts look again.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.jobs.digest_job import resumes_at
from bot.jobs.outbox_worker import AHEAD
from bot.notifications.digest_builder import REACH
from bot.ports import Ports
from bot.ports.notifications.subscriptions import Digest

log = logging.getLogger(__name__)

SLACK = timedelta(minutes=1)  # a clock is put back by less all the time, and nothing is planned so closely
LATE = timedelta(days=2)  # nothing is legitimately queued or put off for longer: quiet hours and caps end within a day
AT_ONCE = 200  # digests looked at between two turns of the loop


@dataclass
class ClockRepair:
    """Looks at the first tick of a process, and whenever the clock was put back."""

    ports: Ports
    _last: datetime | None = None

    async def look(self) -> int:
        """Repair what there is to repair; returns how many digests run earlier now."""
        now = self.ports.clock.now()
        if self._last is not None and now >= self._last - SLACK:
            self._last = now
            return 0
        runs: list[Digest] = []
        for number, digest in enumerate(self.ports.subscriptions.ahead(now + AHEAD, now)):
            if number % AT_ONCE == AT_ONCE - 1:
                await asyncio.sleep(0)
            if (repaired := _repaired(digest, now)) != digest:
                runs.append(repaired)
        await self.ports.subscriptions.turn_back(runs, now, now + LATE)
        await self.ports.changes.turn_back(now)
        await self.ports.outbox.turn_back(now, now + LATE)
        self._last = now
        if runs:
            log.warning("the clock was ahead", extra={"digests": len(runs)})
        return len(runs)


def _repaired(digest: Digest, now: datetime) -> Digest:
    """A digest with the next run it has by a right clock, which tells what changed since the run before."""
    try:
        at, last = resumes_at(digest, now + AHEAD), digest.table.last_until(now)
    except LookupError:  # its zone is not known any more; the digest job tells its owner
        return digest
    if at is None or digest.next_at is None:
        return digest
    covered, told = min(digest.covered, now), digest.told
    if digest.covered - now > REACH:  # all that changed lately was too old for that page: it is told by its moment
        covered, told = (last.at if last is not None else now), 0
    return replace(digest, next_at=min(at, digest.next_at), covered=covered, told=told)
