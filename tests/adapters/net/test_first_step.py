"""Work runs at once up to its first wait, and what holds on to the current task runs in a task of its own."""

import asyncio

import pytest

from adapters.net.first_step import begin, own_task
from adapters.runtime.optional_writes import saved


def start(work):
    return asyncio.get_running_loop().create_task(work)


async def test_what_waits_for_nothing_makes_no_task():
    async def at_once():
        return 7

    began = begin(at_once(), start)
    assert (began.value, began.task) == (7, None)


async def test_what_holds_on_to_the_current_task_is_never_in_its_callers():
    async def holds():
        await own_task()
        return asyncio.current_task()

    began = begin(holds(), start)
    assert began.value is None
    assert await began.task is began.task is not asyncio.current_task()


async def test_a_task_of_ones_own_is_not_left():
    async def two_steps():
        await asyncio.sleep(0)
        order.append("before")
        await own_task()
        order.append("after")

    order = []
    task = begin(two_steps(), start).task
    asyncio.get_running_loop().call_soon(order.append, "a tick")
    await task
    await own_task()
    assert order.index("after") == order.index("before") + 1


async def test_a_write_that_takes_too_long_gives_up_and_its_caller_goes_on():
    never = asyncio.get_running_loop().create_future()
    began = begin(saved(never, wait=0.0), start)
    assert await began.task is False
    assert not asyncio.current_task().cancelling()


async def test_work_whose_task_is_cancelled_before_it_ran_is_closed():
    ended = []

    async def waits():
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            ended.append("closed")

    task = begin(waits(), start).task
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert ended == ["closed"]


async def test_a_failure_in_the_first_step_reaches_the_caller_and_leaves_nothing_behind():
    async def fails():
        raise KeyError("x")

    with pytest.raises(KeyError):
        begin(fails(), start)

    async def holds():
        await own_task()
        return "not in a first step"

    assert await asyncio.wait_for(holds(), 5) == "not in a first step"
