"""History of listed limits and prices: a row per change, confirmed an hour later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.catalogs.findings import ListUpdate, ReadingOutcome
from bot.domain.catalogs.listings import CONFIRMED_AFTER, Listing, ListingValue, ids_of
from bot.messages.request import View
from bot.ports.changes import ChangeMark
from storage.changes import touch
from storage.engines import Database, DbRow, Writer
from storage.rows import array, from_db, maybe_from_db, params, to_db

_LAST = "SELECT * FROM listing_values WHERE catalog = ? AND id = ? ORDER BY learned_at DESC LIMIT 1"
_CONFIRM = """
    UPDATE listing_values AS told SET confirmed_at = :at
    WHERE catalog = :catalog AND confirmed_at IS NULL AND gone = 0 AND learned_at <= :latest
      AND id NOT IN (SELECT id FROM listings WHERE catalog = :catalog AND missed_at IS NOT NULL)
      AND NOT EXISTS (SELECT 1 FROM listing_values AS later WHERE later.catalog = told.catalog
                      AND later.id = told.id AND later.learned_at > told.learned_at)
    RETURNING id
"""
_SLUGS = "SELECT slug FROM subjects UNION SELECT subject FROM claims WHERE subject LIKE '%/%'"
_TOLD = """
    SELECT * FROM listing_values
    WHERE id IN (SELECT value FROM json_each(:ids)) AND tenant IN ('', :tenant) AND learned_at <= :as_of
    ORDER BY catalog, id, learned_at
"""
_COUNTS = """
    SELECT id, count(*) AS n, count(confirmed_at) AS confirmed,
      min(CASE WHEN learned_at > :as_of THEN learned_at WHEN confirmed_at > :as_of THEN confirmed_at END) AS later
    FROM listing_values WHERE id IN (SELECT value FROM json_each(:ids)) AND tenant = '' GROUP BY id
"""
_FIRST = "SELECT catalog, min(learned_at) AS at FROM listing_values GROUP BY catalog"


def note(db: Writer, step: ListUpdate, at: datetime, source: str, tenant: str) -> bool:
    """Store and confirm prices and limits of a reading.

    Return whether anything changed.
    """
    catalog, moment, told = step.memory.catalog, to_db(at), set[str]()
    for name, entry in step.changed.items():
        gone = entry.gone_at is not None
        if entry.missed_at is not None and not gone:
            continue  # one reading without it says nothing yet
        last = db.execute(_LAST, [catalog, name]).fetchone()
        values = (None,) * 4 if gone else _values(entry.listing)
        if last is not None and (bool(last[5]), tuple(last[6:10])) == (gone, values):
            continue
        row = [tenant, catalog, name, moment, moment if gone else None, int(gone), *values, source]
        db.execute("INSERT OR REPLACE INTO listing_values VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        told.add(name)
    if step.verdict is ReadingOutcome.GOOD:
        latest = to_db(at - CONFIRMED_AFTER)
        given = {"catalog": catalog, "at": moment, "latest": latest}
        told.update(row[0] for row in db.execute(_CONFIRM, given).fetchall())
    if told:
        slugs = [row[0] for row in db.execute(_SLUGS)]
        about = (slug for slug in slugs if not told.isdisjoint(ids_of(slug)))
        touch(db, (ChangeMark(tenant, "claims", slug, at) for slug in about))
    return bool(told)


def read_values(database: Database, ids: Sequence[str], view: View) -> Sequence[ListingValue]:
    """Return what lists said of some ids by then, oldest first within a list.

    A confirmation after that moment is not included.
    """
    given = params(view, ids=array(ids))
    return tuple(_row(row, view.as_of) for row in database.read(_TOLD, given))


def counts(database: Database, ids: Sequence[str], as_of: datetime) -> Mapping[str, tuple[int, int, datetime | None]]:
    """Return how many confirmed public values each id has, and when the next counts."""
    rows = database.read(_COUNTS, {"ids": array(ids), "as_of": to_db(as_of)})
    return {row["id"]: (row["n"], row["confirmed"], maybe_from_db(row["later"])) for row in rows}


def first_read(database: Database) -> Mapping[str, datetime]:
    """Return when each list was first read."""
    return {row["catalog"]: from_db(row["at"]) for row in database.read(_FIRST)}


def _values(listing: Listing) -> tuple[int | None, int | None, float | None, float | None]:
    return listing.context, listing.output, listing.price_in, listing.price_out


def _row(row: DbRow, as_of: datetime) -> ListingValue:
    confirmed = maybe_from_db(row["confirmed_at"])
    return ListingValue(
        catalog=row["catalog"],
        id=row["id"],
        at=from_db(row["learned_at"]),
        confirmed_at=confirmed if confirmed is not None and confirmed <= as_of else None,
        gone=bool(row["gone"]),
        context=row["context"],
        output=row["output"],
        price_in=row["price_in"],
        price_out=row["price_out"],
        source=row["source"],
    )
