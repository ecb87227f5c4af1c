"""Mistral's pages of models: API names, context, days of release and retirement."""

import re
from typing import Final

from bot.domain.catalogs.vendor_facts import FactKind, PageReading, Validators, VendorFact
from bot.messages.errors import SourceChanged, SourceError
from bot.sources.protocol import Reading, Upstream
from bot.sources.vendors._formats.pages import VendorPage, failed, fetch, lines, plain
from bot.sources.vendors._formats.words import limits, read_day, read_ids

NAME: Final = "mistral_models"
LABEL: Final = "Mistral's model pages"
VENDOR: Final = "mistral"
INDEX: Final = "/llms.txt"
DOCS: Final = Upstream("mistral_docs", "https://docs.mistral.ai", 0.2, "Mistral's documentation")
UPSTREAMS: Final = (DOCS,)
MOST: Final = 60  # pages of one round

_PAGE = re.compile(r"/models/[a-z0-9-]+-\d\d-\d\d(?:\.md)?\b")
_FIELD = re.compile(r"^- ([A-Z][A-Za-z ]+): (.+)$")


def read(known: Validators) -> Reading[tuple[PageReading, ...]]:
    """Every model page that the index names; one that fails is told."""
    paths = [page for page in known.by_page if page != INDEX]
    index = yield from fetch(DOCS, INDEX, known)
    if index is None:
        readings = [PageReading(INDEX)]
    else:
        found = [path if path.endswith(".md") else f"{path}.md" for path in _PAGE.findall(index.text)]
        paths = list(dict.fromkeys((*found, *paths)))
        if not paths:
            raise SourceChanged(f"{index.url} has another shape", why="It names no page of a model.")
        readings = [PageReading(INDEX, None, index.etag, index.modified)]
    for path in paths[:MOST]:
        try:
            page = yield from fetch(DOCS, path, known)
            readings.append(PageReading(path) if page is None else page.reading(path, _facts(page)))
        except SourceError as error:
            readings.append(failed(path, known, error))
    return tuple(readings)


def _facts(page: VendorPage) -> list[VendorFact]:
    told = {match[1].casefold(): plain(match[2]) for line in lines(page.text) if (match := _FIELD.match(line))}
    ids = read_ids(told.get("api names", ""))
    if not ids:
        raise SourceChanged(f"{page.url} has another shape", why="It gives no API name.")
    title = next((plain(line.lstrip("# ")) for line in lines(page.text) if line.startswith("# ")), "")
    model, facts = title or ids[0], list[VendorFact]()  # an id only carries the month: its name has the version
    if day := read_day(told.get("release date", "")):
        facts.append(VendorFact(VENDOR, model, FactKind.RELEASED, page.url, day, surface="api"))
    if values := limits(told.get("context length", "")):
        facts.append(VendorFact(VENDOR, model, FactKind.LIMITS, page.url, surface="api", values=values))
    if end := read_day(told.get("retirement date", "")):
        notice = read_day(told.get("deprecation date", ""))
        facts.append(
            VendorFact(
                VENDOR,
                model,
                FactKind.RETIREMENT,
                page.url,
                end,
                surface="api",
                successor=told.get("replacement", ""),
                announced=notice,
            )
        )
    return facts
