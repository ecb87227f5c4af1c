"""Prices: how they are said, and when they are a signal."""

import math
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.markets.quotes import (
    Probability,
    Quote,
    flags,
    interval,
    money,
    moved,
    points,
    points_between,
    quality,
    signal,
)

NOW = datetime(2026, 9, 25, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "<1 %"),
        (0.004, "<1 %"),
        (0.01, "1 %"),
        (0.78, "78 %"),
        (0.865, "87 %"),
        (0.99, "99 %"),
        (0.9901, ">99 %"),
        (1, ">99 %"),
    ],
)
def test_a_probability_knows_how_it_is_said(value, said):
    assert Probability(value).said == str(Probability(value)) == f"{Probability(value)}" == said


@pytest.mark.parametrize("value", [1.2, -0.1, math.nan, math.inf, -math.inf, 1.7])
def test_a_probability_refuses_what_is_none(value):
    with pytest.raises(ValueError, match="is not a probability"):
        Probability(value)


def test_minus_zero_is_zero_and_a_format_is_a_number():
    assert math.copysign(1, Probability(-0.0)) == 1
    assert f"{Probability(0.12345):.2f}" == "0.12"


def test_a_quote_refuses_bad_prices_and_naive_times():
    with pytest.raises(ValueError, match="not a probability"):
        Quote(NOW, 1.7)
    with pytest.raises(ValueError, match="zone"):
        Quote(NOW.replace(tzinfo=None))
    with pytest.raises(ValueError, match="zone"):
        Quote(NOW, last=0.1, last_at=NOW.replace(tzinfo=None))


def test_the_midpoint_counts_up_to_ten_points_of_spread():
    assert signal(Quote(NOW, 0.40, 0.50)).basis == "mid"
    assert signal(Quote(NOW, 0.40, 0.50)).probability == pytest.approx(0.45)
    assert signal(Quote(NOW, 0.40, 0.51)).basis == "none"


def test_a_wide_book_falls_back_to_a_fresh_trade_only():
    wide = Quote(NOW, 0.351, 0.938, 0.919, NOW - timedelta(hours=23, minutes=59))
    assert signal(wide).basis == "last"
    assert signal(wide).said == "92 %"
    old = Quote(NOW, 0.351, 0.938, 0.919, NOW - timedelta(hours=24))
    assert signal(old).probability is None
    assert signal(old).said == "no signal (35–94 %)"
    untimed = Quote(NOW, 0.351, 0.938, 0.919)
    assert signal(untimed).probability is None, "a last price without a time proves nothing"
    future = Quote(NOW, 0.351, 0.938, 0.919, NOW + timedelta(hours=1))
    assert signal(future).probability is None


def test_one_sided_empty_crossed_and_missing_books_are_no_signal():
    assert signal(Quote(NOW, None, 0.30)).why == "one-sided book"
    assert signal(Quote(NOW, None, 0.30)).said == "no signal (30 % or less)"
    assert signal(Quote(NOW)).said == "no signal"
    assert signal(None).said == "no signal"
    crossed = signal(Quote(NOW, 0.6, 0.5))
    assert crossed.probability is None
    assert crossed.low <= crossed.high


def test_flags_say_in_words_what_is_odd_about_a_book():
    assert flags(Quote(NOW, 0.4, 0.42, liquidity=5000), NOW) == ()
    assert flags(Quote(NOW, 0.4, 0.42, liquidity=310), NOW) == ("thin",)
    assert flags(Quote(NOW, 0.4, 0.42), NOW + timedelta(minutes=31)) == ("stale",)
    assert flags(Quote(NOW, None, 0.42), NOW) == ("one-sided",)
    assert flags(Quote(NOW), NOW) == ("empty",)
    assert flags(Quote(NOW, 0.3, 0.6), NOW) == ("wide",)
    assert flags(Quote(NOW, 0.6, 0.3), NOW) == ("crossed",)
    assert flags(Quote(NOW, 0.4, 0.4, liquidity=1), NOW, currency="play") == ("play money",)


@pytest.mark.parametrize(
    ("quote", "currency", "stars"),
    [
        (Quote(NOW, 0.49, 0.51, liquidity=41_000, volume=2e6), "USD", 4),
        (Quote(NOW, 0.49, 0.51, liquidity=41_000, volume=2e6), "play", 3),
        (Quote(NOW, 0.49, 0.51, liquidity=600, volume=1200), "USD", 3),
        (Quote(NOW, 0.49, 0.51), "USD", 2),
        (Quote(NOW, 0.94, 0.96, liquidity=41_000, volume=2e6), "USD", 3),
        (Quote(NOW, 0.30, 0.60, liquidity=41_000, volume=2e6), "USD", 3),
        (Quote(NOW, None, 0.03), "USD", 1),
        (Quote(NOW, None, 0.03, last=0.02), "USD", 0),
    ],
)
def test_quality_is_stars_with_their_formula(quote, currency, stars):
    found = quality(quote, currency=currency)
    assert found.stars == stars
    assert found.said.endswith(f"{stars} of 5")
    assert found.formula


def test_differences_and_money_are_said_short():
    assert points(0.04) == "4 points"
    assert points(-0.01) == "1 point"
    assert points(0.001) == "0.1 points"
    assert moved(0.04) == "up 4 points"
    assert moved(-0.04) == "down 4 points"
    assert moved(0.0) == "unchanged"
    assert moved(None) == "–"
    assert money(41_000) == "$41k"
    assert money(4_700) == "$4.7k"
    assert money(310) == "$310"
    assert [money(amount) for amount in (999_999, 9_960, 999.9, 999, 9_900_000)] == [
        "$1M",
        "$10k",
        "$1k",
        "$999",
        "$9.9M",
    ]
    assert money(2.1e6) == "$2.1M"
    assert money(900, "play") == "Ṁ900"
    assert money(None) == money(math.nan) == "–"
    assert interval(Probability(0), Probability(0.001)) == "<1 %"
    assert interval(Probability(0), Probability(1)) == "0–100 %"
    assert interval(Probability(0.3), Probability(1)) == "30 % or more"
    assert interval(Probability(0.004), Probability(0.3)) == "<1–30 %"


@given(st.floats(0, 1))
def test_every_price_is_said_in_two_digits_and_a_sign(value):
    said = Probability(value).said
    assert said in {"<1 %", ">99 %"} or 1 <= int(said.removesuffix(" %")) <= 99


@given(st.none() | st.floats(0, 1), st.none() | st.floats(0, 1), st.none() | st.floats(0, 1), st.integers(-2, 48))
def test_a_signal_stays_within_its_book_or_is_a_trade(bid, ask, last, hours):
    found = signal(Quote(NOW, bid, ask, last, NOW - timedelta(hours=hours)))
    assert 0 <= found.low <= found.high <= 1
    if found.basis == "mid":
        assert found.low - 1e-9 <= found.probability <= found.high + 1e-9
    assert (found.probability is None) == (found.basis == "none")


@pytest.mark.parametrize(
    ("then", "now", "whole"),
    [(0.4, 0.425, 3), (0.425, 0.4, -3), (0.1, 0.125, 3), (0.9, 0.8, -10), (0.58, 0.29, -29), (0.5, 0.5, 0)],
)
def test_points_are_rounded_as_the_prices_beside_them(then, now, whole):
    assert points_between(then, now) == whole
