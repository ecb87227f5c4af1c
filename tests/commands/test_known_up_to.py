"""Up to when a model is known stands on each of its cards, and an old record denies nothing."""

import pytest

LATE = "2026-09-15T18:00Z"
OLD = "known up to 21 July 2026"


async def test_a_settled_market_says_not_that_a_model_nobody_looked_at_lately_is_not_out(talk):
    title = (await talk(LATE).say("odds gemini-4")).title
    assert f"now it is not known to be out ({OLD})" in title
    assert "now it is not out" in (await talk("2026-07-25T18:00Z").say("odds gemini-4")).title


@pytest.mark.parametrize(
    "asked",
    ["odds show gemini-4", "odds history gemini-4", "odds compare gemini-4", 'odds gemini-4 by:"1 May"'],
)
async def test_each_odds_card_of_a_model_says_up_to_when_it_is_known(talk, asked):
    reply = await talk(LATE).say(asked)
    assert OLD in reply.note
    assert reply.brief is None or OLD in str(reply.brief.note)
    assert OLD not in (await talk("2026-07-25T18:00Z").say(asked)).plain


@pytest.mark.parametrize("command", ["odds show", "odds history", "odds compare"])
async def test_so_does_one_of_a_model_without_a_market(talk, command):
    assert "known up to " in (await talk("2026-11-30T18:00Z").say(f"{command} grok-5")).plain.casefold()


@pytest.mark.parametrize("command", ["model first", "model prices"])
async def test_models_side_by_side_have_each_its_own_day(talk, command):
    reply = await talk(LATE).say(f'{command} "gemini-4, gpt-5.5"')
    assert f"Gemini 4 {OLD}" in reply.note
    assert "GPT-5.5 known up to 3 August 2026" in reply.note
