"""Ranges: two numbers of one measure are one amount with both ends, and what lies between them is as claimed."""

from datetime import UTC, datetime

import pytest

from bot.domain.claims.parse import parse_message
from bot.domain.evidence.bearing import agree
from bot.domain.evidence.evidence import Statement, Value
from tests.domain.claims.reading import names

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


def one(text):
    return parse_message(text, NOW, names())[0]


def ends(text):
    return [(value.role, value.number, value.upto) for value in one(text).statement.values]


@pytest.mark.parametrize(
    ("said", "role", "low", "high"),
    [
        ("input price is between $2 and $3", "input", 2, 3),
        ("charges 12 to 15 dollars per million output tokens", "output", 12, 15),
        ("costs $2-3 per million input tokens", "input", 2, 3),
        ("costs between $2 and $3 per million tokens", "", 2, 3),
        ("has a context window of 400k–500k tokens", "context", 400_000, 500_000),
        ("has a 400-500k token context window", "context", 400_000, 500_000),
        ("reads somewhere between 1 and 2M tokens of context", "context", 1_000_000, 2_000_000),
        ("scores 70-75 % on GPQA Diamond", "score", 70, 75),
        ("scores between 70 and 75 on GPQA Diamond", "score", 70, 75),
        ("has 200B to 300B parameters", "parameters", 2e11, 3e11),
    ],
)
@pytest.mark.parametrize("model", ["Grok 5", "Mistral Large 3"])
def test_a_range_is_one_amount_with_both_ends(model, said, role, low, high):
    assert ends(f"{model} {said}") == [(role, low, high)]
    assert not one(f"{model} {said}").left


@pytest.mark.parametrize(
    "said",
    [
        "costs $2/$10 per million tokens",
        "costs $2-$10 per million tokens",
        "input price went from $4 to $5",
        "input price was raised $4 to $5",
        "costs $5 for input and $25 for output per million tokens",
        "has 400k tokens of context and writes 128k tokens",
    ],
)
def test_two_prices_a_change_and_two_limits_are_no_range(said):
    assert all(upto is None for _, _, upto in ends(f"Grok 5 {said}"))


@pytest.mark.parametrize("said", ["is 30-40 % cheaper than Opus 4.7", "beats Opus 4.7 by 4-6 points on HLE"])
def test_a_range_that_no_slot_holds_is_left_over(said):
    assert one(f"Grok 5 {said}").left


@pytest.mark.parametrize(
    ("asked", "said", "sign"),
    [
        ((4, 6), (5, None), 1), ((4, 6), (4, None), 1), ((4, 6), (6, None), 1), ((4, 6), (7, None), -1),
        ((4, 6), (4.5, 5), 1), ((4, 6), (5, 7), 0), ((4, 6), (7, 8), -1), ((5, None), (4, 6), 0),
        ((3, None), (4, 6), -1),
    ],
)  # fmt: skip
def test_what_lies_in_a_range_is_for_it_and_what_lies_outside_against_it(asked, said, sign):
    claim = Statement("price", "xai/grok-5", values=(Value(asked[0], "input", asked[1]),))
    assert agree((Value(said[0], "input", said[1]),), claim).sign == sign
