"""Anthropic's table of retirements: day, model, successor, each under its notice."""

from typing import Final

from bot.domain.catalogs.vendor_facts import PageReading, Validators
from bot.sources.protocol import Reading, Upstream
from bot.sources.vendors._formats.lifecycle import read_lifecycle

NAME: Final = "anthropic_deprecations"
LABEL: Final = "Anthropic's model deprecations"
VENDOR: Final = "anthropic"
PAGE: Final = "/docs/en/about-claude/model-deprecations.md"
DOCS: Final = Upstream("anthropic_docs", "https://platform.claude.com", 0.2, "Anthropic's documentation")
UPSTREAMS: Final = (DOCS,)


def read(known: Validators) -> Reading[tuple[PageReading, ...]]:
    """The page as it stands now."""
    return read_lifecycle(DOCS, PAGE, known, VENDOR)
