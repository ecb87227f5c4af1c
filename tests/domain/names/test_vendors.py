"""Which addresses are a lab's own."""

import pytest

from bot.domain.names.vendors import is_own, vendor_name


@pytest.mark.parametrize(
    ("vendor", "url", "own"),
    [
        ("openai", "https://openai.com/index/x", True),
        ("openai", "https://help.openai.com/en/x", True),
        ("openai", "https://openai.com.example.org/x", False),
        ("openai", "https://notopenai.com/x", False),
        ("meta", "https://www.metaculus.com/questions/1", False),
        ("meta", "https://ai.meta.com/blog", True),
        ("xai", "https://x.ai/news", True),
        ("xai", "https://max.ai/news", False),
        ("google", "https://blog.google/technology", True),
        ("deepseek", "https://huggingface.co/deepseek-ai/DeepSeek-V4-Pro", True),
        ("deepseek", "https://huggingface.co/collections/deepseek-ai/deepseek-v4", True),
        ("deepseek", "https://huggingface.co/somebody/DeepSeek-V4-Pro-GGUF", False),
        ("deepseek", "https://huggingface.co/deepseek-ai/DeepSeek-V4-Pro/discussions/7", False),
        ("moonshot", "https://huggingface.co/deepseek-ai/DeepSeek-V4-Pro", False),
        ("deepseek", "https://huggingface.co/", False),
        ("alibaba", "https://huggingface.co/qwen/Qwen4-72B", True),
        ("minimax", "https://huggingface.co/minimaxai/MiniMax-M4", True),
        ("zai", "https://huggingface.co/ZAI-ORG/GLM-6", True),
        ("alibaba", "https://huggingface.co/qwen-fans/Qwen4-72B", False),
        ("nobody", "https://huggingface.co/", False),
        ("nobody", "https://nobody.com", False),
        ("openai", "not an address", False),
    ],
)
def test_an_address_that_only_looks_alike_is_not_its_own(vendor, url, own):
    assert is_own(vendor, url) is own


def test_names():
    assert [vendor_name(name) for name in ("openai", "xai", "anthropic", "")] == ["OpenAI", "xAI", "Anthropic", ""]
