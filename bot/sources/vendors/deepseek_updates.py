"""DeepSeek's change log: a heading a model under its date; ids are shared.

One id serves many checkpoints.
"""

import re
from typing import Final

from bot.domain.catalogs.vendor_facts import FactKind, PageReading, Validators, VendorFact
from bot.messages.errors import SourceChanged
from bot.sources.protocol import Reading, Upstream
from bot.sources.vendors._formats.pages import VendorPage, lines, plain, read_page
from bot.sources.vendors._formats.words import read_day

NAME: Final = "deepseek_updates"
LABEL: Final = "DeepSeek's change log"
VENDOR: Final = "deepseek"
PAGE: Final = "/updates"
DOCS: Final = Upstream("deepseek_docs", "https://api-docs.deepseek.com", 0.2, "DeepSeek's API documentation")
UPSTREAMS: Final = (DOCS,)

_DATE = re.compile(r"^Date: (\d{4}-\d{2}-\d{2})$")
_NAME = re.compile(r"^[A-Z][A-Za-z]+-[A-Z]\d[\w.-]*$")


def read(known: Validators) -> Reading[tuple[PageReading, ...]]:
    """The page as it stands now."""
    return read_page(DOCS, PAGE, known, _facts)


def _facts(page: VendorPage) -> list[VendorFact]:
    facts: list[VendorFact] = []
    day, days = None, 0
    for raw in lines(page.text):
        line = plain(raw.lstrip("# "))
        if date := _DATE.match(line):
            day, days = read_day(date[1]), days + 1
        elif day is not None and _NAME.match(line):
            facts.append(VendorFact(VENDOR, line, FactKind.RELEASED, page.url, day, surface="api"))
    if not days:
        raise SourceChanged(f"{page.url} has another shape", why="No line of it is “Date:” and a day.")
    return facts
