"""Anthropic's pages of models: id, release, price, limits, earliest retirement.

The overview names the pages; each has one line of numbers and one of its status. Only the English pages are read:
translations lag by weeks.
"""

import re
from typing import Final

from bot.domain.catalogs.vendor_facts import FactCertainty, FactKind, PageReading, Validators, VendorFact
from bot.messages.errors import SourceChanged, SourceError
from bot.sources.protocol import Reading, Upstream
from bot.sources.vendors._formats.pages import VendorPage, failed, fetch, lines, plain
from bot.sources.vendors._formats.words import limits, read_day, read_ids, read_prices

NAME: Final = "anthropic_models"
LABEL: Final = "Anthropic's model pages"
VENDOR: Final = "anthropic"
INDEX: Final = "/docs/en/about-claude/models/overview.md"
DOCS: Final = Upstream("anthropic_docs", "https://platform.claude.com", 0.2, "Anthropic's documentation")
UPSTREAMS: Final = (DOCS,)
MOST: Final = 30  # pages of one round

_PAGE = re.compile(r"/docs/en/models/[a-z0-9-]+/overview\b")
_FIELD = {
    "context": re.compile(r"Context window:? ([^·|]+)"),
    "output": re.compile(r"Max output:? ([^·|(]+)"),
    "input price": re.compile(r"Input pricing:? ([^·|]+)"),
    "output price": re.compile(r"Output pricing:? ([^·|]+)"),
}
_FLOOR = re.compile(r"not sooner than ([A-Z][a-z]+ \d{1,2}, \d{4})", re.IGNORECASE)
_OUT = re.compile(r"\bReleased:? (.{8,24})")


def read(known: Validators) -> Reading[tuple[PageReading, ...]]:
    """Every model page that the overview names; one that fails is told."""
    paths = [page for page in known.by_page if _PAGE.search(page)]
    readings: list[PageReading] = []
    index = yield from fetch(DOCS, INDEX, known)
    if index is None:
        readings.append(PageReading(INDEX))
    else:
        found = dict.fromkeys(f"{path}.md" for path in _PAGE.findall(index.text))
        if not found and not paths:
            raise SourceChanged(f"{index.url} has another shape", why="It names no page of a model.")
        readings.append(PageReading(INDEX, None, index.etag, index.modified))
        paths = list(dict.fromkeys((*found, *paths)))
    for path in paths[:MOST]:
        try:
            page = yield from fetch(DOCS, path, known)
            readings.append(PageReading(path) if page is None else page.reading(path, _facts(page)))
        except SourceError as error:
            readings.append(failed(path, known, error))
            if len(paths) == 1:
                raise error from None
    return tuple(readings)


def _facts(page: VendorPage) -> list[VendorFact]:
    told = [plain(line) for line in lines(page.text)]
    model = next((ids[0] for line in told if "model id" in line.casefold() and (ids := read_ids(line))), "")
    text = " · ".join(told[: told.index(cut)] if (cut := next((t for t in told if t.startswith("|")), "")) else told)
    if not model:
        raise SourceChanged(f"{page.url} has another shape", why="It gives no model id.")
    out, floor = _OUT.search(text), _FLOOR.search(text)
    found = {name: match[1] for name, field in _FIELD.items() if (match := field.search(text))}
    facts: list[VendorFact] = []
    if out and (day := read_day(out[1])):
        facts.append(VendorFact(VENDOR, model, FactKind.RELEASED, page.url, day, surface="api"))
    if values := read_prices(f"{found.get('input price', '')} {found.get('output price', '')}"):
        facts.append(VendorFact(VENDOR, model, FactKind.PRICE, page.url, surface="api", values=values))
    if values := limits(found.get("context", ""), found.get("output", "")):
        facts.append(VendorFact(VENDOR, model, FactKind.LIMITS, page.url, surface="api", values=values))
    if floor and (day := read_day(floor[1])):
        facts.append(
            VendorFact(VENDOR, model, FactKind.RETIREMENT, page.url, day, FactCertainty.EARLIEST, surface="api")
        )
    return facts
