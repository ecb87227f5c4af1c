"""Read the release feed (GitHub, Atom) of a lab's SDK: models of new features.

A feature that adds a model names it, often on the day of the release and sometimes months later: no word of a release.
Fixes, chores, documents, tests and what is taken out name nothing. The feed is read as text; no XML is expanded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from typing import Final

from bot.domain.catalogs.vendor_facts import PageReading, Validators
from bot.messages.errors import SourceChanged
from bot.sources.decode import Unreadable, moment
from bot.sources.protocol import Reading, Upstream
from bot.sources.vendors._formats.named_models import naming_facts
from bot.sources.vendors._formats.pages import fetch, lines, plain

SURFACE: Final = "SDK release notes"
ENTRIES: Final = 20  # a feed holds its newest ten
LONGEST: Final = 20_000  # characters of one entry that are read
_UPDATED = re.compile(r"<updated>\s*([^<]{10,40}?)\s*</updated>")
_LINK = re.compile(r'<link\b[^>]*\bhref="(https://github\.com/[^"<>\s]{1,300})"')
_WORD = re.compile(r"[a-z]+")
_NUMBERED = re.compile(r"\S*\d\S*")  # ids, versions and commits: their parts are no words of the sentence
_FEATURES = frozenset({"features", "feature", "added", "models", "new"})
_ADDS = frozenset(
    {"add", "adds", "added", "adding", "support", "supports", "introduce", "introduces", "launch", "launches", "new"}
)
_NOT = frozenset(
    {"remove", "removes", "removed", "drop", "drops", "deprecate", "deprecated", "retire", "retired", "revert"}
    | {"reverts", "fix", "fixes", "rename", "test", "tests", "fixture", "fixtures", "mock", "mocks", "snapshot"}
    | {"example", "examples", "docs", "readme", "sample", "samples", "not", "no"}
)


def read_releases(host: Upstream, vendor: str, repository: str, known: Validators) -> Reading[tuple[PageReading, ...]]:
    """The newest releases of a repository ("owner/name")."""
    path = f"/{repository}/releases.atom"
    page = yield from fetch(host, path, known)
    if page is None:
        return (PageReading(path),)
    if "<feed" not in page.text[:2000]:
        raise SourceChanged(f"{page.url} has another shape", why="It is no Atom feed.")
    entries = [
        part.partition("</entry>")[0][:LONGEST] for part in page.text.split("<entry>", ENTRIES + 1)[1 : ENTRIES + 1]
    ]
    texts = [text for entry in entries for text in _features(entry, page.url)]
    facts = naming_facts(vendor, SURFACE, texts)
    skipped = sum("<content" not in entry for entry in entries)
    return (PageReading(path, facts, page.etag, page.modified, skipped, lasting=True),)


def _features(entry: str, feed: str) -> Iterator[tuple[date | None, str, str]]:
    """The lines of an entry that add something, with its day and address."""
    head, _, told = entry.partition("<content")
    notes, link = told.partition(">")[2].partition("</content>")[0], _LINK.search(head)
    url, day, open_section = (link[1] if link else feed), _day(head), True
    for line in lines(f"<body>{unescape(notes)}</body>"):
        if line.startswith("#"):
            open_section = _version(line) or bool(_FEATURES & set(_WORD.findall(line.casefold())))
            continue
        text = plain(line)
        words = set(_WORD.findall(_NUMBERED.sub(" ", text.casefold())))
        if open_section and words & _ADDS and not words & _NOT:
            yield day, url, text


def _version(line: str) -> bool:
    """Whether a heading is the release's own, above all its sections."""
    return re.search(r"\d+\.\d+\.\d+", line) is not None


def _day(entry: str) -> date | None:
    found = _UPDATED.search(entry)
    try:
        made = moment(found[1], "updated") if found else None
    except Unreadable:
        return None
    return made.date() if made is not None else None
