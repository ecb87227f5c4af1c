"""Rules as verbatim clauses, their differences, and the record of past prices."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.markets.calibration import calibration
from bot.domain.markets.markets import market_id, market_number
from bot.domain.markets.rules import CLAUSE, clauses, difference, sentences
from bot.domain.markets.track_record import PastForecast

TEXT = (
    'This market will resolve to "Yes" if the lab makes X 5.5 publicly available by 11:59 p.m. ET on April 30. '
    "An open beta is enough. A closed beta or any form of private access will not suffice.\n"
    "Announcements do not count. A rename does NOT qualify!\n\nThe source is the lab."
)
T0 = datetime(2026, 4, 1, tzinfo=UTC)


def test_clauses_are_quoted_word_for_word():
    found = clauses(TEXT)
    assert found.excludes == (
        "A closed beta or any form of private access will not suffice.",
        "Announcements do not count.",
        "A rename does NOT qualify!",
    )
    assert found.counts[0].endswith("11:59 p.m. ET on April 30.")
    assert found.counts[1] == "An open beta is enough."
    assert all(piece in TEXT for piece in (*found.counts, *found.excludes))


def test_rules_without_an_exclusion_name_none():
    assert clauses("It resolves on the day.").excludes == ()
    assert clauses("").counts == ()
    assert sentences("One. Two? Three") == ("One.", "Two?", "Three")


def test_a_long_clause_is_cut_and_still_a_piece_of_the_text():
    text = "x " * 1000 + "will not suffice."
    assert len(clauses(text).excludes[0]) == CLAUSE
    assert clauses(text).excludes[0] in text


def test_a_difference_names_the_sentences_that_came_and_went():
    assert difference("One. Two. Six.", "One. Ten. Six.") == (("-", "Two."), ("+", "Ten."))
    assert difference("One.", "One.") == ()
    assert difference("", "One.") == (("+", "One."),)


@given(st.text(max_size=300))
def test_every_clause_of_any_text_stands_in_it(text):
    found = clauses(text)
    assert all(piece in text for piece in (*found.counts, *found.excludes))


def past(market, rung, price, *, true, kind="by", money="real"):
    return PastForecast(market, "polymarket", money, kind, true, {1: price}, label=str(rung))


def test_a_ladder_is_one_draw_and_the_market_itself_does_not_vouch():
    ladder = [past(1, n, 0.80 + n / 100, true=True) for n in range(5)]
    found = calibration([*ladder, past(2, 9, 0.85, true=False), past(3, 10, 0.1, true=False)], 0.84)
    assert (found.events, found.true, found.scored) == (2, 1, 3)
    assert "1 of 2 came true (n = 2; too few to judge by)" in found.said
    assert calibration(ladder, 0.84, but=1).said.startswith("No past market")
    assert "was priced" in calibration(ladder, 0.1).said
    many = [past(n, n, 0.5, true=n % 2 == 0) for n in range(20)]
    assert "too few" not in calibration(many, 0.5).said
    assert calibration(many, 0.5).brier == 0.25


@pytest.mark.parametrize(("asked", "was"), [(0.7, 0.8), (0.6, 0.7), (0.7, 0.6), (0.3, 0.4), (0.3, 0.2)])
def test_a_past_price_at_the_edge_of_the_printed_band_is_in_it(asked, was):
    assert calibration([past(1, 1, was, true=True)], asked).events == 1


def test_a_single_day_is_no_deadline_and_play_money_no_real_money():
    other = [past(2, 2, 0.5, true=False, kind="on"), past(3, 3, 0.5, true=False, money="play")]
    rows = [past(1, 1, 0.5, true=True), *other]
    found = calibration(rows, 0.5, kind="by", money="real")
    assert (found.events, found.true) == (1, 1)
    assert "deadlines alone" in found.said
    assert calibration(rows, 0.5).events == 3


def test_market_ids_read_back():
    assert market_id(7) == "MK-0007"
    assert [market_number(text) for text in ("mk-0007", "MK7", "MK-", "CL-0007", "", "MK-²")] == [
        7,
        7,
        None,
        None,
        None,
        None,
    ]
