"""The job schedule: which jobs are due is a function of two moments.

Times are whole multiples of a job's period since 1970, not relative to the last run: there is no state, a restart
neither skips nor repeats a run, and two processes agree on the next one.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.messages.errors import SpudwatchError
from bot.ports import Clock

log = logging.getLogger(__name__)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FAILED = "it failed; see the log"
LOOK_AGAIN = 30.0  # seconds; the wall clock is read again at least this often, in case it was set


@dataclass(frozen=True, slots=True)
class Job:
    """A periodic job; `offset` staggers equal periods, `limit` ends a run that hangs."""

    name: str
    every: timedelta
    run: Callable[[], Awaitable[object]]
    offset: timedelta = timedelta(0)
    limit: timedelta = timedelta(minutes=10)
    at_start: bool = False

    def after(self, moment: datetime) -> datetime:
        """The first time it is due later than this moment."""
        passed = moment - EPOCH - self.offset
        return EPOCH + self.offset + (passed // self.every + 1) * self.every


def due(jobs: Iterable[Job], since: datetime, now: datetime) -> tuple[Job, ...]:
    """Return jobs whose time came after `since` and not after `now`, each once."""
    return tuple(job for job in jobs if job.after(since) <= now)


def next_at(jobs: Iterable[Job], now: datetime) -> datetime | None:
    """Return when the next job is due; None without jobs."""
    return min((job.after(now) for job in jobs), default=None)


def failure_of(error: Exception) -> str:
    """Why a source could not be read, as its health is shown."""
    if isinstance(error, TimeoutError):
        return "it did not answer in time"
    return error.what if isinstance(error, SpudwatchError) else FAILED


async def run_apart(runs: Mapping[str, Awaitable[None]]) -> tuple[str, ...]:
    """Run several at once, each by itself; log and return those that failed."""
    ended = await asyncio.gather(*runs.values(), return_exceptions=True)
    failed = {name: error for name, error in zip(runs, ended, strict=True) if error is not None}
    for name, error in failed.items():
        log.error("reading_failed", extra={"source": name}, exc_info=error)
    return tuple(failed)


class Schedule:
    """Runs due jobs in named tasks with a time limit, cancelled at shutdown.

    A job still running is not started again. `leads` says whether this process may act: only one of several does.
    `failed` is called for every failed run, which the loop survives.
    """

    def __init__(
        self,
        jobs: Sequence[Job],
        clock: Clock,
        *,
        leads: Callable[[], bool] = lambda: True,
        failed: Callable[[str, Exception], None] = lambda _name, _error: None,
    ) -> None:
        self._jobs, self._clock, self._leads, self._failed = tuple(jobs), clock, leads, failed
        self._running: dict[str, asyncio.Task[None]] = {}

    @property
    def running(self) -> frozenset[str]:
        """The names of the jobs at work now."""
        return frozenset(name for name, task in self._running.items() if not task.done())

    async def run(self) -> None:
        """Until cancelled. Whatever is running then is cancelled too, and waited for."""
        since = self._clock.now()
        try:
            self._start([job for job in self._jobs if job.at_start])
            while True:
                now = self._clock.now()
                since = min(since, now)  # a clock put back: what was due later is due again when its time comes
                self._start(due(self._jobs, since, now))
                since = now
                coming = next_at(self._jobs, now)
                wait = LOOK_AGAIN if coming is None else (coming - now).total_seconds()
                await self._clock.sleep(min(wait, LOOK_AGAIN))
        finally:
            tasks = [task for task in self._running.values() if not task.done()]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _start(self, jobs: Iterable[Job]) -> None:
        for job in jobs if self._leads() else ():
            if job.name in self.running:
                log.warning("job_still_running", extra={"job": job.name})
                continue
            self._running[job.name] = asyncio.create_task(self._guarded(job), name=f"job {job.name}")

    async def _guarded(self, job: Job) -> None:
        try:
            async with asyncio.timeout(job.limit.total_seconds()):
                await job.run()
        except Exception as error:  # the loop: one job's failure must not stop the others
            log.exception("job_failed", extra={"job": job.name})
            self._failed(job.name, error)
