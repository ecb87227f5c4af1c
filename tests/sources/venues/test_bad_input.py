"""The bad input of every kind we have met or been promised. The rest is read, and the fault is counted and named."""

import contextlib
import copy
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.markets.deadlines import read_rung
from bot.domain.markets.quotes import Quote, VenueMarket, signal
from bot.messages.errors import SourceChanged, SourceDown, SourceError
from bot.sources.protocol import Answer, Get, SourceGone, drive
from bot.sources.venues import every, kalshi, manifold, metaculus, polymarket
from tests.sources.venues.gamma_events import DAYS, books, ladder
from tests.sources.venues.replay import READ_AT, RECORDED, Recording, answer


def read(event: object, book: object = None, **more: object) -> VenueMarket:
    """The event as Gamma's answer (a text is sent as it stands), with the CLOB's books or without."""

    def replay(get: Get) -> Answer:
        if get.upstream == "polymarket_gamma":
            return answer(get, event, **more)
        if get.path == "/books" and book is not None:
            return answer(get, book)
        raise SourceDown(get.origin)

    return drive(polymarket.read("ex"), replay)


def quotes(found: VenueMarket) -> list[bool]:
    return [rung.quote is not None for rung in found.rungs]


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"bestBid": 1.7}, "bestBid '1.7' is not between 0 and 1"),
        ({"bestBid": "abc"}, "bestBid 'abc' is not a number"),
        ({"bestAsk": -0.5}, "bestAsk '-0.5' is not between 0 and 1"),
        ({"bestAsk": "NaN"}, "bestAsk 'NaN' is not a number"),
        ({"lastTradePrice": "Infinity"}, "lastTradePrice 'Infinity' is not a number"),
        ({"bestBid": True}, "bestBid 'True' is not a number"),
        ({"bestBid": [0.4]}, "bestBid '[0.4]' is not a number"),
        ({"bestBid": "9" * 5000}, "bestBid '999"),
    ],
)
def test_an_unreadable_price_costs_that_rung_its_quote(changed, fault):
    found = read(ladder(**changed), books(["0.40"], ["0.42"]))
    assert quotes(found) == [True, True, False, True, True]
    assert (len(found.rungs), found.lost, len(found.faults)) == (5, 0, 1)
    assert found.faults[0].startswith(f"September 30: {fault}")
    assert len(found.faults[0]) < 120


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"endDate": "soon"}, "endDate 'soon' is not a date"),
        ({"endDate": "9999-99-99"}, "endDate"),
        ({"endDate": "9999-12-31T23:59:59Z"}, "endDate"),
        ({"spread": "NaN"}, "spread 'NaN' is not a number"),
        ({"volumeNum": "abc"}, "volume 'abc' is not a number"),
        ({"liquidity": -5}, "liquidity '-5' is not an amount"),
        ({"outcomePrices": '["1.7", "0"]'}, "price '1.7'"),
        ({"outcomePrices": "not json"}, "outcomePrices 'not json' is not a list"),
    ],
)
def test_what_is_wrong_beside_the_price_is_told_and_the_price_stands(changed, fault):
    found = read(ladder(**changed), books(["0.40"], ["0.42"]))
    assert quotes(found) == [True] * 5
    assert len(found.faults) == 1
    assert found.faults[0].startswith(f"September 30: {fault}")
    rung = found.rungs[2]
    assert read_rung(rung.question, rung.label, rung.end_date).deadline is not None  # the label has the date


@pytest.mark.parametrize(
    "changed",
    [
        {"outcomes": '["Yes"]'},
        {"outcomes": '["Yes", "No", "Maybe"]'},
        {"outcomes": '["Up", "Down"]'},
        {"outcomes": "[" * 100_000},
        {"outcomes": 7},
        {"outcomes": ...},
        {"conditionId": ..., "clobTokenIds": ..., "question": ..., "groupItemTitle": ...},
    ],
)
def test_a_rung_that_is_no_yes_or_no_question_is_lost_and_counted(changed):
    found = read(ladder(**changed), books(["0.40"], ["0.42"]))
    assert [rung.label for rung in found.rungs] == [day for day in DAYS if day != "September 30"]
    assert (found.lost, len(found.faults)) == (1, 1)


@pytest.mark.parametrize("odd", [None, 5, "rung", [], True])
def test_a_rung_that_is_no_object_is_lost_and_counted(odd):
    event = ladder()
    event["markets"][2] = odd
    found = read(event, books(["0.40"], ["0.42"]))
    assert (len(found.rungs), found.lost, len(found.faults)) == (4, 1, 1)


def test_a_rung_without_any_id_is_known_by_its_question():
    found = read(ladder(conditionId=..., clobTokenIds=...))
    assert (len(found.rungs), found.lost) == (5, 0)
    assert not [fault for fault in found.faults if "September 30" in fault]
    named = found.rungs[2]
    assert (named.key, named.token) == ("will-example-7-be-released-by-september-30-2026", "")
    assert named.quote is not None
    assert named.quote.mid == pytest.approx(0.41)


