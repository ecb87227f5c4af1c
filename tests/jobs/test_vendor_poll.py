"""Vendors' pages through the job into the ledger of facts, and from there into claims and the checklist."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.catalogs.vendor_facts import FactKind, PageReading, VendorFact, retiring
from bot.domain.evidence.evidence import Value
from bot.jobs.vendor_poll import VendorPoll
from bot.messages.errors import SourceChanged
from bot.messages.request import View
from bot.sources.protocol import drive

OUT = date(2026, 12, 1)
PAGE = "https://docs.example.org/models"
START = "2026-12-01T12:00Z"


def fact(model="claude-opus-9", kind=FactKind.RELEASED, **more):
    return VendorFact("anthropic", model, kind, PAGE, surface="api", **more)


def released(model="claude-opus-9", day=OUT):
    return (
        fact(model, day=day),
        fact(model, FactKind.PRICE, values=(Value(5, "input"), Value(25, "output"))),
        fact(model, FactKind.LIMITS, values=(Value(1_000_000, "context"), Value(128_000, "output_limit"))),
    )


class Pages:
    """A reader whose pages are set by hand."""

    NAME, LABEL, UPSTREAMS = "example", "Example's pages", ()

    def __init__(self) -> None:
        self.now: tuple[PageReading, ...] | Exception = ()

    def read(self, _known):
        if isinstance(self.now, Exception):
            raise self.now
        yield from ()
        return self.now

    def show(self, *facts):
        self.now = (PageReading("models", facts, '"tag"'),)


class Straight:
    """Runs a reading that asks for nothing."""

    def ready(self, _upstream):
        return True

    async def run(self, reading):
        return drive(reading, lambda get: get)


@pytest.fixture
def watch(talk):
    chat = talk(START)
    pages = Pages()
    job = VendorPoll(
        {"example": pages}, Straight(), chat.clock, facts=chat.ports.vendor_facts, sources=chat.ports.sources
    )
    return chat, pages, job


async def test_a_release_on_a_vendors_page_confirms_it_at_once(watch):
    chat, pages, job = watch
    pages.show(*released("claude-opus-8", date(2026, 11, 1)))
    await job.read()
    chat.clock.move(chat.clock.now() + timedelta(hours=1))
    pages.show(*released("claude-opus-8", date(2026, 11, 1)), *released())
    assert len((await job.read()).added) == 3
    before = (await chat.at("2026-12-01T12:30Z").say('claimcheck ask "Claude Opus 9 is out"')).data
    assert before["grade"] != "CONFIRMED", "nobody knew before it was read"
    chat.at("2026-12-01T13:30Z")
    asked = (await chat.say('claimcheck ask "Claude Opus 9 is out"')).data
    assert (asked["grade"], asked["origin_names"]) == ("CONFIRMED", ["Anthropic"])
    assert (await chat.say('claimcheck ask "Claude Opus 9 costs $5/$25"')).data["grade"] == "CONFIRMED"
    assert (await chat.say('claimcheck ask "Claude Opus 9 costs $9/$45"')).data["grade"] == "CONTRADICTED"
    ready = await chat.say("claimcheck ready anthropic/claude-opus-9")
    assert "Anthropic" in ready.plain
    assert PAGE in ready.plain


async def test_a_page_that_says_something_else_ends_what_it_said(watch):
    chat, pages, job = watch
    pages.show(*released())
    await job.read()
    chat.clock.move(chat.clock.now() + timedelta(days=2))
    cut = fact("claude-opus-9", FactKind.PRICE, values=(Value(4, "input"), Value(20, "output")))
    pages.show(*(one for one in released() if one.kind is not FactKind.PRICE), cut)
    await job.read()
    view = View("", chat.clock.now())
    prices = [
        one
        for one in chat.ports.vendor_facts.about(["anthropic/claude-opus-9"], view)
        if one.fact.kind is FactKind.PRICE
    ]
    assert [(one.fact.values[0].number, one.until is None) for one in prices] == [(5, False), (4, True)]
    early = View("", chat.clock.now() - timedelta(days=1))
    (then,) = (
        one
        for one in chat.ports.vendor_facts.about(["anthropic/claude-opus-9"], early)
        if one.fact.kind is FactKind.PRICE
    )
    assert (then.fact.values[0].number, then.until) == (5, None)


async def test_a_page_that_lost_most_of_its_models_costs_itself_and_says_so(watch):
    chat, pages, job = watch
    pages.show(*(one for number in range(6) for one in released(f"claude-opus-{number + 10}")))
    await job.read()
    pages.show(*released("claude-opus-10"))
    chat.clock.move(chat.clock.now() + timedelta(hours=1))
    done = await job.read()
    assert "1 of the 6 models" in done.failed["example"]
    assert "1 of the 6 models" in chat.ports.sources.state("example").trouble
    assert len(chat.ports.vendor_facts.kept("example", "models")) == 18


async def test_a_reader_that_fails_is_noted_and_keeps_what_it_knew(watch):
    chat, pages, job = watch
    pages.show(*released())
    await job.read()
    pages.now = SourceChanged("the page has another shape")
    chat.clock.move(chat.clock.now() + timedelta(hours=1))
    assert (await job.read()).failed == {"example": "the page has another shape"}
    assert len(chat.ports.vendor_facts.kept("example", "models")) == 3
    assert "another shape" in (await chat.say("spudwatch status")).plain


async def test_a_reader_that_breaks_is_noted_and_costs_no_other_one(talk):
    chat, odd, fine = talk(START), Pages(), Pages()
    odd.now = KeyError("price")
    fine.show(*released())
    facts, sources = chat.ports.vendor_facts, chat.ports.sources
    done = await VendorPoll({"odd": odd, "example": fine}, Straight(), chat.clock, facts=facts, sources=sources).read()
    assert len(done.added) == 3
    assert "did not understand" in done.failed["odd"]
    assert "did not understand" in sources.state("odd").trouble
    assert sources.state("example").trouble == ""


async def test_what_the_first_reading_finds_could_be_known_since_its_day(watch):
    chat, pages, job = watch
    pages.show(
        fact(day=date(2026, 7, 24)),
        fact("claude-opus-7", FactKind.LIMITS, values=(Value(2, "context"),)),
    )
    await job.read()
    view = View("", chat.clock.now())
    (old,) = chat.ports.vendor_facts.about(["anthropic/claude-opus-9"], view)
    assert (old.learned_at, old.read_at) == (datetime(2026, 7, 24, 12, tzinfo=UTC), chat.clock.now())
    (undated,) = chat.ports.vendor_facts.about(["anthropic/claude-opus-7"], view)
    assert undated.learned_at == chat.clock.now()


async def test_shutdowns_are_told_soonest_first_the_vendors_word_before_others(talk):
    chat = talk("2026-11-28T12:00Z")
    view = View("", chat.clock.now())
    found = retiring(chat.ports.vendor_facts.of_kind(FactKind.RETIREMENT, view), view.as_of)
    days = [one.fact.day for one in found]
    assert days == sorted(days)
    assert all(day >= view.as_of.date() for day in days)
    assert any(one.fact.model == "gpt-5" and one.fact.successor == "gpt-6.1-sol" for one in found)
