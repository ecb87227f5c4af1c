"""How a venue says that something settled, is proposed, disputed, paused, or not what it seems."""

from datetime import UTC, datetime

import pytest

from bot.domain.markets.quotes import signal
from bot.messages.errors import SourceDown
from bot.sources.protocol import Answer, Get, SourceGone, drive
from bot.sources.venues import kalshi, polymarket
from tests.sources.venues.replay import READ_AT, answer
from tests.sources.venues.shapes import aggregate, kal, leg, mani, meta, poly

CLOSED = {"closed": True, "closedTime": "2025-08-07 21:21:49+00"}


@pytest.mark.parametrize(
    ("prices", "words", "told"),
    [
        ('["1", "0"]', "resolved", ("resolved", "yes")),
        ('["0", "1"]', "resolved", ("resolved", "no")),
        ('["0", "0"]', "resolved", ("closed", None)),
        ('["0", "0"]', "", ("closed", None)),
        ('["1", "0"]', "settled", ("resolved", "yes")),
        ('["0.9999999999999999", "1e-16"]', "resolved", ("resolved", "yes")),
        ('["1e-18", "1"]', "resolved", ("resolved", "no")),
        ('["0.4995", "0.5005"]', "resolved", ("resolved", "void")),
        ('["0.5", "0.5"]', "resolved", ("resolved", "void")),
        ('["0.5", "0.5"]', "", ("resolved", "void")),
        ('["0.62", "0.38"]', "resolved", ("closed", None)),
        ('["1", "0"]', "proposed", ("closed", None)),
        ('["1"]', "resolved", ("closed", None)),
    ],
)
def test_both_final_prices_and_the_oracle_s_word_say_how_it_settled(prices, words, told):
    (rung,) = poly(CLOSED | {"outcomePrices": prices, "umaResolutionStatus": words}).rungs
    assert (rung.status, rung.resolution) == told
    assert rung.settled_at == (datetime(2025, 8, 7, 21, 21, 49, tzinfo=UTC) if rung.resolution else None)


@pytest.mark.parametrize(
    ("leg", "stage"),
    [
        ({}, ""),
        ({"umaResolutionStatus": "proposed"}, "proposed"),
        ({"umaResolutionStatus": "disputed"}, "disputed"),
        ({"acceptingOrders": False}, "not accepting"),
        ({"active": False}, "paused"),
        (CLOSED | {"outcomePrices": '["1", "0"]', "umaResolutionStatus": "proposed"}, "proposed"),
        (CLOSED | {"outcomePrices": '["1", "0"]', "umaResolutionStatus": "resolved"}, ""),
    ],
)
def test_an_outcome_proposed_or_disputed_and_a_pause_are_stages(leg, stage):
    assert poly(leg).rungs[0].stage == stage
    assert poly(leg | {"bestBid": "0.52 "}).rungs[0].stage == stage  # read field by field, it is the same


def test_an_archived_market_is_closed():
    assert poly({"archived": True, "outcomePrices": '["0.4", "0.6"]'}).rungs[0].status == "closed"


@pytest.mark.parametrize("ids", [["91", "92"], '["91", "92"]'])
def test_a_market_of_the_second_protocol_is_asked_by_its_position_though_both_ids_are_there(ids):
    found = poly({"version": "v2", "positionIds": ids}, {"asset_id": "91", "bids": [], "asks": []})
    assert found.rungs[0].token == "91"
    assert found.faults == ()


def test_the_first_protocol_keeps_its_tokens():
    assert poly({"version": "v1", "positionIds": ["91", "92"]}).rungs[0].token == "11"


def test_a_book_that_did_not_come_is_a_counted_fault():
    assert poly({}).faults == ("the order books of 1 of 1 rungs did not come; their prices are Gamma's",)


def test_a_ghost_book_does_not_replace_a_market_that_trades():
    edges = {"bids": [{"price": "0.01", "size": "900"}], "asks": [{"price": "0.99", "size": "900"}]}
    found = poly({}, {"asset_id": "11"} | edges)
    assert signal(found.rungs[0].quote).probability == pytest.approx(0.525)
    assert "only orders at the edges" in found.faults[0]


def test_levels_below_the_smallest_order_are_no_price():
    levels = {"bids": [{"price": "0.60", "size": "0.01"}, {"price": "0.40", "size": "50"}]}
    book = {"token_id": "11", "asks": [{"price": "0.44", "size": "50"}], "min_order_size": "5"} | levels
    quote = poly({}, book).rungs[0].quote
    assert (quote.bid, quote.ask) == (0.40, 0.44)


def test_a_market_keeps_the_number_that_outlives_its_name():
    assert poly({}).event_id == "77"