def test_bare_nan_makes_no_json_and_is_read_all_the_same():
    told = json.dumps(ladder(spread=float("nan"), bestBid=float("inf")))
    assert "NaN" in told
    found = read(told, books(["0.40"], ["0.42"]))
    assert quotes(found) == [True, True, False, True, True]
    assert found.faults == ("September 30: bestBid 'Infinity' is not a number",)


@pytest.mark.parametrize(
    "changed",
    [
        {"outcomePrices": ..., "bestBid": ..., "bestAsk": ..., "lastTradePrice": ...},
        {"bestBid": None, "bestAsk": None, "lastTradePrice": None},
        {"bestBid": -0.0, "bestAsk": 1, "lastTradePrice": -0.0},
    ],
)
def test_a_rung_without_prices_is_read_and_has_no_signal(changed):
    found = read(ladder(**changed))
    quote = found.rungs[2].quote
    assert quote is not None
    assert (quote.bid, quote.ask, quote.last) == (None, None, None)
    assert signal(quote).basis == "none"
    assert [fault for fault in found.faults if "order books" not in fault] == []


def test_minus_zero_is_zero():
    found = read(ladder(bestBid="-0", bestAsk=0.02, lastTradePrice="-0.0"))
    assert found.rungs[2].quote is not None
    assert str(found.rungs[2].quote.bid or 0.0) == "0.0"


def test_labels_out_of_order_padded_and_without_a_year_are_read():
    event = ladder(groupItemTitle="  September 30 ", question="")
    event["markets"].reverse()
    found = read(event)
    assert [rung.label for rung in found.rungs] == list(DAYS[::-1])
    read_as = read_rung("", found.rungs[2].label, found.rungs[2].end_date)
    assert read_as.last is not None
    assert read_as.last.isoformat() == "2026-09-30"


def test_a_rung_that_closed_a_minute_ago_is_closed_while_the_others_trade():
    found = read(ladder(closed=True, umaResolutionStatus="proposed", active=True), books(["0.40"], ["0.42"]))
    assert [rung.status for rung in found.rungs] == ["open", "open", "closed", "open", "open"]
    assert found.rungs[2].quote is None
    resolved = read(ladder(closed=True, umaResolutionStatus="resolved", outcomePrices='["1", "0"]'))
    assert (resolved.rungs[2].status, resolved.rungs[2].resolution) == ("resolved", "yes")
    halved = read(ladder(closed=True, outcomePrices='["0.5", "0.5"]'))
    assert halved.rungs[2].resolution == "void"


@pytest.mark.parametrize("label", ["Company A", "Company AB", "Model 7", "Placeholder for a lab", "TBD", "Person B"])
def test_a_leg_kept_free_is_a_placeholder(label):
    assert read(ladder(groupItemTitle=label)).rungs[2].placeholder


@pytest.mark.parametrize("label", ["Anthropic", "GPT-6", "Other", "April 30", "xAI", "Company Alpha"])
def test_a_named_leg_is_none(label):
    assert not read(ladder(groupItemTitle=label)).rungs[2].placeholder


@pytest.mark.parametrize(
    ("bids", "asks", "best"),
    [
        (["0.01", "0.40"], ["0.99", "0.42"], (0.40, 0.42)),
        (["0.40", "0.01"], ["0.42", "0.99"], (0.40, 0.42)),
        ([], [], (None, None)),
        (["0.40"], [], (0.40, None)),
        (["abc", "0.3"], ["1.7", "0.5"], (0.3, 0.5)),
        (["-0", "0", "1"], ["1", "0"], (None, None)),
    ],
)
def test_a_book_is_read_whichever_way_it_is_sorted_or_empty(bids, asks, best):
    found = read(ladder(), books(bids, asks))
    for rung in found.rungs:
        assert rung.quote is not None
        assert (rung.quote.bid, rung.quote.ask) == best


@pytest.mark.parametrize(
    "book", [{"error": "no"}, "<html>", 7, [7], [{"asset_id": 5}], [{}], [None], [{"asset_id": "01", "bids": 7}]]
)
def test_unreadable_books_leave_gamma_s_prices_and_say_so(book):
    found = read(ladder(), book)
    assert quotes(found) == [True] * 5
    assert found.rungs[0].quote is not None
    assert found.rungs[0].quote.bid == 0.4
    assert found.faults


