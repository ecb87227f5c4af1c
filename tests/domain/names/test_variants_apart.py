"""Variants named apart from their model: before it, or as the items of a list that it heads."""

import pytest

from bot.domain.names import NameReader

READER = NameReader()


def slugs(text: str) -> list[str]:
    return [one.best.slug for one in READER.read(text)]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("the Lite variant of Gemini 5 lands in May", "google/gemini-5-lite"),
        ("is a coder edition of Qwen 6 coming", "alibaba/qwen-6-coder"),
        ("xAI trains the Heavy version of its Grok 8", "xai/grok-8-heavy"),
    ],
)
def test_a_variant_of_a_model_is_that_model(text: str, slug: str) -> None:
    assert slug in slugs(text)


@pytest.mark.parametrize(
    "text", ["the new version of Gemini 5", "a preview version of Qwen 6", "the last model of Grok 8"]
)
def test_other_words_before_a_model_are_no_variant(text: str) -> None:
    assert all("-" not in slug.partition("-")[2] for slug in slugs(text))


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("Qwen 6 line, total params: Max 1.2T, Coder 480B", ["alibaba/qwen-6-max", "alibaba/qwen-6-coder"]),
        ("Grok 8 tiers: mini $0.30, heavy $20", ["xai/grok-8-mini", "xai/grok-8-heavy"]),
        ("GPT-7 $2, mini $0.40, nano $0.10", ["openai/gpt-7-mini", "openai/gpt-7-nano"]),
        ("Claude 3 family: Haiku 0.25, Opus 15", ["anthropic/claude-3-haiku", "anthropic/claude-3-opus"]),
        ("Anthropic 4.5 gen: Haiku 4, Opus 25", ["anthropic/claude-haiku-4.5", "anthropic/claude-opus-4.5"]),
    ],
)
def test_items_of_a_list_are_of_its_head(text: str, items: list[str]) -> None:
    assert slugs(text)[-2:] == items


def test_numbers_that_are_versions_stay_versions() -> None:
    assert slugs("Claude lineup: Haiku 4.5 at $1, Opus 5 at $5")[1:] == [
        "anthropic/claude-haiku-4.5",
        "anthropic/claude-opus-5",
    ]
    assert slugs("Claude 4 prices: Opus 4.1 $15, Sonnet 4 $3")[1:] == [
        "anthropic/claude-opus-4.1",
        "anthropic/claude-sonnet-4",
    ]


def test_a_plan_is_no_variant() -> None:
    assert slugs("Grok 8 news: Pro users pay $20, Max users $40") == ["xai/grok-8"]


def test_a_tier_of_an_ordinary_word_is_read_beside_its_lab() -> None:
    assert slugs("Meta's Muse Ultra to accept 3 million tokens")[-1] == "meta/muse-ultra"
