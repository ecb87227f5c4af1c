"""A model that a lab's status page or SDK names: the name exists, nothing is out; told once, never of old models."""

from datetime import date

import pytest

from bot.domain.catalogs.vendor_facts import FactKind, PageReading, VendorFact
from bot.domain.names.subjects import SubjectOrigin, SubjectState
from tests.queries.lists import quiet
from tests.queries.vendor_pages import Pages

PAGE = "https://status.claude.com/incidents/abc123"
DAY = date(2026, 11, 30)


def naming(model="Claude Opus 9", day: date | None = DAY, surface="status page"):
    return VendorFact("anthropic", model, FactKind.NAMED, PAGE, day, surface=surface)


class NamingPages(Pages):
    """What a lab's status page and its SDK's releases show now."""

    async def read(self, *facts, reader="anthropic_status"):
        """What is told of a reading that shows these facts."""
        return await self.take(reader, PageReading("page", facts, '"tag"', lasting=True))

    async def grade(self, claim):
        """The grade of a claim, and whom it rests on."""
        told = (await self.chat.say(f'claimcheck ask "{claim}"')).data
        return told["grade"], told.get("origin_names", [])


@pytest.fixture
async def pages(talk):
    found = NamingPages(await quiet(talk))
    assert await found.read() == []
    assert await found.read(reader="anthropic_sdk") == []
    return found


async def test_a_name_on_a_status_page_is_told_once_and_opens_no_release(pages):
    assert await pages.read(naming()) == ["Anthropic's status page names Claude Opus 9: 30 Nov 2026"]
    subject = pages.subject()
    assert (subject.origin, subject.state, subject.released()) == (SubjectOrigin.VENDOR, SubjectState.RUMOURED, None)
    assert await pages.read(naming()) == []
    assert await pages.read() == [], "it rolled off the page, which takes nothing back"
    assert await pages.read(naming(surface="SDK release notes"), reader="anthropic_sdk") == []


async def test_a_name_is_evidence_that_it_exists_and_of_nothing_else(pages):
    out = await pages.grade("Claude Opus 9 is out")
    await pages.read(naming())
    assert await pages.grade("Claude Opus 9 exists") == ("CONFIRMED", ["Anthropic"])
    assert await pages.grade("Claude Opus 9 is out") == out
    asked = await pages.chat.say('claimcheck ask "Claude Opus 9 exists" full:yes')
    assert "status page names Claude Opus 9" in asked.plain + str(asked.parts)
    ready = await pages.chat.say("claimcheck ready anthropic/claude-opus-9")
    assert "0 of 5" in ready.plain + str(ready.parts)


async def test_an_incident_adds_nothing_to_a_model_that_is_out(pages):
    told = await pages.grade("Claude Opus 5 exists"), await pages.grade("Claude Opus 5 is out")
    assert await pages.read(naming("Claude Opus 5")) == []
    assert (await pages.grade("Claude Opus 5 exists"), await pages.grade("Claude Opus 5 is out")) == told
    shown = await pages.chat.say("model show claude opus 5")
    assert "status page names" not in shown.plain + str(shown.parts)


async def test_an_old_model_nobody_here_knows_is_not_told(pages):
    assert await pages.read(naming("Claude Opus 3.5")) == []
    assert pages.subject("anthropic/claude-opus-3.5") is None


async def test_what_the_first_reading_names_is_not_told(talk):
    found = NamingPages(await quiet(talk))
    assert await found.read(naming()) == []
    assert found.subject() is None
    assert await found.grade("Claude Opus 9 exists") == ("CONFIRMED", ["Anthropic"])


async def test_another_labs_model_on_a_page_is_not_that_labs_word(pages):
    theirs = VendorFact("anthropic", "GPT-9", FactKind.NAMED, PAGE, DAY, surface="status page")
    assert await pages.read(theirs) == []
    assert pages.subject("openai/gpt-9") is None
