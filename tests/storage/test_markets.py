"""Markets in the database: changes only, silences, as-of reads, tenants, readings, watches and links."""

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from bot.domain.markets.quotes import HistoryPoint, Quote, VenueMarket, VenueRung
from bot.messages.request import View
from storage import open_database
from storage.export import export_lines, import_lines
from storage.markets.store import MarketStore
from storage.migrations import m0016_market_history
from tests.postgres import BOTH

ENGINES = BOTH
T0 = datetime(2026, 9, 25, 12, tzinfo=UTC)


def view(at=T0, tenant="discord:7"):
    return View(tenant, at)


def rung(key="r1", quote=None, **more):
    made = VenueRung(
        key,
        "September 30",
        "Released by September 30, 2026?",
        None,
        "open",
        None,
        placeholder=False,
        quote=quote,
        token="t",
    )
    return replace(made, **more)


def market(at=T0, *rungs, key="m1", rules="A beta will not suffice.", faults=()):
    return VenueMarket(
        "polymarket",
        key,
        "slug-" + key,
        "X released by...?",
        "https://polymarket.com/event/slug-" + key,
        rules,
        rungs,
        faults,
        "USD",
        None,
        neg_risk=False,
        read_at=at,
    )


def book(at=T0, bid=0.4, ask=0.42, **more):
    return Quote(at, bid, ask, **more)


@pytest.fixture
def database(memory):
    return memory


@pytest.fixture
def store(database):
    return MarketStore(database)


def count(database, table):
    return database.read(f"SELECT count(*) AS n FROM {table}")[0]["n"]


async def poll(store, at, *rungs, subject="openai/x", **more):
    return await store.record([(market(at, *rungs, **more), subject)])


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


async def test_a_mapping_by_hand_is_the_tenants_own(store):
    await store.record([(market(T0, rung()), None)])
    assert [found.number for found in store.candidates(view())] == [1]
    await store.map_market(1, "openai/x", tenant="discord:7", by="discord:42", at=T0)
    assert store.candidates(view()) == ()
    assert len(store.of_subject("openai/x", view())) == 1
    assert store.of_subject("openai/x", view(tenant="slack:T1")) == []
    assert store.of_subject("openai/x", view(T0 - timedelta(hours=1))) == []


async def test_several_subjects_are_read_as_one_after_another_would_be(store):
    moved = T0 + timedelta(hours=1)
    deep = rung(quote=book(volume=9000.0))
    both, own, late = market(T0, rung(quote=book())), market(T0, deep, key="m2"), market(moved, rung(), key="m3")
    await store.record([(both, "openai/x"), (own, "openai/y"), (late, "openai/x")])
    await store.map_market(1, "openai/y", tenant="discord:7", by="discord:42", at=T0)

    def seen(*slugs, **more):
        return [(found.number, found.subject) for found in store.of_subjects(slugs, view(**more))]

    assert seen("openai/y", "openai/x") == [(2, "openai/y"), (1, "openai/y")], "once, as the first one's"
    assert seen("openai/x", "openai/y") == [(2, "openai/y"), (1, "openai/x")]
    assert seen("openai/x", "openai/y", tenant="slack:T1") == [(2, "openai/y"), (1, "openai/x")]
    assert seen("openai/y", tenant="slack:T1") == [(2, "openai/y")], "the mapping by hand is another tenant's"
    assert seen("openai/x", at=moved) == [(1, "openai/x"), (3, "openai/x")]
    assert seen("openai/x", at=T0 - timedelta(seconds=1)) == seen("openai/nobody") == seen() == []
    assert store.of_subject("openai/x", view()) == store.of_subjects(["openai/x"], view())
    assert store.market(1, view()).subject == "openai/y", "one asked for by its number is the tenant's own mapping"


async def test_markets_found_by_words_keep_the_order_they_were_found_in(store):
    for key, at in (("m1", T0 + timedelta(hours=1)), ("m2", T0), ("m3", T0 + timedelta(hours=2))):
        await poll(store, at, rung(quote=book(at)), key=key)
    found = store.search("released", view(T0 + timedelta(hours=3)))
    assert [(one.number, one.key, one.rungs[0].since) for one in found] == [
        (3, "m3", T0 + timedelta(hours=2)),
        (1, "m1", T0 + timedelta(hours=1)),
        (2, "m2", T0),
    ]


async def test_search_takes_words_literally(store):
    await poll(store, T0, rung())
    assert len(store.search("released x", view())) == 1
    assert store.search("%", view()) == ()
    assert store.search("' OR 1=1 --", view()) == ()
    await poll(store, T0, rung(status="resolved", resolution="no"))
    assert store.search("released", view()) == ()
    assert len(store.search("released", view(), open_only=False)) == 1


async def test_a_market_is_found_by_its_address(store):
    await poll(store, T0, rung())
    assert store.by_url("https://polymarket.com/event/slug-m1?tid=1#x", view()).number == 1
    assert store.by_url("https://polymarket.com/event/other", view()) is None
    assert store.market(1, view()).id == "MK-0001"
    assert store.market(2, view()) is None


