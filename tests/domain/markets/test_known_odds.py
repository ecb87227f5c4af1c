"""The best odds that are known of a rung: a price that was read, else what others report, said as such."""

from dataclasses import replace
from datetime import date, timedelta

from bot.domain.markets.day_bounds import bounds_of
from bot.domain.markets.market_view import board
from bot.domain.markets.markets import PriceRead
from bot.domain.markets.quotes import Quote
from tests.domain.markets.rungs import NOW, rung, seen


def told(label, *prices, mid=None):
    """A rung of which some pages report prices, a day apart."""
    readings = tuple(
        PriceRead(NOW - timedelta(days=9 - day), price, "reported", f"page {day}", f"https://p{day}.example/", NOW)
        for day, price in enumerate(prices)
    )
    return rung(label, mid, readings=readings)


def known(made):
    return board(seen(made), NOW).rows[0].known


def test_a_price_that_was_read_comes_before_what_others_report():
    assert known(told("October 31", 0.2, mid=0.5)).words == "50 %"
    assert known(told("October 31", 0.2)).words == "20 % (reported)"
    assert known(told("October 31", 0.4, 0.35)).words == "35–40 % (reported)"
    assert [one.teller for one in known(told("October 31", 0.4, 0.35)).reports] == ["page 0", "page 1"]
    assert known(rung("October 31")) is None


def test_a_book_without_a_signal_hides_older_reports():
    assert known(replace(told("October 31", 0.2), quote=Quote(NOW, 0.1, 0.9))) is None


def test_what_is_reported_of_no_release_is_turned_round():
    assert known(told("No release by October 31", 0.3)).words == "70 % (reported)"


def test_reports_bound_a_day_only_where_nothing_was_read_and_never_the_day_itself():
    reported = board(seen(told("September 30", 0.3, 0.25), told("October 31", 0.5, 0.6)), NOW)
    day = date(2026, 10, 15)
    bounds = bounds_of([reported], day, NOW)
    assert (float(bounds.least), float(bounds.most), bounds.reported, bounds.on_the_day) == (0.25, 0.6, True, None)
    read = board(replace(seen(rung("September 30", 0.4), rung("October 31", 0.7)), currency="play"), NOW)
    assert not bounds_of([reported, read], day, NOW).reported


def test_a_board_speaks_by_what_is_reported_and_draws_nothing_from_it():
    made = board(seen(rung("September 30"), told("October 31", 0.3), told("December 31", 0.6)), NOW)
    assert made.main_row().label == "October 31"
    assert not made.carries
    assert made.priced == ()
