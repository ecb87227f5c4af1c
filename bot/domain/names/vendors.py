"""The labs: how they write their names, and which addresses are their own."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

# Names that a capital letter does not make.
NAMES: Mapping[str, str] = {
    "openai": "OpenAI",
    "xai": "xAI",
    "deepseek": "DeepSeek",
    "zai": "Z.ai",
    "moonshot": "Moonshot AI",
}
DOMAINS: Mapping[str, tuple[str, ...]] = {
    "openai": ("openai.com", "chatgpt.com"),
    "anthropic": ("anthropic.com", "claude.com"),
    "google": ("google", "google.com", "google.dev"),
    "xai": ("x.ai",),
    "meta": ("meta.com", "llama.com"),
    "deepseek": ("deepseek.com",),
    "mistral": ("mistral.ai",),
    "zai": ("z.ai",),
    "moonshot": ("moonshot.ai", "moonshot.cn", "moonshotai.github.io"),
    "alibaba": ("qwen.ai", "qwenlm.ai", "alibabacloud.com"),
    "xiaomi": ("xiaomi.com", "mi.com"),
    "microsoft": ("microsoft.com",),
    "amazon": ("amazon.com", "aboutamazon.com"),
    "nvidia": ("nvidia.com",),
    "cohere": ("cohere.com",),
}


def vendor_name(vendor: str) -> str:
    """A lab as it writes itself: ``openai`` → "OpenAI"."""
    return NAMES.get(vendor.casefold(), vendor[:1].upper() + vendor[1:])


def is_own(vendor: str, url: str) -> bool:
    """Whether an address is the lab's own: its domain or a part of it. A name that only begins alike is not."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    return any(host == domain or host.endswith(f".{domain}") for domain in DOMAINS.get(vendor, ()))
