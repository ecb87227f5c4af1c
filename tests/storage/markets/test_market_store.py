"""Books and rungs in the database: changes only, silences, states and history."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from bot.domain.markets.quotes import HistoryPoint, VenueMarket, VenueRung
from bot.messages.request import View
from tests.postgres import BOTH
from tests.storage.markets.conftest import T0, book, count, market, poll, rung, view

ENGINES = BOTH


async def test_an_unchanged_book_is_one_row_and_a_longer_note_that_it_was_read(store, database):
    for minutes in range(0, 60, 5):
        at = T0 + timedelta(minutes=minutes)
        done = await poll(store, at, rung(quote=book(at)))
    assert (done.quotes, done.still) == (0, 1)
    assert count(database, "quote") == 1
    assert count(database, "still_read") == 1
    seen = store.of_subject("openai/x", view(T0 + timedelta(hours=1)))[0].rungs[0]
    assert seen.quote.read_at == T0 + timedelta(minutes=55)
    assert seen.since == T0


async def test_a_moved_price_is_a_new_row_and_the_old_one_answers_for_its_time(store):
    await poll(store, T0, rung(quote=book()))
    later = T0 + timedelta(minutes=5)
    await poll(store, later, rung(quote=book(later, 0.5, 0.52)))
    assert store.of_subject("openai/x", view(later))[0].rungs[0].quote.bid == 0.5
    earlier = store.of_subject("openai/x", view(T0 + timedelta(minutes=4)))[0].rungs[0].quote
    assert (earlier.bid, earlier.read_at) == (0.4, T0 + timedelta(minutes=4))
    assert store.of_subject("openai/x", view(T0 - timedelta(seconds=1))) == []


async def test_the_book_of_a_day_and_a_week_ago_counts_only_if_somebody_was_reading(store):
    for day in (0, 6, 7):
        at = T0 + timedelta(days=day)
        await poll(store, at, rung(quote=book(at, 0.4 + day / 100, 0.42 + day / 100)))
    now = T0 + timedelta(days=7)
    seen = store.of_subject("openai/x", view(now))[0].rungs[0]
    assert seen.day_ago.bid == pytest.approx(0.46)
    assert seen.week_ago.bid == pytest.approx(0.4)
    silent = store.of_subject("openai/x", view(T0 + timedelta(days=4)))[0].rungs[0]
    assert silent.day_ago is None, "nobody read on day three"


async def test_one_rung_that_cannot_be_read_keeps_its_last_book_and_age(store):
    await poll(store, T0, rung("r1", book()), rung("r2", book(bid=0.6, ask=0.62)))
    later = T0 + timedelta(minutes=10)
    await poll(store, later, rung("r1", book(later)), faults=("r2: a price of 1.7",))
    seen = store.of_subject("openai/x", view(later))[0]
    assert (len(seen.rungs), seen.rungs_total, seen.faults) == (2, 2, ("r2: a price of 1.7",))
    kept = next(r for r in seen.rungs if r.key == "r2")
    assert (kept.quote.bid, kept.quote.read_at) == (0.6, T0)


async def test_a_rules_text_is_kept_by_version(store, database):
    await poll(store, T0, rung())
    await poll(store, T0 + timedelta(days=1), rung())
    changed = await poll(store, T0 + timedelta(days=2), rung(), rules="A beta will count.")
    assert len(changed.rules_changed) == 1
    texts = [version.text for version in store.rules(1, view(T0 + timedelta(days=3)))]
    assert texts == ["A beta will not suffice.", "A beta will count."]
    assert len(store.rules(1, view(T0 + timedelta(days=1)))) == 1


async def test_states_are_dated_and_a_resolution_is_told_once(store):
    await poll(store, T0, rung(quote=book()))
    later = T0 + timedelta(hours=2)
    done = await poll(store, later, rung(status="resolved", resolution="yes"))
    assert len(done.resolved) == 1
    assert (await poll(store, later + timedelta(minutes=5), rung(status="resolved", resolution="yes"))).resolved == ()
    assert store.of_subject("openai/x", view(T0 + timedelta(hours=1)))[0].rungs[0].status == "open"
    ended = store.of_subject("openai/x", view(later))[0].rungs[0]
    assert (ended.status, ended.resolution, ended.resolved_at) == ("resolved", "yes", later)


async def test_volume_and_liquidity_are_kept_by_the_day(store, database):
    for minutes in range(0, 30, 5):
        at = T0 + timedelta(minutes=minutes)
        await poll(store, at, rung(quote=book(at, volume=1000.0 + minutes / 10, liquidity=500.0)))
    assert count(database, "depth") == 1
    assert store.of_subject("openai/x", view(T0 + timedelta(hours=1)))[0].rungs[0].quote.liquidity == 500.0


async def test_recording_the_same_poll_twice_changes_nothing(store, database):
    found = [(market(T0, rung(quote=book(volume=5.0))), "openai/x")]
    await store.record(found)
    tables = (
        "market",
        "rung",
        "quote",
        "still_read",
        "depth",
        "market_rules",
        "market_subject",
        "rung_state",
        "market_read",
    )
    before = {table: count(database, table) for table in tables}
    await store.record(found)
    assert {table: count(database, table) for table in tables} == before


async def test_history_breaks_where_nobody_was_reading(store):
    await poll(store, T0, rung(quote=book()))
    later = T0 + timedelta(days=2)
    await poll(store, later, rung(quote=book(later)))
    wide = later + timedelta(minutes=5)
    await poll(store, wide, rung(quote=book(wide, 0.1, 0.9)))
    points = store.history(1, view(wide), T0 - timedelta(days=1))
    assert [None if p.price is None else round(p.price, 3) for p in points] == [0.41, None, None]
    assert points[1].at < later


async def test_of_very_many_prices_some_hundred_are_read_with_first_last_and_gaps(store, database):
    await poll(store, T0, rung(quote=book()))
    minutes = [5 * n for n in range(3_000) if not 1_000 < n < 1_200]  # nobody read for sixteen hours

    def fill(db) -> None:
        for n, minute in enumerate(minutes):
            at = int(T0.timestamp()) + 60 * minute
            db.execute("INSERT OR REPLACE INTO quote VALUES (1, ?, ?, 200, 100, NULL)", [at, 3_000 + n])
            db.execute("INSERT OR REPLACE INTO still_read VALUES (1, ?, ?)", [at, at + 200])

    database.write_now(fill)
    end = T0 + timedelta(minutes=minutes[-1] + 3)
    points = store.history(1, view(end), T0 - timedelta(days=1))
    assert 200 < len(points) < 300
    assert (points[0].at, points[-1].at) == (T0, T0 + timedelta(minutes=minutes[-1]))
    prices = [point.price for point in points if point.price is not None]
    assert prices == sorted(prices)
    [gap] = [point.at for point in points if point.price is None]
    assert gap == T0 + timedelta(minutes=5_000, seconds=201)


async def test_past_prices_are_kept_once_and_answer_for_their_time(store):
    await poll(store, T0, rung(quote=book()))
    past = [HistoryPoint(T0 - timedelta(hours=hours), 0.1 + hours / 100) for hours in (3, 2, 1)]
    assert await store.record_history("polymarket", "m1", "r1", past) == 3
    assert await store.record_history("polymarket", "m1", "r1", [*past, HistoryPoint(T0, 1.7)]) == 0
    assert await store.record_history("polymarket", "m1", "nothing", past) == 0
    points = store.history(1, view(), T0 - timedelta(hours=2))
    assert [round(p.price, 3) for p in points] == [0.12, 0.11, 0.41]


async def test_as_of_a_moment_a_market_says_what_it_said_then(store):
    later = T0 + timedelta(days=1)
    asks = "Released by October 31, 2026?"
    await store.record([(market(T0, rung(quote=book())), "openai/gpt-6")])
    anew = replace(market(later, rung(label="October 31", question=asks, end_date=later)), title="Y?", url="https://y")
    await store.record([(anew, "openai/gpt-6")])
    await store.record([(replace(anew, title="Z?", read_at=later + timedelta(days=1)), "openai/gpt-6")])

    def said(at):
        (found,) = store.of_subject("openai/gpt-6", view(at))
        return found.title, found.url, found.rungs[0].label, found.rungs[0].question, found.rungs[0].end_date

    before = ("X released by...?", "https://polymarket.com/event/slug-m1", "September 30")
    assert said(T0) == (*before, "Released by September 30, 2026?", None)
    assert said(later - timedelta(seconds=1)) == said(T0)
    assert said(later) == ("Y?", "https://y", "October 31", asks, later)
    assert said(later + timedelta(days=2)) == ("Z?", "https://y", "October 31", asks, later)


async def test_the_public_ledger_loads_twice_and_touches_no_poll(store, database):
    from bot import ledger  # noqa: PLC0415 - the real files

    database.write_now(lambda db: store.load(db, ledger.tables()))
    numbers = [row["id"] for row in database.read("SELECT id FROM market ORDER BY id")]
    await poll(store, T0, rung(quote=book()))
    before = count(database, "price_read"), count(database, "rung"), count(database, "quote")
    database.write_now(lambda db: store.load(db, ledger.tables()))
    assert (count(database, "price_read"), count(database, "rung"), count(database, "quote")) == before
    assert [row["id"] for row in database.read("SELECT id FROM market ORDER BY id")][: len(numbers)] == numbers


async def test_a_leg_added_or_moved_changes_no_rules_and_its_own_text_does(store):
    def kalshi(*legs: tuple[str, str]) -> VenueMarket:
        rungs = tuple(
            VenueRung(key, key, "GPT-6 out?", None, "open", None, False, None, key, rules=text) for key, text in legs
        )
        rules = "\n\n".join(text for _, text in sorted(legs))
        return VenueMarket("kalshi", "KXGPT", "KXGPT", "GPT-6", "https://k", rules, rungs, (), "USD", None, False, T0)

    first, second = ("DEC31", "before Dec 31, 2026"), ("SEP10", "before Sep 10, 2026")
    assert (await store.record([(kalshi(first, second), "openai/gpt-6")])).rules_changed == ()
    later = replace(kalshi(second, first), read_at=T0 + timedelta(minutes=5))
    assert (await store.record([(later, "openai/gpt-6")])).rules_changed == ()
    grown = replace(kalshi(("AUG01", "before Aug 1, 2026"), first, second), read_at=T0 + timedelta(minutes=10))
    assert (await store.record([(grown, "openai/gpt-6")])).rules_changed == ()
    other = replace(kalshi(first, ("SEP10", "before Sep 11, 2026")), read_at=T0 + timedelta(minutes=15))
    assert len((await store.record([(other, "openai/gpt-6")])).rules_changed) == 1
    (market,) = store.of_subject("openai/gpt-6", View("", T0 + timedelta(hours=1)))
    assert {rung.key: rung.rules for rung in market.rungs}["DEC31"] == "before Dec 31, 2026"
    assert {rung.key: rung.rules for rung in market.rungs}["SEP10"] == "before Sep 11, 2026"
