"""The digest pipeline: due digests are collected, composed and queued.

Queueing is in the transaction that advances the schedule; `bot.jobs.outbox_worker` posts. A digest missed during
downtime is sent once, late, and says so; one that missed several runs covers all of them in one message.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice

from bot.domain.notify.timetable import ScheduledRun
from bot.jobs.owner_notice import switch_off_and_notify
from bot.notifications.change_recorder import record_changes
from bot.notifications.digest_builder import REACH, DigestBuilder, request_of
from bot.ports import Ports
from bot.ports.notifications.outbox import MessageKind, OutboxDraft
from bot.ports.notifications.subscriptions import Advance, Digest, Mode

log = logging.getLogger(__name__)

CHUNK = 10  # digests composed per turn of the event loop, so that an answer waits for one chunk at most
SHORTEST = timedelta(hours=20)  # a digest unposted for this long waits for its next run

SLACK = timedelta(minutes=1)  # clocks are often set back by less, and nothing is planned so closely
LATE = timedelta(days=2)  # nothing is queued or postponed for longer: quiet hours and caps end within a day


@dataclass
class Digests:
    """The job that queues due digests.

    The schedule's row arbitrates between processes.
    """

    ports: Ports
    platforms: Collection[str]

    async def tick(self) -> int:
        """Queue everything due by now; returns how many digests moved on."""
        now = self.ports.clock.now()
        await record_changes(self.ports, now)
        room = DigestBuilder(self.ports, now)
        moved = 0
        for platform in self.platforms:
            due = self.ports.subscriptions.due(platform, now)
            pending: Mapping[str, tuple[datetime, int]] | None = None
            while chunk := tuple(islice(due, CHUNK)):
                await asyncio.sleep(0)
                if pending is None:
                    pending = self.ports.subscriptions.pending(platform)
                    await asyncio.sleep(0)
                moved += await self._chunk(room, chunk, pending)
        return moved

    async def _chunk(
        self,
        room: DigestBuilder,
        due: tuple[Digest, ...],
        pending: Mapping[str, tuple[datetime, int]],
    ) -> int:
        runs: list[tuple[Digest, ScheduledRun, datetime]] = []
        for digest in due:
            try:
                runs.append((digest, *_run_of(digest, room.now)))
            except LookupError:
                why = f"the time zone {digest.table.zone} is not known any more"
                await switch_off_and_notify(self.ports.outbox, self.ports.subscriptions, digest.key, why, room.now)
        wanted = [request_of(digest, run.at, pending.get(digest.key)) for digest, run, _ in runs]
        steps, drafts = [], {}
        for (digest, run, following), page in zip(runs, room.write(wanted), strict=True):
            log.info("digest", extra={"digest": digest.key, "send": page.reason.send, "reason": page.reason.words})
            if page.reason.send:
                drafts[digest.key] = [
                    OutboxDraft(
                        key=digest_key(digest, f"{run.day}"),
                        place=digest.place,
                        kind=MessageKind.DIGEST,
                        reply=page.reply,
                        not_before=run.at,
                        deadline=max(following, room.now + SHORTEST),
                        subscription=digest.key,
                        covers=room.now,
                        told=room.position,
                        body=room.body(page),
                    )
                ]
                steps.append(Advance(digest, following))
            else:
                steps.append(Advance(digest, following, room.now, room.position))
        return await self.ports.subscriptions.advance(steps, drafts, room.now)


def digest_key(digest: Digest, occasion: str) -> str:
    """Return the natural key of a digest message.

    Digest, local date or manual run, place.
    """
    return f"digest|{digest.key}|{occasion}|{digest.place}"


def _run_of(digest: Digest, now: datetime) -> tuple[ScheduledRun, datetime]:
    """Return the run of a due digest and the moment of the next one.

    If several were missed, the latest of them.
    """
    assert digest.next_at is not None  # noqa: S101 - only digests with a next run are due
    planned = digest.table.next_after(digest.next_at - timedelta(minutes=1))
    last = digest.table.last_until(now)
    run = last if last is not None and last.at > planned.at else planned
    return run, digest.table.next_after(max(run.at, now)).at


def resumes_at(digest: Digest, now: datetime) -> datetime | None:
    """When a digest runs next, given its mode: after its pause, or not at all."""
    if digest.mode is Mode.ACTIVE:
        return digest.table.next_after(now).at
    if digest.mode is Mode.PAUSED and digest.paused_until is not None:
        return digest.table.next_after(max(now, digest.paused_until - timedelta(seconds=1))).at
    return None


@dataclass
class ClockRepair:
    """Repair plans made by a clock that was ahead.

    It runs at the first tick and whenever the clock was set back. A machine may start with a wrong clock, or be set by
    hand; whatever was planned, queued and settled by it lies in the future once the clock is right. Digests then get
    the next run of their timetable, messages are due immediately, and alerts are examined again.
    """

    ports: Ports
    _last: datetime | None = None

    async def look(self) -> int:
        """Repair what is necessary; return how many digests run earlier now."""
        now = self.ports.clock.now()
        if self._last is not None and now >= self._last - SLACK:
            self._last = now
            return 0
        runs: list[Digest] = []
        for number, digest in enumerate(self.ports.subscriptions.ahead(now, now)):
            if number % CHUNK == CHUNK - 1:
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
    """Return a digest with its correct next run, covering changes since the last."""
    try:
        at, last = resumes_at(digest, now), digest.table.last_until(now)
    except LookupError:  # its zone is no longer known; the digest job notifies its owner
        return digest
    if at is None or digest.next_at is None:
        return digest
    covered, told = min(digest.covered, now), digest.told
    if digest.covered - now > REACH:  # recent changes were too old for that page; they are selected by time
        covered, told = (last.at if last is not None else now), 0
    return replace(digest, next_at=min(at, digest.next_at), covered=covered, told=told)
