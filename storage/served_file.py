"""The file a database is served from, noted in itself so that copies are known."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from storage.rows import from_db, to_db

if TYPE_CHECKING:
    from storage.engines import Database

SERVED_FILE, SERVED_AT = "served file", "served at"  # counters: the number of the file served, and until when


async def note_served(database: Database, file: int, now: datetime) -> None:
    """Note which file is served now."""
    sql = "INSERT OR REPLACE INTO counters VALUES (?, ?), (?, ?)"
    await database.write(lambda db: db.execute(sql, [SERVED_FILE, file, SERVED_AT, to_db(now)]), quiet=True)


def served_elsewhere(database: Database, file: int) -> datetime | None:
    """When the database was last served from another file; None if it was not."""
    rows = database.read("SELECT name, value FROM counters WHERE name IN (?, ?)", [SERVED_FILE, SERVED_AT])
    kept = {row["name"]: int(row["value"]) for row in rows}
    return None if kept.get(SERVED_FILE, file) == file else from_db(kept.get(SERVED_AT, 0))
