"""Lists, searches and series that never end are cut, and the operator is told."""

import json
from datetime import timedelta

import pytest

from bot.messages.errors import SourceDown
from bot.sources.protocol import PAGES, Answer, Get, drive
from bot.sources.venues import kalshi, manifold, polymarket
from tests.sources.venues.gamma_events import ladder
from tests.sources.venues.replay import READ_AT, answer


def test_a_search_that_always_has_more_ends():
    pages = iter(range(10_000))

    def replay(get: Get) -> Answer:
        if get.path == "/events/keyset":
            raise SourceDown(get.origin)
        return answer(get, {"events": [ladder() | {"slug": f"e{next(pages)}"}], "pagination": {"hasMore": True}})

    assert len(drive(polymarket.discover(["x"]), replay).markets) == polymarket.SEARCH_PAGES


def test_a_list_that_never_ends_is_cut_and_the_operator_told():
    cursors = iter(range(10_000))

    def replay(get: Get) -> Answer:
        return answer(get, {"events": [ladder()], "next_cursor": f"c{next(cursors)}"})

    found = drive(polymarket.discover([]), replay)
    assert (len(found.markets), next(cursors)) == (1, PAGES)
    assert found.failed == ("polymarket_gamma /events/keyset goes on after 20 pages: what comes later was not read",)


def test_a_series_that_never_ends_is_cut_and_costs_no_other():
    asked: list[str] = []

    def replay(get: Get) -> Answer:
        if get.path == "/series":
            return answer(get, {"series": []})
        asked.append(get.query["series_ticker"])
        more = f"c{len(asked)}" if asked[-1] == kalshi.SERIES[0] else ""
        return answer(get, {"events": [{"event_ticker": "A-B", "title": "x", "markets": []}], "cursor": more})

    found = drive(kalshi.discover(["x"]), replay)
    assert {name: asked.count(name) for name in asked} == dict.fromkeys(kalshi.SERIES, 1) | {
        asked[0]: 1 + PAGES - len(kalshi.SERIES)
    }
    assert found.failed == ("kalshi /events goes on after 20 pages: what comes later was not read",)


def test_series_that_never_end_share_what_is_asked_after_their_first_pages():
    asked: list[str] = []

    def replay(get: Get) -> Answer:
        if get.path == "/series":
            return answer(get, {"series": []})
        asked.append(get.query["series_ticker"])
        event = {"event_ticker": "A-B", "title": "x", "markets": []}
        return answer(get, {"events": [event], "cursor": f"c{len(asked)}"})

    found = drive(kalshi.discover(["x"]), replay)
    assert set(asked) == set(kalshi.SERIES)
    assert len(asked) == PAGES
    assert len(found.failed) == len(kalshi.SERIES)


@pytest.mark.parametrize("step", [1, 24], ids=["every hour", "once a day"])
@pytest.mark.parametrize("number", [0, 3, 8, 24, 60])
def test_many_series_of_a_category_are_all_asked_in_time_within_the_bound_of_a_path(number, step):
    tickers = {f"KXOTHER{place}" for place in range(number)}
    seen: set[str] = set()
    for turn in range(12 * number // kalshi.IN_TURN + 1):
        asked: list[str] = []

        def replay(get: Get, asked: list[str] = asked, hour: int = turn * step) -> Answer:
            if get.path == "/series":
                series = [{"ticker": ticker, "title": "An AI series", "tags": ["AI"]} for ticker in sorted(tickers)]
                series.append({"ticker": "KXNAMED", "title": "When does X come?"})
                body = json.dumps({"series": series}).encode()
                return Answer(200, {}, body, READ_AT + timedelta(hours=hour), get.origin)
            asked.append(get.query["series_ticker"])
            return answer(get, {"events": [], "cursor": ""})

        assert not drive(kalshi.discover(["x"]), replay).failed
        assert asked[: len(kalshi.SERIES)] == list(kalshi.SERIES)
        assert len(asked) == len(set(asked)) <= PAGES
        assert "KXNAMED" in asked, "what a word names waits for no turn"
        seen |= set(asked)
    assert seen == tickers | {"KXNAMED", *kalshi.SERIES}


def test_manifold_s_bets_that_repeat_themselves_end():
    bet = {"id": "b", "createdTime": (READ_AT.timestamp() - 60) * 1000, "probAfter": 0.5}
    history = manifold.history("m", READ_AT - timedelta(days=1), READ_AT)
    assert len(drive(history, lambda get: answer(get, [bet] * 1000))) == 1
