"""Fetch a vendor's page if it changed; read lines, headings, bullets and tables.

Pages come as Markdown or, where a vendor tests another layout, as HTML: both give the same rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from bot.domain.catalogs.vendor_facts import PageReading, Validators, VendorFact
from bot.messages.errors import SourceChanged, SourceError
from bot.sources.protocol import Get, Reading, Upstream, unless_unchanged

BYTES = 4 * 1024 * 1024
_HYPHENS = str.maketrans("\u2010\u2011\u2012\u2013\u2212\u00a0", "----- ")
_ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL | re.IGNORECASE)
_CELL = re.compile(r"<(?:td|th)\b[^>]*>(.*?)</(?:td|th)>", re.DOTALL | re.IGNORECASE)
_BLOCK = re.compile(r"</?(?:p|div|li|ul|ol|h\d|br|tr|table|section|article|pre)\b[^>]*>", re.IGNORECASE)
_HEADING = re.compile(r"<h(\d)\b[^>]*>(.*?)</h\1>", re.DOTALL | re.IGNORECASE)
_CODE = re.compile(r"</?code\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[a-z/!][^>]*>", re.IGNORECASE)
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_RULER = re.compile(r"^[\s|:-]+$")


@dataclass(frozen=True, slots=True)
class VendorPage:
    """A page as text, with where it was read."""

    url: str
    text: str
    etag: str
    modified: str

    def reading(self, page: str, facts: Sequence[VendorFact], skipped: int = 0) -> PageReading:
        """The reading of this page."""
        return PageReading(page, tuple(dict.fromkeys(facts)), self.etag, self.modified, skipped)


def fetch(upstream: Upstream, path: str, known: Validators) -> Reading[VendorPage | None]:
    """One page as text; None where it is unchanged.

    Raises:
        SourceChanged: an empty page.
    """
    answer = yield from unless_unchanged(Get(upstream.name, path, headers=known.headers(path), limit=BYTES))
    if answer is None:
        return None
    text = answer.body.decode("utf-8", "replace").translate(_HYPHENS)
    if not text.strip():
        raise SourceChanged(f"{upstream.name} sent an empty page")
    given = answer.headers
    return VendorPage(f"{upstream.base}{path}", text, given.get("etag", "")[:200], given.get("last-modified", "")[:100])


def read_page(
    upstream: Upstream, path: str, known: Validators, facts: Callable[[VendorPage], Sequence[VendorFact]]
) -> Reading[tuple[PageReading, ...]]:
    """A page that stands alone: its facts where it changed.

    Raises:
        SourceChanged: an empty page, or what ``facts`` raises.
    """
    page = yield from fetch(upstream, path, known)
    return (PageReading(path) if page is None else page.reading(path, facts(page)),)


def failed(page: str, known: Validators, error: SourceError) -> PageReading:
    """The reading of one page of several that could not be read.

    The facts kept of it stand. A page never read before is kept as one without facts: an index that does not change
    names it no second time.
    """
    if page in known.by_page:
        return PageReading(page, None, trouble=error.what)
    return PageReading(page, (), skipped=1)


def is_html(text: str) -> bool:
    """Whether a page came as HTML."""
    head = text[:2000].lstrip().casefold()
    return head.startswith(("<!doctype", "<html")) or "<body" in head or "<table" in text


def lines(text: str) -> list[str]:
    """A page's lines as Markdown: headings with ``#``, ids in back-ticks, none empty."""
    if is_html(text):
        text = _HEADING.sub(lambda found: f"\n{'#' * int(found[1])} {found[2]}\n", text)
        text = _BLOCK.sub("\n", _CODE.sub("`", text))
        text = unescape(_TAG.sub("", text))
    return [line.strip() for line in text.translate(_HYPHENS).splitlines() if line.strip()]


def plain(text: str) -> str:
    """A piece of Markdown as words: no links, no emphasis, ids keep their back-ticks."""
    return " ".join(_LINK.sub(r"\1", text).replace("**", "").replace("__", "").split())


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table: its cells by header in small letters, and the heading above."""

    cells: dict[str, str]
    heading: str

    def cell(self, *words: str) -> str:
        """The cell of the first column whose header has one of these words; else ''."""
        for word in words:
            for name, value in self.cells.items():
                if word in name:
                    return value
        return ""


def table_rows(text: str) -> Iterator[TableRow]:
    """Every row of a page's tables, Markdown or HTML, without separators."""
    yield from _html_rows(text) if is_html(text) else _markdown_rows(text)


def _markdown_rows(text: str) -> Iterator[TableRow]:
    heading, header, cells = "", list[str](), list[str]()
    for raw in (*text.splitlines(), ""):
        line = raw.strip()
        if cells and (line.startswith(("|", "#")) or "|" not in line):
            yield from _row(header, cells, heading)
            cells = []
        if line.startswith("#"):
            heading, header = plain(line.lstrip("# ")), []
        elif line.startswith("|") and not header:
            header = [_name(cell) for cell in _cells(line)]
        elif "|" in line and header and not _RULER.match(line):
            cells += _cells(line)  # a row that was broken over several lines is one
        elif not line:
            header = []


def _cells(line: str) -> list[str]:
    return [plain(cell) for cell in line.strip().strip("|").split("|")]


def _html_rows(text: str) -> Iterator[TableRow]:
    heading, header, end = "", list[str](), 0
    marks = sorted([*_HEADING.finditer(text), *_ROW.finditer(text)], key=lambda found: found.start())
    for found in marks:
        if found.re is _HEADING:
            heading = plain(unescape(_TAG.sub("", found[2])))
            continue
        if "<table" in text[end : found.start()].casefold():
            header = []
        end = found.end()
        cells = [plain(unescape(_TAG.sub("", _CODE.sub("`", cell)))) for cell in _CELL.findall(found[0])]
        if not header:
            header = [_name(cell) for cell in cells]
        else:
            yield from _row(header, cells, heading)


def _name(cell: str) -> str:
    return cell.casefold().strip("` ")


def _row(header: Sequence[str], cells: Sequence[str], heading: str) -> Iterator[TableRow]:
    if sum(bool(cell) for cell in cells) > 1:
        yield TableRow(dict(zip(header, cells, strict=False)), heading)
