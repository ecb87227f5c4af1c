"""Where markets are switched off, cards say that, and do not deny that there are any."""

import pytest

NOW = "2026-11-30T12:00Z"


@pytest.fixture
async def without(talk):
    async def made(part):
        here = talk(NOW)
        assert (await here.say(f'spudwatch-admin switch part:"{part}" on:no')).outcome.value == "answered"
        return here

    return made


async def test_without_odds_no_card_denies_a_market_and_nothing_leads_there(without):
    here = await without("odds")
    coming = await here.say("model coming")
    assert "Odds are switched off here by an admin." in coming.plain
    assert "no market" not in coming.plain
    first = await here.say("model first claude 6, gpt-7")
    assert "no market" not in first.plain
    assert "no open market" not in first.plain
    assert "odds are switched off here" in first.title
    assert "/odds" not in (await here.say("help")).plain.partition("command")[0]
    claim = (await here.say('claimcheck ask "Claude 6 is released by 31 December 2026"')).plain
    assert "Odds are switched off here by an admin." in claim
    assert "No market" not in claim
    alert = await here.say('alerts add what:"odds move" about:claude-6 where:me')
    assert "odds are switched off here" in alert.plain


async def test_without_real_money_what_is_hidden_is_named(without):
    here = await without("real money")
    for asked in ("odds claude 6", "https://polymarket.com/event/claude-6-released-by"):
        said = (await here.say(asked)).title
        assert said.startswith("Markets that trade money are switched off here by an admin"), asked


async def test_with_everything_on_the_words_are_the_same_as_ever(talk):
    assert "switched off" not in (await talk(NOW).say("model first claude 6, gpt-7")).plain
