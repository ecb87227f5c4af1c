"""What the store of sightings, of lists and of the desk promises: tenants apart, nothing from later, all or nothing."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.sightings.confirmations import Check, Plan
from bot.domain.sightings.methods import Attribution, Method
from bot.domain.sightings.report_basis import ReportBasis
from bot.domain.sightings.reports import FiledReport
from bot.domain.sightings.sightings import SightingEvent, SightingEventKind, SightingGrade, grade
from bot.domain.sightings.surfaces import Surface
from bot.messages.request import View
from bot.ports.desk import AuditEntry, QueueItem
from bot.ports.pictures import Picture
from bot.ports.sightings import ReportDraft, Settled
from storage import open_database
from storage.desk import DeskStore
from storage.sightings.store import SightingStore
from tests.postgres import BOTH

ENGINES = BOTH
T = datetime(2026, 4, 21, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
HERE, THERE = "discord:7", "discord:8"


@pytest.fixture
def database(memory):
    return memory


@pytest.fixture
def store(database):
    return SightingStore(database)


def filed(n=1, person="discord:ana", label="Crest Ultra", **more):
    at = more.pop("at", T + n * HOUR)
    return FiledReport(
        "", label.casefold(), label, Surface.CHATGPT, ReportBasis.OWN, person, at, at, f"text {n}", **more
    )


def seen(tenant=HERE, hours=100):
    return View(tenant, T + hours * HOUR)


async def test_a_report_comes_back_as_it_was_filed(store):
    whole = filed(plan=Plan.PLUS, link="https://x.example", drawn=(1 << 127) | 5, since=T - 9 * HOUR, named=False)
    kept = await store.file(HERE, whole)
    assert kept.id == "CP-0001"
    assert store.report("cp-1", seen()) == kept
    assert store.reports("crest ultra", seen()) == (kept,)
    assert store.label("crest ultra", seen()).reports == 1
    (event,) = store.events("crest ultra", seen())
    assert event.report == kept.report


async def test_numbers_are_the_tenant_s_own(store):
    assert [(await store.file(tenant, filed())).id for tenant in (HERE, THERE, HERE)] == [
        "CP-0001",
        "CP-0001",
        "CP-0002",
    ]


async def test_filing_the_same_id_twice_is_harmless(store):
    name = await store.reserve(HERE, "CP")
    await asyncio.gather(*(store.file(HERE, replace(filed(), id=name)) for _ in range(5)))
    assert len(store.reports("crest ultra", seen())) == 1
    assert len(store.events("crest ultra", seen())) == 1


async def test_nothing_learned_later_is_read(store):
    await store.file(HERE, filed(5))
    early = View(HERE, T)
    assert store.report("CP-0001", early) is None
    assert store.label("crest ultra", early) is None
    assert store.labels(early) == ()
    assert store.events("crest ultra", early) == ()
    assert store.suggest("crest", early) == ()


async def test_a_withdrawn_report_leaves_no_word_behind(store, database):
    picture = Picture(b"pixels of canary", "image/png", 9, 9, 7)
    name = await store.keep_picture(HERE, "discord:ana", picture, T)
    kept = await store.file(
        HERE, replace(filed(), text="canary text", link="https://canary.example", picture=name, drawn=7)
    )
    assert await store.withdraw(HERE, kept.id, "discord:ana", T + 9 * HOUR)
    assert not await store.withdraw(HERE, kept.id, "discord:ana", T + 9 * HOUR)
    assert store.picture(HERE, name) is None
    assert store.drawn(seen()) == ()
    rows = [tuple(row) for table in database.tables() for row in database.read(f"SELECT * FROM {table}")]
    assert not [row for row in rows if "canary" in repr(row)]
    assert store.report(kept.id, View(HERE, T + 5 * HOUR)).state == "live"
    assert store.report(kept.id, seen()).state == "withdrawn"


async def test_a_picture_two_reports_share_stays_for_the_other(store):
    name = await store.keep_picture(HERE, "discord:ana", Picture(b"pixels", "image/png", 9, 9, 7), T)
    one = await store.file(HERE, replace(filed(1), picture=name))
    await store.file(HERE, replace(filed(2, "discord:bob"), picture=name))
    await store.withdraw(HERE, one.id, "discord:ana", T + 9 * HOUR)
    assert store.picture(HERE, name).content == b"pixels"
    assert store.picture(THERE, name) is None


async def test_drafts_are_kept_a_quarter_of_an_hour(store):
    await store.keep_draft(HERE, "ana", "report", ReportDraft({"label": "x"}, T))
    assert store.draft(HERE, "ana", "report", T + timedelta(minutes=15)).values == {"label": "x"}
    assert store.draft(HERE, "ana", "report", T + timedelta(minutes=16)) is None
    assert store.draft(THERE, "ana", "report", T) is None
    await store.drop_draft(HERE, "ana", "report")
    assert store.draft(HERE, "ana", "report", T) is None


async def test_merged_labels_are_read_as_one_and_apart_again(store):
    await store.file(HERE, filed(1))
    await store.file(HERE, filed(2, "discord:bob", "Crest U"))
    await store.merge(HERE, "crest u", "crest ultra", "meg", T + 3 * HOUR)
    assert store.canonical("crest u", seen()) == "crest ultra"
    assert len(store.reports("crest ultra", seen())) == 2
    assert store.canonical("crest u", View(HERE, T + 2 * HOUR)) == "crest u"
    await store.unmerge(HERE, "crest u", T + 4 * HOUR)
    assert len(store.reports("crest ultra", seen())) == 1
    assert store.canonical("crest u", View(HERE, T + 3 * HOUR)) == "crest ultra"


async def test_labels_merged_in_a_circle_do_not_hang(store):
    await store.merge(HERE, "a", "b", "meg", T)
    await store.merge(HERE, "b", "a", "meg", T)
    assert store.canonical("a", seen()) in ("a", "b")
    assert store.events("a", seen()) == ()


async def test_an_attribution_accepted_and_withdrawn(store):
    said = Attribution("", "Crest Ultra", "openai/x", Method.PRESS, "ana", T, "why", "https://x.example")
    name = await store.attribute(HERE, said)
    await store.judge(HERE, name, T + HOUR, stands=True)
    assert [one.accepted for one in store.attributions(seen(), "crest ultra")] == [True]
    assert [one.accepted for one in store.attributions(View(HERE, T))] == [False]
    await store.judge(HERE, name, T + 2 * HOUR, stands=False)
    assert store.attributions(seen()) == ()


async def test_settled_and_open_again(store):
    await store.file(HERE, filed())
    await store.settle(
        HERE, Settled("crest ultra", "Crest Ultra", "openai/x", "identified", "its page", T + 5 * HOUR), "meg"
    )
    assert grade(store.events("crest ultra", seen()), T + 99 * HOUR).grade is SightingGrade.RESOLVED
    await store.unsettle(HERE, "crest ultra", "meg", T + 6 * HOUR)
    assert store.settled(seen()) == ()
    assert [one.subject for one in store.settled(View(HERE, T + 5 * HOUR))] == ["openai/x"]
    assert grade(store.events("crest ultra", seen()), T + 99 * HOUR).grade is SightingGrade.NEEDS


async def test_a_thousand_people_at_once_lose_nothing(store):
    await asyncio.gather(*(store.file(HERE, filed(n, f"discord:{n}", at=T)) for n in range(200)))
    assert store.label("crest ultra", seen()).reports == 200
    assert len({one.id for one in store.reports("crest ultra", seen(), 500)}) == 200


words = st.sampled_from(["canary-a", "canary-b", "canary-c"])


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from([HERE, THERE]), words), max_size=8))
def test_no_read_of_one_tenant_returns_a_word_of_another(fresh, facts):
    database = open_database(address := fresh())
    store, desk = SightingStore(database), DeskStore(database)

    async def fill():
        for n, (tenant, word) in enumerate(facts):
            mark = f"{word} of {tenant}"
            await store.file(tenant, replace(filed(n, mark), text=mark, label=mark, key=word, drawn=n))
            await store.check(tenant, word, Check(T, mark, Plan.PLUS, has=True), mark)
            await store.attribute(tenant, Attribution("", word, mark, Method.STYLE, mark, T, mark))
            await store.settle(tenant, Settled(word, mark, mark, mark, mark, T + n * HOUR), mark)
            await store.watch(tenant, mark, word, mark, T)
            await desk.propose(tenant, QueueItem("lead", word, mark, mark, T, mark, {"x": mark}))
            await desk.log(tenant, AuditEntry(mark, mark, mark, T))

    asyncio.run(fill())
    for tenant, other in ((HERE, THERE), (THERE, HERE)):
        view = seen(tenant)
        found = [store.labels(view), store.drawn(view), store.attributions(view), store.settled(view)]
        found += [desk.queue(view), desk.trail(view), desk.actors(tenant), store.suggest("canary", view)]
        for word in ("canary-a", "canary-b", "canary-c"):
            found += [store.label(word, view), store.events(word, view), store.reports(word, view)]
            found += [
                store.checks(word, view),
                store.attributions(view, word),
                [one for one in store.watchers([word]) if one.tenant == tenant],
            ]
            found += [desk.about(word, view), store.settled(view, word)]
        found += [store.report(f"CP-{n:04}", view) for n in range(10)]
        assert f"of {other}" not in repr(found)
    database.close()
    fresh.back(address)


async def test_the_desk_s_items_are_decided_once(database):
    desk = DeskStore(database)
    name = await desk.propose(HERE, QueueItem("lead", "x", "A line", "ana", T))
    decided = await asyncio.gather(*(desk.decide(HERE, name, "accepted", f"p{n}", T) for n in range(5)))
    assert sorted(decided) == [False, False, False, False, True]
    assert await desk.decide(HERE, name, "waiting", "meg", T)
    assert desk.item(name, seen()).state == "waiting"
    assert desk.item(name, seen(THERE)) is None


async def test_the_trail_is_chained_for_each_tenant(database):
    desk = DeskStore(database)
    for n in range(3):
        await desk.log(HERE, AuditEntry("meg", f"act {n}", "x", T + n * HOUR))
        await desk.log(THERE, AuditEntry("moe", f"act {n}", "x", T + n * HOUR))
    assert desk.broken(HERE) is None
    await database.write(lambda db: db.execute("DELETE FROM audit WHERE tenant = ? AND number = 2", [HERE]))
    assert desk.broken(HERE) == 2
    assert desk.broken(THERE) is None


async def test_an_event_of_a_report_follows_it(store):
    kept = await store.file(HERE, replace(filed(), state="queued"))
    await store.happen(
        HERE, kept.key, SightingEvent(T + 2 * HOUR, SightingEventKind.REFUSED, about=kept.id, reason="a copy"), "meg"
    )
    assert (store.report(kept.id, seen()).state, store.report(kept.id, seen()).reason) == ("refused", "a copy")
    await store.happen(HERE, kept.key, SightingEvent(T + 3 * HOUR, SightingEventKind.RESTORED, about=kept.id), "meg")
    assert store.report(kept.id, seen()).state == "live"


async def test_an_edit_after_the_withdrawal_is_told_to_have_changed_nothing(store):
    kept = await store.file(HERE, filed())
    assert await store.edit(HERE, replace(kept, text="longer"), T)
    assert await store.withdraw(HERE, kept.id, kept.person, T)
    assert not await store.edit(HERE, replace(kept, text="longer still"), T)
