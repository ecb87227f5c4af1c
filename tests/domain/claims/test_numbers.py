# ruff: noqa: E501 -- a sentence is read as one line
"""Numbers with their unit: of prices, limits and scores, across other words and from the head of a list."""

from datetime import UTC, datetime

import pytest

from bot.domain.claims.parse import parse_message
from bot.domain.claims.parsed import ClaimContext
from bot.domain.claims.read_as import read_as
from bot.domain.evidence.evidence import Statement, Value
from tests.domain.claims.reading import names

NOW = datetime(2026, 4, 21, 12, tzinfo=UTC)


def one(text, **context):
    return parse_message(text, NOW, names(), ClaimContext(**context))[0]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [("GPT-5.5 costs $5/$30 per million tokens", 5.0, "USD/Mtok in"), ("GPT-5.5 has a 1M context", 1_000_000.0, "tokens"), ("GPT-5.5's context is 1,050,000 tokens", 1_050_000.0, "tokens"),
     ("GPT-5.5 scores 82.7 on Terminal-Bench 2.0", 82.7, "%"), ("GPT-4 has 1.8T parameters", 1.8e12, "parameters"), ("Opus 4.7 is 2x faster than Opus 4.6", 2.0, "x"), ("SuperGrok costs 30 dollars a month", 30.0, "USD/month"),
     ("GPT-5.5 handles a million tokens of context", 1_000_000.0, "tokens")],
)  # fmt: skip
def test_numbers_are_read_with_their_unit(text, value, unit):
    claim = one(text)
    assert (claim.value, claim.unit) == (value, unit)


@pytest.mark.parametrize(
    ("text", "benchmark"),
    [("GPT-5.5 scores 82 on ZebraBench", "ZebraBench"), ("GPT-5.5 scores 82 on Zebra-Bench 2", "Zebra-Bench 2"), ("GPT-5.5 got 82% on ZebraEval", "ZebraEval"), ("GPT-5.5 gets 82% on ZMMLU", "ZMMLU"),
     ("GPT-5.5 scores 82% on CodeZebra", "CodeZebra"), ("GPT-5.5 scores 82 on MMLU-style questions", "MMLU"), ("GPT-5.5 scored 82 on swe bench verifeid", "SWE-bench Verified"),
     ("GPT-5.5 got 82 on gpqa dimond", "GPQA Diamond"), ("GPT-5.5 scores 9.4 on Zebra Bench 9.4%", "Zebra Bench")],
)  # fmt: skip
def test_a_benchmark_that_no_list_has_is_told_by_its_name(text, benchmark):
    assert one(text).benchmark == benchmark


@pytest.mark.parametrize(
    ("text", "unit"),
    [("GPT-5.5 scores 60 on the AA Intelligence Index", "points"), ("GPT-5.5 scores 1500 on LMArena", "elo"), ("GPT-5.5 scores 60 on HLE", "%"), ("GPT-5.5 is first on HLE", "rank")],
)  # fmt: skip
def test_a_bare_score_has_the_unit_of_its_benchmark(text, unit):
    assert one(text).unit == unit


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Prices per 1M in/out: GPT-5.5 $5/$30, Opus 4.7 $5/$25", [(5, "USD/Mtok in"), (5, "USD/Mtok in")]),
        ("$ per M output: GPT-5.5 30, Opus 4.7 25.5", [(30, "USD/Mtok out"), (25.5, "USD/Mtok out")]),
        ("Total params: GPT-5.5 1.6T, Opus 4.7 750B", [(1.6e12, "parameters"), (7.5e11, "parameters")]),
        ("HLE: GPT-5.5 41.4 / Opus 4.7 46.9", [(41.4, "%"), (46.9, "%")]),
        ("WebDev Arena top two: 1. Opus 4.7, 2. GPT-5.5", [(1, "rank"), (2, "rank")]),
        ("Monthly plans: GPT-5.5 Pro $200, Grok 4 Heavy $300", [(200, "USD/month"), (300, "USD/month")]),
        ("Context: GPT-5.5 1M, Opus 4.7 200k", [(1e6, "tokens"), (2e5, "tokens")]),
    ],
)
def test_a_list_takes_its_unit_from_its_head(text, values):
    assert [(claim.value, claim.unit) for claim in parse_message(text, NOW, names())] == values


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("GPT-5.5 out tokens 30 a mil", 30, "USD/Mtok out"),
        ("GPT-5.5 is at 2.1 on input and 6.3 on output per mil", 2.1, "USD/Mtok in"),
        ("GPT-5.5 Pro is 200 bucks a month, my wallet is in the bin", 200, "USD/month"),
        ("SuperGrok is 30/mo", 30, "USD/month"),
        ("GPT-5.5 cached reads at 50 cents, input 5/M", 5, "USD/Mtok in"),
    ],
)
def test_a_price_has_the_unit_of_the_words_around_it(text, value, unit):
    assert (one(text).value, one(text).unit) == (value, unit)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("They cut the output price of GPT-6 Luna to 60 cents per million", 0.6, "USD/Mtok out"),
        ("The price of Opus 5.5? $4 per million", 4, "USD/Mtok"),
        ("Mistral Large 3 is in 14th place on LMArena", 14, "rank"),
        ("DeepSeek V4 ranks third on HLE", 3, "rank"),
        ("plus users get 160 GPT-6.1 messages a day", 160, "messages"),
    ],
)
def test_numbers_keep_their_unit_across_other_words(text, value, unit):
    (claim,) = parse_message(text, NOW, names())
    assert (claim.value, claim.unit) == (value, unit)


def test_a_price_of_neither_way_is_said_in_dollars() -> None:
    said = Statement("price", "openai/gpt-8", values=(Value(3.0, ""),))
    assert read_as(said, lambda slug: slug.rpartition("/")[2]) == "gpt-8 · price · $3"


