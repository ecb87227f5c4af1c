"""Ids of lists and clouds, taken apart; and the recorded lists as a whole."""

import pytest

from bot.domain.names import NameReader


@pytest.fixture(scope="module")
def reader() -> NameReader:
    return NameReader()


@pytest.mark.parametrize(
    ("text", "slug", "stamp", "twin"),
    [
        ("openai/gpt-6-astra", "openai/gpt-6-astra", "", False),
        ("openai/text-davinci-003", "openai/text-davinci-003", "", False),
        ("claude-opus-5-5-20260922", "anthropic/claude-opus-5.5", "20260922", True),
        ("claude-opus-4-1@20250805", "anthropic/claude-opus-4.1", "20250805", True),
        ("us.anthropic.claude-opus-4-5-20251101-v1:0", "anthropic/claude-opus-4.5", "20251101", True),
        ("google/gemini-2.5-flash-lite-preview-09-2025", "google/gemini-2.5-flash-lite", "202509", True),
        ("google/gemini-3.1-pro-preview", "google/gemini-3.1-pro", "", False),
        ("openai/gpt-4o-2024-05-13", "openai/gpt-4o", "20240513", True),
        ("ai21/jamba-mini-1.6-2025-03", "ai21/jamba-1.6-mini", "202503", True),
        ("anthropic/claude-opus-5:batch", "anthropic/claude-opus-5", "", True),
        ("anthropic/claude-opus-5-fast", "anthropic/claude-opus-5", "", True),
        ("x-ai/grok-4.1-fast", "xai/grok-4.1-fast", "", False),
        ("moonshotai/kimi-k2-0905", "moonshot/kimi-k2-0905", "0905", True),
        ("qwen/qwen3-235b-a22b-thinking-2507", "alibaba/qwen-3-235b-a22b-thinking-2507", "2507", True),
        ("mistralai/mistral-medium-3-5", "mistral/mistral-medium-3.5", "", False),
        ("nvidia/llama-3.3-nemotron-super-49b-v1.5", "nvidia/nemotron-super-49b-1.5", "", False),
        ("upstage/solar-pro4", "upstage/solar-4-pro", "", False),
        ("databricks/databricks-claude-opus-4-7", "anthropic/claude-opus-4.7", "", False),
        ("@cf/meta/llama-4-scout", "meta/llama-4-scout", "", False),
        ("accounts/fireworks/models/kimi-k3", "moonshot/kimi-k3", "", False),
        ("somebody-new/wonder-2.5-large", "somebody-new/wonder-2.5-large", "", False),
    ],
)
def test_an_id_is_taken_apart(reader: NameReader, text: str, slug: str, stamp: str, twin: bool) -> None:
    parsed, reading = reader.of_id(text)
    assert (reading.slug, parsed.stamp, parsed.twin) == (slug, stamp, twin)


@pytest.mark.parametrize(
    ("text", "first_party"),
    [
        ("anthropic/claude-opus-5", True),
        ("claude-opus-5", False),
        ("databricks/databricks-claude-opus-4-7", False),
        ("deepseek-ai/DeepSeek-V4", True),
        ("nousresearch/hermes-4-405b", True),
        ("someone/gpt-6", False),
    ],
)
def test_only_a_labs_own_namespace_is_first_party(reader: NameReader, text: str, first_party: bool) -> None:
    parsed, _ = reader.of_id(text)
    assert parsed.first_party is first_party


def test_a_derived_model_is_not_the_one_it_was_made_of(reader: NameReader) -> None:
    base, tuned = (reader.of_id(text)[0] for text in ("meta-llama/llama-3.1-70b", "nvidia/llama-3.1-nemotron-70b"))
    assert base.identity != tuned.identity
    assert tuned.lab == "nvidia"


@pytest.mark.parametrize("text", ["", "   ", "-", "4.5", "a" * 400, "\u0000", "::::", "////", "@@@"])
def test_what_is_no_id_is_none_or_harmless(reader: NameReader, text: str) -> None:
    found = reader.of_id(text)
    assert found is None or found[1].slug
