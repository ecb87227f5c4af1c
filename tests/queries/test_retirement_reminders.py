"""A shutdown is told when it is announced and again 90, 30, 7 and 1 days before, each once."""

from datetime import UTC, date, datetime, timedelta

from bot.domain.catalogs.vendor_facts import FactKind, VendorFact, reminder_moments
from bot.domain.notify.digest_sections import ChangeKind
from bot.messages.request import View
from bot.notifications.change_recorder import record_changes
from bot.ports.changes import LogFilter
from tests.queries.vendor_pages import PAGE

END = date(2027, 6, 1)


def ending(day=END, **more):
    return VendorFact("anthropic", "claude-opus-5", FactKind.RETIREMENT, PAGE, day, surface="api", **more)


async def told(pages, at):
    pages.chat.clock.move(at)
    await record_changes(pages.ports, at)
    rows = pages.ports.changes.read(LogFilter("", after=pages.position, limit=10_000))
    pages.position = pages.ports.changes.head()
    return [row.change for row in rows if row.change.kind is ChangeKind.RETIREMENT]


async def each_day(pages, until):
    found, at = [], pages.chat.clock.now()
    while at < until:
        at += timedelta(days=5)
        found += await told(pages, min(at, until))
    return [(change.at.date(), change.after) for change in found if "Opus 5" in change.title]


async def test_it_is_told_at_once_and_as_the_day_comes_near(pages):
    assert await pages.read(ending(successor="claude-opus-6")) == [
        "Claude Opus 5 is shut down on: 1 Jun 2027; successor: claude-opus-6"
    ]
    assert await each_day(pages, datetime(2027, 6, 20, 12, tzinfo=UTC)) == [
        (date(2027, 3, 3), "1 Jun 2027, reminder 90 days ahead; successor: claude-opus-6"),
        (date(2027, 5, 2), "1 Jun 2027, reminder 30 days ahead; successor: claude-opus-6"),
        (date(2027, 5, 25), "1 Jun 2027, reminder 7 days ahead; successor: claude-opus-6"),
        (date(2027, 5, 31), "1 Jun 2027, reminder 1 day ahead; successor: claude-opus-6"),
        (date(2027, 6, 1), "1 Jun 2027, today; successor: claude-opus-6"),
    ]


async def test_a_day_that_was_moved_is_not_told_by_the_old_one(pages):
    await pages.read(ending())
    pages.facts = tuple(fact for fact in pages.facts if fact.kind is not FactKind.RETIREMENT)
    await pages.read(ending(date(2027, 8, 1)))
    days = [day for day, _ in await each_day(pages, datetime(2027, 8, 20, 12, tzinfo=UTC))]
    assert days == [moment.date() for moment in reminder_moments(date(2027, 8, 1))]


async def test_the_ledger_s_own_shutdowns_are_told_when_they_became_known(talk):
    chat = talk("2026-06-20T12:00Z")
    await record_changes(chat.ports, chat.clock.now())
    rows = chat.ports.changes.read(LogFilter("", limit=100_000))
    told = [row.change for row in rows if (row.change.kind, row.change.ref) == (ChangeKind.RETIREMENT, "openai/gpt-5")]
    days = [(change.at.date(), change.after.partition(";")[0]) for change in told]
    assert days == [(date(2026, 6, 11), "11 Dec 2026")]


def test_the_days_of_reminding():
    assert [moment.date() for moment in reminder_moments(END)] == [
        date(2027, 3, 3), date(2027, 5, 2), date(2027, 5, 25), date(2027, 5, 31), date(2027, 6, 1)
    ]  # fmt: skip


def test_a_successor_that_nobody_knew_yet_is_not_told_with_the_shutdown(talk):
    facts = talk("2026-11-28T12:00Z").ports.vendor_facts
    for month, named in ((4, ""), (8, "gpt-5.6-sol")):
        known = facts.about(["openai/gpt-5-codex"], View("", datetime(2026, month, 24, 12, tzinfo=UTC)))
        assert [one.fact.successor for one in known if one.until is None] == [named]
