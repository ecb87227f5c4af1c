"""Wire the digest, alert and correction jobs to the outbox worker.

`jobs` go into the schedule of `spudwatch serve`; `run` is the task next to it. Nothing is lost if either is killed.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.retention import CARDS, SETTLED_MESSAGES
from bot.domain.undo import UNDO
from bot.jobs.alert_job import Alerts
from bot.jobs.correction_job import Corrections
from bot.jobs.digest_job import ClockRepair, Digests
from bot.jobs.outbox_worker import Sender
from bot.jobs.schedule import Job
from bot.ports import Ports
from bot.ports.accounts.tenants import LAST_CHANGES
from bot.ports.notifications.outbox import Poster

log = logging.getLogger(__name__)

STEP = timedelta(hours=1)


class MovableClock(Protocol):
    """A clock that can be set."""

    def now(self) -> datetime:
        """The moment it was last put to."""

    def move(self, to: datetime) -> None:
        """Set it to another moment."""


class NotificationJobs:
    """Digests, alerts, corrections, and the sender, over some platforms' posters."""

    def __init__(self, ports: Ports, posters: Mapping[str, Poster]) -> None:
        self.ports = ports
        self.digests = Digests(ports, tuple(posters))
        self.alerts = Alerts(ports)
        self.corrections = Corrections(ports)
        self.clock = ClockRepair(ports)
        self.owner = ports.outbox.enter()
        self.sender = Sender(ports.outbox, ports.subscriptions, posters, ports.clock, self.owner, ports.tenants)

    def jobs(self) -> tuple[Job, ...]:
        """Return the jobs for the schedule."""
        return (
            Job("digests", timedelta(seconds=15), self._digests, at_start=True),
            # Two looks see a price twice: a move is told within a minute of the reading that confirms it.
            Job("alerts", timedelta(seconds=25), self._alerts, at_start=True),
            Job("corrections", timedelta(minutes=1), self._corrections, timedelta(seconds=7), at_start=True),
            Job("tidy the outbox", timedelta(hours=6), self.tidy, timedelta(minutes=17)),
        )

    async def run(self) -> None:
        """Recover messages of dead processes, then post until cancelled."""
        found = await self.sender.start()
        log.info("sender started", extra={"owner": self.owner, "left behind": found})
        try:
            await self.sender.run()
        finally:
            self.ports.outbox.leave(self.owner)

    async def tick(self) -> None:
        """Run every job once, now: queue changes and post what is due."""
        await self.clock.look()
        await self.alerts.tick()
        await self.corrections.tick()  # after the alerts, so that nobody is notified twice of one change
        await self.digests.tick()
        await self.sender.drain()

    async def pass_time(self, clock: MovableClock, to: datetime, by: timedelta = STEP) -> None:
        """Advance a test clock.

        Digests at their moments, changes and messages every ``by``.
        """
        while clock.now() < to:
            step = min(to, clock.now() + by)
            clock.move(min([step, *self._runs_before(clock.now(), step)]))
            await self.tick()

    def _runs_before(self, now: datetime, step: datetime) -> list[datetime]:
        due = (digest for name in self.digests.platforms for digest in self.ports.subscriptions.due(name, step))
        return [digest.next_at for digest in due if digest.next_at is not None and digest.next_at > now]

    async def _digests(self) -> None:
        await self.clock.look()
        if await self.digests.tick():
            self.sender.nudge()

    async def _alerts(self) -> None:
        await self.clock.look()
        if await self.alerts.tick():
            self.sender.nudge()

    async def _corrections(self) -> None:
        if await self.corrections.tick():
            self.sender.nudge()

    async def tidy(self) -> None:
        """Delete old settled messages, and what is past the undo period."""
        await self.sender.start()
        now = self.ports.clock.now()
        if not await self.ports.privacy.may_erase(now):
            return
        while await self.ports.outbox.forget(now - SETTLED_MESSAGES, now - CARDS):
            pass
        await self.ports.subscriptions.forget_deleted(now - UNDO)
        await self.ports.tenants.forget_choices(LAST_CHANGES, now - UNDO)
