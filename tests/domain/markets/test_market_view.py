"""Boards made of stored markets: which rung speaks, which market, and what a settled one settles."""

from datetime import timedelta

import pytest

from bot.domain.markets.market_view import board, ranked
from tests.domain.markets.rungs import NOW, rung, seen


def ended(label, outcome, **more):
    return rung(label, status="resolved", resolution=outcome, resolved_at=NOW - timedelta(days=9), **more)


def test_a_deadline_that_passed_gives_way_to_one_that_has_not():
    made = board(seen(rung("September 20", 0.02, depth=90_000.0), rung("October 31", 0.5)), NOW)
    assert made.state == "open"
    assert made.main_row().label == "October 31"
    alone = board(seen(rung("September 20", 0.02)), NOW)
    assert alone.main_row().label == "September 20"


def test_what_settled_it_speaks_though_a_later_rung_was_left_trading():
    made = board(seen(ended("September 15", "yes"), rung("December 31", 0.98)), NOW)
    assert (made.state, made.outcome) == ("settled", "yes")
    assert made.main_row().label == "September 15"


def test_an_answer_about_something_else_settles_no_release():
    other = ended("GPT-6 is open source", "yes", question="GPT-6 is open source?")
    made = board(seen(rung("October 31", 0.4), other), NOW)
    assert (made.state, made.outcome) == ("open", None)


@pytest.mark.parametrize(("outcome", "expected"), [("no", "yes"), ("yes", "no"), ("void", "void")])
def test_no_release_by_is_turned_round_and_void_stays_void(outcome, expected):
    tail = ended("x", outcome, question="No GPT-6 release by September 15, 2026?")
    assert board(seen(tail), NOW).outcome == expected


def test_an_open_ladder_goes_before_one_that_settled_no_however_deep_that_was():
    over = board(seen(ended("September 15", "no", mid=0.02, depth=1e6), number=1), NOW)
    live = board(seen(rung("December 31", 0.6), number=2), NOW)
    assert [made.market.number for made in ranked([over, live], "openai/gpt-6")] == [2, 1]
    out = board(seen(ended("September 15", "yes", mid=0.9, depth=1e6), number=3), NOW)
    assert ranked([live, out], "openai/gpt-6")[0].market.number == 3
