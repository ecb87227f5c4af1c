"""Two models set against each other, whatever words say so: the second is the comparator, the words tell the side."""

from datetime import UTC, datetime

import pytest

from bot.domain.claims.parse import parse_message
from tests.domain.claims.reading import names

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


def read(text):
    return parse_message(text, NOW, names(NOW))


@pytest.mark.parametrize(
    ("text", "comparator", "direction"),
    [
        ("GLM-6 is 9 Elo below Qwen 4 Max on WebDev Arena", "alibaba/qwen-4-max", "below"),
        ("kimi k4 sits 15 points over grok 8 on lmarena lol", "xai/grok-8", "above"),
        ("Opus 9 >> GPT-7 for SWE-bench Pro", "openai/gpt-7", "above"),
        ("grok 8 <<< gemini 5 pro on hle, painful", "google/gemini-5-pro", "below"),
        ("DeepSeek V5 and GLM-6 are nose to nose on LiveCodeBench", "zai/glm-6", "equal"),
        ("Mistral Large 4 never gets past Sonnet 9 on GPQA Diamond", "anthropic/claude-sonnet-9", "below"),
        ("Gemini 5 Pro has a 21 point cushion on Grok 8 in Vision Arena", "xai/grok-8", "above"),
        ("MMLU-Pro: Llama 5 slots in just beneath Kimi K4", "moonshot/kimi-k4", "below"),
        ("GPT-7 mini hands it to Haiku 9 on SimpleQA by 6 points", "anthropic/claude-haiku-9", "above"),
        ("GPT-7 Keeps Its Distance From Grok 8 on Humanity's Last Exam", "xai/grok-8", "above"),
        ("GPT-7 mini: 4 Elo north of Haiku 9 in Text Arena", "anthropic/claude-haiku-9", "above"),
        ("Qwen 4 Coder has 7 points on Devstral 3 in LiveCodeBench", "mistral/devstral-3", "above"),
        ("minimax m5 beyond deepseek v5 by 11 elo in webdev arena", "deepseek/deepseek-v5", "above"),
        ("grok 8 got folded by opus 9 on arc-agi-2", "anthropic/claude-opus-9", "below"),
        ("Opus 9 is a step change over Opus 8", "anthropic/claude-opus-8", "above"),
        ("GLM-6 is second only to Opus 9 on LiveCodeBench", "anthropic/claude-opus-9", "below"),
        ("Llama 5 comes second to GPT-7 on SWE-bench Pro", "openai/gpt-7", "below"),
        ("Llama 5 can't keep pace with GPT-7 on AIME 2026", "openai/gpt-7", "below"),
        ("Hermes 6 is neither better nor worse than Llama 5 on IFEval", "meta/llama-5", "equal"),
        ("Grok 8 leaves Kimi K4 in the dust on GPQA", "moonshot/kimi-k4", "above"),
        ("Sarvam 3 left Llama 5 trailing on MMMLU", "meta/llama-5", "above"),
        ("Step 5 inched past Kimi K4 on SWE-bench Pro by 0.4", "moonshot/kimi-k4", "above"),
        ("GLM-6 handed the top spot to Qwen 4 Max on LMArena", "alibaba/qwen-4-max", "below"),
        ("Llama 5 snatches first place from GPT-7 on LiveBench", "openai/gpt-7", "above"),
        ("GPT-7 leads WebDev Arena over Gemini 5 Pro at 1550", "google/gemini-5-pro", "above"),
        ("Muse 3 is within two points of GPT-7 on GPQA", "openai/gpt-7", "equal"),
        ("Nova 3 has caught Haiku 9 on MMMU", "anthropic/claude-haiku-9", "equal"),
        ("Ling 3 is 9 Elo down on GLM-6 on LMArena", "zai/glm-6", "below"),
        ("Did Grok 8 get roughly double Opus 9's ARC-AGI-2 score?", "anthropic/claude-opus-9", "above"),
    ],
)
def test_the_second_model_is_what_the_first_is_held_against(text, comparator, direction):
    (claim,) = read(text)
    assert (claim.claim_type, claim.comparator, claim.direction) == ("better_than", comparator, direction)


@pytest.mark.parametrize(
    ("text", "comparator", "direction"),
    [
        ("Opus 9 and GPT-7 cost the same per output token", "openai/gpt-7", "equal"),
        ("Qwen 4 is expensive next to DeepSeek V5", "deepseek/deepseek-v5", "above"),
        ("grok 8 is anything but cheap next to glm 6", "zai/glm-6", "above"),
    ],
)
def test_prices_are_held_against_each_other(text, comparator, direction):
    (claim,) = read(text)
    assert (claim.claim_type, claim.comparator, claim.direction) == ("price", comparator, direction)


@pytest.mark.parametrize(
    ("text", "benchmark"),
    [
        ("GLM-6 is 4 ahead of Opus 9 on SWE-Bench (again)", "SWE-bench"),
        ("Magistral Large 3 got 88 on AIME '26", "AIME 2026"),
    ],
)
def test_a_measure_goes_on_in_brackets_and_with_a_short_year(text, benchmark):
    assert read(text)[0].benchmark == benchmark


def test_a_limit_that_is_the_same_is_held_against_the_other_models():
    (claim,) = read("Llama 5 has the same 2M window as Gemini 5 Pro")
    assert (claim.claim_type, claim.comparator, claim.direction) == ("context_limits", "google/gemini-5-pro", "equal")
    assert (claim.value, claim.unit) == (2e6, "tokens")


@pytest.mark.parametrize(
    "text",
    [
        "tin-kettle on LMArena is Grok 8",
        "HLE: Opus 9 61, GPT-7 58",
        "GPT-7 came out before Opus 9, LMArena says",
        "GPT-7 scores 60 on HLE with Opus 9 as the judge",
    ],
)
def test_two_models_that_are_listed_named_or_ordered_are_not_compared(text):
    assert {claim.claim_type for claim in read(text)}.isdisjoint({"better_than"})
    assert read(text)[0].direction is None


@pytest.mark.parametrize(
    ("text", "benchmark"),
    [
        ("mistral large 4 edges out grok 8 in french on FrenchSQuAD", "FrenchSQuAD"),
        ("Sarvam 2 tops IndicGLUE with 81.2", "IndicGLUE"),
        ("On JGLUE, PLaMo 4 beats Gemini 5 Pro", "JGLUE"),
        ("Kimi K4 outscores GPT-7 on NoLiMa, 71 to 66", "NoLiMa"),
    ],
)
def test_a_measure_that_nobody_listed_is_told_by_what_it_is_used_for(text, benchmark):
    assert read(text)[0].benchmark == benchmark


def test_a_second_side_is_a_second_claim():
    sides = read("Grok 8 ranks above GLM-6 but under Kimi K4 on LMArena")
    assert [(one.comparator, one.direction) for one in sides] == [("zai/glm-6", "above"), ("moonshot/kimi-k4", "below")]
