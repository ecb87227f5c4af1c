"""The digest pipeline: what is due is collected, written, and queued in the transaction that moves its schedule on.

collect → keep what is new → compose → queue; `bot.jobs.outbox_worker` posts and notes. A digest that was missed while
nobody ran is sent once, late, and says so; one whose time has passed several times covers all of it in one.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.notify.timetable import ScheduledRun
from bot.jobs.outbox_worker import AGAIN, AHEAD
from bot.jobs.owner_notice import tell_owner_of
from bot.notifications.digest_builder import DigestBuilder, request_of
from bot.ports import Ports
from bot.ports.notifications.outbox import MessageKind, OutboxDraft, Poster
from bot.ports.notifications.subscriptions import Advance, Digest, Mode
from bot.queries.changes.change_recorder import record_changes

log = logging.getLogger(__name__)

CHUNK = 200  # digests composed and queued at a time: an alert waits for one chunk at the most
SHORTEST = timedelta(hours=20)  # a digest that could not be posted for so long waits for its next run


@dataclass
class Digests:
    """Queues the digests that are due. Several processes may do it at once: the schedule's row decides."""

    ports: Ports
    posters: Mapping[str, Poster]

    async def tick(self) -> int:
        """Queue everything due by now; returns how many digests moved on."""
        now = self.ports.clock.now()
        await record_changes(self.ports, now)
        room = DigestBuilder(self.ports, now)
        moved = 0
        for platform, poster in self.posters.items():
            ahead = AHEAD if poster.schedules else timedelta()
            due = self.ports.subscriptions.due(platform, now + ahead)
            pending = self.ports.subscriptions.pending([digest.key for digest in due]) if due else {}
            for start in range(0, len(due), CHUNK):
                moved += await self._chunk(room, due[start : start + CHUNK], pending, ahead)
                await asyncio.sleep(0)
        return moved

    async def _chunk(
        self,
        room: DigestBuilder,
        due: tuple[Digest, ...],
        pending: Mapping[str, tuple[datetime, int]],
        ahead: timedelta,
    ) -> int:
        runs: list[tuple[Digest, ScheduledRun, datetime]] = []
        for digest in due:
            try:
                runs.append((digest, *_run_of(digest, room.now)))
            except LookupError:
                why = f"the time zone {digest.table.zone} is not known any more"
                await tell_owner_of(self.ports.outbox, self.ports.subscriptions, digest.key, why, room.now)
        wanted = [request_of(digest, run.at, pending.get(digest.key)) for digest, run, _ in runs]
        steps, drafts = [], {}
        for (digest, run, following), page in zip(runs, room.write(wanted), strict=True):
            log.info("digest", extra={"digest": digest.key, "send": page.reason.send, "reason": page.reason.words})
            if page.reason.send:
                at = max(run.at, room.now + AGAIN) if ahead else run.at
                drafts[digest.key] = [
                    OutboxDraft(
                        key=digest_key(digest, f"{run.day}"),
                        place=digest.place,
                        kind=MessageKind.DIGEST,
                        reply=page.reply,
                        not_before=at,
                        deadline=max(following, room.now + SHORTEST),
                        subscription=digest.key,
                        covers=room.now,
                        told=room.position,
                        ahead=ahead,
                    )
                ]
                steps.append(Advance(digest, following))
            else:
                steps.append(Advance(digest, following, room.now, room.position))
        return await self.ports.subscriptions.advance(steps, drafts, room.now)


def digest_key(digest: Digest, occasion: str) -> str:
    """The natural key of one digest message: which digest, which local date (or which hand-made run), where."""
    return f"digest|{digest.key}|{occasion}|{digest.place}"


def _run_of(digest: Digest, now: datetime) -> tuple[ScheduledRun, datetime]:
    """The run that a due digest stands for, the latest if several were missed, and the moment of the one after it."""
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
