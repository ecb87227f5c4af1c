"""Calls in their turn: never faster than Slack allows, hardly slower, in order."""

import asyncio
import json
from collections import Counter
from itertools import pairwise

import pytest

from adapters.slack.limits import TIERS, WORKSPACE_POSTS
from adapters.slack.transport.rate_limiter import METHODS, POST, SlackRateLimiter, TurnTooLate
from tests.clocks import FakeClock
from tests.shared import shared_tool


async def drive(clock, coroutines, seconds):
    tasks = [asyncio.ensure_future(coroutine) for coroutine in coroutines]
    for _ in range(int(seconds * 20)):
        await clock.advance(0.05)
        if all(task.done() for task in tasks):
            break
    return await asyncio.gather(*tasks)


async def test_three_hundred_posts_over_a_hundred_channels_take_hardly_longer_than_slack_allows():
    clock = FakeClock(auto=False)
    limiter, sent = SlackRateLimiter(clock), []

    async def post(channel, number):
        async with limiter.turn("T1", POST, channel, 120):
            sent.append((clock.now().timestamp(), channel, number))

    await drive(clock, [post(f"C{n % 100}", n) for n in range(300)], 120)
    began = sent[0][0]
    times = [at - began for at, _, _ in sent]
    ideal = (300 - 5) / (WORKSPACE_POSTS / 60)
    assert ideal / times[-1] >= 0.95
    for channel in {channel for _, channel, _ in sent}:
        own = [(at, number) for at, where, number in sent if where == channel]
        assert [number for _, number in own] == sorted(number for _, number in own)
        assert all(later - earlier >= 1.0 for (earlier, _), (later, _) in pairwise(own))
    for start in times:
        assert sum(start <= at < start + 60 for at in times) <= WORKSPACE_POSTS + 5


async def test_one_slow_channel_does_not_hold_the_others():
    clock = FakeClock(auto=False)
    limiter, sent = SlackRateLimiter(clock), []

    async def post(channel):
        async with limiter.turn("T1", POST, channel, 60):
            sent.append((clock.now().timestamp(), channel))

    began = clock.now().timestamp()
    await drive(clock, [post("C1") for _ in range(20)] + [post(f"C{n}") for n in range(2, 10)], 30)
    others = [at - began for at, channel in sent if channel != "C1"]
    assert max(others) < 3
    assert Counter(channel for _, channel in sent)["C1"] == 20


async def test_what_slack_refuses_holds_its_lane_and_no_other():
    clock = FakeClock(auto=False)
    limiter = SlackRateLimiter(clock)
    limiter.refused("T1", POST, "C1", 30)
    with pytest.raises(TurnTooLate) as late:
        async with limiter.turn("T1", POST, "C1", 10):
            pass
    assert 29 < late.value.after <= 30
    for team, method, channel in (("T1", POST, "C2"), ("T2", POST, "C1"), ("T1", "chat.update", "C1")):
        async with limiter.turn(team, method, channel, 10):
            pass


@pytest.mark.parametrize("method", ["chat.update", "views.publish", "auth.test", "a.new.one"])
async def test_a_method_is_called_no_more_a_minute_than_its_tier(method):
    clock = FakeClock(auto=False)
    limiter, times = SlackRateLimiter(clock), []

    async def call():
        async with limiter.turn("T1", method, "", 300):
            times.append(clock.now().timestamp())

    allowed = TIERS[METHODS.get(method, 3)]
    await drive(clock, [call() for _ in range(2 * allowed)], 300)
    assert len(times) == 2 * allowed
    for start in times:
        assert sum(start <= at < start + 60 for at in times) <= allowed


async def test_lanes_of_many_workspaces_are_forgotten():
    limiter = SlackRateLimiter(FakeClock(auto=False))
    for number in range(5_000):
        async with limiter.turn(f"T{number}", "auth.test"):
            pass
    assert len(limiter._lanes) <= 4_096
    assert limiter._order == {}


def test_the_tiers_are_slacks():
    tiers = json.loads(shared_tool("specs/slack/rate_limit_tiers.json").read_text())
    for method, tier in METHODS.items():
        if tiers.get(method, "").startswith("Tier"):
            assert tiers[method] == f"Tier{tier}", method
