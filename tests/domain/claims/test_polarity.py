"""Which denials are about what a sentence says, and which only stand beside it."""

from datetime import UTC, datetime

import pytest

from bot.domain.claims.lexicon import lexicon
from bot.domain.claims.parse import parse_message

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


def read(text):
    return parse_message(text, NOW)[0]


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("GPT-6.5 is on Bedrock, I am not joking", "+"),
        ("Sonnet 5.5 got a 1M token window, you don't need the beta header any more", "+"),
        ("Grok 5 got 93% on GPQA and we didn't expect that", "+"),
        ("When we released Opus 5.5 on September 22, we didn't expect the queue", "+"),
        ("Z.ai published GLM 5.3 with no strings on Hugging Face", "+"),
        ("Correct me if I'm wrong, but wasn't Grok 5 on Vertex?", "+"),
        ("xAI delays Grok 5 again, will not ship in December", "-"),
        ("The Grok 5 launch in May is a hoax", "-"),
        ("GPT-6.2 Luna: still not available in our Azure region", "-"),
        ("Opus 6 on Bedrock? No.", "-"),
        ("People claim Grok 6 is out. It isn't.", "-"),
        ("People claim Grok 6 is out. It isn't cheap.", "+"),
        ("Why Grok 6 never came out", "-"),
        ("Claude Sonnet 5.5 comes to Vertex? Google says no", "-"),
        ("Kimi K3 has vanished from Groq", "-"),
        ("OpenAI reversed course and released GPT-6 on 23 April 2026", "+"),
        ("OpenAI changed its mind and GPT-6 came out on 23 April 2026", "+"),
        ("GPT-6 was released on 23 April 2026 after OpenAI changed its mind", "+"),
        ("GPT-6 was released on 23 April 2026 because OpenAI changed its mind", "+"),
        ("GPT-6 was not released on 23 April 2026 because OpenAI changed its mind", "-"),
        ("OpenAI was set to release GPT-6 on 23 April 2026 but changed its mind and cancelled it", "-"),
        ("OpenAI reversed course and retired GPT-6 on 23 April 2026", "+"),
        ("OpenAI backed out of releasing GPT-6 on 23 April 2026", "-"),
        ("After nearly releasing GPT-6 on 23 April 2026, OpenAI backed out", "-"),
        ("GPT-6 was to be released on 23 April 2026 but OpenAI changed its mind", "-"),
    ],
)
def test_a_denial_counts_where_it_belongs(text, polarity):
    assert read(text).polarity == polarity


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("GPT-6 costs forty cents per million output tokens", 0.4, "USD/Mtok out"),
        ("GPT-6 scores seventy-three percent on OSWorld", 73, "%"),
        ("bump grok-4.7 context window to 512_000 tokens", 512000, "tokens"),
        ("the max output of Haiku 5.5 is 64 k tokens", 64000, "tokens"),
        ("the output price of GPT-6 Luna went from $1 to 80 cents per million", 0.8, "USD/Mtok out"),
        ("Nova 3 Lite costs 0.002 dollars per 1K input tokens", 2, "USD/Mtok in"),
        ("Kimi K3 is 0.60 per million input tokens", 0.6, "USD/Mtok in"),
        ("Gemini 3.8 Flash beats Haiku 5.5 on GPQA by 5 points", 5, "points"),
        ("Opus 6 is no. 1 on HLE with 64%", 64, "%"),
        ("Veo 4 costs $0.40 a second", 0.4, "USD/s"),
        ("GPT-6 costs a full $5 per million input", 5, "USD/Mtok in"),
        ("GPT-6 costs a whole five dollars per million input", 5, "USD/Mtok in"),
        ("GPT-6 has a full million tokens of context", 1_000_000, "tokens"),
        ("GPT-6 costs 5 dollars and a dime per million input", 5.1, "USD/Mtok in"),
        ("GPT-6 costs 5 dollars plus 10 cents per million input", 5.1, "USD/Mtok in"),
    ],
)
def test_the_number_that_matters_is_read_with_its_unit(text, value, unit):
    claim = read(text)
    assert (claim.value, claim.unit) == (value, unit)


@pytest.mark.parametrize(
    ("text", "subject", "comparator", "direction"),
    [
        ("GPT-6 and Opus 6 are tied on GPQA", "openai/gpt-6", "anthropic/claude-opus-6", "equal"),
        ("Phi-6 is no better than Gemma 4 on GPQA", "microsoft/phi-6", "google/gemma-4", "equal"),
        ("GPT-6 zorbs Opus 6 by 3 points on GPQA", "openai/gpt-6", "anthropic/claude-opus-6", "above"),
        ('"It beats Opus 5 on OSWorld," Hassabis said of Gemini 3.5 Pro', "google/gemini-3.5-pro",
         "anthropic/claude-opus-5", "above"),
    ],
)  # fmt: skip
def test_two_models_are_set_against_each_other(text, subject, comparator, direction):
    claim = read(text)
    assert (claim.subject, claim.comparator, claim.direction) == (subject, comparator, direction)


@pytest.mark.parametrize(
    ("word", "meant"),
    [("wrose", "worse"), ("nxt", "next"), ("acordng", "according"), ("relesed", "released"), ("coem", "come")],
)
def test_a_slip_is_put_right(word, meant):
    assert lexicon().repaired(word) == meant


@pytest.mark.parametrize("word", ["looked", "between", "deploy", "betwen", "deply", "lokoed", "form"])
def test_an_everyday_word_or_its_slip_is_none_of_ours(word):
    assert lexicon().repaired(word) == word
