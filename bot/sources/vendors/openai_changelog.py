"""OpenAI's API changelog: a release is an entry tagged feature with "Released".

A model is in the API here, often a day after ChatGPT. An entry about a tool names its models in tags too, so the id
must stand among the words that say what was released.
"""

import re
from datetime import date
from typing import Final

from bot.domain.catalogs.vendor_facts import FactKind, PageReading, Validators, VendorFact
from bot.messages.errors import SourceChanged
from bot.sources.protocol import Reading, Upstream
from bot.sources.vendors._formats.pages import VendorPage, lines, read_page
from bot.sources.vendors._formats.words import read_day, told_sentences

NAME: Final = "openai_changelog"
LABEL: Final = "OpenAI's API changelog"
VENDOR: Final = "openai"
PAGE: Final = "/api/docs/changelog.md"
DOCS: Final = Upstream("openai_docs", "https://developers.openai.com", 0.2, "OpenAI's API documentation")
UPSTREAMS: Final = (DOCS,)

_MONTH = re.compile(r"^## ([A-Z][a-z]+),? (\d{4})$")
_DAY = re.compile(r"^### ([A-Z][a-z]{2,8}\.?) (\d{1,2})$")
_TAG = re.compile(r"Model: ([a-z0-9][a-z0-9.-]*[a-z0-9])")
_OUT = re.compile(r"^(?:Released|Launched|Introduced|Introducing)\b")


def read(known: Validators) -> Reading[tuple[PageReading, ...]]:
    """The page as it stands now."""
    return read_page(DOCS, PAGE, known, _facts)


def _facts(page: VendorPage) -> list[VendorFact]:
    facts: list[VendorFact] = []
    year, day, tags, days = "", None, list[str](), 0
    for line in lines(page.text):
        if month := _MONTH.match(line):
            year, day, tags = month[2], None, []
        elif found := _DAY.match(line):
            day, tags = (read_day(f"{found[1]} {found[2]}, {year}") if year else None), []
            days += day is not None
        elif "Model: " in line and not tags:
            tags = _TAG.findall(line)
        elif day is not None and tags and _OUT.match(line):
            facts += _released(page.url, day, tags, line)
            tags = []
    if not days:
        raise SourceChanged(f"{page.url} has another shape", why="No heading of it is a day of a month.")
    return facts


def _released(url: str, day: date, tags: list[str], text: str) -> list[VendorFact]:
    said = next(told_sentences(text.partition(". ")[0]), "").casefold()
    named: list[str] = []
    for tag in sorted(tags, key=len, reverse=True):  # "o3-mini" says nothing of o3
        if found := _whole_id(tag).search(said):
            named.append(tag)
            said = f"{said[: found.start()]}\n{said[found.end() :]}"
    return [VendorFact(VENDOR, tag, FactKind.RELEASED, url, day, surface="api") for tag in tags if tag in named]


def _whole_id(tag: str) -> re.Pattern[str]:
    """An id as prose spells it, with any marks within, and no part of a longer id."""
    letters = "[^a-z0-9]{0,2}".join(re.findall("[a-z0-9]", tag))
    return re.compile(rf"(?<![a-z0-9])(?<![a-z0-9][.-]){letters}(?![.-]?[a-z0-9])")