@pytest.mark.parametrize(
    ("body", "status", "error", "words"),
    [
        ({"type": "validation error", "error": "offset must be at most 2000"}, 200, SourceError, "offset must be"),
        ({"error": {"code": "x", "message": "market missing"}}, 200, SourceError, "market missing"),
        ({"code": "not_found", "message": "gone away"}, 200, SourceError, "gone away"),
        ("<!DOCTYPE html><title>Attention Required! | Cloudflare</title>", 403, SourceError, "403"),
        ("<html>", 200, SourceDown, "web page"),
        ("", 200, SourceDown, "empty"),
        ('{"slug": "ex", "title": "x", "mark', 200, SourceDown, "broken JSON"),
        ("[" * 200_000, 200, SourceChanged, "another shape"),
        ('{"slug": "ex", "title": "x", "markets": ' + "[" * 200_000, 200, SourceError, ""),
        (b"\xff\xfe\x00", 200, SourceDown, "broken JSON"),
        ([], 200, SourceChanged, "another shape"),
        ({"slug": "ex", "title": "x"}, 200, SourceChanged, "another shape"),
        ({"slug": "ex", "title": "x", "markets": None}, 200, SourceChanged, "another shape"),
        ({"slug": 5, "title": "x", "markets": []}, 200, SourceChanged, "another shape"),
        ("", 500, SourceDown, "500"),
        ("", 429, SourceDown, "429"),
        ("", 404, SourceGone, "404"),
    ],
)
def test_an_answer_that_is_no_event_is_an_error_in_words(body, status, error, words):
    with pytest.raises(error) as raised:
        read(body, status=status)
    assert words in raised.value.what
    assert type(raised.value) is error or not words


def test_a_changed_shape_names_the_place():
    with pytest.raises(SourceChanged) as raised:
        read({"slug": "ex", "title": "x", "markets": 7})
    assert "$.markets" in str(raised.value.why)


def test_a_search_that_answers_with_an_error_object_says_what_it_says():
    found = drive(polymarket.discover(["x"]), lambda get: answer(get, {"error": "offset too large"}))
    assert "offset too large" in found.failed[0]


def test_a_history_that_is_empty_is_not_a_flat_one():
    since, until = READ_AT - timedelta(days=40), READ_AT
    assert drive(polymarket.history("1", since, until), lambda get: answer(get, {"history": []})) == ()
    assert drive(kalshi.history("A-B", since, until), lambda get: answer(get, {"candlesticks": None})) == ()
    assert drive(manifold.history("m", since, until), lambda get: answer(get, [])) == ()


@pytest.mark.parametrize(("bid", "ask", "read"), [("0.70", "0.80", [0.75]), ("0.70", "0.81", []), ("0.8", "0.7", [])])
def test_a_closed_book_has_a_midpoint_where_a_live_one_has(bid, ask, read):
    since = READ_AT - timedelta(days=1)
    closed = {"yes_bid": {"close_dollars": bid}, "yes_ask": {"close_dollars": ask}, "end_period_ts": since.timestamp()}
    found = drive(kalshi.history("A-B", since, READ_AT), lambda get: answer(get, {"candlesticks": [closed]}))
    assert [point.price for point in found] == pytest.approx(read)
    live = signal(Quote(READ_AT, float(bid), float(ask)))
    assert [live.probability] * (live.probability is not None) == pytest.approx(read)


@pytest.mark.parametrize(
    "values",
    [[], [0.5], [0, 0.5, 0.4], [0, 2], [0, "x"], [None, None], [0, None, 0.2, 0.9], "x", {"a": 1}, [0.1] * 3 + [-1]],
)
def test_a_curve_that_is_none_is_a_fault(values):
    recording = Recording(RECORDED / "metaculus" / "read_date_curve.json")
    post = recording.left[0]["answer"]["json"]
    post["question"]["aggregations"]["recency_weighted"]["latest"]["forecast_values"] = values
    found = drive(metaculus.read("77"), lambda get: answer(get, post))
    assert (found.rungs, len(found.faults), found.lost) == ((), 1, 1)


READS: dict[str, Callable[[], Any]] = {
    "polymarket": lambda: polymarket.read("example-7-released-by"),
    "kalshi": lambda: kalshi.read("KXGPT-EX"),
    "manifold": lambda: manifold.read("mk1"),
    "metaculus": lambda: metaculus.read("78"),
}


FIRST = {
    "polymarket": "read_ladder",
    "kalshi": "read_ladder",
    "manifold": "read_date_thresholds",
    "metaculus": "read_group_one_hidden",
}


ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["NaN", "-0", "1.7"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a structure."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, one in inner for place in places(one, (*path, key)))]


@pytest.mark.parametrize("name", sorted(every()))
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_whatever_stands_anywhere_in_an_answer_only_source_errors_come_of_it(name, data):
    recording = Recording(RECORDED / name / f"{FIRST[name]}.json")
    body = copy.deepcopy(recording.left[0]["answer"]["json"])
    path = data.draw(st.sampled_from(places(body)[1:]))
    where = body
    for step in path[:-1]:
        where = where[step]
    where[path[-1]] = data.draw(ODD)
    first = iter([body])

    def replay(get: Get) -> Answer:
        sent = next(first, None)
        if sent is None:
            raise SourceDown(get.origin)
        return answer(get, sent)

    with contextlib.suppress(SourceError):
        found = drive(READS[name](), replay)
        assert isinstance(found, VenueMarket)
        assert all(isinstance(rung.label, str) and rung.key and signal(rung.quote) for rung in found.rungs)
