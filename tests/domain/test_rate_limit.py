"""One rate limit for sources, platforms, people, tenants and addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.rate_limit import Quota, RateLimit, RateLimits

NOW = 1_776_772_800.0


def test_a_burst_goes_at_once_and_the_rest_in_step():
    limit = RateLimit(1 / 4, 4)
    assert [limit.queue_up(NOW) for _ in range(7)] == pytest.approx([0, 0, 0, 0, 0.25, 0.5, 0.75])


def test_a_slow_pace_lets_one_go_at_a_time():
    limit = RateLimit(30 / 8)
    assert [limit.queue_up(NOW) for _ in range(3)] == pytest.approx([0, 3.75, 7.5])


def test_idle_time_is_not_saved_up():
    limit = RateLimit(1 / 2, 2)
    limit.queue_up(NOW)
    assert [limit.queue_up(NOW + 3_600) for _ in range(3)] == pytest.approx([0, 0, 0.5])


def test_what_is_refused_costs_nothing():
    limit = RateLimit.of(Quota(2, 60))
    assert [limit.grant(NOW), limit.grant(NOW)] == [0, 0]
    assert [limit.grant(NOW + 0.25), limit.grant(NOW + 0.5)] == pytest.approx([0.75, 0.5])
    assert limit.grant(NOW + 1) == 0


def test_several_turns_are_ready_at_once():
    limit = RateLimit(1.0, 3)
    assert limit.ready(NOW) == 3
    limit.take(NOW, 2)
    assert limit.ready(NOW) == 1
    limit.take(NOW)
    assert (limit.ready(NOW), limit.ready(NOW + 1), limit.ready(NOW + 60)) == (0, 1, 3)


def test_who_was_told_to_wait_waits():
    limit = RateLimit(1.0, 5)
    limit.hold(NOW + 30)
    assert limit.wait(NOW) == 30


@pytest.mark.parametrize("back", [60.0, 3_600.0, 86_400.0])
def test_a_clock_put_back_gives_one_turn_and_costs_no_hour(back):
    limit = RateLimit.of(Quota(1, 60))
    limit.take(NOW)
    assert limit.grant(NOW - back) == 0
    assert limit.grant(NOW - back) == pytest.approx(1.0)
    queued = RateLimit(1.0)
    queued.take(NOW)
    assert queued.wait(NOW - back) == (0 if back > queued.queue else pytest.approx(back + 1))


@given(st.lists(st.floats(0, 5), max_size=200), st.integers(1, 10), st.floats(0.01, 3))
def test_never_more_than_the_burst_and_what_time_allows(gaps, burst, every):
    limit, now, gone = RateLimit(every, burst, queue=0.0), NOW, []
    for gap in gaps:
        now += gap
        if not limit.grant(now):
            gone.append(now)
    for start in gone:
        for span in (every, 7 * every):
            assert sum(start <= at <= start + span for at in gone) <= burst + span / every + 1


def test_of_many_keys_the_longest_unused_is_forgotten():
    limits = RateLimits[int](lambda _key: RateLimit(1.0), 3)
    for key in (1, 2, 3):
        limits[key].take(NOW)
    assert limits[1].wait(NOW) == 1
    assert limits[4].wait(NOW) == 0
    assert len(limits) == 3
    assert limits[1].wait(NOW) == 1
    assert limits[2].wait(NOW) == 0
