"""A thousand posts without one 429, and buckets as their headers describe them. Time passes only when it is slept."""

import asyncio

import pytest

from adapters.discord.transport.rate_limiter import STOP, DiscordRateLimiter
from tests.clocks import FakeClock, settle


class Server:
    """Discord's global limit by itself: fifty a second, in a sliding window or in fixed ones."""

    def __init__(self, clock: FakeClock, *, sliding: bool) -> None:
        self.clock, self.sliding = clock, sliding
        self.came: list[float] = []
        self.refused = 0

    async def take(self) -> bool:
        now = self.clock.steady()
        window = [at for at in self.came[-60:] if (at > now - 1.0 if self.sliding else int(at) == int(now))]
        if len(window) >= 50:
            self.refused += 1
            return False
        self.came.append(now)
        return True


async def drain(clock: FakeClock, *tasks: asyncio.Task) -> None:
    while not all(task.done() for task in tasks):
        await settle(200)
        if (wait := clock.next_in) is not None:
            await clock.advance(wait)


@pytest.mark.parametrize("sliding", [True, False])
async def test_a_thousand_posts_take_what_fifty_a_second_allow_and_provoke_nothing(sliding: bool):
    clock = FakeClock(auto=False)
    limiter, server = DiscordRateLimiter(clock.steady, clock.sleep), Server(clock, sliding=sliding)

    async def post(channel: int) -> None:
        bucket = await limiter.enter(f"/channels/{channel}/messages")
        await clock.sleep(0.01)  # the way there
        assert await server.take()
        limiter.leave(bucket, 4, 5.0)

    began = clock.steady()
    await drain(clock, *(asyncio.create_task(post(channel)) for channel in range(1_000)))
    ideal = 1_000 / 50 - 1  # a burst of fifty, then fifty a second
    assert server.refused == 0
    assert ideal / (clock.steady() - began) >= 0.95


async def test_a_first_burst_that_arrives_late_does_not_run_into_the_second():
    clock = FakeClock(auto=False)
    limiter, server = DiscordRateLimiter(clock.steady, clock.sleep), Server(clock, sliding=True)

    async def post(number: int) -> None:
        turn = await limiter.enter(f"/channels/{number}/messages")
        await clock.sleep(0.005 * number if number < 50 else 0.002)  # fifty connections are opened one after another
        await server.take()
        await clock.sleep(0.002)
        limiter.leave(turn, 4, 5.0)

    await drain(clock, *(asyncio.create_task(post(number)) for number in range(300)))
    assert server.refused == 0


async def test_an_unknown_bucket_is_tried_by_one_request_first():
    clock = FakeClock(auto=False)
    limiter = DiscordRateLimiter(clock.steady, clock.sleep)
    first = await limiter.enter("a")
    second = asyncio.create_task(limiter.enter("a"))
    other = asyncio.create_task(limiter.enter("b"))
    await settle()
    assert other.done()
    assert not second.done()
    limiter.leave(first, 4, 5.0)
    await settle()
    assert second.done()


async def test_an_empty_bucket_waits_until_it_is_filled():
    clock = FakeClock(auto=False)
    limiter = DiscordRateLimiter(clock.steady, clock.sleep)
    limiter.leave(await limiter.enter("a"), 0, 5.0)
    waiting = asyncio.create_task(limiter.enter("a"))
    await clock.advance(4.9)
    assert not waiting.done()
    await clock.advance(0.2)
    assert waiting.done()


async def test_answers_that_overtake_each_other_never_open_a_bucket_too_far():
    clock = FakeClock(auto=False)
    limiter = DiscordRateLimiter(clock.steady, clock.sleep)
    limiter.leave(await limiter.enter("a"), 2, 5.0)
    one, two = await limiter.enter("a"), await limiter.enter("a")
    limiter.leave(two, 0, 5.0)
    limiter.leave(one, 1, 5.0)
    waiting = asyncio.create_task(limiter.enter("a"))
    await settle()
    assert not waiting.done()
    waiting.cancel()


async def test_no_answer_gives_the_bucket_back():
    clock = FakeClock(auto=False)
    limiter = DiscordRateLimiter(clock.steady, clock.sleep)
    limiter.leave(await limiter.enter("a"))
    assert (await limiter.enter("a")).bucket.flying == 1


async def test_one_who_gives_up_waiting_takes_nothing_along():
    clock = FakeClock(auto=False)
    limiter = DiscordRateLimiter(clock.steady, clock.sleep, per_second=1)
    limiter.leave(await limiter.enter("a"), 4, 5.0)
    waiting = asyncio.create_task(limiter.enter("b"))
    await settle()
    waiting.cancel()
    await settle()
    await clock.advance(1.1)
    assert (await limiter.enter("b")).bucket.flying == 1


async def test_a_global_429_closes_the_door_for_everybody():
    clock = FakeClock(auto=False)
    limiter = DiscordRateLimiter(clock.steady, clock.sleep)
    limiter.close_for(3.0)
    waiting = asyncio.create_task(limiter.enter("a"))
    await clock.advance(2.9)
    assert not waiting.done()
    await clock.advance(0.2)
    assert waiting.done()


async def test_exempt_requests_do_not_wait_for_the_door():
    clock = FakeClock(auto=False)
    limiter = DiscordRateLimiter(clock.steady, clock.sleep)
    limiter.close_for(3.0)
    assert await asyncio.wait_for(limiter.enter("hook", exempt=True), 1)


async def test_invalid_answers_are_counted_over_ten_minutes_and_shut_us_up_long_before_the_ban():
    clock = FakeClock(auto=False)
    limiter = DiscordRateLimiter(clock.steady, clock.sleep)
    for _ in range(STOP):
        limiter.refused(403)
    limiter.refused(404)
    assert limiter.invalid == STOP
    assert 0 < limiter.shut <= 600
    await clock.advance(601)
    assert limiter.invalid == 0
    assert limiter.shut == 0


async def test_many_channels_are_forgotten_again():
    clock = FakeClock(auto=True)
    limiter = DiscordRateLimiter(clock.steady, clock.sleep, per_second=100_000)
    for number in range(6_000):
        limiter.leave(await limiter.enter(str(number)), 4, 5.0)
    assert len(limiter._buckets) <= 5_000
