"""Releases of Anthropic's Python SDK on GitHub: the models that new features name."""

from __future__ import annotations

from typing import Final

from bot.domain.catalogs.vendor_facts import PageReading, Validators
from bot.sources.protocol import Reading, Upstream
from bot.sources.vendors._formats.sdk_releases import read_releases

NAME: Final = "anthropic_sdk"
LABEL: Final = "Anthropic's Python SDK, releases"
VENDOR: Final = "anthropic"
REPOSITORY: Final = "anthropics/anthropic-sdk-python"
HOST: Final = Upstream("anthropic_sdk", "https://github.com", 0.2, "Releases of Anthropic's Python SDK")
UPSTREAMS: Final = (HOST,)


def read(known: Validators) -> Reading[tuple[PageReading, ...]]:
    """Its newest releases."""
    return (yield from read_releases(HOST, VENDOR, REPOSITORY, known))
