"""Three lists that have sold a model for three days, its vendor's own row among them, support that it is available."""

from datetime import datetime, timedelta

import pytest

from bot.domain.catalogs.listings import Listing, Snapshot
from bot.domain.evidence.evidence import Claim, Statement
from bot.jobs.list_poll import take
from bot.messages.request import View
from bot.queries.claims.claim_states import state_of

START = datetime.fromisoformat("2026-12-01T00:00+00:00")
ASKED = "claimcheck ask Claude Opus 9 is available in the API"
IDS = {"openrouter": "anthropic/claude-opus-9", "models_dev": "anthropic/claude-opus-9", "litellm": "claude-opus-9"}
BASE = tuple(Listing(f"qwen/qwen-model-{number}", price_in=1, price_out=2, context=9) for number in range(12))


async def sold(talk, hours, lists=IDS, price=5.0, last=None):
    """Readings every twelve hours; ``last`` is the price of the last one."""
    chat = talk(START.isoformat())
    for number in range(0, hours + 1, 12):
        at = START + timedelta(hours=number)
        now = last if last is not None and number + 12 > hours else price
        for catalog, name in lists.items():
            rows = (*BASE, Listing(name, price_in=now, price_out=now, context=9))
            await take(chat.ports.listings, Snapshot(catalog, at, rows), "https://example.org/list")
    return chat.at((START + timedelta(hours=hours, minutes=1)).isoformat())


async def test_after_three_days_it_is_supported_by_a_rule_that_names_the_lists(talk):
    chat = await sold(talk, 84)
    told = await chat.say(ASKED)
    assert (told.data["grade"], told.data["rule"]) == ("SUPPORTED", "sold-three-days")
    assert "These are LiteLLM, OpenRouter, models.dev." in told.plain
    assert told.data["load_bearing"] == ["LiteLLM", "OpenRouter", "models.dev"]


@pytest.mark.parametrize(
    ("hours", "but", "price"),
    [(60, "", 5.0), (84, "openrouter", 5.0), (84, "models_dev", 5.0), (84, "", 0.0)],
    ids=["two days and a half", "two lists", "no row of the vendor", "given away"],
)
async def test_less_is_a_trace(talk, hours, but, price):
    lists = {name: one for name, one in IDS.items() if name != but}
    if but == "models_dev":
        lists["models_dev"] = "claude-opus-9"
    chat = await sold(talk, hours, lists, price)
    assert (await chat.say(ASKED)).data["grade"] == "UNCONFIRMED"


async def test_the_three_days_begin_with_the_price(talk):
    chat = await sold(talk, 72, price=None)
    for hours in (73, 76, 80):
        for catalog, name in IDS.items():
            rows = (*BASE, Listing(name, price_in=5.0, price_out=5.0, context=9))
            at = START + timedelta(hours=hours)
            await take(chat.ports.listings, Snapshot(catalog, at, rows), "https://example.org/list")
    for hours, grade in ((84, "UNCONFIRMED"), (73 + 71, "UNCONFIRMED"), (73 + 73, "SUPPORTED")):
        chat.at((START + timedelta(hours=hours)).isoformat())
        assert (await chat.say(ASKED)).data["grade"] == grade, hours


async def test_a_price_that_depends_sells_nothing(talk):
    chat = await sold(talk, 84, price=-1.0)
    assert (await chat.say(ASKED)).data["grade"] == "UNCONFIRMED"


async def test_a_grade_is_looked_at_again_when_the_confirmed_rows_have_lasted(talk):
    """The price changed after half an hour, so that the first row was never confirmed."""
    chat = talk(START.isoformat())
    for minutes, price in ((0, 4.0), (30, 5.0), (120, 5.0)):
        at = START + timedelta(minutes=minutes)
        for catalog, name in IDS.items():
            rows = (*BASE, Listing(name, price_in=price, price_out=price, context=9))
            await take(chat.ports.listings, Snapshot(catalog, at, rows), "https://example.org/list")
    claim = Claim(Statement("available", "anthropic/claude-opus-9", surface="api"), "Claude Opus 9 is available")
    asked = View("", START + timedelta(hours=3))
    (again,) = state_of(chat.ports, claim, asked).again
    assert again == START + timedelta(days=3, minutes=30)
    grades = [state_of(chat.ports, claim, View("", at)).state.grade for at in (again - timedelta(minutes=1), again)]
    assert grades == ["UNCONFIRMED", "SUPPORTED"]


async def test_a_price_that_moves_starts_no_new_three_days(talk):
    chat = await sold(talk, 96, price=5.0, last=4.0)
    chat.at((START + timedelta(hours=99)).isoformat())
    assert (await chat.say(ASKED)).data["grade"] == "SUPPORTED"
