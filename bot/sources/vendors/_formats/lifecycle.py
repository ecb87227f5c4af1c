"""Tables of releases and shutdowns: one row a model, whatever the vendor calls its columns.

The vendors word the columns differently and change them ("Retirement date", "Shutdown date"; "Deprecated model",
"Affected model", "Model snapshot"), so a column is found by what its header speaks of.
"""

from __future__ import annotations

from bot.domain.catalogs.vendor_facts import FactCertainty, FactKind, VendorFact
from bot.messages.errors import SourceChanged
from bot.sources.vendors._formats.pages import TableRow, table_rows
from bot.sources.vendors._formats.words import read_day, read_ids

_ENDS = ("shutdown", "retirement", "retire", "end of life")
_MODEL = ("model", "snapshot", "system")
_NEXT = ("replacement", "substitute", "alternative")
_NOTICE = ("notice", "announced", "deprecated on", "deprecation date")
_FLOOR = ("not sooner", "earliest", "no earlier")


def lifecycle_facts(
    vendor: str, url: str, text: str, *, certainty: FactCertainty = FactCertainty.DAY
) -> tuple[list[VendorFact], int]:
    """The releases and shutdowns of a page's tables, and how many rows of them could not be read.

    Raises:
        SourceChanged: no table of the page speaks of models and their ends.
    """
    rows = [row for row in table_rows(text) if row.cell(*_ENDS) and _models(row)]
    if not rows:
        raise SourceChanged(f"{url} has another shape", why="No table of it names models and when they end.")
    facts: list[VendorFact] = []
    skipped = 0
    for row in rows:
        ids = read_ids(_models(row))
        found = [fact for model in ids for fact in _facts(vendor, url, row, model, certainty)]
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
