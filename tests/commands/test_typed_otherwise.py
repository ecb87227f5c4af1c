"""What was typed a little otherwise is still found: decimal commas, half of a label's name, a day without its year."""

import pytest

from bot.domain.text import listed

NOW = "2026-11-30T12:00Z"


@pytest.mark.parametrize(
    ("typed", "slug"),
    [("gpt 5,5", "openai/gpt-5.5"), ("GPT-5,5", "openai/gpt-5.5"), ("opus 4,8", "anthropic/claude-opus-4.8"),
     ("gemini 3,1 pro", "google/gemini-3.1-pro")],
)  # fmt: skip
async def test_a_decimal_comma_is_part_of_a_version(talk, typed, slug):
    assert (await talk(NOW).say(f"model show {typed}")).data["subject"] == slug


def test_a_comma_of_a_list_parts_names():
    assert listed("gpt 5,5, opus 4,8 and grok 5") == ["gpt 5,5", "opus 4,8", "grok 5"]
    assert listed("gpt-5,gpt-6") == ["gpt-5", "gpt-6"]


@pytest.mark.parametrize(("half", "whole"), [("crouton", "crouton-alpha"), ("quasar", "quasar-alpha")])
async def test_half_of_a_label_leads_to_it(talk, half, whole):
    reply = await talk(NOW).say(f"checkpoint {half}")
    assert whole in reply.title
    assert reply.actions[0].run.line == f"checkpoint show label:{whole}"


async def test_a_word_of_many_labels_leads_to_none(talk):
    assert (await talk(NOW).say("checkpoint alpha")).title == "Nobody here has reported “alpha”"


async def test_a_day_without_a_year_is_told_with_what_is_known_of_that_day_in_another(talk):
    reply = await talk(NOW).say("claimcheck Grok 5 comes in Q1")
    assert "if you meant 2026: it turned out false (CL-0473)" in str(reply.brief)
    written = await talk(NOW).say("claimcheck Grok 5 comes in Q1 2027")
    assert "if you meant" not in str(written.brief)
