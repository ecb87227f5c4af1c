"""Parts that run beside each other: the first that ends ends all, and says why; a stop lets them drain."""

import asyncio

import pytest

from adapters.runtime.supervisor import TaskSupervisor
from bot.messages.errors import BadArgument, OurFault


async def fails(error: Exception | None) -> None:
    await asyncio.sleep(0)
    if error is not None:
        raise error


async def beside(**works) -> None:
    """These parts, and a body that waits for ever."""
    async with TaskSupervisor(1) as parts:
        for name, work in works.items():
            parts.add(name, work)
        await asyncio.Event().wait()


async def test_a_refusal_ends_the_body_and_is_raised_as_it_is():
    with pytest.raises(BadArgument, match="not that token"):
        await beside(forever=asyncio.Event().wait(), refused=fails(BadArgument("not that token")))
    assert not asyncio.current_task().cancelling()


@pytest.mark.parametrize("error", [RuntimeError("boom"), None])
async def test_anything_else_that_ends_a_part_names_it_and_is_in_the_log(error: Exception | None, caplog):
    with pytest.raises(OurFault, match="A task ended unexpectedly: delivery"):
        await beside(delivery=fails(error))
    [record] = [record for record in caplog.records if record.levelname == "CRITICAL"]
    assert record.part == "delivery"
    assert (error is None) == (record.exc_info is None)


async def test_of_two_that_fail_the_first_is_told():
    with pytest.raises(BadArgument, match="first"):
        await beside(one=fails(BadArgument("first")), two=fails(BadArgument("second")))


async def test_a_stop_cancels_then_drains_all_parts_at_once():
    told: list[tuple[str, bool]] = []
    met = asyncio.Barrier(2)

    async def work(name: str) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            told.append((name, False))

    def drain(name: str):
        async def drained(seconds: float) -> None:
            assert 0 < seconds <= 60
            await met.wait()  # neither waits for the other to have ended
            told.append((name, True))

        return drained

    async with asyncio.timeout(60), TaskSupervisor(60) as parts:
        for name in ("discord", "slack"):
            parts.add(name, work(name), drain(name))
        await asyncio.sleep(0)
    assert sorted(told) == [("discord", False), ("discord", True), ("slack", False), ("slack", True)]
    assert [done for _, done in told] == [False, False, True, True]


async def test_a_body_that_is_cancelled_from_elsewhere_stays_cancelled():
    body = asyncio.create_task(beside(forever=asyncio.Event().wait()))
    await asyncio.sleep(0)
    body.cancel()
    with pytest.raises(asyncio.CancelledError):
        await body
