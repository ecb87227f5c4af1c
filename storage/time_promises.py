"""Release promises on SQLite: part of `storage.ledger`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from bot.domain.promises import TimePromise
from bot.ledger import Row, Tables, moment
from storage.engines import DbRow, Writer
from storage.rows import from_db, queries, to_db

_SQL = queries("ledger")


def load_time_promises(db: Writer, tables: Tables) -> None:
    """Replace the time words by those of the files."""
    db.execute("DELETE FROM time_promises")
    db.executemany(_SQL["add_time_promise"], [_values(row) for row in tables.get("promise", ())])


def time_promise(row: DbRow, as_of: datetime) -> TimePromise:
    """Return a row as known at a moment, without later outcomes."""
    came = row["came_at"]
    return TimePromise(
        who=row["who"],
        stated_on=from_db(row["said_at"]).date(),
        words=row["words"],
        about=row["about"],
        thing=row["thing"],
        implied=_day(row["implied_at"]),
        came=_day(came) if came is not None and from_db(came) <= as_of else None,
        source=row["source"],
        reported_by=row["reported_by"],
        seen=bool(row["seen"]),
    )


def _values(row: Row) -> Mapping[str, object]:
    return {
        "who": row["who"],
        "reported_by": row.get("reported_by", ""),
        "said_at": to_db(moment(row["said"])),
        "words": row["words"],
        "about": row.get("about", ""),
        "thing": row.get("thing", ""),
        "implied_at": _moment(row.get("implied")),
        "came_at": _moment(row.get("came")),
        "source": row["source"],
        "seen": row.get("seen", True),
    }


def _moment(day: date | None) -> int | None:
    return None if day is None else to_db(moment(day))


def _day(value: int | None) -> date | None:
    return None if value is None else from_db(value).date()
