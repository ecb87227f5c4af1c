"""Outcomes: prices of the day before, what was taken back or came late, stages and partial payouts."""

import dataclasses
from datetime import timedelta

import pytest

from bot.domain.markets.quotes import HistoryPoint, Quote, VenueMarket, VenueRung
from bot.messages.request import View
from storage import open_database
from storage.export import export_lines, import_lines
from storage.markets.store import MarketStore
from storage.migrations import m0016_market_history
from tests.postgres import BOTH
from tests.storage.markets.conftest import T0, book, poll, rung, view

ENGINES = BOTH


async def test_resolved_rungs_tell_their_price_a_day_before_the_end(store):
    await poll(store, T0, rung(quote=book()))
    end = T0 + timedelta(days=3)
    await poll(store, end, rung(status="resolved", resolution="yes"))
    past = store.past(view(end))
    assert [(round(p.prices[1], 2), p.came_true, p.kind) for p in past] == [(0.41, True, "by")]
    assert store.past(view(T0)) == ()


async def test_an_outcome_taken_back_is_no_record_any_more_and_was_one_before(store):
    end, day = T0 + timedelta(days=3), timedelta(days=1)
    await poll(store, T0, rung(quote=book()))
    await poll(store, end, rung(status="resolved", resolution="yes"))
    await poll(store, end + day, rung(status="closed"))
    assert len(store.past(view(end))) == 1
    assert store.past(view(end + day)) == ()
    await poll(store, end + 2 * day, rung(status="resolved", resolution="no"))
    assert [one.came_true for one in store.past(view(end + 2 * day))] == [False]


async def test_an_outcome_taken_back_or_turned_counts_though_the_book_is_empty_by_then(store):
    end, day = T0 + timedelta(days=3), timedelta(days=1)
    await poll(store, T0, rung("back", book()), rung("turned", book()))
    settled = {"status": "resolved", "resolution": "yes", "quote": Quote(end, None, None)}
    await poll(store, end, rung("back", **settled), rung("turned", **settled))
    assert [one.came_true for one in store.past(view(end))] == [True, True]
    later = end + 3 * day
    await poll(store, later, rung("back", status="open"), rung("turned", status="resolved", resolution="no"))
    assert [(round(one.prices[1], 2), one.came_true) for one in store.past(view(later))] == [(0.41, False)]


async def test_a_history_that_comes_after_the_outcome_still_counts(store):
    end = T0 + timedelta(days=3)
    await poll(store, T0, rung())
    await poll(store, end, rung(status="resolved", resolution="no"))
    assert store.past(view(end)) == ()
    await store.record_history("polymarket", "m1", "r1", [HistoryPoint(T0, 0.3), HistoryPoint(end, 0.01)])
    assert [(one.prices[1], one.came_true) for one in store.past(view(end))] == [(0.3, False)]


async def test_what_had_settled_before_there_was_a_record_is_filled_in_the_same(store, database):
    end = T0 + timedelta(days=3)
    books = {"mid": book(), "wide": book(bid=0.2, ask=0.7), "one": book(bid=None, ask=0.3),
             "trade": book(bid=0.1, ask=0.6, last=0.33, last_at=T0 - timedelta(hours=23)),
             "old": book(bid=0.1, ask=0.6, last=0.33, last_at=T0 - timedelta(hours=25)),
             "told": None, "nothing": None}  # fmt: skip
    await poll(store, T0, *(rung(key, quote) for key, quote in books.items()))
    await store.record_history("polymarket", "m1", "told", [HistoryPoint(T0, 0.8)])
    await poll(store, end, *(rung(key, status="resolved", resolution="yes") for key in books))
    later = end + timedelta(days=1)
    await poll(store, later, rung("mid", status="resolved", resolution="no"), rung("trade", status="open"))
    live = [tuple(row) for row in database.read("SELECT * FROM past_rung ORDER BY rung, learned_at")]
    assert sorted(round(row[3], 3) for row in live) == [0.33, 0.33, 0.41, 0.41, 0.8]
    database.write_now(lambda db: [db.execute("DELETE FROM past_rung"), m0016_market_history.fill(db)])
    filled = [tuple(row) for row in database.read("SELECT * FROM past_rung ORDER BY rung, learned_at")]
    assert [(row[:3], round(row[3], 6), row[4]) for row in filled] == [
        (row[:3], round(row[3], 6), row[4]) for row in live
    ]


async def test_an_export_made_before_there_was_a_record_is_read_back_with_one(store, database, fresh):
    end = T0 + timedelta(days=3)
    await poll(store, T0, rung(quote=book()))
    await poll(store, end, rung(status="resolved", resolution="yes"))
    old = [line for line in export_lines(database) if not line.startswith('["past_rung"')]
    other = open_database(fresh())
    assert import_lines(other, old)[1] == []
    (mine,), (theirs,) = store.past(view(end)), MarketStore(other).past(view(end))
    assert dataclasses.replace(theirs, prices=mine.prices) == mine
    assert round(theirs.prices[1], 6) == round(mine.prices[1], 6)
    assert import_lines(other, export_lines(database)) == (0, [])
    other.close()


@pytest.mark.parametrize(("told", "known"), [(T0 - timedelta(days=300), True), (None, False)])
async def test_a_rung_settled_when_its_venue_says_and_else_when_it_was_seen(store, told, known):
    rung = VenueRung("r", "", "GPT-5 out?", None, "resolved", "yes", False, None, "t", settled_at=told)
    market = VenueMarket("v", "k", "k", "GPT-5", "https://x", "", (rung,), (), "USD", None, False, T0)
    await store.record([(market, "openai/gpt-5")])
    (seen,) = store.of_subject("openai/gpt-5", View("", T0 + timedelta(hours=1)))
    assert seen.rungs[0].resolved_at == (told or T0)
    assert seen.rungs[0].settling_told is known


async def test_stages_and_a_partial_payout_are_kept(store):
    for at, told in enumerate(({"stage": "proposed"}, {"stage": "disputed"}, {"payout": 0.8})):
        done = "payout" in told
        rung = VenueRung(
            "r", "", "?", None, "resolved" if done else "open", "void" if done else None, False, None, "t", **told
        )
        moment = T0 + timedelta(minutes=5 * at)
        market = VenueMarket("v", "k", "k", "GPT-5", "https://x", "", (rung,), (), "USD", None, False, moment)
        await store.record([(market, "openai/gpt-5")])
        (seen,) = store.of_subject("openai/gpt-5", View("", moment))
        assert (seen.rungs[0].stage, seen.rungs[0].payout) == (told.get("stage", ""), told.get("payout"))
