"""DeepSeek's status page: the models that its components and incidents name."""

from __future__ import annotations

from typing import Final

from bot.domain.catalogs.vendor_facts import PageReading, Validators
from bot.sources.protocol import Reading, Upstream
from bot.sources.vendors._formats.statuspage import read_status

NAME: Final = "deepseek_status"
LABEL: Final = "DeepSeek's status page"
VENDOR: Final = "deepseek"
HOST: Final = Upstream("deepseek_status", "https://status.deepseek.com", 0.2, "DeepSeek's status page")
UPSTREAMS: Final = (HOST,)


def read(known: Validators) -> Reading[tuple[PageReading, ...]]:
    """Both of its lists as they stand now."""
    return (yield from read_status(HOST, VENDOR, known))
