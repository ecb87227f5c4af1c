"""Labels as entries of the places where models hide, and what stands in the same places and is none."""

import pytest

from bot.domain.names import NameReader

READER = NameReader()


def slugs(text):
    return [mention.best.slug for mention in READER.read(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the birch-falcon model on lmarena is just Kimi K4", ["label/birch-falcon", "moonshot/kimi-k4"]),
        ("the brass-owl checkpiont in the arena is Grok 6", ["label/brass-owl", "xai/grok-6"]),
        ("the tin-preview entry in the picker is really Opus 6", ["label/tin-preview", "anthropic/claude-opus-6"]),
        ("new in the arena: thistle, dawn-otter", ["label/thistle", "label/dawn-otter"]),
        ("fresh arena names: acorns, windmill and stone-heron.", ["label/windmill", "label/stone-heron"]),
        ("thornfield on the arena is 100% mistral", ["label/thornfield", "mistral"]),
        ("walnut-c is Tencent's, silver-moth is xAI's", ["label/walnut-c", "tencent", "label/silver-moth", "xai"]),
        ("lowkey reflection's 'cobalt' is just qwen", ["reflection", "reflection/cobalt", "alibaba/qwen"]),
        ("Viking Two and Lucie-2 finishes training in May", ["label/lucie-2"]),
    ],
)  # fmt: skip
def test_an_entry_is_a_label(text, found):
    assert slugs(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "the vision-language model on OpenRouter is Grok 6",
        "the long-context model in the picker is Opus 6",
        "traffic on openrouter is mostly mistral",
        "the arena is 100% mistral",
        "out on openrouter: weights, pricing, Grok 6",
        "Phase-3 is in training",
    ],
)
def test_a_plain_word_there_is_none(text):
    assert not [slug for slug in slugs(text) if slug.startswith("label/")]