@pytest.mark.parametrize(
    ("kind", "other", "polarity", "words"),
    [
        ("identity", "mistral", 1, "gpt-8 · made by Mistral"),
        ("identity", "mistral", -1, "gpt-8 · not: made by Mistral"),
        ("identity", "label/river-stone", 1, "gpt-8 · the same as river-stone"),
        ("other", "shut down", 1, "gpt-8 · shut down"),
        ("other", "", 1, "gpt-8"),
    ],
)
def test_what_a_model_is_said_to_be_is_put_in_words_of_the_reader(kind, other, polarity, words) -> None:
    said = Statement(kind, "openai/gpt-8", object=other, polarity=polarity)
    assert read_as(said, lambda slug: slug.rpartition("/")[2]) == words


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("GPT-7 Mini is a dime per million in", 0.1, "USD/Mtok in"),
        ("GPT-7 Mini is half a buck in", 0.5, "USD/Mtok in"),
        ("ChatGPT Pro costs two hundred dollars a month", 200, "USD/month"),
        ("GPT-7 has the full million tokens of context", 1_000_000, "tokens"),
        ("ChatGPT Plus gets 500 Thinking messages per week", 500, "messages"),
        ("Input price: GPT-7 $5 → $4", 4, "USD/Mtok in"),
        ("GPT-7 costs a $5 in", 5, "USD/Mtok in"),
        ("GPT-7 costs five and a half dollars in", 5.5, "USD/Mtok in"),
        ("GPT-7 is at 5 and a half bucks per million in", 5.5, "USD/Mtok in"),
        ("Does ChatGPT Go cost 8 dollars in the US?", 8, "USD/month"),
        ("GPT-7 api is 1.25/4.25 now", 1.25, "USD/Mtok in"),
        ("Opus 9 is cheaper than Opus 8, by a fifth", 20, "%"),
        ("Claude 9 had 200k", 200_000, "tokens"),
        ("Is the 5x tier of Claude Max still $100 a month?", 100, "USD/month"),
    ],
)
def test_numbers_in_words_and_slang_are_read(text, value, unit):
    assert (one(text).value, one(text).unit) == (value, unit)


def test_two_scores_are_one_of_each_model():
    claim = one("GPT-7 edges out Opus 9 on GPQA Diamond, 94.1 to 93.6")
    assert [(value.number, value.role) for value in claim.statement.values] == [(94.1, "score"), (93.6, "their score")]


def test_a_denied_number_is_no_place_on_a_list():
    claim = one("GPT-7 has no 2M context")
    assert (claim.polarity, claim.value, claim.unit) == ("-", 2_000_000, "tokens")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("GPT-7 is 1.6T with 49b active", [1.6e12, 4.9e10]),
        ("Mixtral 9: 46.7B total, 12.9B active", [4.67e10, 1.29e10]),
        ("GPT-7 is 1.25/4.25 now", [1.25, 4.25]),
    ],
)
def test_two_numbers_of_one_model_are_both_kept(text, values):
    assert [value.number for value in one(text).statement.values] == values


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("gpt-7 plus is 25 bucks a month? no its 30", 30, "USD/month"), ("SuperGrok 25 a month?? nope, 30", 30, "USD/month"),
        ("Opus 9 almost cracked 80 on HLE, 79.4 to be precise", 79.4, "%"), ("Grok 8 was the first to break 1550 on LMArena, 1553 I believe", 1553, "elo"),
        ("Kimi K4's window is 256k, sorry, 512k", 512_000, "tokens"), ("Qwen 4 Max is around 70 on MMLU-Pro (70.8 exactly)", 70.8, "%"),
        ("DeepSeek V5 scored over 90 on AIME 2026, 91.7 I think", 91.7, "%"), ("GPT-7 scores 80 on HLE, 79.4 with Python", 80, "%"),
        ("GLM-6 cost 0.5 in and 2 dollars out on day one", 0.5, "USD/Mtok in"), ("Haiku 9 runs 0.80 in and 4 bucks out", 0.8, "USD/Mtok in"),
        ("GLM-6 nearly hit 75 on SWE-bench Verified: 74.6 to be precise", 74.6, "%"), ("Haiku 9 is 15 cents for a million tokens in", 0.15, "USD/Mtok in"),
    ],
)  # fmt: skip
def test_of_two_numbers_the_one_that_sets_the_other_right_counts(text, value, unit):
    claim = one(text)
    assert (claim.value, claim.unit) == (value, unit)


@pytest.mark.parametrize("model", ["Claude Opus 5", "Grok 5", "DeepSeek V4"])
@pytest.mark.parametrize(
    ("price", "role", "number"),
    [
        ("$3 per input token", "input", 3e6), ("$3 for each output token", "output", 3e6), ("$3 an input token", "input", 3e6),
        ("$0.000002/output token", "output", 2.0), ("$3 for every single input token", "input", 3e6),
        ("$3 per input", "input", 3.0), ("$3 for input tokens", "input", 3.0), ("$3 per million input tokens", "input", 3.0),
    ],
)  # fmt: skip
def test_a_price_of_one_token_is_no_price_of_a_million(model, price, role, number):
    claim = one(f"{model} costs {price}")
    assert [(value.role, value.number) for value in claim.statement.values] == [(role, number)]
    assert not claim.left


@pytest.mark.parametrize("other", ["or $6", "+ 1", "± 1"])
def test_of_two_prices_of_one_way_the_second_is_left_over(other):
    claim = one(f"Grok 5 input costs $5 {other} per million tokens")
    assert [(value.role, value.number) for value in claim.statement.values] == [("input", 5.0)]
    assert claim.left
