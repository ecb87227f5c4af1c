"""The ledger of claims: what a view sees, what is kept once, what is forgotten."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.evals.eval_runs import EvalRun
from bot.domain.evidence.evidence import Basis, Claim, ClaimOutcome, Evidence, EvidenceForm, Statement, Value
from bot.ledger import claims as files
from bot.ledger import tables
from bot.messages.request import View
from bot.ports.claims import ClaimDispute, DemoCard
from storage.claims.rows import from_json, to_json
from storage.claims.store import ClaimStore
from storage.rows import queries
from storage.sqlite.engine import Database
from tests.postgres import BOTH

ENGINES = BOTH
NOW = datetime(2026, 5, 10, 12, tzinfo=UTC)
HERE, THERE = View("discord:7", NOW), View("slack:T1", NOW)
SPUD = "openai/spud"


@pytest.fixture
def store(memory):
    memory.write_now(lambda db: ClaimStore.load(db, tables()))
    return ClaimStore(memory)


def mine(text="Spud is a potato", view=HERE, **more):
    return Claim(Statement("other", SPUD), text, tenant=view.tenant, learned_at=NOW, **more)


def found(link="https://example.org/a", view=HERE, **more):
    return Evidence(
        "",
        "somebody",
        Basis.FIRST_HAND,
        EvidenceForm.REPORT,
        NOW,
        NOW,
        url=link,
        links={"CL-0001": 1},
        tenant=view.tenant,
        **more,
    )


def test_every_row_of_the_files_comes_back_as_it_was_written(store):
    late = View("", datetime(2027, 1, 1, tzinfo=UTC))
    subjects = {s.subject for e in files.evidence(tables()) for s in e.says}
    read = {item.id: item for item in store.evidence(sorted(subjects), late)}
    written = {item.id: item for item in files.evidence(tables()) if item.says}
    assert {name: read[name] for name in written} == written
    kept = {claim.id: claim for claim in store.every(late)}
    assert {claim.id: claim.statement for claim in files.claims(tables())} == {n: c.statement for n, c in kept.items()}


def test_loading_twice_is_harmless(store):
    before = len(store.every(HERE))
    store._db.write_now(lambda db: ClaimStore.load(db, tables()))
    assert len(store.every(HERE)) == before


def test_nothing_learned_later_is_seen(store):
    early = View("", datetime(2026, 4, 21, 12, tzinfo=UTC))
    assert all(item.learned_at <= early.as_of for item in store.evidence([SPUD, "openai/gpt-5.5"], early))
    assert store.claim("CL-0016", early) is None
    assert store.claim("cl-0016", HERE).id == "CL-0016"


def test_an_outcome_is_known_from_its_day_on(store):
    assert store.claim("CL-0003", View("", datetime(2026, 4, 21, tzinfo=UTC))).outcome is ClaimOutcome.OPEN
    assert store.claim("CL-0003", HERE).outcome is ClaimOutcome.FALSE


def test_citations_are_followed_to_items_about_something_else(store):
    read = store.evidence(["openai/gpt-5.5"], HERE)
    ids = {item.id for item in read}
    assert all(cited in ids for item in read for cited in item.cites)


@pytest.mark.parametrize("said", [
    Statement("price", "a/b", values=(Value(5, "input"), Value(30.5, "output")), bound="over", polarity=-1),
    Statement("release_date", "a/b", day=NOW.date(), since=date(2026, 5, 1), operator="within", future=True),
    Statement("price", "a/b", values=(Value(4.0, "input", 6.0), Value(9.5, "output"))),
])  # fmt: skip
def test_a_statement_survives_its_column(said):
    assert from_json(to_json(said)) == said


async def test_what_one_tenant_files_no_other_sees(store):
    name = await store.add_claim(mine(), "discord:42", NOW)
    item = await store.add_evidence(found(), "discord:42", NOW)
    assert store.claim(name, HERE).text == "Spud is a potato"
    assert store.claim(name, THERE) is None
    assert store.item(item, THERE) is None
    assert item not in {one.id for one in store.evidence([SPUD], THERE, "CL-0001")}
    assert item in {one.id for one in store.evidence([], HERE, "CL-0001")}


async def test_the_same_words_and_the_same_link_are_kept_once(store):
    assert await store.add_claim(mine(), "a", NOW) == await store.add_claim(mine(), "b", NOW)
    assert await store.add_claim(mine(view=THERE), "c", NOW) != await store.add_claim(mine(), "a", NOW)
    assert await store.add_evidence(found(), "a", NOW) == await store.add_evidence(found(), "b", NOW)
    assert await store.add_evidence(found("https://example.org/b"), "a", NOW) != await store.add_evidence(
        found(), "a", NOW
    )


async def test_the_desk_accepts_only_its_own(store):
    item = await store.add_evidence(found(accepted=False), "a", NOW)
    assert not store.item(item, HERE).accepted
    assert not await store.accept(item, THERE.tenant, accepted=True, by="x", at=NOW)
    assert await store.accept(item, HERE.tenant, accepted=True, by="x", at=NOW)
    assert store.item(item, HERE).accepted


async def test_a_tenants_outcome_stands_before_the_public_one(store):
    assert await store.resolve("CL-0003", HERE.tenant, ClaimOutcome.VOID, "desk", "no matter", NOW)
    assert store.claim("CL-0003", HERE).outcome is ClaimOutcome.VOID
    assert store.claim("CL-0003", THERE).outcome is ClaimOutcome.FALSE
    assert not await store.resolve("CL-9999", HERE.tenant, ClaimOutcome.TRUE, "desk", "", NOW)
    decided = {one.claim: one for one in store.resolutions(THERE, "", 10**6)}
    assert decided["CL-0003"].outcome is ClaimOutcome.FALSE
    assert store.resolutions(THERE, decided["CL-0003"].type, 1)[0].type == decided["CL-0003"].type
    assert "CL-0003" not in {one.claim for one in store.resolutions(HERE, "", 10**6)}
    later = NOW + timedelta(minutes=1)
    await store.resolve("CL-0003", HERE.tenant, ClaimOutcome.TRUE, "desk", "after all", later)
    last = store.resolutions(View(HERE.tenant, later), "", 1)[0]
    assert (last.claim, last.outcome, last.at) == ("CL-0003", ClaimOutcome.TRUE, later)


async def test_a_candidate_is_as_it_was_known_at_the_moment(store):
    filed, early = store.claim("CL-0003", HERE), View(HERE.tenant, datetime(2026, 4, 21, tzinfo=UTC))

    def outcome(view):
        candidates = store.like(filed.text, [filed.statement.subject], view)
        return next(one.outcome for one in candidates if one.id == filed.id)

    open_, false = ClaimOutcome.OPEN, ClaimOutcome.FALSE
    assert [outcome(view) for view in (early, HERE, early, THERE)] == [open_, false, open_, false]
    await store.resolve(filed.id, HERE.tenant, ClaimOutcome.VOID, "desk", "no matter", NOW)
    assert [outcome(view) for view in (HERE, THERE)] == [ClaimOutcome.VOID, false]


async def test_a_dispute_shows_only_where_it_was_made(store):
    said = ClaimDispute("CL-0044", "discord:42", "the harness differs", "https://example.org", NOW)
    await store.dispute(said, HERE.tenant)
    await store.dispute(replace(said, why="the harness differs a lot"), HERE.tenant)
    assert store.claim("CL-0044", HERE).disputed
    assert not store.claim("CL-0044", THERE).disputed
    assert [one.why for one in store.disputes("CL-0044", HERE)] == ["the harness differs a lot"]


async def test_a_run_logged_twice_is_one_and_stays_at_home(store):
    runs = [
        EvalRun("evals", "m", 7.5, passed=True, attempt="1", by="a", at=NOW),
        EvalRun("evals", "m", 8, attempt="2", by="b"),
    ]
    assert await store.log_trials(HERE.tenant, runs) == 2
    assert await store.log_trials(HERE.tenant, runs) == 0
    assert [trial.score for trial in store.trials(HERE.tenant, "evals")] == [7.5, 8]
    assert store.tasks(HERE.tenant) == ("evals",)
    assert store.trials(THERE.tenant, "evals") == ()


async def test_a_demo_keeps_its_latest_note(store):
    card = DemoCard("https://example.org/demo", {"prompt": True, "attempts": None}, "a", NOW)
    await store.keep_demo(HERE.tenant, card)
    await store.keep_demo(HERE.tenant, replace(card, answers={"prompt": False}))
    assert store.demo(HERE.tenant, card.link).answers == {"prompt": False}
    assert store.demo(THERE.tenant, card.link) is None


def test_a_party_is_the_same_whatever_its_capitals(store):
    assert store.items_of("THE VERGE", HERE) == store.items_of("The Verge", HERE) != ()


def test_sources_are_known_by_what_they_are(store):
    known = store.sources(HERE)
    assert known["The Information"].kind == "major press"
    assert known["tpsreport.news"].kind == "unknown"
    assert all(sign in (1, -1) for _, _, sign in store.said_by("the verge", HERE))


def test_the_latest_claims_are_found_without_sorting_all_and_counted_without_reading_them(tmp_path):
    made = Database(tmp_path / "plan.db")
    given = {"tenant": "", "as_of": 0, "limit": 5, "after": 0}
    steps = [made.read("EXPLAIN QUERY PLAN " + queries("claims")[name], given) for name in ("every", "count")]
    made.close()
    ((found,), (counted,)) = steps
    assert "claims_learned" in found["detail"]
    assert "COVERING INDEX claims_learned" in counted["detail"]


def test_the_position_tells_what_is_known_of_the_public_ledger(store):
    moments = [HERE.as_of - timedelta(days=days) for days in range(60)]
    known = {}
    for at in moments:
        view = View("", at)
        told = store.count(view), len(store.resolutions(view, "", 10**6)), len(store.sources(view))
        assert known.setdefault(store.position(at), told) == told
    assert len(known) > 5
