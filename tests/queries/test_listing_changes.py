"""Newcomers, prices and limits of public lists: told once, at the second reading, whatever the lists do besides."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.catalogs.listings import Listing
from bot.domain.markets.quotes import Quote, VenueMarket, VenueRung
from bot.domain.names.subjects import OpenedSubject, SubjectOrigin, SubjectState
from bot.domain.notify.digest_sections import ChangeKind
from bot.messages.request import View
from bot.notifications.change_recorder import record_changes
from bot.ports.changes import LogFilter
from bot.queries.changes.change_feed import same_as
from tests.queries.lists import HOUR, OLD, Lists, litellm, openrouter, quiet


@pytest.fixture
async def lists(talk):
    found = Lists(await quiet(talk))
    await found.read()
    assert await found.read() == []
    return found


async def test_a_newcomer_is_told_at_its_second_reading_in_a_readers_words(lists):
    assert await lists.read(openrouter=[openrouter()]) == []
    assert lists.subject("anthropic/claude-opus-9") is None
    assert await lists.read() == ["Claude Opus 9 is in the API: 5/25 dollars, 2M context; 1 list"]
    subject = lists.subject("anthropic/claude-opus-9")
    assert (subject.name, subject.state, subject.origin) == ("Claude Opus 9", SubjectState.RELEASED, SubjectOrigin.LIST)
    assert subject.released("api") == lists.chat.clock.now() - HOUR - timedelta(seconds=30)
    assert await lists.read(models_dev=[openrouter()], litellm=[litellm()]) == []


async def test_two_lists_at_once_are_two_readings(lists):
    told = await lists.read(openrouter=[openrouter()], models_dev=[openrouter()], litellm=[litellm()])
    assert told == ["Claude Opus 9 is in the API: 5/25 dollars, 2M context; 2 lists"]


async def test_the_name_and_the_id_are_one(lists):
    await lists.ports.ledger.open(
        OpenedSubject("anthropic/claude-opus-9", "Claude Opus 9", "anthropic", SubjectOrigin.MARKET,
                      lists.chat.clock.now(), "https://example.org")
    )  # fmt: skip
    await lists.read(openrouter=[openrouter()])
    assert len(await lists.read()) == 1
    for name in ("Claude Opus 9", "anthropic/claude-opus-9", "opus 9", "claude-opus-9-20261201"):
        assert (await lists.chat.say(f'claimcheck ask "{name} is out"')).data["subject"] == "anthropic/claude-opus-9"


async def test_a_price_cut_is_told_when_two_lists_say_so_twice(lists):
    await lists.read(openrouter=[openrouter()], models_dev=[openrouter()], litellm=[litellm()])
    await lists.read()
    assert await lists.read(openrouter=[openrouter((4, 20))]) == []
    assert await lists.read() == [], "one list alone may be wrong"
    assert await lists.read(models_dev=[openrouter((4, 20))], litellm=[litellm((4, 20))]) == []
    assert await lists.read() == ["Claude Opus 9, price: 4/20 dollars"]
    (row,) = [one.change for one in lists.ports.changes.read(LogFilter("")) if one.change.kind is ChangeKind.PRICE]
    assert (row.before, row.subjects) == ("5/25 dollars", ("anthropic/claude-opus-9",))
    bigger = {"context": 4_000_000}
    await lists.read(openrouter=[openrouter((4, 20), **bigger)], models_dev=[openrouter((4, 20), **bigger)])
    assert await lists.read() == ["Claude Opus 9, context: 4M"]


@pytest.mark.parametrize(
    "rows",
    [
        [openrouter(name="anthropic/claude-opus-5-20261201")],
        [openrouter(name="anthropic/claude-opus-9:free", price=(0, 0))],
        [openrouter(name="anthropic/claude-opus-9-fast")],
        [openrouter(name=f"mirror{number}/claude-opus-9") for number in range(10)],
        [openrouter(name="anthropic/claude-2.0")],
        [openrouter(created=datetime(2026, 6, 1, tzinfo=UTC))],
        [openrouter(name=f"anthropic/claude-{number}-opus") for number in range(30, 60)],
    ],
    ids=["dated twin", "free twin", "fast twin", "ten mirrors", "superseded", "late by its day", "mass arrival"],
)
async def test_what_is_no_newcomer(lists, rows):
    assert await lists.read(openrouter=rows) == []
    assert await lists.read() == []
    assert await lists.read() == []


async def test_a_flap_an_outage_and_a_renamed_author_are_no_news(lists):
    xai = [Listing(f"x-ai/grok-{number}", price_in=1, price_out=2) for number in (7, 8)]
    await lists.read(openrouter=xai)
    assert len(await lists.read()) == 2
    assert (
        await lists.read(openrouter=[Listing(f"xai/grok-{number}", price_in=1, price_out=2) for number in (7, 8)]) == []
    )
    assert await lists.read() == []
    assert await lists.read(openrouter=None) == []
    lists.now["openrouter"] = OLD[:4]
    assert await lists.read() == []
    assert await lists.read(openrouter=xai) == []
    assert await lists.read(openrouter=[*xai, openrouter()]) == []
    assert await lists.read(openrouter=xai) == [], "it was there for one reading"
    assert await lists.read() == []


async def test_what_stood_there_at_the_first_reading_is_known_and_not_told(talk):
    lists = Lists(await quiet(talk))
    assert await lists.read(openrouter=[openrouter()], litellm=[litellm()]) == []
    assert await lists.read() == []
    assert lists.subject("anthropic/claude-opus-9").state is SubjectState.RELEASED
    assert await lists.read(models_dev=[openrouter()]) == []
    assert await lists.read() == []


async def test_an_alert_about_a_family_fires_for_a_member_that_came_later(lists):
    chat = lists.chat
    for about in ("Claude", "Claude Opus", "Claude Opus 9"):
        assert (await chat.say(f'alerts add what:release about:"{about}"')).data["about"]
    await chat.say('alerts add what:release about:"GPT-5.4"')
    await lists.read(openrouter=[openrouter()], models_dev=[openrouter()])
    view = View("console:local", chat.clock.now())
    for about in ("anthropic/claude", "anthropic/claude-opus", "anthropic/claude-opus-9"):
        assert "anthropic/claude-opus-9" in same_as(chat.ports, view, [about])
    assert "anthropic/claude-opus-9" not in same_as(chat.ports, view, ["openai/gpt-5.4"])


async def ask(lists, question, slug, status="open"):
    now = lists.chat.clock.now()
    ends = datetime(2027, 1, 1, 4, 59, tzinfo=UTC)
    quote = Quote(now, 0.54, 0.56, 0.55, now, 9_000, 9_000)
    rung = VenueRung("r", "December 31", question, ends, status, None, False, quote, "token")
    page = "https://example.org/m"
    market = VenueMarket("polymarket", slug, slug, question, page, "", (rung,), (), "USD", ends, False, now)
    await lists.ports.markets.record([(market, slug)])
    await record_changes(lists.ports, now)


async def test_a_market_that_asks_for_a_release_opens_a_subject_that_a_list_then_releases(lists):
    await ask(lists, "Gemini 9 Pro released by December 31?", "google/gemini-9-pro")
    subject = lists.subject("google/gemini-9-pro")
    assert (subject.name, subject.origin, subject.state) == (
        "Gemini 9 Pro",
        SubjectOrigin.MARKET,
        SubjectState.RUMOURED,
    )
    odds = await lists.chat.say('odds show about:"gemini 9 pro"')
    assert "55 %" in odds.plain
    google = Listing("google/gemini-9-pro", price_in=2, price_out=12, context=1_048_576)
    await lists.read(openrouter=[google])
    assert await lists.read() == ["Gemini 9 Pro is in the API: 2/12 dollars, 1M context; 1 list"]
    assert lists.subject("google/gemini-9-pro").state is SubjectState.RELEASED


async def test_a_settled_market_opens_nothing(lists):
    await ask(lists, "Gemini 9 Pro released by December 31?", "google/gemini-9-pro", "resolved")
    assert lists.subject("google/gemini-9-pro") is None


async def test_a_newcomer_whose_price_moves_at_once_was_read_twice_all_the_same(lists):
    await lists.read(openrouter=[openrouter()])
    told = await lists.read(openrouter=[openrouter((6, 30))])
    assert told == ["Claude Opus 9 is in the API: 6/30 dollars, 2M context; 1 list"]


async def test_one_that_was_there_for_one_reading_long_ago_is_new_when_it_comes(lists):
    await lists.read(openrouter=[openrouter()])
    for _ in range(3):
        assert await lists.read(openrouter=[]) == []
    assert await lists.read(timedelta(days=20), openrouter=[openrouter()]) == []
    assert len(await lists.read()) == 1
