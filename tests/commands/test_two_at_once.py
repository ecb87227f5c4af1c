"""Several models named where one is asked for, and where several are."""

import pytest


@pytest.mark.parametrize("typed", ["gpt-7 vs claude 6", "gpt-7 and claude 6", "gpt-7, claude 6", "gpt-7 or claude 6"])
async def test_odds_of_two_name_both_and_the_command_for_several(talk, typed):
    reply = await talk("2026-11-30T12:00Z").say(f"odds {typed}")
    assert reply.title == "One at a time: you named GPT-7 and Claude 6."
    lines = [one.run.line for one in reply.actions]
    assert "odds show about:openai/gpt-7" in lines
    assert any(line.startswith("model first") and "claude-6" in line for line in lines)


async def test_words_that_name_nothing_are_not_taken_for_several_names(talk):
    reply = await talk("2026-11-30T12:00Z").say("odds this and that")
    assert "I know no model or market" in reply.title


async def test_an_option_given_twice_is_refused(talk):
    reply = await talk("2026-11-30T12:00Z").say("odds show about:spud about:gpt-7")
    assert (reply.outcome.value, reply.title) == ("refused", "You gave about twice.")


async def test_prices_take_a_list_with_words_between(talk):
    reply = await talk("2026-11-30T12:00Z").say("model prices grok 4.7 vs kimi k3")
    assert [one["subject"] for one in reply.data["models"]] == ["xai/grok-4.7", "moonshot/kimi-k3"]


async def test_one_price_leads_to_that_models_card(talk):
    reply = await talk("2026-11-30T12:00Z").say("model prices gpt-6.2 sol")
    assert "model show gpt-6.2 sol" in reply.plain


async def test_of_three_the_two_that_tie_below_the_third_are_named(talk):
    reply = await talk("2026-11-30T12:00Z").say("model prices gpt-6.2 sol, claude opus 5.5, gemini 4 argon")
    assert reply.title.startswith("GPT-6.2 Sol and Gemini 4 Argon cost the same and are cheaper than Claude Opus 5.5")


async def test_a_version_without_a_price_is_told_by_its_models(talk):
    reply = await talk("2026-11-30T12:00Z").say("is gpt-6 cheaper than gemini 4")
    assert reply.title == "Which of GPT-6 and Gemini 4 is cheaper depends on the model"
    assert "GPT-6 per million tokens: " in reply.plain
    assert "GPT-6 Sol $2 in, $10 out" in reply.plain
    assert all(one["models"] for one in reply.data["models"])
    assert reply.sources
    dearer = await talk("2026-11-30T12:00Z").say("model prices gpt-6 luna, gemini 4")
    assert dearer.title.startswith("GPT-6 Luna is cheaper than Gemini 4, in every model")


async def test_a_fact_without_a_row_is_told_by_its_claim_with_how_that_stands(talk):
    reply = await talk("2026-11-30T12:00Z").say("how big is kimi k3")
    assert reply.title == "Kimi K3 has 2.8T parameters (it turned out true)"
    unknown = await talk("2026-11-30T12:00Z").say("how big is claude opus 5.5")
    assert "not known here" in unknown.title
