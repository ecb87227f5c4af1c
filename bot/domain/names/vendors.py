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
# Accounts under which labs publish their own weights: everything there is the lab's own word.
ACCOUNTS: Mapping[str, str] = {
    "deepseek-ai": "deepseek",
    "Qwen": "alibaba",
    "moonshotai": "moonshot",
    "zai-org": "zai",
    "mistralai": "mistral",
    "meta-llama": "meta",
    "google": "google",
    "openai": "openai",
    "xai-org": "xai",
    "MiniMaxAI": "minimax",
    "XiaomiMiMo": "xiaomi",
    "nvidia": "nvidia",
}
_WEIGHTS_HOST = "huggingface.co"
_SHELVES = frozenset({"collections", "datasets", "spaces"})  # come before the account in an address of that host


def vendor_name(vendor: str) -> str:
    """Return a lab's own spelling: ``openai`` → "OpenAI"."""
    return NAMES.get(vendor.casefold(), vendor[:1].upper() + vendor[1:])


def is_own(vendor: str, url: str) -> bool:
    """Whether an address is the lab's own.

    Its domain, a part of it, or its weights account. A merely similar prefix does not count, nor do other people's
    posts in discussions of its account.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    if host == _WEIGHTS_HOST:
        places = [place for place in parts.path.split("/") if place and place not in _SHELVES]
        return "discussions" not in places and ACCOUNTS.get(next(iter(places), "")) == vendor
    return any(host == domain or host.endswith(f".{domain}") for domain in DOMAINS.get(vendor, ()))
