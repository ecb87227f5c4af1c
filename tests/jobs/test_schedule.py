"""When a job is due, however the clock jumps."""

import asyncio
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from bot.jobs.schedule import LOOK_AGAIN, Job, Schedule, due, next_at
from tests.clocks import NOON, FakeClock, settle


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


async def nothing() -> None:
    pass


FIVE = Job("five", timedelta(minutes=5), nothing)
HOUR = Job("hour", timedelta(hours=1), nothing, offset=timedelta(minutes=7))


@pytest.mark.parametrize(
    ("since", "now", "names"),
    [
        (0, 0, []),
        (0, 4.9, []),
        (0, 5, ["five"]),
        (4, 5, ["five"]),
        (5, 6, []),
        (5, 9, ["hour"]),
        (0, 7, ["five", "hour"]),
        (0, 600, ["five", "hour"]),
        (3, 2, []),
    ],
)
def test_a_job_is_due_once_however_long_nobody_looked(since, now, names):
    assert [job.name for job in due((FIVE, HOUR), at(since), at(now))] == names


def test_the_next_time_is_later_than_now_and_the_same_for_every_process():
    assert next_at((FIVE, HOUR), at(0)) == at(5)
    assert next_at((FIVE, HOUR), at(5)) == at(7)
    assert next_at((HOUR,), at(7)) == at(67)
    assert next_at((), at(0)) is None


class Clock(FakeClock):
    """Time passes as the loop sleeps, up to an end at which it hangs until cancelled."""

    def __init__(self, until: datetime, jumps: dict[int, timedelta] | None = None) -> None:
        super().__init__()
        self.until, self.jumps, self.over = until, jumps or {}, asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        if self.at >= self.until:
            self.over.set()
            await asyncio.Event().wait()
        await super().sleep(seconds)
        self.at += self.jumps.get(len(self.slept), timedelta(0))
        await settle(2)


async def run(jobs: list[Job], clock: Clock, **more: object) -> Schedule:
    schedule = Schedule(jobs, clock, **more)
    loop = asyncio.create_task(schedule.run())
    await clock.over.wait()
    loop.cancel()
    await asyncio.gather(loop, return_exceptions=True)
    return schedule


async def test_jobs_run_as_their_time_comes_and_the_clock_is_read_again_often():
    ran: list[str] = []

    def says(name: str) -> Job:
        async def work() -> None:
            ran.append(f"{name} {clock.now():%H:%M}")

        return Job(name, timedelta(minutes=5), work, at_start=name == "first")

    clock = Clock(at(11))
    await run([says("first"), says("second")], clock)
    assert ran == ["first 12:00", "first 12:05", "second 12:05", "first 12:10", "second 12:10"]
    assert max(clock.slept) <= LOOK_AGAIN


async def test_a_clock_put_forward_or_back_runs_nothing_twice_at_once():
    ran: list[datetime] = []

    async def work() -> None:
        ran.append(clock.now())

    clock = Clock(at(130), {3: timedelta(hours=2), 10: timedelta(hours=-1)})
    await run([Job("job", timedelta(minutes=5), work)], clock)
    assert len([moment for moment in ran if moment < at(70)]) <= 14
    assert all(later != earlier for earlier, later in pairwise(ran))


async def test_a_failing_job_is_told_and_does_not_stop_the_others(caplog):
    ran, told = [], []

    async def breaks() -> None:
        raise RuntimeError("no")

    async def works() -> None:
        ran.append(1)

    jobs = [Job("bad", timedelta(minutes=1), breaks), Job("good", timedelta(minutes=1), works)]
    await run(jobs, Clock(at(3)), failed=lambda name, error: told.append((name, str(error))))
    assert len(ran) == 3
    assert told == [("bad", "no")] * 3
    assert "job_failed" in caplog.text


async def test_a_job_still_running_is_not_started_again_and_is_cancelled_at_the_end():
    started, ended = [], []

    async def hangs() -> None:
        started.append(1)
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(1)

    schedule = await run([Job("slow", timedelta(minutes=1), hangs)], Clock(at(5)))
    assert (started, ended, schedule.running) == ([1], [1], frozenset())


async def test_a_run_that_hangs_is_ended_by_its_limit():
    told = []

    async def hangs() -> None:
        await asyncio.Event().wait()

    job = Job("slow", timedelta(minutes=1), hangs, limit=timedelta(0), at_start=True)
    await run([job], Clock(at(0.5)), failed=lambda name, error: told.append(type(error)))
    assert told == [TimeoutError]


async def test_only_the_leader_acts():
    ran = []

    async def work() -> None:
        ran.append(1)

    await run([Job("job", timedelta(minutes=1), work, at_start=True)], Clock(at(5)), leads=lambda: False)
    assert ran == []
