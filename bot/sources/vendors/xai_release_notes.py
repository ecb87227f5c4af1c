"""xAI's release notes: models on its API, their context, and retirements.

The newest form gives a month without a year, so a release is dated by the reading that first had it.
"""

import re
from typing import Final

from bot.domain.catalogs.vendor_facts import FactCertainty, FactKind, PageReading, Validators, VendorFact
from bot.messages.errors import SourceChanged
from bot.sources.protocol import Reading, Upstream
from bot.sources.vendors._formats.pages import VendorPage, lines, plain, read_page
from bot.sources.vendors._formats.words import limits, read_day, told_sentences

NAME: Final = "xai_release_notes"
LABEL: Final = "xAI's release notes"
VENDOR: Final = "xai"
PAGE: Final = "/developers/release-notes.md"
DOCS: Final = Upstream("xai_docs", "https://docs.x.ai", 0.2, "xAI's documentation")
UPSTREAMS: Final = (DOCS,)

_TITLE = re.compile(r"^### (.+)$")
_OUT = re.compile(r"\bis (?:now )?(?:generally )?available (?:on|in|through|via) the \S+ API\b")
_CONTEXT = re.compile(r"([\d.,]+ ?[kKmM]?)(?:[ -]token)? context")
_ENDS = re.compile(r"\bOn ([A-Z][a-z]+ \d{1,2}, \d{4}), `([a-z0-9.-]+)` is retired")
_NEXT = re.compile(r"\bserved by `([a-z0-9.-]+)`")


def read(known: Validators) -> Reading[tuple[PageReading, ...]]:
    """The page as it stands now."""
    return read_page(DOCS, PAGE, known, _facts)


def _facts(page: VendorPage) -> list[VendorFact]:
    facts: list[VendorFact] = []
    title, titles = "", 0
    for line in lines(page.text):
        if heading := _TITLE.match(line):
            title, titles = plain(heading[1]), titles + 1
        elif title:
            facts += _of_entry(page.url, title, plain(line))
    if not titles:
        raise SourceChanged(f"{page.url} has another shape", why="It has no titled entry.")
    return facts


def _of_entry(url: str, title: str, text: str) -> list[VendorFact]:
    facts: list[VendorFact] = []
    if text.startswith(title) and any(_OUT.search(sentence) for sentence in told_sentences(text)):
        facts.append(VendorFact(VENDOR, title, FactKind.RELEASED, url, surface="api"))
        context = _CONTEXT.search(text)
        if context and (values := limits(context[1])):
            facts.append(VendorFact(VENDOR, title, FactKind.LIMITS, url, surface="api", values=values))
    for words, model in _ENDS.findall(text):
        successor = _NEXT.search(text)
        certainty = FactCertainty.ROUTED if successor else FactCertainty.DAY
        facts.append(
            VendorFact(
                VENDOR,
                model,
                FactKind.RETIREMENT,
                url,
                read_day(words),
                certainty,
                "api",
                (),
                successor[1] if successor else "",
            )
        )
    return facts
