"""Cards say in words what they count, offer no button that leads nowhere, and never name a list for a part of it."""

import pytest

from bot.messages.levels import brief_text, buttons_of

NOW = "2026-11-30T18:00Z"


@pytest.mark.parametrize("name", ["gpt-5.5", "claude opus 5.5", "gpt-6.2 sol"])
async def test_a_checklist_names_what_is_not_known(talk, name):
    here = talk(NOW)
    card, ready = await here.say(f"model show {name}"), await here.say(f"claimcheck ready {name}")
    open_ = [item for item in card.data["waits"] if f"☑ {item}" not in ready.plain]
    line = next((one for one in brief_text(card).splitlines() if "Release checklist" in one), "")
    assert all(("not " in line and item in line) is (item in open_) for item in card.data["waits"] if line)


async def test_buttons_of_a_market_lead_to_prices_that_are_there(talk):
    here = talk(NOW)
    for line in ("odds claude 6", "odds gpt-5.5 as_of:2026-04-20", "odds spud as_of:2026-04-20"):
        pressed = [await here.say(one.run.line) for one in buttons_of((await here.say(line)).actions)]
        assert pressed
        assert not [one.title for one in pressed if "No price of" in one.title or "none has a current" in one.title]


async def test_a_search_without_open_markets_offers_the_settled_ones(talk):
    here = talk(NOW)
    reply = await here.say("odds search gemini")
    settled = next(one for one in buttons_of(reply.actions) if "open_only:no" in one.run.line)
    assert (await here.say(settled.run.line)).data["markets"]
    assert not [one for one in buttons_of((await here.say("odds search zebra")).actions) if "open_only" in one.run.line]


async def test_a_record_says_how_many_sure_prices_came_true(talk):
    reply = await talk(NOW).say("odds record")
    bins = [row for row in reply.data["bins"] if row["low"] >= 0.8]
    true, n = sum(row["true"] for row in bins), sum(row["n"] for row in bins)
    assert f"{true} of {n} priced 80 % or more came true" in brief_text(reply).splitlines()[1]


@pytest.mark.parametrize("text", ["open markets", "show me all open bets", "which markets are live now"])
async def test_open_markets_are_asked_of_all_whatever_was_asked_before(talk, text):
    here = talk(NOW)
    await here.say("gpt-6.2 sol")
    reply = await here.say(text)
    assert reply.title == (await talk(NOW).say("odds show")).title


@pytest.mark.parametrize("text", ["Mistral is going bankrupt", "Dario Amodei resigned", "the coffee is cold"])
async def test_what_is_said_of_no_model_is_not_offered_as_one(talk, text):
    reply = await talk(NOW).say(f"claimcheck ask {text}")
    assert "I check claims about AI models" in reply.plain
    assert reply.data["rewrite"] is None
