"""What vendors' own pages tell: a release, a changed price, an end; once, however many told of it."""

from datetime import date, timedelta

from bot.domain.catalogs.vendor_facts import FactKind, VendorFact
from bot.domain.evidence.evidence import Value
from bot.domain.names.subjects import SubjectOrigin, SubjectState
from bot.domain.notify.digest_sections import ChangeKind
from bot.ports.changes import LogFilter
from tests.queries.lists import Lists, litellm, openrouter
from tests.queries.vendor_pages import OLD, PAGE


def fact(kind=FactKind.RELEASED, day=None, *, model="claude-opus-9", **more):
    return VendorFact("anthropic", model, kind, PAGE, day, surface="api", **more)


def priced(into, out):
    return fact(FactKind.PRICE, values=(Value(into, "input"), Value(out, "output")))


async def test_a_release_is_told_at_once_and_opens_the_subject(pages):
    assert await pages.read(fact(day=date(2026, 12, 1))) == ["Claude Opus 9 is out: since 1 Dec 2026"]
    subject = pages.subject()
    assert (subject.origin, subject.state) == (SubjectOrigin.VENDOR, SubjectState.RELEASED)
    assert await pages.read() == []


async def test_what_the_page_told_the_lists_do_not_tell_again_and_the_other_way_round(pages):
    lists = Lists(pages.chat)
    await lists.read()
    await pages.read(fact(day=date(2026, 12, 1)), priced(5, 25))
    lists.position = pages.position
    assert await lists.read(openrouter=[openrouter()], litellm=[litellm()]) == []
    assert await lists.read() == []
    nine = {"name": "anthropic/claude-opus-10"}
    await lists.read(openrouter=[openrouter(), openrouter(**nine)], models_dev=[openrouter(**nine)])
    pages.position = pages.ports.changes.head()
    assert await pages.read(fact(day=date(2026, 12, 1), model="claude-opus-10")) == []


async def test_the_vendors_own_price_is_told_without_asking_the_lists(pages):
    await pages.read(fact(day=date(2026, 12, 1)), priced(5, 25))
    pages.facts = (OLD, fact(day=date(2026, 12, 1)))
    assert await pages.read(priced(4, 20)) == ["Claude Opus 9, price: 4/20 dollars"]


async def test_an_end_is_told_once_and_again_when_its_day_moves(pages):
    end = fact(FactKind.RETIREMENT, date(2027, 3, 1), model="claude-opus-5", successor="claude-opus-9")
    assert await pages.read(end) == ["Claude Opus 5 is shut down on: 1 Mar 2027; successor: claude-opus-9"]
    pages.facts = (OLD,)
    later = fact(FactKind.RETIREMENT, date(2027, 5, 1), model="claude-opus-5")
    assert await pages.read(later) == ["Claude Opus 5 is shut down on: 1 May 2027"]
    pages.facts = (OLD,)
    assert await pages.read(fact(FactKind.RETIREMENT, date(2026, 11, 1), model="claude-opus-4.5")) == []


async def test_an_old_release_that_a_page_adds_is_known_and_not_told(pages):
    assert await pages.read(fact(day=date(2026, 6, 1))) == []
    assert pages.subject().released("api").date() == date(2026, 6, 1)


async def test_a_claim_is_graded_anew_and_the_checklist_told_once_the_page_says_so(pages):
    chat, claim = pages.chat, "Claude Opus 9 costs $5 per million input tokens"
    filed = await chat.say(f'claimcheck add "{claim}"')
    assert filed.data["filed"]
    await pages.read()
    position = pages.ports.changes.head()
    await pages.read(fact(day=date(2026, 12, 1)), priced(5, 25))
    rows = pages.ports.changes.read(LogFilter("console:local", after=position, limit=1_000))
    told = {(row.change.kind, row.change.before, row.change.after) for row in rows}
    assert any(kind is ChangeKind.GRADE and after == "CONFIRMED" for kind, _, after in told), told
    assert any(kind is ChangeKind.WAIT and after == "1 of 5 known" for kind, _, after in told), told


async def test_the_end_of_a_dated_snapshot_does_not_end_its_model(pages):
    at = pages.chat.clock.now()
    await pages.read(fact(), fact(FactKind.RETIREMENT, (at - timedelta(days=3)).date(), model="claude-opus-9-20250101"))
    reply = await pages.chat.say('claimcheck ask "Claude Opus 9 is available on the API"')
    assert reply.data["grade"] == "CONFIRMED", reply.plain
