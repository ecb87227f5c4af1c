"""Anthropic's release notes: launches by day, with price and limits if given.

A bullet under a day that says "launched" and introduces "Name (`its-id`)" is a release; one for participants of a
programme is not. Bullets about tools that only mention a model introduce none.
"""

import re
from datetime import date
from typing import Final

from bot.domain.catalogs.vendor_facts import FactKind, PageReading, Validators, VendorFact
from bot.messages.errors import SourceChanged
from bot.sources.protocol import Reading, Upstream
from bot.sources.vendors._formats.pages import VendorPage, lines, plain, read_page
from bot.sources.vendors._formats.words import limits, read_day, read_named_ids, read_prices, told_sentences

NAME: Final = "anthropic_release_notes"
LABEL: Final = "Anthropic's release notes"
VENDOR: Final = "anthropic"
PAGE: Final = "/docs/en/release-notes/overview.md"
DOCS: Final = Upstream("anthropic_docs", "https://platform.claude.com", 0.2, "Anthropic's documentation")
UPSTREAMS: Final = (DOCS,)

_LAUNCH = re.compile(r"\b(?:launched|launching|released|generally available)\b", re.IGNORECASE)
_CLOSED = re.compile(
    r"^,? (?:for|to|as)\b[^,.;]*\b(?:participants?|partners|preview|testers|waitlist)\b", re.IGNORECASE
)
_CONTEXT = re.compile(r"([\d.,]+ ?[kKmM]?) (?:token )?context")
_OUTPUT = re.compile(r"([\d.,]+ ?[kKmM]?) max(?:imum)? output")
_PRICE = re.compile(r"\$[\d.]+(?: ?/ ?| and )\$[\d.]+[^.;]{0,30}(?:MTok|million)", re.IGNORECASE)


def read(known: Validators) -> Reading[tuple[PageReading, ...]]:
    """The page as it stands now."""
    return read_page(DOCS, PAGE, known, _facts)


def _facts(page: VendorPage) -> list[VendorFact]:
    facts: list[VendorFact] = []
    day, days = None, 0
    for line in lines(page.text):
        if line.startswith("#"):
            day = read_day(line)
            days += day is not None
        elif day is not None:
            facts += _of_bullet(page.url, day, plain(line.lstrip("*- ")))
    if not days:
        raise SourceChanged(f"{page.url} has another shape", why="No heading of it is a day.")
    return facts


def _of_bullet(url: str, day: date, text: str) -> list[VendorFact]:
    out = [sentence for sentence in told_sentences(text) if _LAUNCH.search(sentence)]
    models = [model for told in out for _, model, end in read_named_ids(told) if not _CLOSED.match(told[end:])]
    price, context, output = _PRICE.search(text), _CONTEXT.search(text), _OUTPUT.search(text)
    facts: list[VendorFact] = []
    for model in models:
        facts.append(VendorFact(VENDOR, model, FactKind.RELEASED, url, day, surface="api"))
        if price and (values := read_prices(price[0])):
            facts.append(VendorFact(VENDOR, model, FactKind.PRICE, url, surface="api", values=values))
        if values := limits(context[1] if context else "", output[1] if output else ""):
            facts.append(VendorFact(VENDOR, model, FactKind.LIMITS, url, surface="api", values=values))
    return facts
