"""Google's table of Gemini API models: release, earliest shutdown, replacement.

The page says itself that its shutdown days are the earliest possible.
"""

from typing import Final

from bot.domain.catalogs.vendor_facts import FactCertainty, PageReading, Validators
from bot.sources.protocol import Reading, Upstream
from bot.sources.vendors._formats.lifecycle import read_lifecycle

NAME: Final = "google_deprecations"
LABEL: Final = "Google's Gemini deprecations"
VENDOR: Final = "google"
PAGE: Final = "/gemini-api/docs/deprecations.md.txt"
DOCS: Final = Upstream("google_docs", "https://ai.google.dev", 0.2, "Google's Gemini API documentation")
UPSTREAMS: Final = (DOCS,)


def read(known: Validators) -> Reading[tuple[PageReading, ...]]:
    """The page as it stands now."""
    return read_lifecycle(DOCS, PAGE, known, VENDOR, certainty=FactCertainty.EARLIEST)
