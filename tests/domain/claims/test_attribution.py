"""Who says a thing, what it runs on, and words that carry nothing are no part of what is claimed."""

from datetime import UTC, datetime

import pytest

from bot.domain.claims.parse import parse_message
from tests.domain.claims.reading import names

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


def read(text):
    (claim,) = parse_message(text, NOW, names(NOW))
    return claim


@pytest.mark.parametrize("who", [
    "Someone told me", "A friend at DeepSeek told me that", "my neighbour says", "arthur says", "a recruiter told me",
])  # fmt: skip
@pytest.mark.parametrize("what", ["Grok 6 has 2T parameters", "Kimi K4 is out"])
def test_whoever_says_it_is_not_what_is_said(who, what):
    said, plain = read(f"{who} {what}"), read(what)
    assert (said.statement, said.left) == (plain.statement, ())
    assert said.said_by


@pytest.mark.parametrize("who", ["Nobody at Meta says", "No one at Mistral said", "Nobody at Google claims"])
@pytest.mark.parametrize("what", ["Grok 6 has 2T parameters", "Claude 6 costs $10"])
def test_that_nobody_says_it_denies_no_more_than_the_saying(who, what):
    said = read(f"{who} {what}")
    assert (said.polarity, said.value) == ("+", read(what).value)
    assert [one.startswith(("Nobody", "No one")) for one in said.left] == [True]


@pytest.mark.parametrize("text", [
    "GLM-6 runs on Huawei chips", "Qwen 5 is powered by Nvidia GPUs", "Mistral Large 4 runs on AMD",
    "is Kimi K4 running on Huawei hardware?", "Llama 6 is powered by Google TPUs", "DeepSeek R3 was trained on Ascend",
])  # fmt: skip
def test_what_a_model_runs_on_did_not_make_it(text):
    assert read(text).claim_type != "identity"
    assert read(text).left, "no slot holds it"


def test_what_a_product_runs_on_is_still_its_model():
    assert read("Hunter Alpha is powered by DeepSeek").object == "deepseek"
    assert read("Pony Alpha runs on GLM-5").object == "zai/glm-5"


@pytest.mark.parametrize("text", [
    "Opus 5.5 keeps the $15/$75 price", "Sonnet 5 still costs $3/$15", "GPT-5 is still available",
    "GPT-4o remains available in ChatGPT", "Gemini 3.5 Flash stays free", "GPT-5.5 is free for ChatGPT users",
])  # fmt: skip
def test_that_it_goes_on_and_is_for_users_carries_nothing(text):
    assert read(text).left == ()


def test_users_of_some_kind_are_left_over():
    assert any("users" in one for one in read("GPT-5.5 is free for angry users").left)
