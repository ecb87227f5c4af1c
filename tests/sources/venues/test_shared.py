"""The shared recordings of real markets, where they lie beside the project."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.domain.markets.deadlines import read_rung
from bot.domain.markets.quotes import VenueMarket, signal
from bot.sources.protocol import Answer, Get, SourceGone, drive
from bot.sources.venues import kalshi, manifold, metaculus, polymarket
from bot.sources.venues._cdf import Cdf
from tests.shared import shared_data
from tests.sources.venues.replay import answer

SINCE, UNTIL = datetime(2025, 10, 14, tzinfo=UTC), datetime(2026, 1, 13, tzinfo=UTC)


def recorded(name: str) -> Any:
    return json.loads(shared_data(f"markets/{name}").read_text("utf-8"))


def gives(**paths: object) -> Callable[[Get], Answer]:
    """Answers by the end of the path; anything else is not there."""

    def replay(get: Get) -> Answer:
        for part, body in paths.items():
            if part in get.path:
                return answer(get, body)
        raise SourceGone(get.origin)

    return replay


def sonnet(which: int) -> VenueMarket:
    told = recorded("polymarket/next_claude_sonnet_by_and_on_2026-09-25.json")
    return drive(polymarket.read("x"), gives(slug=told["events"][which]))


def test_the_claude_sonnet_ladder_has_the_rungs_and_books_of_the_vectors():
    vectors = recorded("test_vectors.json")["claude_sonnet_by_ladder_2026-09-25"]
    found = sonnet(0)
    assert found.lost == 0
    assert len(found.rungs) == 10
    rungs = {rung.label: rung for rung in found.rungs}
    for wanted in vectors["rungs"]:
        rung = rungs[wanted["label"]]
        assert rung.quote is not None
        assert (rung.quote.bid, rung.quote.ask, rung.quote.last) == (wanted["bid"], wanted["ask"], wanted["last"])
        assert rung.quote.mid == pytest.approx(wanted["mid"])
        read = read_rung(rung.question, rung.label, rung.end_date, title=found.title)
        assert read.kind == "by"
        assert read.deadline is not None
        assert abs((read.deadline - datetime.fromisoformat(wanted["deadline"])).total_seconds()) < 60
    settled = {label for label, rung in rungs.items() if rung.status == "resolved" and rung.resolution == "no"}
    assert settled == {"August 31", "September 23"}


def test_the_wide_rung_of_that_ladder_is_no_signal():
    rung = next(rung for rung in sonnet(0).rungs if rung.label == "September 28")
    assert signal(rung.quote).basis == "none"


def test_the_on_ladder_is_exclusive_and_read_although_its_recording_has_no_ids():
    found = sonnet(1)
    assert found.neg_risk
    assert (len(found.rungs), found.lost) == (11, 0)
    assert len({rung.key for rung in found.rungs}) == 11


def test_the_grok_rungs_keep_the_wrong_end_dates_for_the_label_to_overrule():
    found = drive(polymarket.read("x"), gives(slug=recorded("polymarket/grok_4pt7_ladder_resolved.json")))
    assert [rung.resolution for rung in found.rungs] == ["no"] * 3
    read = read_rung(found.rungs[0].question, found.rungs[0].label, found.rungs[0].end_date, title=found.title)
    assert read.deadline is not None
    assert read.deadline.date().isoformat() == "2026-09-13"  # 23:59:59 of the 12th in New York
    assert read.note


def test_a_whole_gamma_event_is_read():
    name = "polymarket/denis_gamma_event_another-us-strike-on-venezuela-by.json"
    found = drive(polymarket.read("x"), gives(slug=recorded(name)))
    states = {rung.label: (rung.status, rung.resolution) for rung in found.rungs}
    assert states["January 31"] == ("resolved", "no")
    assert states["March 31"] == states["December 31"] == ("open", None)
    assert "23:59" in found.rules or "resolve" in found.rules


@pytest.mark.parametrize(
    ("name", "bid", "ask"), [("denis_orderbook.json", 0.584, 0.585), ("denis_orderbook_response.json", 0.002, 0.004)]
)
def test_a_real_book_gives_its_best_prices_however_it_is_sorted(name, bid, ask):
    book = recorded(f"polymarket/{name}")
    if "bids" not in book:
        pytest.skip("this recording holds a market, not a book")
    for turned in (book, {**book, "bids": book["bids"][::-1], "asks": book["asks"][::-1]}):
        rung = {"question": "q", "conditionId": "0x1", "outcomes": '["Yes","No"]', "bestBid": 0.5, "bestAsk": 0.51}
        rung["clobTokenIds"] = json.dumps([book["asset_id"], "2"])
        event = {"slug": "x", "title": "x", "markets": [rung]}
        found = drive(polymarket.read("x"), gives(slug=event, books=[turned]))
        quote = found.rungs[0].quote
        assert quote is not None
        assert (quote.bid, quote.ask) == (bid, ask)


def test_production_kalshi_of_january_is_read_by_its_dollars():
    told = recorded("kalshi/golden2026-01_event_single_response.json")["response"]
    found = drive(kalshi.read("KXELONMARS-99"), gives(events=told))
    (rung,) = found.rungs
    assert rung.quote is not None
    assert (rung.quote.bid, rung.quote.ask, rung.quote.last) == (0.06, 0.07, 0.06)
    assert rung.end_date == datetime(2099, 8, 1, 4, 59, tzinfo=UTC)
    candles = recorded("kalshi/golden2026-01_series_candlesticks_response.json")["response"]
    points = drive(kalshi.history("KXELONMARS-99", SINCE, UNTIL), gives(candlesticks=candles))
    assert len(points) > 80
    assert all(0.04 < point.price < 0.15 for point in points)
    book = recorded("kalshi/golden2026-01_orderbook_response.json")["response"]
    assert drive(kalshi.book("X"), gives(orderbook=book)) == (None, None)


def test_manifold_answers_resolve_one_by_one():
    told = recorded("manifold/SYNTHETIC_full_market_date_thresholds.json")["market"]
    found = drive(manifold.read("x"), gives(market=told))
    assert [rung.status for rung in found.rungs] == ["resolved", "open", "open", "open"]
    assert [read_rung(r.question, r.label, None, title=found.title).kind for r in found.rungs] == ["by"] * 4
    real = drive(
        manifold.read("x"), gives(market=recorded("manifold/full_market_multi_answer_docs_example.json")["market"])
    )
    assert {rung.resolution for rung in real.rungs} == {"void"}


def test_metaculus_curve_has_the_quantiles_worked_out_by_hand():
    told = recorded("metaculus/post_date_question_30596_rsa2048_with_cdf.json")
    found = drive(metaculus.read("30596"), gives(posts=told))
    assert len(found.rungs) == 50
    scaling = told["question"]["scaling"]
    values = told["question"]["aggregations"]["recency_weighted"]["latest"]["forecast_values"]
    start, end = (datetime.fromtimestamp(scaling[name], UTC) for name in ("range_min", "range_max"))
    curve = Cdf(tuple(values), start, end)
    dates = [curve.quantile(share) for share in (0.5, 0.75, 0.9)]
    assert [date and date.date().isoformat() for date in dates] == ["2036-01-07", "2060-11-05", None]
    assert curve.at(end) == pytest.approx(0.848, abs=0.001)
    kinds = {read_rung(rung.question, rung.label, rung.end_date, title=found.title).kind for rung in found.rungs}
    assert kinds == {"by"}


def test_metaculus_without_a_community_prediction_says_so():
    found = drive(metaculus.read("31818"), gives(posts=recorded("metaculus/post_date_question_31818_no_cp.json")))
    assert found.rungs == ()
    assert found.lost == 1
    assert "no community prediction" in found.faults[0]
    binary = drive(metaculus.read("34512"), gives(posts=recorded("metaculus/post_binary_34512.json")))
    assert binary.rungs[0].quote is not None
    assert binary.rungs[0].quote.bid == 0.17
