"""The grades that lists print of public claims are kept until what they rest on changes, and equal fresh ones."""

from datetime import datetime, timedelta

from bot.domain.catalogs.listings import Snapshot
from bot.domain.catalogs.vendor_facts import FactKind, PageReading, VendorFact, changed
from bot.domain.evidence.evidence import Claim, Statement
from bot.jobs.list_poll import take
from bot.messages.request import View
from bot.queries.claims.claim_grades import grade_claim
from bot.queries.claims.kept_grades import grade_summaries, summary_of
from bot.reads.shared_reads import snapshot
from tests.growth import statements
from tests.queries.lists import HOUR, Lists, openrouter, quiet
from tests.queries.lists import OLD as OLD_ROWS
from tests.queries.vendor_pages import OLD, PAGE, Pages

OPUS, GROK = "anthropic/claude-opus-9", "xai/grok-9"
CLAIMS = (
    Claim(Statement("available", OPUS, surface="api"), "Claude Opus 9 is available in the API", id="CL-9001"),
    Claim(Statement("available", GROK, surface="api"), "Grok 9 is available in the API", id="CL-9002"),
)


def graded_anew(ports, claims, view):
    return {one.id: summary_of(grade_claim(ports, one, view).graded) for one in claims}


def counted(database, run):
    """How many statements read meanwhile, and how many of them read evidence."""
    with statements(database) as asked:
        run()
    return len(asked), sum("FROM evidence JOIN wanted" in sql for sql in asked)


def regraded(chat, claims=CLAIMS):
    """How many of some claims are graded anew."""
    view, database = View("", chat.clock.now()), chat.running.store.database
    return [counted(database, lambda one=one: grade_summaries(chat.ports, [one], view))[1] > 0 for one in claims]


def test_it_is_what_grading_says_at_every_moment(talk):
    """Days before, around and after the release of GPT-5.5, each time with what the one before left."""
    chat = talk("2026-04-20T12:00Z")
    kept = 0
    for day in (0.0, 0.4, 0.6, 1.0, 2.0, 3.02, 3.3, 3.9, 9.0, 40.0):
        at = datetime.fromisoformat("2026-04-20T12:00Z") + timedelta(days=day)
        view = View("", at)
        claims = chat.ports.claims.every(view, 120)
        made, fresh = snapshot(chat.ports), snapshot(chat.ports)
        found = grade_summaries(made, claims, view)
        assert found == graded_anew(fresh, claims, view)
        rest = [one for one in claims if one.statement.type != "identity"]  # of labels they are graded each time
        again = counted(chat.running.store.database, lambda: grade_summaries(chat.ports, rest, view))  # noqa: B023 - run here
        kept += again[1] == 0
    assert kept == 10  # and at the same moment nothing is read for it twice


def test_a_write_that_says_nothing_of_a_claim_leaves_its_grade(talk):
    chat = talk("2026-11-28T12:00Z")
    view, database = View("", chat.clock.now()), chat.running.store.database
    claims = [one for one in chat.ports.claims.every(view, 100) if one.statement.type != "identity"]
    grade_summaries(snapshot(chat.ports), claims, view)
    database.write_now(lambda db: db.execute("UPDATE claim_sources SET note = note"))
    later = View("", view.as_of + timedelta(minutes=5))
    few = counted(database, lambda: grade_summaries(chat.ports, claims, later))
    assert few[1] == 0
    assert few[0] <= 7
    assert counted(database, lambda: grade_summaries(chat.ports, claims, later))[0] <= 4


async def test_a_list_that_shows_a_model_touches_its_claims_alone(talk):
    chat = await quiet(talk)
    await Lists(chat).read()
    regraded(chat)
    assert regraded(chat) == [False, False]
    chat.clock.move(chat.clock.now() + HOUR)
    shown = Snapshot("openrouter", chat.clock.now(), (*OLD_ROWS, openrouter()))
    await take(chat.ports.listings, shown, "https://openrouter.example.org")
    assert regraded(chat) == [True, False]
    view = View("", chat.clock.now())
    assert grade_summaries(chat.ports, CLAIMS, view) == graded_anew(chat.ports, CLAIMS, view)


async def test_a_vendor_s_page_touches_the_claims_about_its_models_alone(talk):
    chat = await quiet(talk)
    await Pages(chat).read()
    regraded(chat)
    chat.clock.move(chat.clock.now() + HOUR)
    card, now, store = (
        VendorFact("anthropic", "claude-opus-9", FactKind.MODEL_CARD, PAGE),
        chat.clock.now(),
        chat.ports.vendor_facts,
    )
    for facts in ((OLD, card), (OLD,)):  # it appears on the page, and is gone from it
        reading = PageReading("models", facts, '"tag"')
        change = changed("anthropic", reading, store.kept("anthropic", "models"), now, baseline=False)
        await store.keep("anthropic", reading, change, now)
        assert regraded(chat) == [True, False]
        chat.clock.move(now := now + HOUR)


def test_a_tenant_s_view_is_graded_by_itself(talk):
    chat = talk("2026-11-28T12:00Z")
    view = View("console:local", chat.clock.now())
    claims = chat.ports.claims.every(view, 20)
    for _ in range(2):
        assert counted(chat.running.store.database, lambda: grade_summaries(chat.ports, claims, view))[1] > 0
    assert grade_summaries(chat.ports, claims, view) == graded_anew(chat.ports, claims, view)


def test_as_many_are_kept_as_the_bound_says(talk):
    chat = talk("2026-11-28T12:00Z")
    view = View("", chat.clock.now())
    claims = [one for one in chat.ports.claims.every(view, 60) if one.statement.type != "identity"][:40]
    grade_summaries(snapshot(chat.ports), claims, view, 30)
    assert regraded(chat, [*claims[-5:], *claims[:5]]) == [False] * 5 + [True] * 5