# ---------------------------------------------------------------------------------------------------------- Kalshi
@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("active", ("open", None, "")),
        ("inactive", ("open", None, "paused")),
        ("closed", ("closed", None, "")),
        ("determined", ("closed", None, "proposed")),
        ("disputed", ("closed", None, "disputed")),
        ("finalized", ("resolved", "yes", "")),
        ("amended", ("resolved", "yes", "")),
    ],
)
def test_a_leg_s_status_is_told_apart(status, told):
    result = "yes" if status in ("determined", "disputed", "finalized", "amended") else ""
    (rung,) = kal(leg("A", status=status, result=result, settlement_ts="2026-09-04T17:00:00Z")).rungs
    assert (rung.status, rung.resolution, rung.stage) == told
    assert rung.settled_at == (datetime(2026, 9, 4, 17, tzinfo=UTC) if told[1] else None)


def test_rules_belong_to_their_leg_whatever_the_order():
    first, second = kal(leg("SEP10"), leg("DEC31")), kal(leg("DEC31"), leg("SEP10"))
    assert {rung.key: rung.rules for rung in first.rungs} == {rung.key: rung.rules for rung in second.rungs}
    assert "before SEP10" in first.rungs[0].rules
    assert first.rules == second.rules


def test_a_listing_without_a_book_is_looked_up_in_the_order_book():
    full = {"yes_dollars": [["0.3700", "100.00"]], "no_dollars": [["0.6200", "100.00"]]}
    (rung,) = kal(leg("A", yes_bid_dollars="0.0000", yes_ask_dollars="0.0000"), book=full).rungs
    assert signal(rung.quote).probability == pytest.approx(0.375)


def test_one_failing_series_or_word_costs_itself():
    def replay(get: Get) -> Answer:
        if get.path == "/series":
            return answer(get, {"series": None})
        if get.query["series_ticker"] == "KXGROK":
            raise SourceGone(f"{get.origin} answered 404: nothing under that name")
        event = {"event_ticker": "KXGPT-26", "series_ticker": "KXGPT", "title": "GPT-6", "markets": [leg("A")]}
        return answer(get, {"events": [event]})

    found = drive(kalshi.discover(["GPT"]), replay)
    assert len(found.markets) == 1
    assert found.searches == len(kalshi.SERIES) + 1
    assert len(found.failed) == 1


def test_one_failing_word_at_polymarket_leaves_what_the_others_found():
    def replay(get: Get) -> Answer:
        if get.path == "/events/keyset":
            return answer(get, {"events": []})
        if get.query["q"] == "Grok":
            raise SourceDown(f"{get.origin} answered 500")
        event = {"slug": get.query["q"].lower(), "title": get.query["q"], "markets": []}
        return answer(get, {"events": [event]})

    found = drive(polymarket.discover(["GPT", "Grok", "Claude"]), replay)
    assert [market.key for market in found.markets] == ["gpt", "claude"]
    assert (found.searches, len(found.failed)) == (4, 1)


# -------------------------------------------------------------------------------------------------------- Manifold
def test_a_market_settled_at_a_probability_is_neither_yes_nor_void():
    (rung,) = mani(resolution="MKT", resolutionProbability=0.8).rungs
    assert (rung.status, rung.resolution, rung.payout) == ("resolved", "void", 0.8)


def test_manifold_says_when_it_settled():
    (rung,) = mani(resolution="YES").rungs
    assert (rung.resolution, (READ_AT - rung.settled_at).total_seconds()) == ("yes", 5)


# ------------------------------------------------------------------------------------------------------- Metaculus
def test_a_community_forecast_is_no_play_money_and_counts_its_forecasters():
    found = meta()
    assert (found.currency, found.rungs[0].quote.volume, found.rungs[0].quote.mid) == ("forecast", 41, 0.62)


def test_forecasts_that_were_all_withdrawn_are_no_forecast():
    (rung,) = meta(**aggregate("recency_weighted", end_time=READ_AT.timestamp() - 9e7)).rungs
    assert (rung.quote, rung.stage) == (None, "withdrawn")


def test_a_question_shown_unweighted_is_read_unweighted():
    found = meta(default_aggregation_method="unweighted", **aggregate("unweighted"))
    assert (found.rungs[0].quote.mid, found.faults) == (0.3, ())


def test_a_question_that_is_not_open_yet_is_not_called_closed():
    (rung,) = meta(status="upcoming").rungs
    assert (rung.status, rung.stage, rung.quote) == ("open", "upcoming", None)


def test_a_multiple_choice_has_a_rung_for_each_option():
    options = {"type": "multiple_choice", "options": ["2026", "2027", "never"]}
    found = meta(**options, **aggregate("recency_weighted", forecast_values=[0.5, 0.3, 0.2]))
    assert [(rung.label, rung.quote.mid) for rung in found.rungs] == [("2026", 0.5), ("2027", 0.3), ("never", 0.2)]
    done = meta(**options, status="resolved", resolution="2027", actual_resolve_time="2026-09-01T00:00:00Z")
    assert [rung.resolution for rung in done.rungs] == ["no", "yes", "no"]
    assert done.rungs[1].settled_at == datetime(2026, 9, 1, tzinfo=UTC)
