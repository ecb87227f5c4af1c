"""Markets by subject, words and address; mappings, watches and proposed links."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from storage import open_database
from tests.postgres import BOTH
from tests.storage.markets.conftest import T0, book, market, poll, rung, view

ENGINES = BOTH


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
    assert len(store.every_watch()) == 1
    assert not await store.unwatch(first, tenant="discord:7", actor="discord:43", at=T0)
    assert await store.unwatch(first, tenant="discord:7", actor="discord:42", at=T0)
    assert store.every_watch() == ()
    assert await store.watch(1, **wish) != first, "an ended watch may be made again"


async def test_a_link_is_proposed_once_and_decided_once(store):
    await poll(store, T0, rung())
    what = {"note": "", "tenant": "discord:7", "by": "discord:42", "at": T0}
    link = await store.propose_link(1, "CL-0001", "exact", **what)
    assert await store.propose_link(1, "CL-0001", "exact", **what) == link
    assert not await store.decide_link(link, accept=True, tenant="slack:T1", by="x", at=T0)
    assert await store.decide_link(link, accept=True, tenant="discord:7", by="x", at=T0)
    assert not await store.decide_link(link, accept=True, tenant="discord:7", by="x", at=T0)
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


async def test_the_latest_books_of_a_subject_are_seeks(tmp_path):
    from storage.rows import queries  # noqa: PLC0415 - only this test looks inside

    database = open_database(tmp_path / "memory.db")  # the plan's words are SQLite's
    asked = dict.fromkeys(("as_of", "day_ago", "week_ago"), 0) | {"markets": "[1]", "tenant": ""}
    plan = [row["detail"] for row in database.read("EXPLAIN QUERY PLAN " + queries("markets")["rungs"], asked)]
    assert not [line for line in plan if line.startswith("SCAN") and "json_each" not in line], plan
    database.close()


async def test_titles_are_those_of_the_markets_that_a_search_without_words_finds(store):
    for key, at, title in (
        ("m1", T0, "One"),
        ("m2", T0 + timedelta(hours=1), "Two"),
        ("m1", T0 + timedelta(hours=2), "Uno"),
    ):
        await store.record([(replace(market(at, rung(), key=key), title=title), "openai/x" if key == "m1" else None)])
    await store.map_market(2, "openai/y", tenant="discord:7", by="discord:42", at=T0 + timedelta(hours=1))
    for tenant in ("", "discord:7"):
        for hours in (0, 1, 2, 3):
            seen = view(T0 + timedelta(hours=hours), tenant=tenant)
            found = store.search("", seen, open_only=False, limit=5)
            told = [(one.number, one.venue, one.title, one.subject) for one in found]
            assert [(one.number, one.venue, one.title, one.subject) for one in store.titles(seen, 5)] == told
            assert len(store.titles(seen, 1)) == 1
