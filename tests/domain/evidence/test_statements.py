"""From a parsed sentence to its slots, and the words that are left over."""

from datetime import date

import pytest

from bot.domain.claims.parsed import ClaimType, Operator, ParsedClaim, Quantity
from bot.domain.evidence.evidence import Value
from bot.domain.evidence.statements import axis, read, slug

MODEL, OTHER = "openai/gpt-5.5", "anthropic/claude-opus-4.7"


def parsed(text, kind, **slots):
    return ParsedClaim(text=text, claim_type=kind, subject=MODEL, **slots)


def test_a_price_knows_which_way_the_tokens_go():
    made = read(
        parsed(
            "GPT-5.5 costs $5/$30",
            ClaimType.PRICE,
            quantities=(Quantity(5, "USD/Mtok in", "$5"), Quantity(30, "USD/Mtok out", "$30")),
        )
    ).statement
    assert made.values == (Value(5, "input"), Value(30, "output"))


def test_a_monthly_price_is_no_token_price():
    made = read(parsed("GPT-5.5 costs $20 a month", ClaimType.PRICE, quantities=(Quantity(20, "USD/month", "$20"),)))
    assert made.statement.values[0].role not in ("", "input", "output")


@pytest.mark.parametrize(
    ("text", "role"), [("GPT-5.5 has a 1M context window", "context"), ("GPT-5.5 writes 128k tokens", "output_limit")]
)
def test_a_limit_is_of_input_or_output(text, role):
    made = read(parsed(text, ClaimType.CONTEXT_LIMITS, quantities=(Quantity(128_000, "tokens", "128k"),)))
    assert made.statement.values[0].role == role


@pytest.mark.parametrize(
    ("direction", "polarity", "expected"),
    [("above", "+", (MODEL, 1)), ("below", "+", (OTHER, 1)), ("below", "-", (MODEL, -1))],
)
def test_worse_is_turned_round_and_not_better_is_negated(direction, polarity, expected):
    made = read(parsed("x", ClaimType.BETTER_THAN, comparator=OTHER, direction=direction, polarity=polarity)).statement
    assert (made.subject, made.polarity) == expected


def test_hallucinating_more_is_being_worse():
    made = read(
        parsed("GPT-5.5 hallucinates more than Opus 4.7", ClaimType.BETTER_THAN, comparator=OTHER, direction="above")
    ).statement
    assert (made.subject, made.object) == (OTHER, "hallucination")


def test_a_deadline_without_an_operator_is_a_day():
    made = read(parsed("GPT-5.5 launches April 23", ClaimType.RELEASE_DATE, deadline=date(2026, 4, 23))).statement
    assert made.operator == "on"
    by = parsed("GPT-5.5 in the API by May 1", ClaimType.RELEASE_DATE, deadline=date(2026, 5, 1), operator=Operator.BY)
    assert (read(by).statement.operator, read(by).statement.surface) == ("by", "api")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("OpenAI released GPT-5.5 on April 23", ()),
        ("GPT-5.5 is available on Bedrock", ("bedrock",)),
        ("GPT-5.5 was released in 99999", ("99999",)),
    ],
)
def test_words_and_numbers_without_a_slot_are_kept_in_mind(text, left):
    day = date(2026, 4, 23) if "April" in text else None
    assert read(parsed(text, ClaimType.RELEASE_DATE, deadline=day)).uncovered == left


def test_another_model_in_the_sentence_is_left_over():
    made = read(parsed("GPT-5.5 was released before GPT-5.4", ClaimType.AVAILABLE, mentions=(MODEL, "openai/gpt-5.4")))
    assert "openai/gpt-5.4" in made.uncovered
    assert made.foreign


@pytest.mark.parametrize("words", ["as open weights", "for free", "in Europe", "in preview", "and was cancelled"])
def test_some_words_make_another_claim(words):
    assert read(parsed(f"GPT-5.5 was released {words}", ClaimType.AVAILABLE)).changed


def test_axes_and_labels_have_one_spelling():
    assert axis("agentic coding") == "agentic coding"
    assert axis("programming") == "coding"
    assert axis("poetry") == ""
    assert slug("Crest Pro Alpha") == "label/crest-pro-alpha"
    assert slug("…") == ""
