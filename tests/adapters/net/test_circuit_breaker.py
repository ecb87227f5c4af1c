"""The circuit breaker of a source: when it opens, whom it lets through, how long it rests."""

from datetime import UTC, datetime, timedelta

import pytest

from adapters.net.circuit_breaker import CircuitBreaker, retry_after

NOW = datetime(2026, 4, 21, 12, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def test_a_breaker_opens_after_failures_in_a_row_only():
    breaker = CircuitBreaker(after=2)
    breaker.failed(NOW, "a")
    breaker.worked()
    breaker.failed(NOW, "b")
    assert breaker.rests(NOW) is None
    breaker.failed(NOW, "c")
    assert breaker.rests(after(59)) == after(60)
    assert breaker.why == "c"


def test_one_probe_goes_through_when_the_rest_is_over_and_a_forgotten_one_frees_its_place():
    breaker = CircuitBreaker(after=1)
    breaker.failed(NOW, "down")
    assert breaker.rests(after(61)) is None
    assert breaker.rests(after(61)) == after(121)
    assert breaker.rests(after(122)) is None


def test_rests_double_up_to_a_limit():
    breaker = CircuitBreaker(after=1, rest=60, longest=900)
    rests = []
    for _ in range(8):
        breaker.failed(NOW, "down")
        assert breaker.until is not None
        rests.append((breaker.until - NOW).total_seconds())
    assert rests == [60, 120, 240, 480, 900, 900, 900, 900]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0", 0), ("120", 120), ("1.5", 1.5), ("-3", 0), ("nan", None), ("inf", None), ("", None), ("soon", None),
        ("Tue, 21 Apr 2026 12:01:00 GMT", 60), ("Tue, 21 Apr 2026 11:00:00 GMT", 0), ("1e300", None),
    ],
)  # fmt: skip
def test_retry_after_is_seconds_or_a_date(text, seconds):
    assert retry_after(text, NOW) == seconds
