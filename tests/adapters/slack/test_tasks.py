"""Work behind an acknowledgement: begun at once, waited for, cut off, and its failures logged."""

import asyncio
import re
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.slack.transport.background_tasks import Tasks
from tests.clocks import FakeClock, until

ROOT = Path(__file__).resolve().parents[3]


async def test_what_waits_for_nothing_is_done_at_once_without_a_task():
    tasks = Tasks(FakeClock(auto=False))

    async def at_once():
        return 7

    began = tasks.begin("answer", at_once())
    assert (began.value, began.task, tasks.busy) == (7, None, 0)


async def test_what_waits_goes_on_as_a_task_with_everything_it_is_sent():
    clock = FakeClock(auto=False)
    tasks, seen = Tasks(clock), []

    async def waits():
        await clock.sleep(1)
        try:
            await asyncio.wait_for(asyncio.Event().wait(), 0)
        except TimeoutError:
            seen.append("timed out")
        await asyncio.sleep(0)
        return await asyncio.to_thread(lambda: "done")

    began = tasks.begin("answer", waits())
    assert not await _soon(tasks, began.task)
    await clock.advance(1)
    assert await began.task == "done"
    assert seen == ["timed out"]


async def _soon(tasks, task):
    await asyncio.sleep(0)
    return task.done()


async def test_a_failure_before_and_after_the_first_wait_reaches_whoever_asked(caplog):
    tasks = Tasks(FakeClock(auto=False))

    async def fails(*, first):
        if not first:
            await asyncio.sleep(0)
        raise KeyError("x")

    with pytest.raises(KeyError):
        tasks.begin("answer", fails(first=True))
    with pytest.raises(KeyError):
        await tasks.begin("answer", fails(first=False)).task
    await until(lambda: not tasks.busy)
    assert "slack task failed" in caplog.text


async def test_a_cancelled_answer_can_tidy_up():
    clock, tidied = FakeClock(auto=False), []
    tasks = Tasks(clock)

    async def waits():
        try:
            await clock.sleep(60)
        finally:
            tidied.append(True)

    tasks.begin("answer", waits())
    await tasks.stop(timedelta(0))
    assert tidied == [True]
    assert tasks.busy == 0


async def test_a_stop_waits_first():
    clock, done = FakeClock(auto=False), []
    tasks = Tasks(clock)

    async def soon():
        for _ in range(10):
            await asyncio.sleep(0)
        done.append(True)

    tasks.start("answer", soon())
    await tasks.stop(timedelta(seconds=5))
    assert done == [True]


def test_no_command_takes_hold_of_the_current_task_before_it_waits():
    holding = re.compile(r"asyncio\.(timeout|current_task|TaskGroup|wait_for)\b")
    for folder in ("bot/commands", "bot/completions", "storage"):
        for path in (ROOT / folder).rglob("*.py"):
            assert not holding.search(path.read_text("utf-8")), path
    assert not holding.search((ROOT / "bot/dispatch/app.py").read_text("utf-8"))
