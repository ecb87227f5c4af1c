"""OpenAI's table of shutdowns: day, ids, replacement, notice.

Rows about endpoints and products name no id.
"""

from typing import Final

from bot.domain.catalogs.vendor_facts import PageReading, Validators
from bot.sources.protocol import Reading, Upstream
from bot.sources.vendors._formats.lifecycle import read_lifecycle

NAME: Final = "openai_deprecations"
LABEL: Final = "OpenAI's deprecations"
VENDOR: Final = "openai"
PAGE: Final = "/api/docs/deprecations.md"
DOCS: Final = Upstream("openai_docs", "https://developers.openai.com", 0.2, "OpenAI's API documentation")
UPSTREAMS: Final = (DOCS,)


def read(known: Validators) -> Reading[tuple[PageReading, ...]]:
    """The page as it stands now."""
    return read_lifecycle(DOCS, PAGE, known, VENDOR)
