"""Every card of a model says up to when anything is known of it, where that is long ago and only there."""

from datetime import datetime, timedelta

import pytest

from bot.domain.catalogs.listings import Listing, Snapshot
from bot.domain.source_state import SourceState
from bot.jobs.list_poll import take

ASKED = ("model show GPT-5.5", "claimcheck ready GPT-5.5", "claimcheck ask GPT-5.5 costs $5 per million input tokens")


@pytest.mark.parametrize("line", ASKED)
async def test_a_card_says_so_after_a_month(talk, line):
    assert "nown up to" in (await talk("2027-06-01T12:00Z").say(line)).plain
    assert "nown up to" not in (await talk("2026-04-28T12:00Z").say(line)).plain


@pytest.mark.parametrize("line", ASKED[1:])
async def test_what_a_list_still_shows_is_known_up_to_its_last_reading(talk, line):
    chat = talk("2027-04-01T12:00Z")
    rows = [Listing(f"qwen/qwen-model-{number}", price_in=1, price_out=2, context=9) for number in range(12)]
    rows.append(Listing("openai/gpt-5.5", price_in=5, price_out=30, context=1_050_000))
    for hours in (0, 2):
        at = chat.clock.now() + timedelta(hours=hours)
        await take(chat.ports.listings, Snapshot("openrouter", at, tuple(rows)), "https://openrouter.ai/models")
    chat.at("2027-06-01T12:00Z")
    assert "nown up to 1 April 2027" in (await chat.say(line)).plain
    read_at = datetime.fromisoformat("2027-06-01T11:00Z")
    await chat.ports.sources.note([SourceState("openrouter", read_at).worked(read_at, items=13, faults=0, trouble="")])
    assert "nown up to" not in (await chat.say(line)).plain


async def test_where_no_market_asks_the_card_says_up_to_when_the_model_is_known(talk):
    assert "Known up to 13 October 2026." in (await talk("2027-01-01T12:00Z").say("odds show Gemini 4 Pro")).plain