@pytest.mark.parametrize(
    ("url", "known"),
    [
        ("https://polymarket.com/event/slug-m1", True),
        ("https://www.polymarket.com/event/slug-m1/", True),
        ("http://polymarket.com/event/Slug-M1?tid=1", True),
        ("https://polymarket.com/event/slug-m1/the-first-rung", True),
        ("https://polymarket.com.example/event/slug-m1", False),
        ("https://example.com/event/slug-m1", False),
        ("https://polymarket.com@example.com/event/slug-m1", False),
        ("https://manifold.markets/ann/slug-m1", False),
        ("https://polymarket.com/@slug-m1", False),
        ("https://polymarket.com/", False),
        ("https://", False),
    ],
)
async def test_an_address_is_one_on_the_venues_own_host(store, url, known):
    await poll(store, T0, rung())
    assert (store.by_url(url, view()) is not None) == known


async def test_the_number_of_a_market_is_found_by_the_venues_own_name(store):
    await poll(store, T0, rung())
    assert store.number("polymarket", "m1") == 1
    assert store.number("manifold", "m1") is None


async def test_a_watch_is_kept_once_and_ended_only_by_its_owner(store):
    await poll(store, T0, rung())
    wish = {
        "tenant": "discord:7",
        "actor": "discord:42",
        "place": "discord:7/9",
        "when": "moves by",
        "points": 5,
        "at": T0,
    }
    first = await store.watch(1, **wish)
    assert await store.watch(1, **wish) == first
    assert [watch.points for watch in store.watches("discord:7", "discord:42")] == [5]
    assert store.watches("slack:T1", "discord:42") == ()
    assert len(store.watches_of(1)) == 1
    assert not await store.unwatch(first, tenant="discord:7", actor="discord:43", at=T0)
    assert await store.unwatch(first, tenant="discord:7", actor="discord:42", at=T0)
    assert store.watches_of(1) == ()
    assert await store.watch(1, **wish) != first, "an ended watch may be made again"


async def test_a_link_is_proposed_once_and_decided_once(store):
    await poll(store, T0, rung())
    what = {"note": "", "tenant": "discord:7", "by": "discord:42", "at": T0}
    link = await store.propose_link(1, "CL-0001", "exact", **what)
    assert await store.propose_link(1, "CL-0001", "exact", **what) == link
    assert not await store.decide_link(link, accept=True, tenant="slack:T1", by="x", at=T0)
    assert await store.decide_link(link, accept=True, tenant="discord:7", by="x", at=T0)
    assert not await store.decide_link(link, accept=False, tenant="discord:7", by="x", at=T0)
    assert [found.state for found in store.links(view(), claim="CL-0001")] == ["accepted"]
    assert store.links(view(), state="proposed") == ()
    assert store.market(1, view()).links[0].relation == "exact"
    assert store.links(view(tenant="slack:T1")) == ()


async def test_what_was_mapped_decided_or_added_later_does_not_count_earlier(store):
    day = timedelta(days=1)
    await poll(store, T0, rung(quote=book()), subject=None)
    await poll(store, T0 + day, rung("r2", question="Released by Hogmanay?"), subject=None)
    assert store.search("hogmanay", view(T0)) == ()
    assert [found.number for found in store.search("hogmanay", view(T0 + day))] == [1]
    await store.map_market(1, "openai/gpt-6", tenant="discord:7", by="discord:1", at=T0 + 2 * day)
    assert store.search("openai/gpt-6", view(T0 + day)) == ()
    assert [found.number for found in store.search("openai/gpt-6", view(T0 + 2 * day))] == [1]
    assert [found.number for found in store.candidates(view(T0 + day))] == [1]
    assert store.candidates(view(T0 + 2 * day)) == ()
    link = await store.propose_link(1, "CL-0001", "exact", note="", tenant="discord:7", by="x", at=T0)
    await store.decide_link(link, accept=True, tenant="discord:7", by="y", at=T0 + 3 * day)
    assert [found.state for found in store.links(view(T0 + day))] == ["proposed"]
    assert store.links(view(T0 + day), state="accepted") == ()
    assert store.market(1, view(T0 + 3 * day)).links[0].state == "accepted"


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


async def test_the_latest_books_of_a_subject_are_seeks(tmp_path):
    from storage.rows import queries  # noqa: PLC0415 - only this test looks inside

    database = open_database(tmp_path / "memory.db")  # the plan's words are SQLite's
    asked = dict.fromkeys(("as_of", "day_ago", "week_ago"), 0) | {"markets": "[1]", "tenant": ""}
    plan = [row["detail"] for row in database.read("EXPLAIN QUERY PLAN " + queries("markets")["rungs"], asked)]
    assert not [line for line in plan if line.startswith("SCAN") and "json_each" not in line], plan
    database.close()


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
