"""Tables of releases and shutdowns: one row a model, with any column titles.

The vendors word the columns differently and change them ("Retirement date", "Shutdown date"; "Deprecated model",
"Affected model", "Model snapshot"), so a column is found by what its header speaks of.
"""

from __future__ import annotations

from bot.domain.catalogs.vendor_facts import FactCertainty, FactKind, PageReading, Validators, VendorFact
from bot.messages.errors import SourceChanged
from bot.sources.protocol import Reading, Upstream
from bot.sources.vendors._formats.pages import TableRow, VendorPage, fetch, table_rows
from bot.sources.vendors._formats.words import read_day, read_ids

_ENDS = ("shutdown", "retirement", "retire", "end of life")
_MODEL = ("model", "snapshot", "system")
_NEXT = ("replacement", "substitute", "alternative")
_NOTICE = ("notice", "announced", "deprecated on", "deprecation date")
_FLOOR = ("not sooner", "earliest", "no earlier")


def read_lifecycle(
    upstream: Upstream, path: str, known: Validators, vendor: str, certainty: FactCertainty = FactCertainty.DAY
) -> Reading[tuple[PageReading, ...]]:
    """A page of such tables: the releases and shutdowns in them, where it changed.

    Raises:
        SourceChanged: an empty page, or no table of it speaks of models and their ends.
    """
    page = yield from fetch(upstream, path, known)
    if page is None:
        return (PageReading(path),)
    facts, skipped = _of_tables(page, vendor, certainty)
    return (page.reading(path, facts, skipped),)


def _of_tables(page: VendorPage, vendor: str, certainty: FactCertainty) -> tuple[list[VendorFact], int]:
    """A page's releases and shutdowns, and how many rows could not be read."""
    rows = [row for row in table_rows(page.text) if row.cell(*_ENDS) and _models(row)]
    if not rows:
        raise SourceChanged(f"{page.url} has another shape", why="No table of it names models and when they end.")
    facts: list[VendorFact] = []
    skipped = 0
    for row in rows:
        ids = read_ids(_models(row))
        found = [fact for model in ids for fact in _facts(vendor, page.url, row, model, certainty)]
        skipped += not ids
        facts += found
    return facts, skipped


def _models(row: TableRow) -> str:
    named = {name: value for name, value in row.cells.items() if not any(word in name for word in (*_ENDS, *_NEXT))}
    return TableRow(named, row.heading).cell(*_MODEL)


def _facts(vendor: str, url: str, row: TableRow, model: str, certainty: FactCertainty) -> list[VendorFact]:
    facts: list[VendorFact] = []
    ends, released = row.cell(*_ENDS), row.cell("release date", "released")
    if (day := read_day(released)) is not None:
        facts.append(VendorFact(vendor, model, FactKind.RELEASED, url, day, surface="api"))
    if (end := read_day(ends)) is not None:
        floor = any(word in ends.casefold() for word in _FLOOR)
        notice = read_day(row.cell(*_NOTICE)) or read_day(row.heading)
        successor = next(iter(read_ids(row.cell(*_NEXT))), "")
        facts.append(
            VendorFact(
                vendor,
                model,
                FactKind.RETIREMENT,
                url,
                end,
                FactCertainty.EARLIEST if floor else certainty,
                surface="api",
                successor=successor,
                announced=notice if notice != end else None,
            )
        )
    return facts
