"""Wilson's interval of a share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.wilson import wilson


def test_known_interval():
    share = wilson(7, 31)
    assert (round(share.low, 2), round(share.high, 2)) == (0.11, 0.40)
    assert share.text == "7 of 31 (23 %, 95 % interval 11–40)"


def test_nothing_of_nothing_says_nothing():
    assert wilson(0, 0).share is None
    assert wilson(0, 0).text == "0 of 0"


def test_more_hits_than_trials_is_refused():
    with pytest.raises(ValueError, match="not a proportion"):
        wilson(3, 2)


@given(st.integers(0, 500), st.integers(1, 500))
def test_the_interval_holds_the_share(hits, n):
    hits = min(hits, n)
    share = wilson(hits, n)
    assert 0 <= share.low <= hits / n <= share.high <= 1
