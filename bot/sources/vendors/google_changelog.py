"""Google's Gemini API changelog: releases by day, and ids with a successor.

A day stands alone on its line or as a heading. "Deprecated" there means that requests are answered by the successor.
"""

import re
from datetime import date
from typing import Final

from bot.domain.catalogs.vendor_facts import FactCertainty, FactKind, PageReading, Validators, VendorFact
from bot.messages.errors import SourceChanged
from bot.sources.protocol import Reading, Upstream
from bot.sources.vendors._formats.pages import VendorPage, lines, plain, read_page
from bot.sources.vendors._formats.words import read_day, read_named_ids, told_sentences

NAME: Final = "google_changelog"
LABEL: Final = "Google's Gemini API changelog"
VENDOR: Final = "google"
PAGE: Final = "/gemini-api/docs/changelog.md.txt"
DOCS: Final = Upstream("google_docs", "https://ai.google.dev", 0.2, "Google's Gemini API documentation")
UPSTREAMS: Final = (DOCS,)

_OUT = re.compile(r"\b(?:released|generally available|launched|now available)\b", re.IGNORECASE)
_ROUTED = re.compile(r"`([a-z0-9.-]+)` is deprecated and (?:has been|is) replaced by `([a-z0-9.-]+)`")
_HEADING = 24  # characters of a line that is only a day


def read(known: Validators) -> Reading[tuple[PageReading, ...]]:
    """The page as it stands now."""
    return read_page(DOCS, PAGE, known, _facts)


def _facts(page: VendorPage) -> list[VendorFact]:
    facts: list[VendorFact] = []
    day, days, entry = None, 0, ""
    for line in (*lines(page.text), "- "):
        bare = line.lstrip("#* -").strip()
        heading = read_day(bare) if len(bare) <= _HEADING else None
        if heading is None and line[:2] not in ("- ", "* ", "##"):
            entry = f"{entry} {bare}"  # an entry may be broken over several lines
            continue
        if day is not None:
            facts += _of_entry(page.url, day, plain(entry))
        entry = bare if heading is None else ""
        day, days = heading or day, days + (heading is not None)
    if not days:
        raise SourceChanged(f"{page.url} has another shape", why="No line of it is a day.")
    return facts


def _of_entry(url: str, day: date, text: str) -> list[VendorFact]:
    facts = [
        VendorFact(
            VENDOR, old, FactKind.RETIREMENT, url, day, FactCertainty.ROUTED, "api", successor=new, announced=day
        )
        for old, new in _ROUTED.findall(text)
    ]
    if not facts:
        out = (sentence for sentence in told_sentences(text) if _OUT.search(sentence))
        models = dict.fromkeys(model for told in out for _, model, _ in read_named_ids(told))
        facts += [VendorFact(VENDOR, model, FactKind.RELEASED, url, day, surface="api") for model in models]
    return facts
